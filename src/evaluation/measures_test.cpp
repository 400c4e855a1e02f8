// SPDX-License-Identifier: Apache-2.0
#include "evaluation/measures.hpp"

#include <gtest/gtest.h>

namespace genai::evaluation {
namespace {

TEST(Measures, HitLooksAtTheFirstKOnly) {
    const std::vector<double> gains{0, 0, 1};
    EXPECT_EQ(hit_at(gains, 2), 0);
    EXPECT_EQ(hit_at(gains, 3), 1);
    EXPECT_EQ(hit_at(gains, 10), 1);
    EXPECT_EQ(hit_at({}, 5), 0);
}

TEST(Measures, RecallCountsAgainstEverythingRelevant) {
    const std::vector<double> gains{1, 0, 1, 1};
    EXPECT_DOUBLE_EQ(recall_at(gains, 3, 4), 0.5);
    EXPECT_DOUBLE_EQ(recall_at(gains, 10, 4), 0.75);
}

TEST(Measures, ReciprocalRankIsOfTheFirstRelevantItem) {
    EXPECT_DOUBLE_EQ(reciprocal_rank(std::vector<double>{0, 0, 1, 1}), 1.0 / 3);
    EXPECT_DOUBLE_EQ(reciprocal_rank(std::vector<double>{0, 0}), 0);
}

// DCG = 3/log2(2) + 0 + 1/log2(4) = 3.5; ideal = 3/log2(2) + 2/log2(3) + 1/log2(4) = 4.761859...
TEST(Measures, NdcgIsTheHandComputedValueForGradedGains) {
    EXPECT_NEAR(ndcg_at(std::vector<double>{3, 0, 1}, 10, {1, 2, 3}), 3.5 / 4.7618595, 1e-7);
}

TEST(Measures, NdcgOfTheIdealOrderIsOneAndOfNothingRelevantZero) {
    EXPECT_DOUBLE_EQ(ndcg_at(std::vector<double>{1, 1, 0}, 10, {1, 1}), 1);
    EXPECT_DOUBLE_EQ(ndcg_at(std::vector<double>{0, 0}, 10, {1}), 0);
    EXPECT_DOUBLE_EQ(ndcg_at(std::vector<double>{0, 0}, 10, {}), 0);
}

TEST(Measures, NdcgCutsTheIdealAtKToo) { EXPECT_DOUBLE_EQ(ndcg_at(std::vector<double>{1, 1}, 2, {1, 1, 1, 1}), 1); }

TEST(Measures, PercentileIsAnObservedValue) {
    EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 0.5), 2);
    EXPECT_DOUBLE_EQ(percentile({4, 1, 3, 2}, 0.95), 4);
    EXPECT_DOUBLE_EQ(percentile({7}, 0.5), 7);
    EXPECT_DOUBLE_EQ(percentile({}, 0.5), 0);
}

TEST(Measures, MeansLeaveOutQuestionsThatLackAMeasure) {
    Means means;
    means.add({{"a", 1}, {"b", 1}});
    means.add({{"a", 0}});
    EXPECT_EQ(means.values(), (Measures{{"a", 0.5}, {"b", 1}}));
    EXPECT_EQ(find_measure(means.values(), "c"), std::nullopt);
}

TEST(Measures, AnswerWordsKeepNumbersWhole) {
    EXPECT_EQ(answer_words("Net revenues: $17,739 million (up 3.5%)."),
              (std::vector<std::string>{"net", "revenues", "17739", "million", "up", "3.5"}));
    EXPECT_TRUE(answer_words("—").size() == 1);
    EXPECT_TRUE(answer_words(" ,. ").empty());
}

TEST(Measures, AnAnswerMatchesWhenItHasEveryExpectedNumber) {
    EXPECT_TRUE(is_answer_match("$17,739 million in 2025", "In 2025 the firm had net revenues of 17,739 [1]."));
    EXPECT_FALSE(is_answer_match("$17,739 million in 2025", "Net revenues were 17,739 [1]."));
    EXPECT_FALSE(is_answer_match("7", "It was 17."));
}

TEST(Measures, AnAnswerWithoutNumbersMatchesByItsWords) {
    EXPECT_TRUE(is_answer_match("Wealth Management", "The wealth management segment [1]."));
    EXPECT_FALSE(is_answer_match("Wealth Management", "Management of wealth."));
    EXPECT_FALSE(is_answer_match("", "anything"));
}

// Common: "net", "revenues" of 3 expected and 4 given words: P = 1/2, R = 2/3.
TEST(Measures, F1IsTheHandComputedValue) {
    EXPECT_NEAR(answer_f1("net revenues rose", "net revenues of trading"), 2 * 0.5 * (2.0 / 3) / (0.5 + 2.0 / 3),
                1e-12);
    EXPECT_EQ(answer_f1("a", "b"), 0);
}

// Wanted 10 + 10 characters; retrieved 0-15 twice and 25-30: common 5 + 5 on page 1; union 20 + 20 - 10.
TEST(Measures, CoverageCountsCharactersOnce) {
    const auto got = coverage({{1, 10, 20}, {1, 25, 35}}, {{1, 0, 15}, {1, 5, 15}, {1, 25, 30}, {2, 10, 20}});
    EXPECT_DOUBLE_EQ(got.recall, 0.5);
    EXPECT_DOUBLE_EQ(got.iou, 10.0 / (20 + 30 - 10));
}

TEST(Measures, CoverageOfNothingIsZero) {
    EXPECT_EQ(coverage({}, {}).iou, 0);
    EXPECT_EQ(coverage({{1, 5, 5}}, {{1, 0, 10}}).recall, 0);
}

}  // namespace
}  // namespace genai::evaluation
