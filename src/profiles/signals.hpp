// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "model/expansion.hpp"

namespace genai::profiles {

inline constexpr std::size_t kStatementsMax = 12;  // of a profile
inline constexpr std::size_t kCuesMax = 4;
inline constexpr std::size_t kPageBytesMax = 256 << 10;
inline constexpr std::size_t kQuestionBytesMax = 16 << 10;

// What a page is, in the eyes of a profile. Each value is in [0, 1].
struct PageSignals {
    std::array<float, kStatementsMax> statements{};  // how much the page is this statement
    std::array<float, kCuesMax> cues{};              // how much it has of what the cue looks for
    float appendix = 0;                              // 1: behind the document's body (exhibits, certifications)
    // Landmarks, for DocumentSignals.
    bool ends_body = false;
    bool begins_appendix = false;

    bool operator==(const PageSignals&) const = default;
};

// What a question asks, in the eyes of a profile. Weights are in z units: what a page that is wholly so gains, beside
// z-scores of search legs whose weights sum up to about 1.
struct QuestionSignals {
    std::array<float, kStatementsMax> statements{};
    std::array<float, kCuesMax> cues{};
    float appendix = 0;  // what a page of the appendix loses
    std::vector<Expansion> expansions;

    // Nothing of the field is asked for: no statement, no cue, no expansion. (The appendix of a document that is of the
    // field still stands behind its body.)
    bool is_empty() const;
};

// What the page's score gains; negative for what it loses. Of the statements that the question names the best one
// counts, so that a page which is two of them is not preferred for that.
double boost(const QuestionSignals& question, const PageSignals& page);

// The signals of a document's pages, each compared with the others: a page is a statement as far as it comes near the
// document's best page for it, squared. A document in which no page is much of a statement has none. Pages are added
// in their order; not thread-safe.
class DocumentSignals {
public:
    void add(const PageSignals& page) { pages_.push_back(page); }
    // Of all pages, in their order. The collector is empty afterwards.
    std::vector<PageSignals> take();

private:
    std::vector<PageSignals> pages_;
};

}  // namespace genai::profiles
