// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "platform/options.hpp"

namespace genai::retrieval {

struct Settings {
    std::size_t top_k = 5;               // TOP_K: sources of an answer, unless the question says
    double vector_weight = 0.5;          // VECTOR_WEIGHT: of the cosines' z-scores; the keyword leg has 1 - this
    std::size_t candidates = 200;        // CANDIDATES: how many each leg contributes
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::retrieval
