// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "extraction/child/flow/grid.hpp"
#include "extraction/child/html/html_tree.hpp"

namespace genai::extraction::child {

// A <table> of rows and columns; nothing for one that only arranges the page: with a table inside, or of one row or
// column. Cells that span rows stand in each of them; of those that span columns the first has the text.
std::optional<Grid> read_html_table(const GumboNode& table);

}  // namespace genai::extraction::child
