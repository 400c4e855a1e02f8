// SPDX-License-Identifier: Apache-2.0
#include "answering/table_grid.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "answering/figure.hpp"
#include "answering/period.hpp"
#include "base/utf8.hpp"
#include "chunking/sentences.hpp"

namespace genai::answering {

namespace {

// How far above a table its unit may be said, in code points.
constexpr std::uint32_t kAboveMax = 600;
// How far a heading's middle may lie from the middle of the columns that it spans, in parts of their width.
constexpr float kSpanSlack = 0.2F;

bool is_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
}

bool has_letter(std::string_view text) { return std::any_of(text.begin(), text.end(), is_letter); }

std::string to_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return "";
    return std::string(text.substr(begin, text.find_last_not_of(" \n") - begin + 1));
}

// A year, a month's day or a date, as headings have them where no word stands beside.
bool is_time(std::string_view text) {
    const facts::Words words(text);
    std::size_t at = 0;
    while (at < words.size()) {
        const auto time = facts::read_time(words, at);
        if (time) {
            at = time->end;
        } else if (facts::month_of(words.folded(at))) {
            at += words.digits(at + 1) > 0 ? 2 : 1;
            if (words.is(at, ",")) ++at;
        } else {
            return false;
        }
    }
    return at > 0;
}

// "Three Months Ended September 30," over the labels: it holds for all columns.
bool names_time(std::string_view text) {
    const std::string lower = to_lower(text);
    return lower.find(" ended") != std::string::npos || !read_periods(text).empty();
}

struct Line {
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    std::vector<GridCell> cells;

    float x0() const { return cells.empty() ? 0 : cells.front().x0; }
};

// A label that rows stand under.
struct Group {
    std::string label;
    float x0 = 0;
    bool has_indented = false;
};

// The columns' places: what their figures cover.
struct Extent {
    float x0 = 0;
    float x1 = 0;
    bool is_known() const { return x1 > x0; }
    float middle() const { return (x0 + x1) / 2; }
};

class GridReader {
public:
    explicit GridReader(const Page& page) : page_(page), index_(page.text) {}

    std::vector<TableGrid> read() {
        std::uint32_t before = 0;  // the end of the table before
        for (const Block& block : page_.blocks) {
            if (block.kind != BlockKind::kTable) continue;
            const std::uint32_t from = std::max(before, block.start > kAboveMax ? block.start - kAboveMax : 0);
            std::string unit = read_unit(text_of(from, block.start));
            if (unit.empty() && from > before) unit = "";
            if (unit.empty() && before == 0) unit = read_unit(text_of(0, block.start));
            if (!unit.empty() || text_of(from, block.start).find_first_not_of("\n ") != std::string_view::npos)
                unit_ = unit;
            read_block(block);
            before = block.end;
        }
        return std::move(grids_);
    }

private:
    std::string_view text_of(std::uint32_t start, std::uint32_t end) const {
        const std::size_t base = index_.to_byte(start);
        return std::string_view(page_.text).substr(base, index_.to_byte(end) - base);
    }

    void read_block(const Block& block) {
        std::vector<Line> head;
        std::vector<Line> body;
        std::uint16_t row = 0;
        const std::string_view text = text_of(block.start, block.end);
        for (const chunking::ByteRange& range : chunking::split_lines(text)) {
            Line line = read_line(block, text, range);
            if (row++ < block.header_rows || is_heading(line)) {
                if (!body.empty()) add_grid(head, body);
                if (!body.empty()) head.clear();
                body.clear();
                head.push_back(std::move(line));
            } else {
                body.push_back(std::move(line));
            }
        }
        if (!body.empty()) add_grid(head, body);
    }

    Line read_line(const Block& block, std::string_view text, const chunking::ByteRange& range) const {
        const std::size_t base = index_.to_byte(block.start);
        const auto point = [&](std::size_t byte) {
            return static_cast<std::uint32_t>(index_.to_code_point(base + byte));
        };
        Line line{point(range.start), point(range.end), {}};
        std::size_t column = 0;
        for (std::size_t at = range.start; at <= range.end; ++column) {
            const std::size_t end = std::min(text.find('\t', at), range.end);
            const std::string_view raw = text.substr(at, end - at);
            const std::size_t skip = std::min(raw.find_first_not_of(' '), raw.size());
            GridCell cell{column, trimmed(raw), point(at + skip), 0, 0, 0};
            cell.end = point(at + skip + cell.text.size());
            if (!cell.text.empty()) {
                place(cell);
                line.cells.push_back(std::move(cell));
            }
            at = end + 1;
        }
        return line;
    }

