// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "extraction/child/word.hpp"
#include "model/page.hpp"

namespace genai::extraction::child {

using Cell = std::vector<Word>;  // empty: a column without text in this row
using Row = std::vector<Cell>;

// A block before its text is written. A paragraph's rows are its lines, with one cell each.
struct BlockDraft {
    BlockKind kind = BlockKind::kParagraph;
    std::uint16_t header_rows = 0;
    std::vector<Row> rows;
};

}  // namespace genai::extraction::child
