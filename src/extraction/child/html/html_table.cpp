// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/html/html_table.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <utility>

#include "extraction/child/flow/flow_text.hpp"
#include "extraction/child/text/csv_pages.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kColumnsMax = 1000;
constexpr std::size_t kRowSpanMax = 1000;
constexpr std::size_t kColumnSpanMax = 100;
constexpr std::size_t kCellsMax = 2'000'000;

std::size_t span_of(const GumboNode& cell, const char* name, std::size_t span_max) {
    const char* value = attribute(cell, name);
    if (value == nullptr) return 1;
    std::size_t span = 1;
    const auto [end, error] = std::from_chars(value, value + std::string_view(value).size(), span);
    if (error == std::errc::result_out_of_range) return span_max;
    return std::clamp<std::size_t>(span, 1, span_max);
}

class TableReader {
public:
    explicit TableReader(const GumboNode& table) : table_(table) {}

    std::optional<Grid> read() {
        const auto nothing = [](const GumboNode&) {};
        for (const auto* node = next_node(&table_, &table_, Step::kInto, nothing); node != nullptr;) {
            auto step = Step::kInto;
            switch (tag_of(*node)) {
                case GUMBO_TAG_TABLE: return std::nullopt;
                case GUMBO_TAG_TR: begin_row(*node); break;
                case GUMBO_TAG_TD:
                case GUMBO_TAG_TH:
                    if (has_table_inside(*node)) return std::nullopt;
                    add_cell(*node);
                    step = Step::kOver;
                    break;
                default:
                    if (is_left_out(*node) || tag_of(*node) == GUMBO_TAG_CAPTION) step = Step::kOver;
            }
            if (cells_ > kCellsMax) break;
            node = next_node(node, &table_, step, nothing);
        }
        end_row();
        if (grid_.rows.size() < 2 || grid_.columns() < 2) return std::nullopt;
        if (grid_.header_rows == 0 && is_header_row(grid_.rows.front())) grid_.header_rows = 1;
        grid_.header_rows = std::min(grid_.header_rows, grid_.rows.size() - 1);
        tidy(grid_);
        return std::move(grid_);
    }

private:
    static bool has_table_inside(const GumboNode& cell) {
        const auto nothing = [](const GumboNode&) {};
        for (const auto* node = &cell; node != nullptr; node = next_node(node, &cell, Step::kInto, nothing))
            if (tag_of(*node) == GUMBO_TAG_TABLE) return true;
        return false;
    }

    void begin_row(const GumboNode& row) {
        end_row();
        grid_.rows.emplace_back();
        is_header_ = row.parent != nullptr && tag_of(*row.parent) == GUMBO_TAG_THEAD;
        has_only_heads_ = true;
        fill_spanned();
    }
    void end_row() {
        if (grid_.rows.empty()) return;
        fill_rest();
        const bool is_header = is_header_ || (has_only_heads_ && !grid_.rows.back().empty());
        if (is_header && grid_.header_rows + 1 == grid_.rows.size()) ++grid_.header_rows;
    }

    void add_cell(const GumboNode& cell) {
        if (grid_.rows.empty()) grid_.rows.emplace_back();
        auto& row = grid_.rows.back();
        if (tag_of(cell) != GUMBO_TAG_TH) has_only_heads_ = false;
        const auto text = to_line(text_below(cell));
        const auto rows = span_of(cell, "rowspan", kRowSpanMax);
        const auto columns = span_of(cell, "colspan", kColumnSpanMax);
        for (std::size_t i = 0; i < columns && row.size() < kColumnsMax; ++i) {
            if (rows > 1) spanned_[row.size()] = {rows - 1, i == 0 ? text : std::string()};
            row.push_back(i == 0 ? text : std::string());
            ++cells_;
        }
        fill_spanned();
    }

    // Cells of rows above that reach into this one, where they are next.
    void fill_spanned() {
        auto& row = grid_.rows.back();
        for (auto found = spanned_.find(row.size()); found != spanned_.end(); found = spanned_.find(row.size()))
            take_spanned(found);
    }
    // Those behind the row's last cell.
    void fill_rest() {
        auto& row = grid_.rows.back();
        for (auto next = spanned_.lower_bound(row.size()); next != spanned_.end();
             next = spanned_.lower_bound(row.size())) {
            row.resize(next->first);
            take_spanned(next);
        }
    }

    struct Spanned {
        std::size_t rows_left = 0;
        std::string text;
    };
    void take_spanned(std::map<std::size_t, Spanned>::iterator spanned) {
        grid_.rows.back().push_back(spanned->second.text);
        ++cells_;
        if (--spanned->second.rows_left == 0) spanned_.erase(spanned);
    }

    const GumboNode& table_;
    Grid grid_;
    std::map<std::size_t, Spanned> spanned_;  // by column
    bool is_header_ = false;
    bool has_only_heads_ = false;
    std::size_t cells_ = 0;
};

}  // namespace

std::optional<Grid> read_html_table(const GumboNode& table) { return TableReader(table).read(); }

}  // namespace genai::extraction::child
