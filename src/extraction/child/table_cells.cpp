// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/table_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "extraction/child/geometry.hpp"

namespace genai::extraction::child {

namespace {

// Gap between two header words, in ems, that belong to neighbouring columns: more than a space, less than a cell's gap.
constexpr float kHeaderGap = 0.55F;
constexpr float kCoverMin = 0.12F;  // share of a column that a header over it covers

bool has_values(const Row& row) {
    return std::any_of(row.begin() + 1, row.end(), [](const Cell& cell) { return !cell.empty(); });
}

}  // namespace

void TableCells::add_value(const Box& ink) {
    Column merged{ink.x0, ink.x1};
    std::vector<Column> kept;
    for (const auto& column : columns_) {
        if (column.x1 <= merged.x0 || column.x0 >= merged.x1) {
            kept.push_back(column);
        } else {
            merged = {std::min(column.x0, merged.x0), std::max(column.x1, merged.x1)};
        }
    }
    kept.push_back(merged);
    std::sort(kept.begin(), kept.end(), [](const Column& a, const Column& b) { return a.x0 < b.x0; });
    columns_ = std::move(kept);
}

// The column that shares most of the x axis with the ink, else the nearest; 0 for what stands left of the numbers.
std::size_t TableCells::column_of(const Box& ink) const {
    std::size_t best = 0;
    float best_overlap = -std::numeric_limits<float>::max();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const float shared = overlap_x(ink, {columns_[i].x0, 0, columns_[i].x1, 0});
        if (shared <= best_overlap) continue;
        best_overlap = shared;
        best = i + 1;
    }
    const bool is_label = ink.x0 < zone_start_ && (best_overlap <= 0 || center_x(ink) < zone_start_);
    return is_label ? 0 : best;
}

void TableCells::put(Row& row, std::size_t column, const std::vector<Word>& words) const {
    row[column].insert(row[column].end(), words.begin(), words.end());
}

Row TableCells::body_row(const std::vector<Piece>& pieces) const {
    Row row(columns());
    for (const auto& piece : pieces) put(row, column_of(piece.ink), piece.words);
    return row;
}

Row TableCells::header_row(const std::vector<Piece>& pieces) const {
    Row row(columns());
    for (const auto& piece : pieces) put_header(row, piece);
    return row;
}

void TableCells::put_header(Row& row, const Piece& piece) const {
    std::size_t first = 0;
    std::size_t covered = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const Box column{columns_[i].x0, 0, columns_[i].x1, 0};
        if (overlap_x(piece.ink, column) < kCoverMin * std::min(width(column), width(piece.ink))) continue;
        if (covered++ == 0) first = i + 1;
    }
    if (covered < 2) return put(row, covered == 1 ? first : column_of(piece.ink), piece.words);

    // Several headers with narrow gaps between them, or one that spans its columns?
    std::vector<std::vector<Word>> parts(1);
    for (const auto& word : piece.words) {
        const bool is_apart =
            !parts.back().empty() && word.ink.x0 - parts.back().back().ink.x1 >= kHeaderGap * word.em;
        if (is_apart) parts.emplace_back();
        parts.back().push_back(word);
    }
    if (parts.size() < 2) return put(row, first, piece.words);
    for (const auto& part : parts) {
        Box ink = part.front().ink;
        for (const auto& word : part) ink = united(ink, word.ink);
        put(row, column_of(ink), part);
    }
}

bool TableCells::continues(const Line& line, const Row& row, const Line& next, const Row& next_row) const {
    constexpr float kTightPitch = 1.45F;   // ems between the lines of one label, at most
    constexpr float kTighter = 0.80F;      // of the usual distance of rows: lines of one label are closer together
    constexpr float kLongLabel = 0.70F;    // of the label column's width
    constexpr float kIndent = 0.3F;        // ems
    if (row.front().empty() || next_row.front().empty()) return false;
    if (line.is_bold != next.is_bold || (has_values(row) && has_values(next_row))) return false;
    const float pitch = (next.baseline - line.baseline) / std::max(line.em, next.em);
    if (pitch > kTightPitch) return false;
    const auto& label = row.front().front();
    const auto& start = next_row.front().front();
    const bool is_indented = start.ink.x0 > label.ink.x0 + kIndent * line.em;
    const bool is_tight = pitch_ > 0 && pitch < kTighter * pitch_;
    const bool is_long = line.ink.x1 - label.ink.x0 > kLongLabel * (zone_start_ - label.ink.x0);
    if (has_values(row)) return is_indented && is_tight;
    if (start.starts_with_lower_case) return is_long || is_tight || is_indented;
    return is_tight || (is_long && is_indented);
}

void TableCells::join(Row& row, Row&& next) {
    for (std::size_t i = 0; i < row.size() && i < next.size(); ++i)
        for (auto& word : next[i]) row[i].push_back(std::move(word));
}

void TableCells::drop_empty_columns(std::vector<Row>& rows) {
    std::size_t columns = 0;
    for (const auto& row : rows) columns = std::max(columns, row.size());
    for (std::size_t column = columns; column-- > 0;) {
        const bool is_used = std::any_of(rows.begin(), rows.end(), [column](const Row& row) {
            return column < row.size() && !row[column].empty();
        });
        if (is_used) continue;
        for (auto& row : rows)
            if (column < row.size()) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
    }
    for (auto& row : rows)
        while (row.size() > 1 && row.back().empty()) row.pop_back();
}

}  // namespace genai::extraction::child
