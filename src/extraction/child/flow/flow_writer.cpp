// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/flow/flow_writer.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "extraction/child/flow/flow_text.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kLocationPartBytesMax = 60;  // of a heading in a path
constexpr std::size_t kSuffixBytesMax = 40;        // ", rows 1048570-1048576"

// The longest beginning of the text that fits and ends before white space; all that fits when it has none.
std::size_t piece_of(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text.size();
    for (const char* breaks : {"\n", " "}) {
        const auto cut = text.find_last_of(breaks, bytes_max);
        if (cut != std::string_view::npos && cut > bytes_max / 2) return cut;
    }
    return cut_text(text, bytes_max).size();
}

std::string join_cells(std::span<const std::string> cells) {
    auto count = cells.size();
    while (count > 0 && cells[count - 1].empty()) --count;
    std::string row;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) row += '\t';
        row += cells[i];
    }
    return row;
}

}  // namespace

void FlowWriter::heading(std::string_view line, std::size_t level) {
    close_list();
    if (line.empty() || is_full()) return;
    level = std::clamp<std::size_t>(level, 1, headings_.size());
    const bool is_long = has_page_ && pages_.back().text.size() >= limits_.heading_bytes;
    if (pending_.empty() && is_long && !has_part_) has_page_ = false;
    pending_.push_back({std::string(cut_text(line, limits_.page_bytes)), level});
}

void FlowWriter::paragraph(std::string_view lines, Numbers numbers) {
    close_list();
    while (!lines.empty() && !is_full()) {
        const auto bytes = piece_of(lines, limits_.page_bytes);
        make_room(bytes);
        write(lines.substr(0, bytes));
        number(numbers);
        lines.remove_prefix(std::min(lines.find_first_not_of(" \n", bytes), lines.size()));
    }
}

void FlowWriter::item(std::string_view line) {
    if (line.empty() || is_full()) return;
    if (list_.size() + line.size() > limits_.page_bytes) close_list();
    if (!list_.empty()) list_ += '\n';
    list_ += line;
}

void FlowWriter::close_list() {
    if (list_.empty()) return;
    const auto list = std::exchange(list_, {});
    paragraph(list);
}

void FlowWriter::begin_table(std::uint16_t header_rows) {
    close_list();
    header_rows_ = header_rows;
    header_.clear();
    is_table_open_ = false;
}

void FlowWriter::add_row(std::span<const std::string> cells, std::uint32_t row_number) {
    const auto row = join_cells(cells);
    const bool is_header = header_.size() < header_rows_;
    if ((row.empty() && !is_header) || is_full()) return;
    std::size_t header_bytes = 0;
    for (const auto& line : header_) header_bytes += line.size() + 1;
    if (is_table_open_ && pages_.back().text.size() + row.size() >= limits_.page_bytes) has_page_ = false;
    if (!has_page_) is_table_open_ = false;
    if (!is_table_open_) {
        make_room(header_bytes + row.size());
        write_headings();
        // A header that takes most of a page would be all that the pages hold.
        const bool has_room = header_bytes < limits_.page_bytes / 2;
        begin_block();
        auto& page = pages_.back();
        page.blocks.push_back({BlockKind::kTable, page.code_points, page.code_points, 0});
        is_table_open_ = true;
        for (const auto& line : header_) {
            if (!has_room) break;
            append(line);
            append("\n");
            ++page.blocks.back().header_rows;
        }
    } else {
        append("\n");
    }
    if (is_header) header_.push_back(row);
    if (is_header) ++pages_.back().blocks.back().header_rows;
    append(row);
    pages_.back().blocks.back().end = pages_.back().code_points;
    if (row_number > 0) number({row_number, row_number});
}

void FlowWriter::end_table() {
    // A table of nothing is no block.
    if (is_table_open_ && pages_.back().blocks.back().start == pages_.back().blocks.back().end)
        pages_.back().blocks.pop_back();
    is_table_open_ = false;
    header_.clear();
    header_rows_ = 0;
}

