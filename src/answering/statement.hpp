// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
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
    std::string heading;  // the nearest heading above it on the page

    // What is compared with the question: the statement with the words that it stands under.
    std::string in_context() const;
};

// The page's sentences and table rows in reading order. Headings, header rows and rows without a figure are no
// statements of their own.
std::vector<Statement> statements_of(const Page& page);

// One box for each line that the code points [start, end) touch.
std::vector<Box> line_boxes(const Page& page, std::uint32_t start, std::uint32_t end);

}  // namespace genai::answering
