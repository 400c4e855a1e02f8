// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "extraction/child/geometry.hpp"
#include "extraction/child/piece.hpp"

namespace genai::extraction::child {

namespace {

// Distances in ems.
constexpr float kAlignment = 0.6F;  // cells of one column begin this close together
constexpr float kRowPitchMax = 3.2F;
constexpr float kColumnGap = 0.8F;  // between a cell and the next column's beginning
constexpr float kSameBaseline = 0.3F;
constexpr std::size_t kRowsMin = 3;  // with several cells
constexpr std::size_t kLinesMax = 400;
constexpr std::size_t kColumnsMax = 12;
constexpr std::size_t kTextColumnsMin = 2;
constexpr std::size_t kLinesMinOfSide = 3;
constexpr float kBesideMin = 0.85F;  // share of the lines that stand beside another
constexpr std::size_t kMarkLengthMax = 4;

// One line of a grid: the columns of its pieces.
struct GridLine {
    std::size_t line = 0;
    std::vector<std::size_t> columns;
};

struct Column {
    float start = 0;
    Box ink;  // of what stands in it so far
};

// The lines of one table while it grows downwards.
struct Grid {
    std::vector<Column> columns;  // from left to right
    std::vector<GridLine> lines;
    std::size_t rows = 0;  // lines with several cells
};

class TextTableFinder {
public:
    explicit TextTableFinder(std::span<const Line> lines) : lines_(lines) {
        pieces_.reserve(lines.size());
        for (const auto& line : lines) pieces_.push_back(find_pieces(line));
    }

    std::vector<Table> find() const {
        std::vector<Table> tables;
        for (std::size_t line = 0; line < lines_.size();) {
            const auto grid = grow(line, tables.empty() ? 0 : tables.back().end);
            if (!grid) {
                ++line;
                continue;
            }
            tables.push_back(build(*grid));
            line = tables.back().end;
        }
        return tables;
    }

private:
    // The column that a piece begins in, or that a number stands in; nothing when there is none or the piece reaches
    // into the next one.
    static std::optional<std::size_t> column_of(const Piece& piece, const std::vector<Column>& columns, float em) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const bool is_aligned = std::abs(piece.ink.x0 - columns[i].start) <= kAlignment * em ||
                                    (piece.is_value && overlap_x(piece.ink, columns[i].ink) > 0);
            if (!is_aligned) continue;
            const bool is_last = i + 1 == columns.size();
            if (!is_last && piece.ink.x1 > columns[i + 1].start - kColumnGap * em) return std::nullopt;
            return i;
        }
        return std::nullopt;
    }

    // The line's cells, when each of them has a column of its own.
    std::optional<GridLine> fit(std::size_t line, const std::vector<Column>& columns) const {
        GridLine result{line, {}};
        for (const auto& piece : pieces_[line]) {
            const auto column = column_of(piece, columns, lines_[line].em);
            if (!column || (!result.columns.empty() && *column <= result.columns.back())) return std::nullopt;
            result.columns.push_back(*column);
        }
        return result;
    }

    bool is_near(std::size_t upper, std::size_t lower) const {
        const float em = std::max(lines_[upper].em, lines_[lower].em);
        return lines_[lower].baseline - lines_[upper].baseline <= kRowPitchMax * em;
    }

