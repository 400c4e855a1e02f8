// SPDX-License-Identifier: Apache-2.0
#include "answering/statement.hpp"

#include <algorithm>
#include <string_view>

#include "base/utf8.hpp"
#include "chunking/sentences.hpp"

namespace genai::answering {

namespace {

// Shorter sentences are page numbers, labels and the like.
constexpr std::size_t kSentenceBytesMin = 20;

bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

void append_rows(std::vector<Statement>& statements, std::string_view text, std::uint16_t header_rows,
                 const Statement& shape, const auto& place) {
    const std::vector<chunking::ByteRange> rows = chunking::split_lines(text);
    std::string header;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string_view row = text.substr(rows[i].start, rows[i].end - rows[i].start);
        if (i < header_rows) {
            header += (header.empty() ? "" : "\n") + std::string(row);
            continue;
        }
        const bool has_label = row.find_first_not_of("\t 0123456789.,$%()-") != std::string_view::npos;
        if (!has_label || !has_digit(row)) continue;
        Statement statement = shape;
        statement.is_row = true;
        statement.header = header;
        place(statement, rows[i]);
        statements.push_back(std::move(statement));
    }
}

}  // namespace

std::string Statement::in_context() const {
    std::string text;
    if (!heading.empty()) text += heading + "\n";
    if (!header.empty()) text += header + "\n";
    return text + quote;
}

std::vector<Statement> statements_of(const Page& page) {
    const CodePointIndex index(page.text);
    std::vector<Statement> statements;
    Statement shape;
    for (const Block& block : page.blocks) {
        const std::size_t base = index.to_byte(block.start);
        const std::string_view text = std::string_view(page.text).substr(base, index.to_byte(block.end) - base);
        const auto place = [&](Statement& statement, const chunking::ByteRange& range) {
            statement.quote = text.substr(range.start, range.end - range.start);
            statement.start = static_cast<std::uint32_t>(index.to_code_point(base + range.start));
            statement.end = static_cast<std::uint32_t>(index.to_code_point(base + range.end));
        };
        if (block.kind == BlockKind::kHeading) {
            shape.heading = on_one_line(text);
        } else if (block.kind == BlockKind::kTable) {
            append_rows(statements, text, block.header_rows, shape, place);
        } else {
            for (const chunking::ByteRange& sentence : chunking::split_sentences(text)) {
                if (sentence.end - sentence.start < kSentenceBytesMin) continue;
                Statement statement = shape;
                place(statement, sentence);
                statements.push_back(std::move(statement));
            }
        }
    }
    return statements;
}

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
