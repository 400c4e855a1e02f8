// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/page.hpp"

namespace genai::answering {

// A sentence or a table row of a page: what an extractive answer quotes. `quote` is exactly the code points
// [start, end) of the page's text.
struct Statement {
    std::string quote;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    bool is_row = false;
    std::string header;   // of a row: its table's header rows
    std::string group;    // of a row: the nearest row above it that has a label alone, "Capital expenditure"
    std::string heading;  // the nearest heading above it on the page

    // What is compared with the question: the statement with the words that it stands under.
    std::string in_context() const;
    // What a row is about: its first cell that has a letter; a sentence's whole text.
    std::string_view label() const;
};

// The page's sentences and table rows in reading order; a sentence that goes on in the next block, as over a column's
// end, is one. Headings, header rows, rows of one cell and scraps are no statements of their own.
std::vector<Statement> statements_of(const Page& page);

// One box for each line that the code points [start, end) touch.
std::vector<Box> line_boxes(const Page& page, std::uint32_t start, std::uint32_t end);

}  // namespace genai::answering