    // The grid whose first line of several cells is `start`. A cell that goes on in the lines above it, because it is
    // set in the middle of its row, is taken in as far as `top`.
    std::optional<Grid> grow(std::size_t start, std::size_t top) const {
        if (pieces_[start].size() < 2 || pieces_[start].size() > kColumnsMax) return std::nullopt;
        Grid grid;
        for (const auto& piece : pieces_[start]) grid.columns.push_back({piece.ink.x0, piece.ink});
        std::size_t kept = 0;  // lines up to the last one that is surely the grid's
        const auto end = std::min(lines_.size(), start + kLinesMax);
        for (std::size_t line = start; line < end; ++line) {
            if (line > start && !is_near(line - 1, line)) break;
            auto fitted = fit(line, grid.columns);
            if (!fitted) break;
            const bool has_cells = fitted->columns.size() > 1;
            for (std::size_t i = 0; i < fitted->columns.size(); ++i) {
                auto& ink = grid.columns[fitted->columns[i]].ink;
                ink = united(ink, pieces_[line][i].ink);
            }
            if (has_cells || fitted->columns.front() > 0) kept = grid.lines.size() + 1;
            grid.rows += has_cells ? 1 : 0;
            grid.lines.push_back(std::move(*fitted));
        }
        grid.lines.resize(kept);
        if (grid.rows < kRowsMin || count_text_columns(grid) < kTextColumnsMin) return std::nullopt;
        take_lines_above(grid, top);
        return grid;
    }

    void take_lines_above(Grid& grid, std::size_t top) const {
        while (grid.lines.front().line > top) {
            const auto line = grid.lines.front().line - 1;
            auto above = is_near(line, line + 1) ? fit(line, grid.columns) : std::nullopt;
            if (!above || above->columns.front() == 0) return;
            grid.lines.insert(grid.lines.begin(), std::move(*above));
        }
    }

    // "(a)", "1.", "•": what stands before the items of a list.
    static bool is_mark(const Piece& piece) {
        const auto& word = piece.words.front();
        return piece.words.size() == 1 && word.count <= kMarkLengthMax && (!word.starts_with_letter || word.count < 3);
    }

    // The columns in which most rows have text, not numbers or the marks of a list.
    std::size_t count_text_columns(const Grid& grid) const {
        std::vector<std::size_t> texts(grid.columns.size());
        for (const auto& line : grid.lines) {
            for (std::size_t i = 0; i < line.columns.size(); ++i) {
                const auto& piece = pieces_[line.line][i];
                const bool is_text = !piece.is_value && !(line.columns[i] == 0 && is_mark(piece));
                texts[line.columns[i]] += is_text ? 1 : 0;
            }
        }
        const auto is_of_text = [&](std::size_t count) { return 2 * count >= grid.rows; };
        return static_cast<std::size_t>(std::count_if(texts.begin(), texts.end(), is_of_text));
    }

    float baseline(const Grid& grid, std::size_t line) const { return lines_[grid.lines[line].line].baseline; }

    // A cell has one number at most.
    bool has_second_value(const GridLine& line, const std::vector<bool>& has_value) const {
        for (std::size_t i = 0; i < line.columns.size(); ++i)
            if (pieces_[line.line][i].is_value && has_value[line.columns[i]]) return true;
        return false;
    }

    // Whether the line begins a row: it has a label, and is not the label's second line, which stands closer.
    std::vector<bool> find_row_starts(const Grid& grid) const {
        float narrowest = std::numeric_limits<float>::max();
        float widest = 0;
        for (std::size_t i = 1; i < grid.lines.size(); ++i) {
            narrowest = std::min(narrowest, baseline(grid, i) - baseline(grid, i - 1));
            if (grid.lines[i].columns.front() == 0)
                widest = std::max(widest, baseline(grid, i) - baseline(grid, i - 1));
        }
        constexpr float kSameDistance = 1.15F;
        constexpr float kRowsApart = 1.3F;
        const bool has_padding = widest > kRowsApart * narrowest;
        std::vector<bool> starts(grid.lines.size());
        std::vector<bool> has_value(grid.columns.size());  // of the row so far
        for (std::size_t i = 0; i < grid.lines.size(); ++i) {
            const auto& line = grid.lines[i];
            const bool is_close =
                i > 0 && has_padding && baseline(grid, i) - baseline(grid, i - 1) < kSameDistance * narrowest;
            const bool is_full = line.columns.size() == grid.columns.size();
            const bool has_label = line.columns.front() == 0 && (!is_close || is_full);
            starts[i] = has_label || has_second_value(line, has_value);
            if (starts[i]) std::fill(has_value.begin(), has_value.end(), false);
            for (std::size_t j = 0; j < line.columns.size(); ++j)
                if (pieces_[line.line][j].is_value) has_value[line.columns[j]] = true;
        }
        return starts;
    }

