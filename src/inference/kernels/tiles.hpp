// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace genai::inference {

// A register tile: Rows rows by two vectors of columns, accumulated over the inputs. Every loop over its rows is
// unrolled by pragma, the first and the last too, or GCC keeps the accumulators in memory (half the speed).
inline constexpr int kTileVectors = 2;

template <int Rows>
struct RowCount {};

// Calls tile(RowCount<n>, row) for the rows [first, last): full tiles of MaxRows, and a remainder so small that it
// would leave the arithmetic idle is shared out evenly with the last full tile.
template <int MaxRows, class Tile>
[[gnu::always_inline]] inline void with_row_count(int rows, std::size_t row, const Tile& tile) {
    if (rows == MaxRows) {
        tile(RowCount<MaxRows>{}, row);
    } else if constexpr (MaxRows > 1) {
        with_row_count<MaxRows - 1>(rows, row, tile);
    }
}

template <int MaxRows, class Tile>
[[gnu::always_inline]] inline void for_row_tiles(std::size_t first, std::size_t last, const Tile& tile) {
    std::size_t row = first;
    std::size_t full = (last - first) / MaxRows;
    int rest = static_cast<int>((last - first) % MaxRows);
    int before = 0;
    if (rest > 0 && rest <= MaxRows / 2 && full > 0) {
        --full;
        before = (MaxRows + rest + 1) / 2;
        rest = MaxRows + rest - before;
    }
    for (; full > 0; --full, row += MaxRows) tile(RowCount<MaxRows>{}, row);
    for (const int rows : {before, rest}) {
        if (rows > 0) with_row_count<MaxRows>(rows, row, tile);
        row += static_cast<std::size_t>(rows);
    }
}

}  // namespace genai::inference
