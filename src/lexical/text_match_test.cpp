// SPDX-License-Identifier: Apache-2.0
#include "lexical/text_match.hpp"

#include <gtest/gtest.h>

namespace genai::lexical {
namespace {

TEST(TextMatch, IsTheShareOfTheQuestionThatATextHolds) {
    const std::vector<MatchCandidate> texts{{"Alpha and betas", ""}, {"beta only", ""}, {"", ""}, {"gamma", ""}};
    const auto matches = match_texts("What of alpha and beta?", texts);
    ASSERT_EQ(matches.size(), 4U);
    EXPECT_NEAR(matches[0].question, 1, 1e-6);
    EXPECT_GT(matches[1].question, 0);
    EXPECT_LT(matches[1].question, 0.5);  // alpha is the rarer one
    EXPECT_EQ(matches[2].question, 0);
    EXPECT_EQ(matches[3].question, 0);
}

TEST(TextMatch, ATermOfFewTextsWeighsMoreThanOneOfMany) {
    const std::vector<MatchCandidate> rows{
        {"Morgan deposits", ""}, {"Morgan loans", ""}, {"Morgan income", ""}, {"total deposits", ""}, {"Morgan", ""}};
    const auto matches = match_texts("Morgan's total deposits", rows);
    EXPECT_GT(matches[3].question, matches[0].question);
    EXPECT_GT(matches[0].question, matches[1].question);
}

TEST(TextMatch, ATermThatNoTextHoldsTakesNothingAway) {
    const std::vector<MatchCandidate> texts{{"deposits", ""}, {"loans", ""}};
    EXPECT_NEAR(match_texts("deposits of the unheard-of kind", texts)[0].question, 1, 1e-6);
}

TEST(TextMatch, ALabelIsMeasuredByWhatTheQuestionHoldsOfIt) {
    const std::vector<MatchCandidate> rows{{"Total deposits\t5", "Total deposits"},
                                           {"Deposits of banks abroad\t7", "Deposits of banks abroad"},
                                           {"7", ""}};
    const auto matches = match_texts("What were total deposits?", rows);
    EXPECT_NEAR(matches[0].label, 1, 1e-6);
    EXPECT_GT(matches[1].label, 0);
    EXPECT_LT(matches[1].label, 0.5);
    EXPECT_EQ(matches[2].label, 0);
}

TEST(TextMatch, GivesNothingForNothing) {
    EXPECT_TRUE(match_texts("alpha", {}).empty());
    const std::vector<MatchCandidate> texts{{"alpha", "alpha"}};
    EXPECT_EQ(match_texts("", texts)[0].question, 0);
    EXPECT_EQ(match_texts("", texts)[0].label, 0);
}

}  // namespace
}  // namespace genai::lexical
