// SPDX-License-Identifier: Apache-2.0
#include "evaluation/bootstrap.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace genai::evaluation {

Interval bootstrap_mean(std::span<const double> values, std::uint64_t seed) {
    if (values.empty()) return {};
    // Its sequence is fixed by the standard; the distributions' are not, so numbers are drawn from it directly.
    std::mt19937_64 random(seed);
    std::vector<double> means;
    means.reserve(kResamples);
    for (std::size_t i = 0; i < kResamples; ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < values.size(); ++k) sum += values[random() % values.size()];
        means.push_back(sum / static_cast<double>(values.size()));
    }
    std::sort(means.begin(), means.end());
    constexpr std::size_t kTail = kResamples / 40;  // 2.5 %
    return {means[kTail], means[kResamples - 1 - kTail]};
}

}  // namespace genai::evaluation