    // The row that each line goes to. A line without a label goes to the row above, or to the one below when that is
    // clearly nearer.
    std::vector<std::size_t> assign_rows(const Grid& grid) const {
        constexpr float kNearer = 0.75F;
        const auto starts = find_row_starts(grid);
        std::vector<std::size_t> rows(grid.lines.size());
        std::size_t row = 0;
        bool is_first = true;
        for (std::size_t i = 0; i < grid.lines.size(); ++i) {
            if (starts[i] && !is_first) row = rows[i - 1] == row ? row + 1 : rows[i - 1];
            if (starts[i]) is_first = false;
            rows[i] = row;
            const bool is_before_next = i > 0 && i + 1 < grid.lines.size() && !starts[i] && starts[i + 1];
            if (is_before_next && !is_first &&
                baseline(grid, i + 1) - baseline(grid, i) < kNearer * (baseline(grid, i) - baseline(grid, i - 1))) {
                rows[i] = row + 1;
            }
        }
        return rows;
    }

    // A bold first row over others that are not is the header.
    std::uint16_t header_rows(const Grid& grid) const {
        const auto is_bold = [&](std::size_t line) { return lines_[grid.lines[line].line].is_bold; };
        std::size_t bold = 0;
        while (bold < grid.lines.size() && is_bold(bold)) ++bold;
        return bold > 0 && bold < grid.lines.size() ? 1 : 0;
    }

    Table build(const Grid& grid) const {
        const auto first = grid.lines.front().line;
        Table table{first, first + grid.lines.size(), {BlockKind::kTable, header_rows(grid), {}}};
        const auto rows = assign_rows(grid);
        for (std::size_t i = 0; i < grid.lines.size(); ++i) {
            if (rows[i] >= table.block.rows.size()) table.block.rows.resize(rows[i] + 1, Row(grid.columns.size()));
            const auto& line = grid.lines[i];
            for (std::size_t j = 0; j < line.columns.size(); ++j) {
                auto& cell = table.block.rows[rows[i]][line.columns[j]];
                const auto& words = pieces_[line.line][j].words;
                cell.insert(cell.end(), words.begin(), words.end());
            }
        }
        for (auto& row : table.block.rows)
            while (row.size() > 1 && row.back().empty()) row.pop_back();
        return table;
    }

    std::span<const Line> lines_;
    std::vector<std::vector<Piece>> pieces_;
};

}  // namespace

std::vector<Table> find_text_tables(std::span<const Line> lines) { return TextTableFinder(lines).find(); }

bool are_cells_of_rows(const std::vector<Line>& left, const std::vector<Line>& right) {
    if (left.empty() || right.empty()) return false;
    // Headings above and below a table stand on one side alone.
    const float top = std::max(left.front().baseline, right.front().baseline);
    const float bottom = std::min(left.back().baseline, right.back().baseline);
    const auto between = [&](const std::vector<Line>& lines) {
        std::vector<Line> kept;
        std::copy_if(lines.begin(), lines.end(), std::back_inserter(kept), [&](const Line& line) {
            const float slack = kSameBaseline * line.em;
            return line.baseline > top - slack && line.baseline < bottom + slack;
        });
        return kept;
    };
    auto fewer = between(left);
    auto more = between(right);
    if (fewer.size() > more.size()) std::swap(fewer, more);
    if (fewer.size() < kLinesMinOfSide) return false;
    const auto has_neighbour = [&](const Line& line) {
        return std::any_of(more.begin(), more.end(), [&](const Line& other) {
            return std::abs(other.baseline - line.baseline) < kSameBaseline * line.em;
        });
    };
    const auto beside = std::count_if(fewer.begin(), fewer.end(), has_neighbour);
    return static_cast<float>(beside) >= kBesideMin * static_cast<float>(fewer.size());
}

}  // namespace genai::extraction::child