void FlowWriter::break_page() {
    close_list();
    has_page_ = false;
}

void FlowWriter::begin_part(std::string location, std::string_view unit, std::size_t page_bytes) {
    close_list();
    write_headings();
    close_part();
    has_page_ = false;
    has_part_ = true;
    part_location_ = cut_text(location, kLocationBytesMax - kSuffixBytesMax);
    part_ = {pages_.size(), std::string(unit)};
    limits_.page_bytes = page_bytes;
}

void FlowWriter::fail_page(std::string location, std::string reason) {
    if (is_full()) return;
    close_list();
    write_headings();
    close_part();
    has_page_ = false;
    page().failure = std::move(reason);
    pages_.back().location = cut_text(location, kLocationBytesMax);
    has_page_ = false;
    part_.first_page = pages_.size();
}

std::vector<FlowPage> FlowWriter::finish() {
    close_list();
    write_headings();
    close_part();
    return std::move(pages_);
}

// The parts that take several pages are told apart.
void FlowWriter::close_part() {
    const bool has_several = pages_.size() > part_.first_page + 1;
    for (std::size_t i = part_.first_page; has_part_ && has_several && i < pages_.size(); ++i) {
        const auto [first, last] = numbers_[i];
        auto& location = pages_[i].location;
        if (!location.empty()) location += ", ";
        location += first == 0 ? "part " + std::to_string(i - part_.first_page + 1)
                               : part_.unit + " " + std::to_string(first) + "-" + std::to_string(last);
    }
    part_.first_page = pages_.size();
}

FlowPage& FlowWriter::page() {
    if (!has_page_) {
        pages_.emplace_back();
        numbers_.emplace_back();
        pages_.back().location = has_part_ ? part_location_ : path();
        has_page_ = true;
        is_table_open_ = false;
    }
    return pages_.back();
}

void FlowWriter::make_room(std::size_t bytes) {
    for (const auto& heading : pending_) bytes += heading.text.size() + 2;
    if (has_page_ && !pages_.back().text.empty() && pages_.back().text.size() + bytes + 2 > limits_.page_bytes)
        has_page_ = false;
}

void FlowWriter::write_headings() {
    for (auto& heading : std::exchange(pending_, {})) {
        if (is_full()) return;
        if (has_page_ && pages_.back().text.size() + heading.text.size() > limits_.page_bytes) has_page_ = false;
        headings_[heading.level - 1] = heading.text;
        for (auto level = heading.level; level < headings_.size(); ++level) headings_[level].clear();
        begin_block();
        auto& page = pages_.back();
        page.blocks.push_back({BlockKind::kHeading, page.code_points, page.code_points, 0});
        append(heading.text);
        page.blocks.back().end = page.code_points;
    }
}

void FlowWriter::write(std::string_view text) {
    write_headings();
    begin_block();
    auto& page = pages_.back();
    page.blocks.push_back({BlockKind::kParagraph, page.code_points, page.code_points, 0});
    append(text);
    page.blocks.back().end = page.code_points;
    is_table_open_ = false;
}

void FlowWriter::begin_block() {
    if (!page().text.empty()) append("\n\n");
}

void FlowWriter::append(std::string_view text) {
    auto& page = pages_.back();
    page.text += text;
    page.code_points += static_cast<std::uint32_t>(count_code_points(text));
}

void FlowWriter::number(Numbers numbers) {
    auto& known = numbers_.back();
    if (known.first == 0) known.first = numbers.first;
    known.last = std::max(known.last, numbers.last);
}

// "Guide > Installing > Linux": the headings that the next block stands under.
std::string FlowWriter::path() const {
    std::string path;
    for (const auto& heading : headings_) {
        if (heading.empty()) continue;
        const auto part = cut_text(heading, kLocationPartBytesMax);
        if (path.size() + part.size() + 3 > kLocationBytesMax) break;
        if (!path.empty()) path += " > ";
        path += part;
    }
    return path;
}

}  // namespace genai::extraction::child
