// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "extraction/child/flow/flow_writer.hpp"
#include "extraction/child/office/office_package.hpp"

namespace genai::extraction::child {

// A workbook's visible sheets in their order: what stands between empty rows is a table, or a line of text where a row
// has one cell alone. A small sheet is a page ("Sheet Q1"), a large one several ("Sheet Q1, rows 1-80"). Values as
// they were computed last; dates and percentages as they are shown. A sheet that cannot be read is a page that failed.
Result<void> write_xlsx(OfficePackage& package, FlowWriter& writer);

}  // namespace genai::extraction::child
