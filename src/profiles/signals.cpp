// SPDX-License-Identifier: Apache-2.0
#include "profiles/signals.hpp"

#include <algorithm>
#include <utility>

namespace genai::profiles {

namespace {

// A document whose best page for a statement stays below has none, rather than one that is made of noise.
constexpr float kStatementMin = 0.1F;

// Pages behind the end of the body, from the first one with a heading of the appendix on.
void mark_appendix(std::vector<PageSignals>& pages) {
    bool is_body = true;
    bool is_appendix = false;
    for (PageSignals& page : pages) {
        is_appendix |= !is_body && page.begins_appendix;
        // Some filings put their statements behind the signatures.
        const float statement = *std::max_element(page.statements.begin(), page.statements.end());
        page.appendix = is_appendix ? 1 - statement : 0;
        is_body &= !page.ends_body;
    }
}

}  // namespace

bool QuestionSignals::is_empty() const {
    const auto is_zero = [](float weight) { return weight == 0; };
    return expansions.empty() && std::all_of(statements.begin(), statements.end(), is_zero) &&
           std::all_of(cues.begin(), cues.end(), is_zero);
}

double boost(const QuestionSignals& question, const PageSignals& page) {
    float statement = 0;
    for (std::size_t i = 0; i < kStatementsMax; ++i) {
        statement = std::max(statement, question.statements.at(i) * page.statements.at(i));
    }
    float gain = statement - question.appendix * page.appendix;
    for (std::size_t i = 0; i < kCuesMax; ++i) gain += question.cues.at(i) * page.cues.at(i);
    return gain;
}

std::vector<PageSignals> DocumentSignals::take() {
    std::vector<PageSignals> pages = std::exchange(pages_, {});
    for (std::size_t i = 0; i < kStatementsMax; ++i) {
        float best = kStatementMin;
        for (const PageSignals& page : pages) best = std::max(best, page.statements.at(i));
        for (PageSignals& page : pages) {
            const float share = page.statements.at(i) / best;
            page.statements.at(i) = best > kStatementMin ? share * share : 0;
        }
    }
    mark_appendix(pages);
    return pages;
}

}  // namespace genai::profiles
