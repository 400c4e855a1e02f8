// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "extraction/child/line.hpp"
#include "extraction/child/table.hpp"

namespace genai::extraction::child {

// The tables of words among these lines, from top to bottom: rows whose cells begin below one another, in columns of
// their own, with wide gaps between them. A cell may go on over several lines. Tables of numbers are table.hpp's, which
// is asked first. `first` and `end` of the tables found are relative to these lines.
std::vector<Table> find_text_tables(std::span<const Line> lines);

// True when the two sides of a gap are the cells of common rows rather than columns of text: nearly every line of the
// side with fewer lines stands beside one of the other.
bool are_cells_of_rows(const std::vector<Line>& left, const std::vector<Line>& right);

}  // namespace genai::extraction::child
