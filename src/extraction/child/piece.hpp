// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "extraction/child/line.hpp"

namespace genai::extraction::child {

// Words of a line that stand together with wide gaps around them: the content of a table's cell, or a whole line of
// prose. A value is one number with its signs ("$ 17,739", "(5) %", "N/M"), or a few words that begin with one
// ("6% to 92% (18%)", "18 times").
struct Piece {
    std::vector<Word> words;
    Box ink;
    bool is_value = false;
    bool is_year = false;  // a value that is a year: more often a header than a figure
};

// The line's pieces from left to right.
std::vector<Piece> find_pieces(const Line& line);

}  // namespace genai::extraction::child
