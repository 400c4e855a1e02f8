// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <vector>

#include "collections.hpp"

namespace genai::bench {

// Whether a relevant place is among the first k (1 or 0).
double hit_at(const std::vector<Place>& ranking, const std::map<Place, int>& relevant, std::size_t k);

// Normalised discounted cumulative gain of the first k, gains as graded.
double ndcg_at(const std::vector<Place>& ranking, const std::map<Place, int>& relevant, std::size_t k);

// One over the rank of the first relevant place; 0 when there is none.
double reciprocal_rank(const std::vector<Place>& ranking, const std::map<Place, int>& relevant);

}  // namespace genai::bench
