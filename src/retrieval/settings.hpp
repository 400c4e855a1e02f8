// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace genai::retrieval {

struct Settings {
    double vector_weight = 0.5;          // VECTOR_WEIGHT: of the cosines' z-scores; the keyword leg has 1 - this
    std::size_t candidates = 200;        // CANDIDATES: how many each leg contributes
};

}  // namespace genai::retrieval
