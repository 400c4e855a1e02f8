// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extraction/child/flow/flow_writer.hpp"

namespace genai::extraction::child {

// A table of comma-separated values (RFC 4180), or of those separated by semicolons, tabs or bars: whichever cuts the
// first rows most evenly. The first row is the header when it has no number and no empty cell.
void write_csv(std::string_view text, FlowWriter& writer);

// Whether a row reads like the names of columns.
bool is_header_row(const std::vector<std::string>& cells);

}  // namespace genai::extraction::child
