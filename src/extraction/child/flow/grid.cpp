// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/flow/grid.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace genai::extraction::child {

namespace {

bool is_one_of(std::string_view cell, std::initializer_list<std::string_view> signs) {
    return std::find(signs.begin(), signs.end(), cell) != signs.end();
}

bool is_prefix(std::string_view cell) {
    return is_one_of(cell, {"$", "($", "$(", "(", "\xE2\x82\xAC", "\xC2\xA3", "\xC2\xA5"});
}
bool is_suffix(std::string_view cell) { return is_one_of(cell, {")", "%", ")%", "%)"}); }

// True when every row's two cells can be written as one, and there is a sign for which it is worth it.
bool are_one(const Grid& grid, std::size_t column) {
    bool has_sign = false;
    for (std::size_t i = 0; i < grid.rows.size(); ++i) {
        const auto& left = grid.rows[i][column];
        const auto& right = grid.rows[i][column + 1];
        const bool is_sign = is_prefix(left) || is_suffix(right);
        has_sign = has_sign || (is_sign && i >= grid.header_rows);
        if (!is_sign && !left.empty() && !right.empty()) return false;
    }
    return has_sign;
}

void join_columns(Grid& grid, std::size_t column) {
    for (auto& row : grid.rows) {
        row[column] += row[column + 1];
        row.erase(row.begin() + static_cast<std::ptrdiff_t>(column) + 1);
    }
}

void erase_empty_columns(Grid& grid) {
    for (auto column = grid.columns(); column-- > 0;) {
        const bool is_empty =
            std::all_of(grid.rows.begin(), grid.rows.end(), [&](const auto& row) { return row[column].empty(); });
        if (!is_empty) continue;
        for (auto& row : grid.rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
    }
}

std::uint32_t number_of(const Grid& grid, std::size_t row) { return row < grid.numbers.size() ? grid.numbers[row] : 0; }

}  // namespace

std::size_t Grid::columns() const {
    std::size_t columns = 0;
    for (const auto& row : rows) columns = std::max(columns, row.size());
    return columns;
}

void tidy(Grid& grid) {
    constexpr std::size_t kColumnsMax = 200;  // wider ones are no statements
    const auto columns = grid.columns();
    if (columns > kColumnsMax) return;
    for (auto& row : grid.rows) row.resize(columns);
    erase_empty_columns(grid);
    for (std::size_t column = 0; column + 1 < grid.columns();) {
        if (are_one(grid, column)) {
            join_columns(grid, column);
        } else {
            ++column;
        }
    }
    erase_empty_columns(grid);
}

void write_grid(const Grid& grid, FlowWriter& writer) {
    if (grid.columns() < 2) {
        for (std::size_t i = 0; i < grid.rows.size(); ++i)
            if (!grid.rows[i].empty()) writer.paragraph(grid.rows[i].front(), {number_of(grid, i), number_of(grid, i)});
        return;
    }
    writer.begin_table(static_cast<std::uint16_t>(grid.header_rows));
    for (std::size_t i = 0; i < grid.rows.size() && !writer.is_full(); ++i)
        writer.add_row(grid.rows[i], number_of(grid, i));
    writer.end_table();
}

}  // namespace genai::extraction::child
