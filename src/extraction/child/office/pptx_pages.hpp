// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.hpp"
#include "extraction/child/flow/flow_writer.hpp"
#include "extraction/child/office/office_package.hpp"

namespace genai::extraction::child {

// A presentation's slides in their order, one a page ("slide 3"): the title as a heading, text, lists, tables, then the
// speaker's notes. A slide that cannot be read is a page that failed.
Result<void> write_pptx(OfficePackage& package, FlowWriter& writer);

}  // namespace genai::extraction::child
