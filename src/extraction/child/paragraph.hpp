// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "extraction/child/block_draft.hpp"
#include "extraction/child/glyph.hpp"
#include "extraction/child/line.hpp"

namespace genai::extraction::child {

// What a page's running text looks like; headings differ from it.
struct BodyStyle {
    float em = 0;          // of most characters of the page
    bool is_bold = false;  // of most characters of the page
};

BodyStyle find_body_style(const std::vector<Line>& lines);

// Lines of one column, top to bottom and without tables, as paragraphs and headings.
std::vector<BlockDraft> find_paragraphs(std::span<const Line> lines, std::span<const Glyph> glyphs,
                                        const BodyStyle& body);

}  // namespace genai::extraction::child
