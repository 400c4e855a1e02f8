// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/column.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "extraction/child/geometry.hpp"
#include "extraction/child/line.hpp"

namespace genai::extraction::child {

namespace {

constexpr int kDepthMax = 8;               // bands within columns within bands
constexpr std::size_t kWordsMin = 16;      // fewer words have no columns
constexpr std::size_t kBinsMax = 2000;
constexpr std::size_t kCandidatesMax = 12;
constexpr float kBinWidth = 0.25F;         // ems
constexpr float kGutterWidthMin = 0.9F;    // ems
constexpr float kGutterHeightMin = 5.0F;   // ems
constexpr float kGutterWidthCounted = 2.5F;  // ems; a wider gutter is no better
constexpr float kSideWidthMin = 0.2F;      // of the text's width
constexpr std::size_t kSideLinesMin = 3;
constexpr float kLineFillMin = 0.4F;       // the median line's share of its side's width
constexpr float kTextStartsMin = 0.5F;     // share of the right side's lines that begin with text, not with a number

// A vertical run of pages without a word: the x range of the bin and where it is empty for longest.
struct Run {
    float y0 = 0;
    float y1 = 0;
};

struct Gutter {
    Box box;
    float score = 0;
};

Box bounds(const std::vector<Word>& words) {
    Box box = words.front().ink;
    for (const auto& word : words) box = united(box, word.ink);
    return box;
}

float body_em(const std::vector<Word>& words) {
    std::vector<float> sizes;
    sizes.reserve(words.size());
    for (const auto& word : words) sizes.push_back(word.em);
    return median(std::move(sizes));
}

// For each bin of the x axis the longest stretch of the y axis that no word covers. `words` are sorted by their tops.
std::vector<Run> empty_runs(const std::vector<Word>& words, const Box& box, std::size_t bins) {
    std::vector<Run> best(bins, Run{box.y0, box.y0});
    std::vector<float> reached(bins, box.y0);
    const float scale = static_cast<float>(bins) / width(box);
    const auto extend = [&](std::size_t bin, float until) {
        if (until - reached[bin] > best[bin].y1 - best[bin].y0) best[bin] = {reached[bin], until};
    };
    for (const auto& word : words) {
        const auto first = static_cast<std::size_t>(std::max((word.ink.x0 - box.x0) * scale, 0.0F));
        const auto last = std::min(static_cast<std::size_t>(std::max((word.ink.x1 - box.x0) * scale, 0.0F)), bins - 1);
        for (std::size_t bin = first; bin <= last; ++bin) {
            extend(bin, word.ink.y0);
            reached[bin] = std::max(reached[bin], word.ink.y1);
        }
    }
    for (std::size_t bin = 0; bin < bins; ++bin) extend(bin, box.y1);
    return best;
}

// The empty rectangles around each bin's run, tallest and widest first.
std::vector<Gutter> find_candidates(const std::vector<Word>& words, const Box& box, float em) {
    const auto bins = std::clamp<std::size_t>(static_cast<std::size_t>(width(box) / (kBinWidth * em)), 1, kBinsMax);
    const auto runs = empty_runs(words, box, bins);
    const float bin_width = width(box) / static_cast<float>(bins);
    constexpr float kKept = 0.9F;  // of the seed's height, when a neighbour joins
    std::vector<Gutter> gutters;
    for (std::size_t seed = 0; seed < bins; ++seed) {
        const float seed_height = runs[seed].y1 - runs[seed].y0;
        if (seed_height < kGutterHeightMin * em) continue;
        Run common = runs[seed];
        const auto join = [&](std::size_t bin) {
            const Run shared{std::max(common.y0, runs[bin].y0), std::min(common.y1, runs[bin].y1)};
            if (shared.y1 - shared.y0 < kKept * seed_height) return false;
            common = shared;
            return true;
        };
        std::size_t first = seed;
        std::size_t last = seed;
        while (first > 0 && join(first - 1)) --first;
        while (last + 1 < bins && join(last + 1)) ++last;
        const float gap = static_cast<float>(last - first + 1) * bin_width;
        if (gap < kGutterWidthMin * em) continue;
        const Box empty{box.x0 + static_cast<float>(first) * bin_width, common.y0,
                        box.x0 + static_cast<float>(last + 1) * bin_width, common.y1};
        gutters.push_back({empty, (common.y1 - common.y0) * std::min(gap, kGutterWidthCounted * em)});
    }
    std::stable_sort(gutters.begin(), gutters.end(),
                     [](const Gutter& a, const Gutter& b) { return a.score > b.score; });
    std::vector<Gutter> distinct;
    for (const auto& gutter : gutters) {
        const bool is_known = std::any_of(distinct.begin(), distinct.end(), [&](const Gutter& other) {
            return overlap_x(gutter.box, other.box) > 0 && gutter.box.y0 < other.box.y1 && other.box.y0 < gutter.box.y1;
        });
        if (!is_known) distinct.push_back(gutter);
        if (distinct.size() == kCandidatesMax) break;
    }
    return distinct;
}

// The four parts of the words that a gutter makes.
struct Parts {
    std::vector<Word> above;
    std::vector<Word> left;
    std::vector<Word> right;
    std::vector<Word> below;
};

Parts part(const std::vector<Word>& words, const Box& gutter) {
    Parts parts;
    for (const auto& word : words) {
        const float y = center_y(word.ink);
        if (y < gutter.y0) {
            parts.above.push_back(word);
        } else if (y > gutter.y1) {
            parts.below.push_back(word);
        } else if (center_x(word.ink) < center_x(gutter)) {
            parts.left.push_back(word);
        } else {
            parts.right.push_back(word);
        }
    }
    return parts;
}

float median_fill(const std::vector<Line>& lines, float side) {
    std::vector<float> fills;
    for (const auto& line : lines) fills.push_back(width(line.ink) / side);
    return median(std::move(fills));
}

// As prose, a label or a heading does; a table's cell begins with a number or its sign.
bool begins_as_text(const Line& line) {
    constexpr std::size_t kListItemWordsMin = 4;
    if (line.words.front().kind == WordKind::kText) return true;
    const auto texts = std::count_if(line.words.begin(), line.words.end(),
                                     [](const Word& word) { return word.kind == WordKind::kText; });
    const auto count = static_cast<std::size_t>(texts);
    return count >= kListItemWordsMin && 2 * count > line.words.size();  // "1. Includes ..."
}

// A gutter of the page has text columns on both sides; a gap of a table has numbers or short cells on its right.
bool is_page_gutter(const Parts& parts, const Box& whole) {
    if (parts.left.empty() || parts.right.empty()) return false;
    const Box left = bounds(parts.left);
    const Box right = bounds(parts.right);
    if (std::min(width(left), width(right)) < kSideWidthMin * width(whole)) return false;
    const auto left_lines = find_lines(parts.left);
    const auto right_lines = find_lines(parts.right);
    if (std::min(left_lines.size(), right_lines.size()) < kSideLinesMin) return false;
    const auto text_starts = std::count_if(right_lines.begin(), right_lines.end(), begins_as_text);
    if (static_cast<float>(text_starts) < kTextStartsMin * static_cast<float>(right_lines.size())) return false;
    return median_fill(left_lines, width(left)) >= kLineFillMin && median_fill(right_lines, width(right)) >= kLineFillMin;
}

std::optional<Parts> split(const std::vector<Word>& words) {
    const Box box = bounds(words);
    const float em = body_em(words);
    if (words.size() < kWordsMin || height(box) < kGutterHeightMin * em || !(width(box) > 0)) return std::nullopt;
    for (const auto& gutter : find_candidates(words, box, em)) {
        auto parts = part(words, gutter.box);
        if (is_page_gutter(parts, box)) return parts;
    }
    return std::nullopt;
}

void append_columns(std::vector<Word> words, int depth, std::vector<std::vector<Word>>& regions) {
    if (words.empty()) return;
    auto parts = depth < kDepthMax ? split(words) : std::nullopt;
    if (!parts) return regions.push_back(std::move(words));
    append_columns(std::move(parts->above), depth + 1, regions);
    append_columns(std::move(parts->left), depth + 1, regions);
    append_columns(std::move(parts->right), depth + 1, regions);
    append_columns(std::move(parts->below), depth + 1, regions);
}

}  // namespace

std::vector<std::vector<Word>> find_columns(std::vector<Word> words) {
    std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.ink.y0 < b.ink.y0; });
    std::vector<std::vector<Word>> regions;
    append_columns(std::move(words), 0, regions);
    return regions;
}

}  // namespace genai::extraction::child
