// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/page_text.hpp"

#include <cmath>

#include "base/utf8.hpp"

namespace genai::extraction::child {

namespace {

// Two words of one baseline so close together are pieces of one that the file draws out of order.
bool are_one(const Word& last, const Word& next) {
    constexpr float kGapMax = 0.12F;  // ems
    constexpr float kOverlapMax = 0.3F;
    const float em = std::max(last.em, next.em);
    const float gap = next.ink.x0 - last.ink.x1;
    return !next.after_space && !last.is_right_to_left && std::abs(next.baseline - last.baseline) < kGapMax * em &&
           gap < kGapMax * em && gap > -kOverlapMax * em;
}

bool is_number(const Word& word) { return word.kind == WordKind::kNumber || word.kind == WordKind::kMissing; }

// "$" before its number, "%" after it: written without the gap that a table's columns put there.
bool is_sign_of(const Word& last, const Word& next) {
    return (last.kind == WordKind::kPrefix && is_number(next)) || (next.kind == WordKind::kSuffix && is_number(last));
}

}  // namespace

void PageText::add(const BlockDraft& block, std::span<const Glyph> glyphs) {
    if (!page_.text.empty()) {
        add_space('\n');
        add_space('\n');
    }
    Block written{block.kind, position(), position(), block.header_rows};
    for (std::size_t row = 0; row < block.rows.size(); ++row) {
        if (row > 0) add_space('\n');
        for (std::size_t cell = 0; cell < block.rows[row].size(); ++cell) {
            if (cell > 0) add_space('\t');
            add_cell(block.rows[row][cell], glyphs);
        }
    }
    written.end = position();
    page_.blocks.push_back(written);
}

void PageText::add_cell(const Cell& cell, std::span<const Glyph> glyphs) {
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (i > 0 && !are_one(cell[i - 1], cell[i])) {
            if (!is_sign_of(cell[i - 1], cell[i])) add_space(' ');
        }
        add_word(cell[i], glyphs);
    }
}

void PageText::add_word(const Word& word, std::span<const Glyph> glyphs) {
    for (const auto& glyph : glyphs.subspan(word.first, word.count)) {
        append_utf8(page_.text, glyph.code_point);
        page_.boxes.push_back(glyph.box);
    }
}

void PageText::add_space(char space) {
    const Box last = page_.boxes.empty() ? Box{} : page_.boxes.back();
    page_.text.push_back(space);
    page_.boxes.push_back({last.x1, last.y0, last.x1, last.y1});
}

}  // namespace genai::extraction::child
