// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "extraction/child/flow/flow_writer.hpp"

namespace genai::extraction::child {

// A text's paragraphs: lines between empty lines. A form feed ends a page.
void write_text(std::string_view text, FlowWriter& writer);

}  // namespace genai::extraction::child
