// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/furniture.hpp"

#include <algorithm>
#include <utility>

#include "extraction/child/geometry.hpp"

namespace genai::extraction::child {

namespace {

constexpr float kEdgeZone = 0.09F;  // of the page's height
constexpr float kGapMin = 0.6F;     // ems of white space to the rest of the page
constexpr std::size_t kWordsMax = 24;
constexpr int kRowsMax = 2;
constexpr float kRestMin = 0.5F;  // a page that is nearly all furniture has none

// The words on the outermost row, seen from the edge; `sign` is 1 for the top and -1 for the bottom.
struct Row {
    std::vector<std::size_t> words;
    float reach = 0;  // how far it extends from the edge, as y * sign
    float em = 0;
};

float near_side(const Word& word, float sign) { return sign > 0 ? word.ink.y0 : -word.ink.y1; }
float far_side(const Word& word, float sign) { return sign > 0 ? word.ink.y1 : -word.ink.y0; }

// Words from the edge inwards, until there is a gap.
Row take_row(const std::vector<Word>& words, const std::vector<std::size_t>& order, std::size_t& position, float sign) {
    Row row;
    for (; position < order.size(); ++position) {
        const auto& word = words[order[position]];
        if (!row.words.empty() && near_side(word, sign) > row.reach) break;
        row.reach = row.words.empty() ? far_side(word, sign) : std::max(row.reach, far_side(word, sign));
        row.em = std::max(row.em, word.em);
        row.words.push_back(order[position]);
    }
    return row;
}

std::vector<std::size_t> find_edge(const std::vector<Word>& words, float edge, float inner, float sign) {
    std::vector<std::size_t> order(words.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return near_side(words[a], sign) < near_side(words[b], sign);
    });
    const float limit = (edge + kEdgeZone * (inner - edge)) * sign;
    std::vector<std::size_t> pending;  // rows without a gap between them
    std::size_t position = 0;
    for (int i = 0; i < kRowsMax; ++i) {
        const auto row = take_row(words, order, position, sign);
        if (row.words.empty() || position >= order.size() || row.reach > limit) break;
        pending.insert(pending.end(), row.words.begin(), row.words.end());
        if (pending.size() > kWordsMax) break;
        // The first gap ends it: the next one is between paragraphs.
        if (near_side(words[order[position]], sign) - row.reach >= kGapMin * row.em) return pending;
    }
    return {};
}

}  // namespace

Furniture take_furniture(std::vector<Word>& words, float top, float bottom) {
    const auto rest_min = kRestMin * static_cast<float>(words.size());
    const auto header = find_edge(words, top, bottom, 1);
    const auto footer = find_edge(words, bottom, top, -1);
    if (static_cast<float>(words.size() - std::min(words.size(), header.size() + footer.size())) < rest_min) return {};
    enum Place { kBody, kHeader, kFooter };
    std::vector<Place> places(words.size(), kBody);
    for (const auto i : header) places[i] = kHeader;
    for (const auto i : footer) places[i] = kFooter;
    Furniture furniture;
    std::vector<Word> body;
    for (std::size_t i = 0; i < words.size(); ++i)
        (places[i] == kBody ? body : places[i] == kHeader ? furniture.header : furniture.footer).push_back(words[i]);
    words = std::move(body);
    return furniture;
}

}  // namespace genai::extraction::child
