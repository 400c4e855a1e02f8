// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/page_layout.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "extraction/child/block_draft.hpp"
#include "extraction/child/column.hpp"
#include "extraction/child/furniture.hpp"
#include "extraction/child/line.hpp"
#include "extraction/child/page_text.hpp"
#include "extraction/child/paragraph.hpp"
#include "extraction/child/table.hpp"
#include "extraction/child/text_table.hpp"

namespace genai::extraction::child {

namespace {

constexpr std::size_t kTurns = 5;

// Lines as blocks: what `find` recognises among them, and between those tables what `append_rest` makes of the others.
template <class Find, class AppendRest>
void append_around(std::span<const Line> lines, Find find, AppendRest append_rest, std::vector<BlockDraft>& blocks) {
    std::size_t done = 0;
    for (Table& table : find(lines)) {
        append_rest(lines.subspan(done, table.first - done));
        blocks.push_back(std::move(table.block));
        done = table.end;
    }
    append_rest(lines.subspan(done));
}

// The lines of one column as blocks: tables of words, tables of numbers, and the paragraphs between them.
void append_blocks(const std::vector<Line>& lines, std::span<const Glyph> glyphs, const BodyStyle& body,
                   std::vector<BlockDraft>& blocks) {
    const auto append_prose = [&](std::span<const Line> prose) {
        auto paragraphs = find_paragraphs(prose, glyphs, body);
        std::move(paragraphs.begin(), paragraphs.end(), std::back_inserter(blocks));
    };
    const auto append_text = [&](std::span<const Line> rest) {
        append_around(rest, find_tables, append_prose, blocks);
    };
    append_around(lines, find_text_tables, append_text, blocks);
}

// A page's edges in the reading frame of a turn: where its glyphs' boxes and inks differ, by how far.
struct Edges {
    float top = 0;
    float bottom = 0;
};

Edges find_edges(const Glyph& glyph, const PageGlyphs& page) {
    const float middle = (glyph.box.y0 + glyph.box.y1) / 2;
    const float across = (glyph.box.x0 + glyph.box.x1) / 2;
    const float y = (glyph.ink.y0 + glyph.ink.y1) / 2;
    switch (glyph.turn) {
        case Turn::kClockwise: return {y - (page.width - across), y + across};
        case Turn::kCounterClockwise: return {y - across, y + page.width - across};
        case Turn::kUpsideDown: return {y - (page.height - middle), y + middle};
        case Turn::kUpright:
        case Turn::kSlanted: break;
    }
    return {y - middle, y + page.height - middle};
}

BlockDraft to_paragraph(std::vector<Word> words) {
    BlockDraft block;
    for (auto& line : find_lines(std::move(words))) block.rows.push_back({std::move(line.words)});
    return block;
}

// Text of one turn.
std::vector<BlockDraft> find_blocks(std::span<const Glyph> glyphs, const PageGlyphs& page) {
    if (glyphs.empty()) return {};
    auto words = find_words(glyphs);
    const auto edges = find_edges(glyphs.front(), page);
    auto furniture = take_furniture(words, edges.top, edges.bottom);

    std::vector<std::vector<Line>> columns;
    std::vector<Line> all;
    for (auto& column : find_columns(std::move(words))) {
        columns.push_back(find_lines(std::move(column)));
        all.insert(all.end(), columns.back().begin(), columns.back().end());
    }
    const auto body = find_body_style(all);
    std::vector<BlockDraft> blocks;
    if (!furniture.header.empty()) blocks.push_back(to_paragraph(std::move(furniture.header)));
    for (const auto& lines : columns) append_blocks(lines, glyphs, body, blocks);
    if (!furniture.footer.empty()) blocks.push_back(to_paragraph(std::move(furniture.footer)));
    return blocks;
}

}  // namespace

Page lay_out(const PageGlyphs& page_glyphs) {
    Page page;
    page.number = page_glyphs.number;
    page.width = page_glyphs.width;
    page.height = page_glyphs.height;

    std::array<std::vector<Glyph>, kTurns> by_turn;
    for (const auto& glyph : page_glyphs.glyphs) by_turn[static_cast<std::size_t>(glyph.turn)].push_back(glyph);
    // What most of the page's text does comes first: on a page turned sideways the upright text is a page number.
    std::array<std::size_t, kTurns> order{0, 1, 2, 3, 4};
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return by_turn[a].size() > by_turn[b].size(); });
    PageText text(page);
    for (const auto turn : order)
        for (const auto& block : find_blocks(by_turn[turn], page_glyphs)) text.add(block, by_turn[turn]);
    return page;
}

}  // namespace genai::extraction::child
