// SPDX-License-Identifier: Apache-2.0
#include "retrieval/settings.hpp"

namespace genai::retrieval {

void describe(Settings& settings, platform::Options& options) {
    constexpr double kTopKMax = 100;
    constexpr double kCandidatesMin = 10;
    constexpr double kCandidatesMax = 10'000;

    options.section("Retrieval");
    options.add("TOP_K", settings.top_k, "Sources of an answer, when the question does not say how many")
        .range(1, kTopKMax);
    options.add("VECTOR_WEIGHT", settings.vector_weight,
                "Weight of the search by meaning against the search by keywords: 1 is meaning alone")
        .range(0, 1);
    options.add("CANDIDATES", settings.candidates, "Hits that each of the two searches contributes")
        .range(kCandidatesMin, kCandidatesMax);
}

}  // namespace genai::retrieval
