// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "extraction/child/block_draft.hpp"
#include "extraction/child/glyph.hpp"
#include "model/page.hpp"

namespace genai::extraction::child {

// Writes blocks as a page's text, with the box of every character.
class PageText {
public:
    explicit PageText(Page& page) : page_(page) {}

    // `glyphs` are those that the block's words count in.
    void add(const BlockDraft& block, std::span<const Glyph> glyphs);

private:
    void add_cell(const Cell& cell, std::span<const Glyph> glyphs);
    void add_word(const Word& word, std::span<const Glyph> glyphs);
    void add_space(char space);
    std::uint32_t position() const { return static_cast<std::uint32_t>(page_.boxes.size()); }

    Page& page_;
};

}  // namespace genai::extraction::child
