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
constexpr float kLabelOutset = 2.0F;  // ems left of the numbers, where a label surely begins
constexpr float kCoverMin = 0.12F;    // share of a column that a header over it covers

// Several headers with narrow gaps between them, or one that spans its columns: its words are evenly spaced.
std::vector<std::vector<Word>> split_header(const std::vector<Word>& words) {
    constexpr float kWider = 1.5F;  // times the narrowest gap
    const auto gap_before = [&](std::size_t i) { return words[i].ink.x0 - words[i - 1].ink.x1; };
    float narrowest = std::numeric_limits<float>::max();
    for (std::size_t i = 1; i < words.size(); ++i) narrowest = std::min(narrowest, gap_before(i));
    std::vector<std::vector<Word>> parts(1);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const bool is_relative = words.size() > 2;
        const float wide = std::max(kHeaderGap * words[i].em, is_relative ? kWider * narrowest : 0);
        if (i > 0 && gap_before(i) >= wide) parts.emplace_back();
        parts.back().push_back(words[i]);
    }
    return parts;
}

bool has_values(const Row& row) {
    return std::any_of(row.begin() + 1, row.end(), [](const Cell& cell) { return !cell.empty(); });
}

// Of the words set in the cell's usual size: a superscript stands higher.
float last_line_baseline(const Cell& cell) {
    float baseline = cell.front().baseline;
    for (const auto& word : cell) baseline = std::max(baseline, word.baseline);
    return baseline;
}

}  // namespace

TableCells::TableCells(float zone_start, float pitch, std::vector<ValuePlace> values)
    : zone_start_(zone_start), pitch_(pitch) {
    // Narrow ones first: a wide one that reaches into two columns must not make them one.
    std::stable_sort(values.begin(), values.end(),
                     [](const ValuePlace& a, const ValuePlace& b) { return width(a.ink) < width(b.ink); });
    for (const auto& value : values) add_value(value);
    std::sort(columns_.begin(), columns_.end(), [](const Column& a, const Column& b) { return a.ink.x0 < b.ink.x0; });
}

bool TableCells::share_a_line(const Column& a, const Column& b) {
    return std::any_of(a.lines.begin(), a.lines.end(), [&](std::size_t line) {
        return std::find(b.lines.begin(), b.lines.end(), line) != b.lines.end();
    });
}

// Columns that the value overlaps become one with it, unless some row has a number in both or in one beside this value.
void TableCells::add_value(const ValuePlace& value) {
    Column merged{value.ink, {value.line}};
    std::vector<std::size_t> touched;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (overlap_x(columns_[i].ink, value.ink) <= 0) continue;
        if (share_a_line(columns_[i], merged)) return;
        merged.ink = united(merged.ink, columns_[i].ink);
        merged.lines.insert(merged.lines.end(), columns_[i].lines.begin(), columns_[i].lines.end());
        touched.push_back(i);
    }
    for (auto i = touched.rbegin(); i != touched.rend(); ++i)
        columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(*i));
    columns_.push_back(std::move(merged));
}

std::size_t TableCells::nearest_column(const Box& ink) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < columns_.size(); ++i)
        if (overlap_x(ink, columns_[i].ink) > overlap_x(ink, columns_[best].ink)) best = i;
    return best + 1;
}

std::size_t TableCells::column_of(const Box& ink) const {
    const auto nearest = nearest_column(ink);
    const bool is_over_it = overlap_x(ink, columns_[nearest - 1].ink) > 0;
    const bool is_label = ink.x0 < zone_start_ && (!is_over_it || center_x(ink) < zone_start_);
    return is_label ? 0 : nearest;
}

void TableCells::put(Row& row, std::size_t column, const std::vector<Word>& words) const {
    row[column].insert(row[column].end(), words.begin(), words.end());
}

Row TableCells::body_row(const std::vector<Piece>& pieces) const {
    Row row(columns());
    for (const auto& piece : pieces) {
        // A section's label may reach over the columns of numbers.
        const bool is_label = !piece.is_value && piece.ink.x0 < zone_start_ - kLabelOutset * piece.words.front().em;
        put(row, is_label ? 0 : column_of(piece.ink), piece.words);
    }
    return row;
}

Row TableCells::header_row(const std::vector<Piece>& pieces) const {
    Row row(columns());
    for (std::size_t i = 0; i < pieces.size(); ++i)
        put_header(row, pieces[i], i > 0 ? nearest_column(pieces[i].ink) : column_of(pieces[i].ink));
    return row;
}

void TableCells::put_header(Row& row, const Piece& piece, std::size_t otherwise) const {
    std::size_t first = 0;
    std::size_t covered = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto& column = columns_[i].ink;
        if (overlap_x(piece.ink, column) < kCoverMin * std::min(width(column), width(piece.ink))) continue;
        if (covered++ == 0) first = i + 1;
    }
    if (covered < 2) return put(row, covered == 1 ? first : otherwise, piece.words);

    const auto parts = split_header(piece.words);
    if (parts.size() < 2) return put(row, first, piece.words);
    for (const auto& part : parts) {
        Box ink = part.front().ink;
        for (const auto& word : part) ink = united(ink, word.ink);
        put(row, column_of(ink), part);
    }
}

bool TableCells::continues(const Line& line, const Row& row, const Line& next, const Row& next_row) const {
    constexpr float kTightPitch = 1.5F;  // ems between the lines of one label, at most
    constexpr float kTighter = 0.80F;    // of the usual distance of rows: lines of one label are closer together
    constexpr float kTightPitchUnknown = 1.25F;  // ems, when the table has no two rows in a row to compare with
    constexpr float kLongLabel = 0.70F;          // of the label column's width
    constexpr float kIndent = 0.3F;              // ems
    if (row.front().empty() || next_row.front().empty()) return false;
    if (has_values(row) && has_values(next_row)) return false;
    // Of the labels alone: the numbers beside them may be bold.
    if (row.front().back().is_bold != next_row.front().front().is_bold) return false;
    const auto& label = row.front().front();
    const auto& start = next_row.front().front();
    // Of the labels' own baselines: numbers may stand a little lower.
    const float pitch = (start.baseline - last_line_baseline(row.front())) / std::max(line.em, next.em);
    if (pitch > kTightPitch) return false;
    const bool is_indented = start.ink.x0 > label.ink.x0 + kIndent * line.em;
    const bool is_tight = pitch_ > 0 && pitch < kTighter * pitch_;
    const bool is_long = line.ink.x1 - label.ink.x0 > kLongLabel * (zone_start_ - label.ink.x0);
    if (has_values(row)) return is_indented && is_tight;
    if (start.starts_with_lower_case || start.start == U'(') return true;
    const bool may_be_tight = pitch_ == 0 && pitch < kTightPitchUnknown && !label.is_bold;
    return is_tight || (is_indented && (is_long || may_be_tight));
}

void TableCells::join(Row& row, const Row& next) {
    for (std::size_t i = 0; i < row.size() && i < next.size(); ++i)
        row[i].insert(row[i].end(), next[i].begin(), next[i].end());
}

void TableCells::drop_empty_columns(std::vector<Row>& rows) {
    std::size_t columns = 0;
    for (const auto& row : rows) columns = std::max(columns, row.size());
    for (std::size_t column = columns; column-- > 0;) {
        const bool is_used = std::any_of(
            rows.begin(), rows.end(), [column](const Row& row) { return column < row.size() && !row[column].empty(); });
        if (is_used) continue;
        for (auto& row : rows)
            if (column < row.size()) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
    }
    for (auto& row : rows)
        while (row.size() > 1 && row.back().empty()) row.pop_back();
}

}  // namespace genai::extraction::child
