// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "extraction/child/word.hpp"

namespace genai::extraction::child {

// What stands at the edges of a page and does not belong to its columns: a running header, a footer with the page
// number. Kept, at the page's beginning and end.
struct Furniture {
    std::vector<Word> header;
    std::vector<Word> footer;
};

// Takes the furniture out of the page's words: lines near the top or bottom edge with white space between them and the
// rest. `top` and `bottom` are the page's edges in the words' frame.
Furniture take_furniture(std::vector<Word>& words, float top, float bottom);

}  // namespace genai::extraction::child
