// SPDX-License-Identifier: Apache-2.0

// A question to the facts of two documents: one of names that are easily hit, one that the first line is the text of.
#include <cmath>

#include "facts/fact_index.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const auto end = std::min(input.find('\n'), input.size());
    const facts::FrontPage page{1, input.substr(0, end)};
    std::vector<facts::DocumentFacts> documents(2);
    documents[0].organisation = {{"A B & Co", {"The 3 S", "Q3"}, "AB"}, {}};
    documents[0].type = {facts::DocumentType::k10Q, {}};
    documents[0].period = {{{2023, 6, 30}, 3, 2023, 2}, {}};
    documents[1] = facts::read_document({{&page, 1}, page.text, page.text, page.text});
    const facts::FactIndex index(documents);
    const std::string_view question = input.substr(std::min(end + 1, input.size()));
    const auto match = index.match(question);
    demand(match.scores.empty() || match.scores.size() == documents.size());
    demand(match.rest.size() <= 2 * question.size());
    demand(question.empty() == match.rest.empty());
    for (const float score : match.scores) demand(std::isfinite(score));
}

}  // namespace genai::fuzz
