// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/html/html_pages.hpp"

#include <md4c-html.h>

#include <algorithm>
#include <cctype>
#include <new>
#include <vector>

#include "extraction/child/flow/flow_text.hpp"
#include "extraction/child/html/html_table.hpp"
#include "extraction/child/html/html_tree.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kListDepthMax = 8;  // shown; deeper ones look like this

std::size_t heading_level(GumboTag tag) {
    switch (tag) {
        case GUMBO_TAG_H1: return 1;
        case GUMBO_TAG_H2: return 2;
        case GUMBO_TAG_H3: return 3;
        case GUMBO_TAG_H4: return 4;
        case GUMBO_TAG_H5: return 5;
        case GUMBO_TAG_H6: return 6;
        default: return 0;
    }
}

bool is_list(GumboTag tag) { return tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL; }

// The first element of the kind below a node; nullptr: none.
const GumboNode* find_below(const GumboNode& top, GumboTag tag) {
    const auto nothing = [](const GumboNode&) {};
    for (const auto* node = &top; node != nullptr; node = next_node(node, &top, Step::kInto, nothing))
        if (tag_of(*node) == tag) return node;
    return nullptr;
}

class HtmlPages {
public:
    explicit HtmlPages(FlowWriter& writer) : writer_(writer) {}

    void write(const GumboNode& root) {
        const auto* title = find_below(root, GUMBO_TAG_TITLE);
        if (title != nullptr && find_below(root, GUMBO_TAG_H1) == nullptr)
            writer_.heading(to_line(text_below(*title)), 1);
        for (const auto* node = &root; node != nullptr && !writer_.is_full();) {
            const auto step = enter(*node);
            node = next_node(node, &root, step, [this](const GumboNode& left) { leave(left); });
        }
        flush();
    }

private:
    struct List {
        bool is_ordered = false;
        std::size_t entries = 0;
    };

    Step enter(const GumboNode& node) {
        if (const char* text = text_of(node); text != nullptr) {
            add_text(text);
            return Step::kOver;
        }
        if (is_left_out(node)) return Step::kOver;
        const auto tag = tag_of(node);
        if (tag == GUMBO_TAG_BR) inline_ += '\n';
        if (!is_block(tag)) return Step::kInto;
        flush();
        if (heading_level(tag) > 0) {
            writer_.heading(to_line(text_below(node)), heading_level(tag));
            return Step::kOver;
        }
        if (is_list(tag)) lists_.push_back({tag == GUMBO_TAG_OL, 0});
        if (tag == GUMBO_TAG_LI) begin_entry();
        if (tag == GUMBO_TAG_PRE) ++preformatted_;
        if (tag == GUMBO_TAG_TABLE) {
            const auto grid = read_html_table(node);
            if (grid) {
                if (const auto* caption = find_below(node, GUMBO_TAG_CAPTION); caption != nullptr)
                    writer_.paragraph(to_line(text_below(*caption)));
                write_grid(*grid, writer_);
                return Step::kOver;
            }
        }
        return Step::kInto;
    }

    void leave(const GumboNode& node) {
        const auto tag = tag_of(node);
        if (!is_block(tag) || is_left_out(node)) return;
        flush();
        if (is_list(tag) && !lists_.empty()) lists_.pop_back();
        if (tag == GUMBO_TAG_PRE && preformatted_ > 0) --preformatted_;
    }

    void add_text(std::string_view text) {
        for (const char c : text) {
            const bool is_break = preformatted_ == 0 && (c == '\n' || c == '\r');
            inline_ += is_break ? ' ' : c;
        }
    }

    void begin_entry() {
        if (lists_.empty()) lists_.push_back({});
        auto& list = lists_.back();
        ++list.entries;
        mark_ = list.is_ordered ? std::to_string(list.entries) + ". " : "- ";
    }

    // What was gathered is a paragraph, or an entry of a list.
    void flush() {
        if (inline_.empty()) return;
        std::string text;
        if (preformatted_ > 0) {
            text = to_lines(inline_);
        } else {
            std::string_view rest = inline_;
            while (!rest.empty()) {
                const auto end = std::min(rest.find('\n'), rest.size());
                const auto line = to_line(rest.substr(0, end));
                if (!line.empty() && !text.empty()) text += '\n';
                text += line;
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
        inline_.clear();
        if (text.empty()) return;
        if (lists_.empty()) return writer_.paragraph(text);
        const auto depth = std::min(lists_.size(), kListDepthMax) - 1;
        writer_.item(std::string(2 * depth, ' ') + (mark_.empty() ? "  " : mark_) + text);
        mark_.clear();
    }

    FlowWriter& writer_;
    std::string inline_;
    std::string mark_;  // of the entry that has begun
    std::vector<List> lists_;
    std::size_t preformatted_ = 0;
};

void append_html(const MD_CHAR* text, MD_SIZE bytes, void* html) {
    static_cast<std::string*>(html)->append(text, bytes);
}

}  // namespace

void write_html(std::string_view html, FlowWriter& writer) {
    const HtmlTree tree(html);
    HtmlPages(writer).write(*tree.root());
}

void write_markdown(std::string_view markdown, FlowWriter& writer) {
    std::string html;
    constexpr unsigned kFlags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
    // It fails when there is no memory, and then only.
    if (::md_html(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &append_html, &html, kFlags, 0) != 0)
        throw std::bad_alloc();
    write_html(html, writer);
}

std::string declared_encoding(std::string_view bytes) {
    constexpr std::size_t kHeadBytes = 4096;
    std::string head(bytes.substr(0, kHeadBytes));
    std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return std::tolower(c); });
    for (const std::string_view name : {"charset=", "encoding="}) {
        const auto at = head.find(name);
        if (at == std::string::npos) continue;
        const auto begin = head.find_first_not_of("\"' ", at + name.size());
        if (begin == std::string::npos) continue;
        return head.substr(begin, head.find_first_of("\"' />;?", begin) - begin);
    }
    return {};
}

}  // namespace genai::extraction::child
