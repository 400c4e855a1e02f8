// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "extraction/child/flow/flow_writer.hpp"

namespace genai::extraction::child {

// A table as a format gives it: rows of cells, of clean text, of different lengths.
struct Grid {
    std::vector<std::vector<std::string>> rows;
    std::size_t header_rows = 0;
    std::vector<std::uint32_t> numbers = {};  // of the rows, as people count them; empty: not known

    std::size_t columns() const;
};

// Web pages of figures spread a number over cells ("$", "1,577", ")"): puts it together, and takes columns out that are
// empty in every row.
void tidy(Grid& grid);

// As a table, or, when it has one column alone, as paragraphs.
void write_grid(const Grid& grid, FlowWriter& writer);

}  // namespace genai::extraction::child
