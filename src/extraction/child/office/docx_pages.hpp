// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "extraction/child/flow/flow_writer.hpp"
#include "extraction/child/office/office_package.hpp"

namespace genai::extraction::child {

// A Word document's body: headings by their styles, paragraphs, lists, tables, and footnotes behind the paragraph that
// refers to them. Deleted and hidden text, headers and footers are left out. Pages begin where Word noted that it began
// them the last time, at breaks that the author set, and else as in every format without pages (FlowWriter).
Result<void> write_docx(OfficePackage& package, FlowWriter& writer);

}  // namespace genai::extraction::child
