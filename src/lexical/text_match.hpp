// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace genai::lexical {

// A text that may answer a question, and the part of it that names its matter: a table row's first cell. `label` may be
// empty.
struct MatchCandidate {
    std::string_view text;
    std::string_view label;
};

// Both in [0, 1].
struct TextMatch {
    float question = 0;  // share of the question's weight that the text holds; terms that no text holds weigh nothing
    float label = 0;     // share of the label's weight that the question holds
};

// How the texts share terms with the question: picks the sentence or table row of a page that answers. A term weighs
// the more, the fewer of these texts hold it: among the rows of one statement it is the row's own words that tell,
// however often they stand elsewhere. result[i] belongs to candidates[i]. Needs no index.
std::vector<TextMatch> match_texts(std::string_view question, std::span<const MatchCandidate> candidates);

}  // namespace genai::lexical
