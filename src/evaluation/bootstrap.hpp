// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace genai::evaluation {

// Where a mean lies with 95 % confidence.
struct Interval {
    double low = 0;
    double high = 0;

    bool operator==(const Interval&) const = default;
};

inline constexpr std::size_t kResamples = 2000;

// The percentile bootstrap of a mean: questions are drawn anew with replacement, kResamples times. The same values give
// the same interval on every machine. Without values, or with one, the interval is that value.
Interval bootstrap_mean(std::span<const double> values, std::uint64_t seed = 1);

}  // namespace genai::evaluation
