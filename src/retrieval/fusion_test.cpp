// SPDX-License-Identifier: Apache-2.0
#include "retrieval/fusion.hpp"

#include <gtest/gtest.h>

namespace genai::retrieval {
namespace {

TEST(ZScores, HaveMeanZeroAndDeviationOne) {
    const std::vector<double> scores = z_scores(std::vector<double>{1, 3});
    EXPECT_DOUBLE_EQ(scores[0], -1);
    EXPECT_DOUBLE_EQ(scores[1], 1);
}

TEST(ZScores, DoNotBlowUpDifferencesBelowTheLeastDeviation) {
    const std::vector<double> scores = z_scores(std::vector<double>{1, 3}, 4);
    EXPECT_DOUBLE_EQ(scores[0], -0.25);
    EXPECT_DOUBLE_EQ(scores[1], 0.25);
}

TEST(ZScores, AreZeroWhenNothingDiffers) {
    EXPECT_EQ(z_scores(std::vector<double>{7, 7, 7}), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(z_scores(std::vector<double>{7}), (std::vector<double>{0}));
    EXPECT_TRUE(z_scores({}).empty());
}

}  // namespace
}  // namespace genai::retrieval
