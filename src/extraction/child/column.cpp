// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/column.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "extraction/child/geometry.hpp"
#include "extraction/child/line.hpp"
#include "extraction/child/text_table.hpp"

namespace genai::extraction::child {

namespace {

constexpr int kDepthMax = 8;           // bands within columns within bands
constexpr std::size_t kWordsMin = 16;  // fewer words have no columns
constexpr std::size_t kBinsMax = 2000;
constexpr std::size_t kCandidatesMax = 12;
constexpr float kBinWidth = 0.25F;           // ems
constexpr float kGutterWidthMin = 0.8F;      // ems, in every line that it passes
constexpr float kGutterHeightMin = 5.0F;     // ems
constexpr float kGutterWidthCounted = 2.5F;  // ems; a wider gutter is no better
constexpr float kSideWidthMin = 0.2F;        // of the text's width
constexpr float kNarrowRegion = 0.6F;        // of the page's text: within a column only prose is split again
constexpr std::size_t kSideLinesMin = 3;
constexpr float kLineFillMin = 0.4F;  // the median line's share of its side's width
// Share of the right side's lines that begin with text, not with a number: a column with prose may have charts as well,
// one without must be all labels.
constexpr float kTextStartsMin = 0.4F;
constexpr float kTextStartsMinOfTables = 0.85F;
constexpr std::ptrdiff_t kProseLinesMin = 3;

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

// For each bin of the x axis the longest stretch of the y axis that no word covers. Words are taken wider than they
// are, so that the spaces between the words of a line, one below the other, are no gutter. `words` are sorted by their
// tops.
std::vector<Run> empty_runs(const std::vector<Word>& words, const Box& box, std::size_t bins) {
    std::vector<Run> best(bins, Run{box.y0, box.y0});
    std::vector<float> reached(bins, box.y0);
    const float scale = static_cast<float>(bins) / width(box);
    const auto extend = [&](std::size_t bin, float until) {
        if (until - reached[bin] > best[bin].y1 - best[bin].y0) best[bin] = {reached[bin], until};
    };
    for (const auto& word : words) {
        const auto first = static_cast<std::size_t>(std::max((word.ink.x0 - box.x0) * scale, 0.0F));
        const float end = word.ink.x1 + kGutterWidthMin * word.em;
        const auto last = std::min(static_cast<std::size_t>(std::max((end - box.x0) * scale, 0.0F)), bins - 1);
        for (std::size_t bin = first; bin <= last; ++bin) {
            extend(bin, word.ink.y0);
            reached[bin] = std::max(reached[bin], word.ink.y1);
        }
    }
    for (std::size_t bin = 0; bin < bins; ++bin) extend(bin, box.y1);
    return best;
}

// The bins' runs that are high enough, the highest and widest first.
std::vector<Gutter> find_candidates(const std::vector<Word>& words, const Box& box, float em) {
    const auto bins = std::clamp<std::size_t>(static_cast<std::size_t>(width(box) / (kBinWidth * em)), 1, kBinsMax);
    const auto runs = empty_runs(words, box, bins);
    const float bin_width = width(box) / static_cast<float>(bins);
    constexpr float kKept = 0.9F;  // of the seed's height, when a neighbour joins
    std::vector<Gutter> gutters;
    for (std::size_t seed = 0; seed < bins; ++seed) {
        const float seed_height = runs[seed].y1 - runs[seed].y0;
        if (seed_height < kGutterHeightMin * em) continue;
        // The neighbours tell how wide the gap is, the seed alone how high: a header may reach into the rest.
        const auto is_like = [&](std::size_t bin) {
            const Run shared{std::max(runs[seed].y0, runs[bin].y0), std::min(runs[seed].y1, runs[bin].y1)};
            return shared.y1 - shared.y0 >= kKept * seed_height;
        };
        std::size_t first = seed;
        std::size_t last = seed;
        while (first > 0 && is_like(first - 1)) --first;
        while (last + 1 < bins && is_like(last + 1)) ++last;
        const float gap = static_cast<float>(last - first + 1) * bin_width;
        const Box empty{box.x0 + static_cast<float>(seed) * bin_width, runs[seed].y0,
                        box.x0 + static_cast<float>(seed + 1) * bin_width, runs[seed].y1};
        gutters.push_back({empty, seed_height * std::min(gap, kGutterWidthCounted * em)});
    }
    std::stable_sort(gutters.begin(), gutters.end(),
                     [](const Gutter& a, const Gutter& b) { return a.score > b.score; });
    std::vector<Gutter> distinct;
    for (const auto& gutter : gutters) {
        const auto known = std::find_if(distinct.begin(), distinct.end(), [&](const Gutter& other) {
            return std::abs(center_x(gutter.box) - center_x(other.box)) < kGutterWidthCounted * em &&
                   gutter.box.y0 < other.box.y1 && other.box.y0 < gutter.box.y1;
        });
        if (known == distinct.end()) {
            if (distinct.size() < kCandidatesMax) distinct.push_back(gutter);
        } else if (height(gutter.box) > height(known->box)) {
            known->box = gutter.box;  // of one gap its highest bin
        }
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

// A line of running text: many words, no wide gap between them, and as wide as its column.
bool is_prose(const Line& line, float side) {
    constexpr std::size_t kProseWordsMin = 5;
    constexpr float kFillMin = 0.65F;
    constexpr float kGapMax = 1.0F;  // ems
    for (std::size_t i = 1; i < line.words.size(); ++i)
        if (line.words[i].ink.x0 - line.words[i - 1].ink.x1 > kGapMax * line.em) return false;
    const auto texts = std::count_if(line.words.begin(), line.words.end(),
                                     [](const Word& word) { return word.kind == WordKind::kText; });
    return static_cast<std::size_t>(texts) >= kProseWordsMin && width(line.ink) >= kFillMin * side;
}

std::ptrdiff_t count_prose(const std::vector<Line>& lines, float side) {
    return std::count_if(lines.begin(), lines.end(), [side](const Line& line) { return is_prose(line, side); });
}

// A gutter of the page has text columns on both sides; a gap of a table has numbers or short cells on its right.
bool is_page_gutter(const Parts& parts, const Box& whole, bool is_narrow) {
    if (parts.left.empty() || parts.right.empty()) return false;
    const Box left = bounds(parts.left);
    const Box right = bounds(parts.right);
    if (std::min(width(left), width(right)) < kSideWidthMin * width(whole)) return false;
    const auto left_lines = find_lines(parts.left);
    const auto right_lines = find_lines(parts.right);
    if (std::min(left_lines.size(), right_lines.size()) < kSideLinesMin) return false;
    const auto text_starts = std::count_if(right_lines.begin(), right_lines.end(), begins_as_text);
    const bool has_prose = count_prose(right_lines, width(right)) >= kProseLinesMin;
    const float share = has_prose ? kTextStartsMin : kTextStartsMinOfTables;
    if (static_cast<float>(text_starts) < share * static_cast<float>(right_lines.size())) return false;
    if (has_prose && count_prose(left_lines, width(left)) >= kProseLinesMin) return true;
    return !is_narrow && median_fill(left_lines, width(left)) >= kLineFillMin &&
           median_fill(right_lines, width(right)) >= kLineFillMin && !are_cells_of_rows(left_lines, right_lines);
}

std::optional<Parts> split(const std::vector<Word>& words, float page_width) {
    const Box box = bounds(words);
    const float em = body_em(words);
    if (words.size() < kWordsMin || height(box) < kGutterHeightMin * em || !(width(box) > 0)) return std::nullopt;
    for (const auto& gutter : find_candidates(words, box, em)) {
        auto parts = part(words, gutter.box);
        if (is_page_gutter(parts, box, width(box) < kNarrowRegion * page_width)) return parts;
    }
    return std::nullopt;
}

void append_columns(std::vector<Word> words, float page_width, int depth, std::vector<std::vector<Word>>& regions) {
    if (words.empty()) return;
    auto parts = depth < kDepthMax ? split(words, page_width) : std::nullopt;
    if (!parts) return regions.push_back(std::move(words));
    append_columns(std::move(parts->above), page_width, depth + 1, regions);
    append_columns(std::move(parts->left), page_width, depth + 1, regions);
    append_columns(std::move(parts->right), page_width, depth + 1, regions);
    append_columns(std::move(parts->below), page_width, depth + 1, regions);
}

}  // namespace

std::vector<std::vector<Word>> find_columns(std::vector<Word> words) {
    std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.ink.y0 < b.ink.y0; });
    std::vector<std::vector<Word>> regions;
    const float page_width = words.empty() ? 0 : width(bounds(words));
    append_columns(std::move(words), page_width, 0, regions);
    return regions;
}

}  // namespace genai::extraction::child
