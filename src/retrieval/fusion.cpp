// SPDX-License-Identifier: Apache-2.0
#include "retrieval/fusion.hpp"

#include <algorithm>
#include <cmath>

namespace genai::retrieval {

std::vector<double> z_scores(std::span<const double> values, double deviation_min) {
    std::vector<double> scores(values.size(), 0.0);
    if (values.empty()) return scores;
    const auto count = static_cast<double>(values.size());
    double mean = 0;
    for (double value : values) mean += value / count;
    double variance = 0;
    for (double value : values) variance += (value - mean) * (value - mean) / count;
    // Below this the differences are rounding errors.
    constexpr double kDeviationMin = 1e-9;
    const double deviation = std::max(std::sqrt(variance), deviation_min);
    if (deviation < kDeviationMin) return scores;
    for (std::size_t i = 0; i < values.size(); ++i) scores[i] = (values[i] - mean) / deviation;
    return scores;
}

}  // namespace genai::retrieval
