// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/table.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "extraction/child/geometry.hpp"
#include "extraction/child/piece.hpp"
#include "extraction/child/table_cells.hpp"

namespace genai::extraction::child {

namespace {

constexpr float kRowPitchMax = 4.6F;     // ems from one baseline to the next within a table
constexpr float kHeaderPitchMax = 2.8F;  // the same within its header
constexpr float kHeaderWidthMax = 2.5F;  // times the zone of numbers
constexpr std::size_t kHeaderLinesMax = 10;
constexpr std::size_t kLabelLinesMax = 5;  // lines without numbers in a row
constexpr float kLabelGap = 0.5F;          // ems between a label that is a number and the zone of numbers
constexpr float kZoneSlack = 1.0F;         // ems by which a label may reach into the zone of numbers

// What a line is to a table.
enum class LineRole {
    kValues,  // has numbers in cells
    kAbove,   // has text above the columns of numbers: a header
    kLabel,   // stands in the column of labels alone
    kOther,   // prose, or nothing of this table
};

struct Analysis {
    std::vector<Piece> pieces;
    std::size_t values = 0;  // pieces that are numbers but not years
    std::size_t years = 0;
};

Analysis analyse(const Line& line) {
    Analysis result{find_pieces(line), 0, 0};
    for (const auto& piece : result.pieces) {
        if (!piece.is_value) continue;
        ++(piece.is_year ? result.years : result.values);
    }
    return result;
}

class TableFinder {
public:
    explicit TableFinder(std::span<const Line> lines) : lines_(lines) {
        rows_.reserve(lines.size());
        for (const auto& line : lines) rows_.push_back(analyse(line));
    }

    std::vector<Table> find() {
        std::vector<Table> tables;
        std::size_t line = 0;
        while (line < lines_.size()) {
            if (!begins_table(line)) {
                ++line;
                continue;
            }
            auto table = grow(line, tables.empty() ? 0 : tables.back().end);
            line = std::max(line + 1, table ? table->end : 0);
            if (table) tables.push_back(std::move(*table));
        }
        return tables;
    }

private:
    bool begins_table(std::size_t line) const { return rows_[line].values > 0 && rows_[line].pieces.size() > 1; }

    bool is_near(std::size_t upper, std::size_t lower, float pitch_max) const {
        const float em = std::max(lines_[upper].em, lines_[lower].em);
        return lines_[lower].baseline - lines_[upper].baseline <= pitch_max * em;
    }

    // Of the line below or above rows whose numbers stand in `zone`.
    LineRole role(std::size_t line, const Box& zone) const {
        const auto& row = rows_[line];
        const float slack = kZoneSlack * lines_[line].em;
        if (row.values > 0 && (row.pieces.size() > 1 || overlap_x(lines_[line].ink, zone) > 0))
            return LineRole::kValues;
        if (lines_[line].ink.x1 <= zone.x0 + slack) return LineRole::kLabel;
        if (row.years > 0) return LineRole::kAbove;
        if (lines_[line].ink.x1 > zone.x1 + 3 * slack && width(lines_[line].ink) > kHeaderWidthMax * width(zone))
            return LineRole::kOther;  // prose over a narrow column of numbers
        // A label of several rows may reach over the numbers' columns, for it has none.
        const float reach = lines_[line].is_bold ? zone.x1 : center_x(zone);
        const bool is_long_label =
            row.pieces.size() == 1 && lines_[line].ink.x0 < zone.x0 - 3 * slack && lines_[line].ink.x1 < reach;
        if (is_long_label) return LineRole::kLabel;
        const auto is_above = [&](const Piece& piece) { return piece.ink.x0 >= zone.x0 - 3 * slack; };
        if (std::all_of(row.pieces.begin(), row.pieces.end(), is_above)) return LineRole::kAbove;
        return row.pieces.size() > 1 && is_above(row.pieces.back()) ? LineRole::kAbove : LineRole::kOther;
    }

    Box values_zone(std::size_t line) const {
        std::optional<Box> zone;
        for (const auto& piece : rows_[line].pieces)
            if (piece.is_value) zone = zone ? united(*zone, piece.ink) : piece.ink;
        return *zone;
    }

    // A row's label may be a number too: "2024", "+100". It stands left of the zone that the rows above have.
    void find_label(std::size_t line, const Box& zone) {
        auto& row = rows_[line];
        auto& first = row.pieces.front();
        if (!first.is_value || row.pieces.size() < 2 || first.ink.x1 > zone.x0 - kLabelGap * lines_[line].em) return;
        if (!row.pieces[1].is_value) return;
        --(first.is_year ? row.years : row.values);
        first.is_value = false;
        first.is_year = false;
    }

