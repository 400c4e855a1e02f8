// SPDX-License-Identifier: Apache-2.0
#include "retrieval/settings.hpp"

namespace genai::retrieval {

void describe(Settings& settings, platform::Options& options) {
    constexpr double kTopKMax = 100;
    constexpr double kCandidatesMin = 10;
    constexpr double kFactsWeightMax = 10;
    constexpr double kProfileWeightMax = 10;
    constexpr double kCandidatesMax = 10'000;

    options.section("Retrieval");
    options.add("TOP_K", settings.top_k, "Sources of an answer, when the question does not say how many")
        .range(1, kTopKMax);
    options
        .add("VECTOR_WEIGHT", settings.vector_weight, "What the nearest chunk by meaning counts for in a page's score")
        .range(0, 1);
    options.add("PAGE_WEIGHT", settings.page_weight, "What the page's keywords count for").range(0, 1);
    options.add("PASSAGE_WEIGHT", settings.passage_weight, "What the keywords of the page's best chunk count for")
        .range(0, 1);
    options.add("DOCUMENT_WEIGHT", settings.document_weight, "What the whole document's keywords count for")
        .range(0, 1);
    options
        .add("REST_VECTOR_WEIGHT", settings.rest_vector_weight,
             "What the nearest chunk to the question without names and periods counts for")
        .range(0, 1);
    options
        .add("FACTS_WEIGHT", settings.facts_weight,
             "What it counts for that a document is what the question names: by organisation, period, type")
        .range(0, kFactsWeightMax);
    options
        .add("PROFILE_WEIGHT", settings.profile_weight,
             "What it counts for that a page is what the question asks of its field: a statement, a kind of text")
        .range(0, kProfileWeightMax);
    options.add("PROFILE", settings.profile,
                "What is known of the documents' field: auto (by their types), none, a profile's name; for single "
                "collections: auto, letters=none, filings=finance");
    options.add("CANDIDATES", settings.candidates, "Hits that each search contributes")
        .range(kCandidatesMin, kCandidatesMax);
}

}  // namespace genai::retrieval
