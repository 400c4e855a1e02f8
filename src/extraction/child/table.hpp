// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "extraction/child/block_draft.hpp"
#include "extraction/child/line.hpp"

namespace genai::extraction::child {

// A table among the lines of a column: lines [first, end) are in it.
struct Table {
    std::size_t first = 0;
    std::size_t end = 0;
    BlockDraft block;
};

// The tables of a column, from top to bottom, recognised by rows of numbers that stand one below the other. Lines of a
// label that goes on are joined to one row; the header is what stands above the first row of numbers and over their
// columns.
std::vector<Table> find_tables(std::span<const Line> lines);

}  // namespace genai::extraction::child
