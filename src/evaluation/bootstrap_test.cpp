// SPDX-License-Identifier: Apache-2.0
#include "evaluation/bootstrap.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace genai::evaluation {
namespace {

TEST(Bootstrap, HoldsTheMeanAndIsTheSameAgain) {
    std::vector<double> values(100, 0);
    for (std::size_t i = 0; i < 40; ++i) values[i] = 1;
    const Interval interval = bootstrap_mean(values);
    // The normal approximation: 0.4 +- 1.96 * sqrt(0.4 * 0.6 / 100).
    EXPECT_NEAR(interval.low, 0.304, 0.02);
    EXPECT_NEAR(interval.high, 0.496, 0.02);
    EXPECT_EQ(bootstrap_mean(values), interval);
    EXPECT_NE(bootstrap_mean(values, 2), interval);
}

TEST(Bootstrap, OfEqualValuesIsTheirValue) {
    EXPECT_EQ(bootstrap_mean(std::vector<double>(7, 0.5)), (Interval{0.5, 0.5}));
    EXPECT_EQ(bootstrap_mean(std::vector<double>{1}), (Interval{1, 1}));
    EXPECT_EQ(bootstrap_mean({}), (Interval{0, 0}));
}

}  // namespace
}  // namespace genai::evaluation
