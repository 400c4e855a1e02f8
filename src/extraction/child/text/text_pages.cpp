// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text/text_pages.hpp"

#include <string>

#include "extraction/child/flow/flow_text.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kPageBytes = 6000;

class TextPages {
public:
    explicit TextPages(FlowWriter& writer) : writer_(writer) {}

    // A line without its end; an empty one ends the paragraph.
    void add(std::string_view line, std::uint32_t number) {
        const bool is_page_end = line.starts_with('\f');
        if (is_page_end) end_paragraph();
        if (is_page_end) writer_.break_page();
        if (line.find_first_not_of(" \t\r\f\v") == std::string_view::npos) return end_paragraph();
        if (paragraph_.size() + line.size() > kPageBytes) end_paragraph();
        if (paragraph_.empty()) first_ = number;
        paragraph_ += line;
        paragraph_ += '\n';
        last_ = number;
    }
    void end_paragraph() {
        writer_.paragraph(to_lines(paragraph_), {first_, last_});
        paragraph_.clear();
    }

private:
    FlowWriter& writer_;
    std::string paragraph_;
    std::uint32_t first_ = 0;
    std::uint32_t last_ = 0;
};

}  // namespace

void write_text(std::string_view text, FlowWriter& writer) {
    writer.begin_part("", "lines", kPageBytes);
    TextPages pages(writer);
    for (std::uint32_t number = 1; !text.empty() && !writer.is_full(); ++number) {
        const auto end = text.find_first_of("\n\r");
        pages.add(text.substr(0, end), number);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    pages.end_paragraph();
}

}  // namespace genai::extraction::child
