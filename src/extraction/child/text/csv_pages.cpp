// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text/csv_pages.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "extraction/child/flow/flow_text.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kPageBytes = 6000;
constexpr std::size_t kCellsMax = 16384;  // of a row, as spreadsheets have; the rest are joined in the last one
constexpr std::size_t kSampleRows = 20;

// Cuts a text into rows of cells.
class RowReader {
public:
    RowReader(std::string_view text, char separator) : rest_(text), separator_(separator) {}

    bool next(std::vector<std::string>& cells) {
        cells.clear();
        if (rest_.empty()) return false;
        while (true) {
            std::string cell;
            const bool has_ended = read_cell(cell);
            if (cells.size() < kCellsMax) {
                cells.push_back(std::move(cell));
            } else {
                cells.back() += ' ' + cell;
            }
            if (has_ended) return true;
        }
    }
    std::uint32_t line() const { return line_; }  // of the row's last line

private:
    // True at the row's end.
    bool read_cell(std::string& cell) {
        if (rest_.starts_with('"')) read_quoted(cell);
        const std::array<char, 4> ends{separator_, '\n', '\r', '\0'};
        const auto end = std::min(rest_.find_first_of(std::string_view(ends.data(), 3)), rest_.size());
        cell += rest_.substr(0, end);
        if (end == rest_.size()) {
            rest_ = {};
            ++line_;
            return true;
        }
        const bool is_row_end = rest_[end] != separator_;
        rest_.remove_prefix(end + (rest_.substr(end).starts_with("\r\n") ? 2 : 1));
        if (is_row_end) ++line_;
        return is_row_end;
    }

    void read_quoted(std::string& cell) {
        rest_.remove_prefix(1);
        while (!rest_.empty()) {
            const auto end = std::min(rest_.find('"'), rest_.size());
            cell += rest_.substr(0, end);
            line_ += static_cast<std::uint32_t>(std::count(rest_.begin(), rest_.begin() + end, '\n'));
            rest_.remove_prefix(std::min(end + 1, rest_.size()));
            if (!rest_.starts_with('"')) return;
            cell += '"';
            rest_.remove_prefix(1);
        }
    }

    std::string_view rest_;
    char separator_;
    std::uint32_t line_ = 0;
};

// How many of the first rows have the most common number of cells, weighted so that more cells are better.
std::size_t evenness(std::string_view text, char separator) {
    RowReader reader(text, separator);
    std::map<std::size_t, std::size_t> rows_by_cells;
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < kSampleRows && reader.next(cells); ++row)
        if (cells.size() > 1) ++rows_by_cells[cells.size()];
    std::size_t best = 0;
    for (const auto& [count, rows] : rows_by_cells)
        best = std::max(best, rows * 100 + std::min<std::size_t>(count, 50));
    return best;
}

char find_separator(std::string_view text) {
    constexpr std::size_t kSampleBytes = std::size_t{64} << 10;
    text = text.substr(0, kSampleBytes);
    char best = ',';
    for (const char candidate : {';', '\t', '|'})
        if (evenness(text, candidate) > evenness(text, best)) best = candidate;
    return best;
}

}  // namespace

bool is_header_row(const std::vector<std::string>& cells) {
    if (cells.size() < 2) return false;
    return std::all_of(cells.begin(), cells.end(),
                       [](const std::string& cell) {
                           const auto digits =
                               std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
                           return !cell.empty() && static_cast<std::size_t>(digits) * 2 <= cell.size();
                       }) ||
           std::all_of(cells.begin() + 1, cells.end(), [](const std::string& cell) {
               // Years head columns too.
               return cell.size() == 4 && (cell.starts_with("19") || cell.starts_with("20"));
           });
}

void write_csv(std::string_view text, FlowWriter& writer) {
    writer.begin_part("", "lines", kPageBytes);
    RowReader reader(text, find_separator(text));
    std::vector<std::string> cells;
    bool is_first = true;
    while (!writer.is_full() && reader.next(cells)) {
        for (auto& cell : cells) cell = to_line(cell);
        if (is_first) writer.begin_table(is_header_row(cells) ? 1 : 0);
        is_first = false;
        writer.add_row(cells, reader.line());
    }
    writer.end_table();
}

}  // namespace genai::extraction::child
