// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "extraction/child/word.hpp"

namespace genai::extraction::child {

// Words side by side, in reading order. At least one.
struct Line {
    std::vector<Word> words;
    Box ink;
    float baseline = 0;
    float em = 0;          // of most of its characters
    bool is_bold = false;  // most of its characters
};

// The words of one column as lines from top to bottom. Superscripts and subscripts go to the line they touch.
std::vector<Line> find_lines(std::vector<Word> words);

}  // namespace genai::extraction::child