    // The table whose first row of numbers is `start`; its header may reach up to `top`.
    std::optional<Table> grow(std::size_t start, std::size_t top) {
        if (rows_[start].pieces.front().is_year) find_label(start, rows_[start].pieces[1].ink);
        Box zone = values_zone(start);
        std::size_t last = start;
        std::size_t labels = 0;
        std::size_t value_rows = 1;
        for (std::size_t line = start + 1; line < lines_.size() && is_near(line - 1, line, kRowPitchMax); ++line) {
            if (rows_[line].values > 0) find_label(line, zone);
            const auto what = role(line, zone);
            if (what == LineRole::kValues) {
                if (!is_aligned(line, zone)) break;
                zone = united(zone, values_zone(line));
                last = line;
                labels = 0;
                ++value_rows;
            } else if (what == LineRole::kAbove && wraps_into_next(line, zone)) {
                continue;
            } else if (what != LineRole::kLabel || ++labels > kLabelLinesMax) {
                break;
            }
        }
        const auto first = header_start(start, top, zone);
        const bool has_header = first < start;
        const bool is_table = has_header ? value_rows > 1 || rows_[start].values > 1 : value_rows > 1;
        if (!is_table || (!has_header && !has_labels(start, last + 1))) return std::nullopt;
        return build(first, start, last + 1, zone);
    }

    // The first line of cells whose last line stands beside the label.
    bool wraps_into_next(std::size_t line, const Box& zone) const {
        constexpr float kTightPitch = 1.35F;
        return line + 1 < lines_.size() && is_near(line, line + 1, kTightPitch) &&
               role(line + 1, zone) == LineRole::kValues && rows_[line].years == 0 &&
               !rows_[line + 1].pieces.front().is_value && rows_[line].pieces.size() <= rows_[line + 1].pieces.size();
    }

    // The figures of a chart stand side by side too, but nothing says what they are.
    bool has_labels(std::size_t start, std::size_t end) const {
        std::size_t labelled = 0;
        std::size_t rows = 0;
        for (std::size_t line = start; line < end; ++line) {
            if (rows_[line].values == 0) continue;
            ++rows;
            labelled += rows_[line].pieces.front().is_value ? 0 : 1;
        }
        return 2 * labelled >= rows;
    }

    bool is_aligned(std::size_t line, const Box& zone) const { return overlap_x(values_zone(line), zone) > 0; }

    // "(In millions)" on a line of its own.
    bool is_unit(std::size_t line) const {
        constexpr std::size_t kWordsMax = 12;
        const auto& words = lines_[line].words;
        return rows_[line].pieces.size() == 1 && words.size() <= kWordsMax && words.front().start == U'(';
    }

    std::size_t header_start(std::size_t start, std::size_t top, const Box& zone) const {
        std::size_t first = start;
        for (std::size_t line = start; line > top && start - line < kHeaderLinesMax; --line) {
            // Between the header and the first row some tables have an empty line.
            if (!is_near(line - 1, line, line == start ? kRowPitchMax : kHeaderPitchMax)) break;
            const auto what = role(line - 1, zone);
            if (what == LineRole::kAbove || (first == line && is_unit(line - 1))) first = line - 1;
            if (what == LineRole::kOther || what == LineRole::kValues) break;
        }
        return first;
    }

    // The usual distance of two rows of numbers that follow each other, in ems.
    float row_pitch(std::size_t start, std::size_t end) const {
        std::vector<float> pitches;
        for (std::size_t line = start + 1; line < end; ++line)
            if (rows_[line].values > 0 && rows_[line - 1].values > 0)
                pitches.push_back((lines_[line].baseline - lines_[line - 1].baseline) / lines_[line].em);
        return median(std::move(pitches));
    }

    Table build(std::size_t first, std::size_t start, std::size_t end, const Box& zone) const {
        std::vector<ValuePlace> values;
        for (std::size_t line = start; line < end; ++line)
            for (const auto& piece : rows_[line].pieces)
                if (piece.is_value) values.push_back({line, piece.ink});
        const TableCells cells(zone.x0, row_pitch(start, end), std::move(values));
        std::size_t header_end = first;
        for (std::size_t line = first; line < start; ++line)
            if (role(line, zone) == LineRole::kAbove) header_end = line + 1;

        Table table{first, end, {BlockKind::kTable, static_cast<std::uint16_t>(header_end - first), {}}};
        bool is_wrapped = false;  // the line before belongs to this one's cells
        for (std::size_t line = first; line < end; ++line) {
            const bool is_header = line < header_end;
            auto row = is_header ? cells.header_row(rows_[line].pieces) : cells.body_row(rows_[line].pieces);
            const bool joins =
                is_wrapped ||
                (line > header_end && cells.continues(lines_[line - 1], table.block.rows.back(), lines_[line], row));
            if (joins) {
                TableCells::join(table.block.rows.back(), row);
            } else {
                table.block.rows.push_back(std::move(row));
            }
            is_wrapped = !is_header && role(line, zone) == LineRole::kAbove && wraps_into_next(line, zone);
        }
        TableCells::drop_empty_columns(table.block.rows);
        return table;
    }

    std::span<const Line> lines_;
    std::vector<Analysis> rows_;
};

}  // namespace

std::vector<Table> find_tables(std::span<const Line> lines) { return TableFinder(lines).find(); }

}  // namespace genai::extraction::child