    void place(GridCell& cell) const {
        bool is_first = true;
        for (std::size_t i = cell.start; i < std::min<std::size_t>(cell.end, page_.boxes.size()); ++i) {
            const Box& box = page_.boxes[i];
            if (box.x0 >= box.x1) continue;
            cell.x0 = is_first ? box.x0 : std::min(cell.x0, box.x0);
            cell.x1 = is_first ? box.x1 : std::max(cell.x1, box.x1);
            is_first = false;
        }
    }

    // Years and dates alone, without a label.
    static bool is_heading(const Line& line) {
        if (line.cells.empty() || line.cells.front().column == 0) return false;
        return std::all_of(line.cells.begin(), line.cells.end(),
                           [](const GridCell& cell) { return is_time(cell.text); });
    }

    void add_grid(const std::vector<Line>& head, const std::vector<Line>& body) {
        TableGrid grid;
        for (const Line& line : head) note_unit(line);
        for (const Line& line : body)
            if (line.cells.size() == 1) note_unit(line);
        grid.unit = unit_;
        grid.columns = read_columns(head, body);
        groups_.clear();
        for (const Line& line : body) add_row(line, grid);
        if (!grid.rows.empty()) grids_.push_back(std::move(grid));
    }

    void note_unit(const Line& line) {
        for (const GridCell& cell : line.cells)
            if (std::string unit = read_unit(cell.text); !unit.empty()) unit_ = std::move(unit);
    }

    void add_row(const Line& line, TableGrid& grid) {
        if (line.cells.empty()) return;
        const auto label = std::find_if(line.cells.begin(), line.cells.end(),
                                        [](const GridCell& cell) { return has_letter(cell.text); });
        if (label == line.cells.end()) return;
        leave_groups(*label, line.cells.size() == 1);
        if (line.cells.size() == 1 && !read_unit(label->text).empty()) return;
        if (line.cells.size() == 1) {
            groups_.push_back({label->text, label->x0, false});
            return;
        }
        GridRow row{line.start, line.end, {}, label->column, line.cells};
        for (const Group& group : groups_) row.path.push_back(group.label);
        row.path.push_back(label->text);
        grid.rows.push_back(std::move(row));
        if (to_lower(label->text).starts_with("total") && !groups_.empty()) groups_.pop_back();
    }

    // Which of the labels above still hold: those further left, and those whose rows are not indented.
    void leave_groups(const GridCell& label, bool is_group) {
        constexpr float kIndent = 2;
        while (!groups_.empty()) {
            Group& last = groups_.back();
            const bool is_indented = label.x0 > last.x0 + kIndent;
            last.has_indented = last.has_indented || is_indented;
            if (is_indented || (!last.has_indented && !is_group)) break;
            groups_.pop_back();
        }
    }

    static std::vector<std::vector<std::string>> read_columns(const std::vector<Line>& head,
                                                              const std::vector<Line>& body) {
        std::vector<Extent> extents;
        const auto widen = [&](const GridCell& cell) {
            if (extents.size() <= cell.column) extents.resize(cell.column + 1);
            Extent& extent = extents[cell.column];
            if (cell.x1 <= cell.x0) return;
            extent = extent.is_known() ? Extent{std::min(extent.x0, cell.x0), std::max(extent.x1, cell.x1)}
                                       : Extent{cell.x0, cell.x1};
        };
        for (const Line& line : body)
            for (const GridCell& cell : line.cells)
                if (line.cells.size() > 1) widen(cell);
        std::vector<std::vector<std::string>> columns(extents.size());
        for (const Line& line : head) {
            const bool heads_all =
                !line.cells.empty() && line.cells.front().column == 0 && names_time(line.cells.front().text);
            for (std::size_t i = 1; i < columns.size() && heads_all; ++i) columns[i].push_back(line.cells.front().text);
            const std::vector<const GridCell*> over = spread(line, extents);
            for (std::size_t i = 1; i < columns.size(); ++i)
                if (over[i] != nullptr) columns[i].push_back(over[i]->text);
        }
        return columns;
    }

