// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace genai::retrieval {

// (x - mean) / standard deviation for each value, so that scores of different scales can be added. All zero when the
// values do not differ.
std::vector<double> z_scores(std::span<const double> values);

}  // namespace genai::retrieval
