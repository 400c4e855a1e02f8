// SPDX-License-Identifier: Apache-2.0
#include "answering/statement.hpp"

#include <algorithm>
#include <string_view>

#include "base/utf8.hpp"
#include "chunking/sentences.hpp"

namespace genai::answering {

namespace {

// Fewer words are page numbers, captions and the like.
constexpr std::size_t kSentenceWordsMin = 3;

bool is_letter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
}

bool has_letter(std::string_view text) { return std::any_of(text.begin(), text.end(), is_letter); }

// Words with a letter or a digit in them: not the dots of a form.
std::size_t count_words(std::string_view text) {
    std::size_t words = 0;
    bool is_counted = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\t') {
            is_counted = false;
        } else if (!is_counted && (is_letter(c) || (c >= '0' && c <= '9'))) {
            is_counted = true;
            ++words;
        }
    }
    return words;
}

std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

// Cells with something in them.
std::size_t count_cells(std::string_view row) {
    std::size_t cells = 0;
    for (std::size_t at = 0; at <= row.size();) {
        const std::size_t end = std::min(row.find('\t', at), row.size());
        cells += row.substr(at, end - at).find_first_not_of(' ') != std::string_view::npos ? 1 : 0;
        at = end + 1;
    }
    return cells;
}

class StatementReader {
public:
    explicit StatementReader(const Page& page) : page_(page), index_(page.text) {}

    std::vector<Statement> read() {
        for (std::size_t i = 0; i < page_.blocks.size(); ++i) {
            const Block& block = page_.blocks[i];
            if (block.kind == BlockKind::kHeading) {
                shape_.heading = on_one_line(text_of(block.start, block.end));
            } else if (block.kind == BlockKind::kTable) {
                append_rows(block);
            } else {
                if (is_running_line(i)) continue;
                const std::uint32_t start = block.start;
                while (i + 1 < page_.blocks.size() && goes_on(page_.blocks[i], page_.blocks[i + 1])) ++i;
                append_sentences(start, page_.blocks[i].end);
            }
        }
        return std::move(statements_);
    }

private:
    std::string_view text_of(std::uint32_t start, std::uint32_t end) const {
        const std::size_t base = index_.to_byte(start);
        return std::string_view(page_.text).substr(base, index_.to_byte(end) - base);
    }

    // A page's first or last line, when it is no sentence: a running header or footer.
    bool is_running_line(std::size_t i) const {
        if (i != 0 && i + 1 != page_.blocks.size()) return false;
        const std::string_view text = text_of(page_.blocks[i].start, page_.blocks[i].end);
        return text.find('\n') == std::string_view::npos && !text.ends_with('.') && page_.blocks.size() > 1;
    }

    // A paragraph that stops in mid-sentence, before one that begins in mid-sentence.
    bool goes_on(const Block& block, const Block& next) const {
        if (block.kind != BlockKind::kParagraph || next.kind != BlockKind::kParagraph) return false;
        const std::string_view text = text_of(block.start, block.end);
        const std::string_view rest = text_of(next.start, next.end);
        if (text.empty() || rest.empty() || count_words(text) < kSentenceWordsMin) return false;
        return std::string_view(".!?:;").find(text.back()) == std::string_view::npos && rest[0] >= 'a' &&
               rest[0] <= 'z';
    }

    void append(Statement shape, std::uint32_t block_start, const chunking::ByteRange& range) {
        const std::size_t base = index_.to_byte(block_start);
        shape.quote = page_.text.substr(base + range.start, range.end - range.start);
        shape.start = static_cast<std::uint32_t>(index_.to_code_point(base + range.start));
        shape.end = static_cast<std::uint32_t>(index_.to_code_point(base + range.end));
        statements_.push_back(std::move(shape));
    }

    void append_sentences(std::uint32_t start, std::uint32_t end) {
        const std::string_view text = text_of(start, end);
        for (const chunking::ByteRange& sentence : chunking::split_sentences(text)) {
            if (count_words(text.substr(sentence.start, sentence.end - sentence.start)) < kSentenceWordsMin) continue;
            append(shape_, start, sentence);
        }
    }

    void append_rows(const Block& block) {
        const std::string_view text = text_of(block.start, block.end);
        const std::vector<chunking::ByteRange> rows = chunking::split_lines(text);
        Statement shape = shape_;
        shape.is_row = true;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::string_view row = text.substr(rows[i].start, rows[i].end - rows[i].start);
            if (i < block.header_rows) {
                shape.header += (shape.header.empty() ? "" : "\n") + std::string(row);
            } else if (count_cells(row) > 1) {
                if (has_letter(row)) append(shape, block.start, rows[i]);
            } else if (has_letter(row)) {
                shape.group = row;
            }
        }
    }

    const Page& page_;
    CodePointIndex index_;
    Statement shape_;  // what the next statement stands under
    std::vector<Statement> statements_;
};

}  // namespace

std::string Statement::in_context() const {
    std::string text;
    for (const std::string* above : {&heading, &header, &group})
        if (!above->empty()) text += *above + "\n";
    return text + quote;
}

std::string_view Statement::label() const {
    const std::string_view text = quote;
    if (!is_row) return text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t tab = std::min(text.find('\t', at), text.size());
        if (has_letter(text.substr(at, tab - at))) return text.substr(at, tab - at);
        at = tab + 1;
    }
    return text;
}

std::vector<Statement> statements_of(const Page& page) { return StatementReader(page).read(); }

std::vector<Box> line_boxes(const Page& page, std::uint32_t start, std::uint32_t end) {
    std::vector<Box> lines;
    bool is_new_line = true;
    const std::size_t last = std::min<std::size_t>(end, page.boxes.size());
    for (std::size_t i = start; i < last; ++i) {
        const Box& box = page.boxes[i];
        if (box.x0 >= box.x1) continue;  // inserted white space
        // A glyph that does not overlap the line's height begins the next one.
        if (!lines.empty()) {
            const Box& line = lines.back();
            is_new_line = std::min(line.y1, box.y1) <= std::max(line.y0, box.y0);
        }
        if (is_new_line) {
            lines.push_back(box);
        } else {
            Box& line = lines.back();
            line = {std::min(line.x0, box.x0), std::min(line.y0, box.y0), std::max(line.x1, box.x1),
                    std::max(line.y1, box.y1)};
        }
    }
    return lines;
}

}  // namespace genai::answering