    // The cell of a line of headings that stands over each column, or none.
    static std::vector<const GridCell*> spread(const Line& line, const std::vector<Extent>& extents) {
        std::vector<const GridCell*> over(extents.size(), nullptr);
        if (line.cells.empty()) return over;
        const bool has_places =
            std::all_of(line.cells.begin(), line.cells.end(), [](const GridCell& cell) { return cell.x1 > cell.x0; });
        for (std::size_t i = 1; i < extents.size(); ++i)
            over[i] = has_places && extents[i].is_known() ? nearest(line, extents[i]) : before(line, i);
        if (has_places && !spread_leftwards(line, extents, over)) drop_strays(over, extents);
        return over;
    }

    // Without places: a heading holds until the next one.
    static const GridCell* before(const Line& line, std::size_t column) {
        const GridCell* found = nullptr;
        for (const GridCell& cell : line.cells)
            if (cell.column > 0 && cell.column <= column) found = &cell;
        return found;
    }

    static float distance(const GridCell& cell, const Extent& extent) {
        return std::max({0.F, cell.x0 - extent.x1, extent.x0 - cell.x1}) +
               std::abs((cell.x0 + cell.x1) / 2 - extent.middle()) / 1000;
    }

    static const GridCell* nearest(const Line& line, const Extent& extent) {
        const GridCell* found = nullptr;
        for (const GridCell& cell : line.cells) {
            if (cell.column == 0) continue;
            if (found == nullptr || distance(cell, extent) < distance(*found, extent)) found = &cell;
        }
        return found;
    }

    // Headings set flush right over equal groups of columns: each holds from the one before it up to its own column.
    static bool spread_leftwards(const Line& line, const std::vector<Extent>& extents,
                                 std::vector<const GridCell*>& over) {
        constexpr float kFlush = 2;
        std::vector<const GridCell*> cells;
        for (const GridCell& cell : line.cells)
            if (cell.column > 0) cells.push_back(&cell);
        const std::size_t columns = extents.size() - 1;
        if (cells.empty() || cells.size() == columns || columns % cells.size() != 0) return false;
        const std::size_t group = columns / cells.size();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::size_t last = (i + 1) * group;
            if (cells[i]->column != last || std::abs(cells[i]->x1 - extents[last].x1) > kFlush) return false;
        }
        for (std::size_t i = 1; i < extents.size(); ++i) over[i] = cells[(i - 1) / group];
        return true;
    }

    // A heading spans the columns that it is nearest to only if it stands in their middle; else those that it touches.
    static void drop_strays(std::vector<const GridCell*>& over, const std::vector<Extent>& extents) {
        for (std::size_t i = 1; i < over.size();) {
            std::size_t end = i + 1;
            while (end < over.size() && over[end] == over[i]) ++end;
            if (over[i] != nullptr && end - i > 1) {
                const Extent whole{extents[i].x0, extents[end - 1].x1};
                const float middle = (over[i]->x0 + over[i]->x1) / 2;
                const bool is_middle = std::abs(middle - whole.middle()) <= kSpanSlack * (whole.x1 - whole.x0);
                for (std::size_t k = i; k < end && !is_middle; ++k) {
                    const bool touches = over[k]->x0 < extents[k].x1 && extents[k].x0 < over[k]->x1;
                    if (!touches) over[k] = nullptr;
                }
            }
            i = end;
        }
    }

    const Page& page_;
    CodePointIndex index_;
    std::string unit_;
    std::vector<Group> groups_;
    std::vector<TableGrid> grids_;
};

}  // namespace

std::string read_unit(std::string_view line) {
    static constexpr std::array<std::string_view, 13> kUnits{
        "in millions", "in thousands", "in billions", "$ million", "$ billion", "$ thousand",  "in mio",
        "in tsd",      "eur million",  "€ million",   "teur",      "£ million", "in trillions"};
    const std::string lower = to_lower(line);
    std::size_t found = std::string::npos;
    std::size_t end = 0;
    for (const std::string_view unit : kUnits) {
        const std::size_t at = lower.rfind(unit);
        if (at == std::string::npos || (found != std::string::npos && at <= found)) continue;
        found = at;
        end = at + unit.size();
    }
    if (found == std::string::npos) return "";
    constexpr std::size_t kLeftMax = 24;  // "(U.S. dollars in millions"
    const std::size_t open = lower.rfind('(', found);
    if (open != std::string::npos && found - open <= kLeftMax && lower.find(')', open) > found) {
        found = open + 1;
    } else if (found >= 2 && lower.substr(found - 2, 2) == "$ ") {
        found -= 2;
    }
    return trimmed(line.substr(found, end - found));
}

std::vector<TableGrid> read_grids(const Page& page) { return GridReader(page).read(); }

}  // namespace genai::answering
