// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/line.hpp"

#include <algorithm>
#include <utility>

#include "extraction/child/geometry.hpp"

namespace genai::extraction::child {

namespace {

constexpr float kXHeight = 0.70F;      // ems above the baseline that a word surely takes
constexpr float kOverlap = 0.45F;      // share of the smaller one's height, to be on one line
constexpr std::size_t kOpenLines = 8;  // how far back a word may find its line

// Where a line's largest words stand, and what of it is still being collected.
struct Draft {
    std::vector<Word> words;
    float baseline = 0;
    float em = 0;
};

float overlap(const Draft& line, const Word& word) {
    const float top = std::max(line.baseline - kXHeight * line.em, word.baseline - kXHeight * word.em);
    const float bottom = std::min(line.baseline, word.baseline);
    return (bottom - top) / (kXHeight * std::min(line.em, word.em));
}

void add(Draft& line, const Word& word) {
    if (word.em > line.em * 1.02F) {
        line.em = word.em;
        line.baseline = word.baseline;
    }
    line.words.push_back(word);
}

Line finish(Draft draft) {
    Line line;
    std::size_t backwards = 0;
    std::size_t characters = 0;
    std::size_t bold = 0;
    for (const auto& word : draft.words) {
        characters += word.count;
        backwards += word.is_right_to_left ? word.count : 0;
        bold += word.is_bold ? word.count : 0;
    }
    const bool is_backwards = 2 * backwards > characters;
    std::stable_sort(draft.words.begin(), draft.words.end(), [&](const Word& a, const Word& b) {
        return is_backwards ? a.ink.x1 > b.ink.x1 : a.ink.x0 < b.ink.x0;
    });
    line.words = std::move(draft.words);
    line.baseline = draft.baseline;
    line.is_bold = 2 * bold > characters;
    line.ink = line.words.front().ink;
    for (const auto& word : line.words) line.ink = united(line.ink, word.ink);

    // The size that the middle character has.
    std::vector<std::pair<float, std::size_t>> sizes;
    for (const auto& word : line.words) sizes.emplace_back(word.em, word.count);
    std::sort(sizes.begin(), sizes.end());
    std::size_t seen = 0;
    for (const auto& [em, count] : sizes) {
        seen += count;
        line.em = em;
        if (2 * seen >= characters) break;
    }
    return line;
}

}  // namespace

std::vector<Line> find_lines(std::vector<Word> words) {
    std::stable_sort(words.begin(), words.end(), [](const Word& a, const Word& b) {
        return a.baseline - kXHeight / 2 * a.em < b.baseline - kXHeight / 2 * b.em;
    });
    std::vector<Draft> drafts;
    for (const auto& word : words) {
        Draft* best = nullptr;
        float best_overlap = kOverlap;
        const auto open = std::min(drafts.size(), kOpenLines);
        for (std::size_t i = drafts.size() - open; i < drafts.size(); ++i) {
            const float shared = overlap(drafts[i], word);
            if (shared < best_overlap) continue;
            best_overlap = shared;
            best = &drafts[i];
        }
        if (best == nullptr) best = &drafts.emplace_back();
        add(*best, word);
    }
    std::stable_sort(drafts.begin(), drafts.end(),
                     [](const Draft& a, const Draft& b) { return a.baseline < b.baseline; });
    std::vector<Line> lines;
    lines.reserve(drafts.size());
    for (auto& draft : drafts) lines.push_back(finish(std::move(draft)));
    return lines;
}

}  // namespace genai::extraction::child
