// SPDX-License-Identifier: Apache-2.0
#include "retrieval/ranking.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "retrieval/fusion.hpp"

namespace genai::retrieval {

namespace {

// Documents whose BM25 scores differ by less than about one rare word say the same; in a store of two filings of one
// company the difference is noise.
constexpr double kDocumentDeviationMin = 2.0;

}  // namespace

void rank(std::vector<Candidate>& candidates, Legs legs, const Settings& settings) {
    const auto add = [&](double Candidate::*leg, double weight, double deviation_min) {
        std::vector<double> values;
        for (const Candidate& candidate : candidates) values.push_back(candidate.*leg);
        const std::vector<double> scores = z_scores(values, deviation_min);
        for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i].score += weight * scores[i];
    };
    if (legs != Legs::kKeyword) {
        add(&Candidate::cosine, settings.vector_weight, 0);
        add(&Candidate::rest_cosine, settings.rest_vector_weight, 0);
    }
    if (legs != Legs::kVector) {
        add(&Candidate::page, settings.page_weight, 0);
        add(&Candidate::passage, settings.passage_weight, 0);
        add(&Candidate::document, settings.document_weight, kDocumentDeviationMin);
    }
    for (Candidate& candidate : candidates)
        candidate.score += settings.facts_weight * candidate.facts + settings.profile_weight * candidate.profile;
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.key < b.key;
    });
}

void leave_out_repeats(std::vector<Candidate>& candidates, const Pool& pool) {
    if (pool.live.size() < 2) return;
    const auto page_of = [&](const Candidate& candidate) {
        return std::pair(std::string_view(pool.find(candidate.key.version).pages->document_id), candidate.key.page);
    };
    std::map<std::pair<std::string_view, std::uint32_t>, std::size_t> first_scope;
    for (const Candidate& candidate : candidates) {
        const auto [known, is_new] = first_scope.emplace(page_of(candidate), candidate.scope);
        known->second = std::min(known->second, candidate.scope);
    }
    std::erase_if(candidates,
                  [&](const Candidate& candidate) { return first_scope.at(page_of(candidate)) != candidate.scope; });
}

}  // namespace genai::retrieval
