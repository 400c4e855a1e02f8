// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace genai::retrieval {

// (x - mean) / standard deviation for each value, so that scores of different scales can be added. A deviation below
// `deviation_min` counts as that: differences that small are noise and should not be blown up. All zero when the values
// do not differ.
std::vector<double> z_scores(std::span<const double> values, double deviation_min = 0);

}  // namespace genai::retrieval
