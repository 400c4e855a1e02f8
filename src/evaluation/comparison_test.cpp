// SPDX-License-Identifier: Apache-2.0
#include "evaluation/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::evaluation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Outcomes, AreReadFromTheLinesOfDetails) {
    const auto outcomes = parse_outcomes(R"({"id":"q1","question":"who?","answer":"x","measures":{"mrr":0.5}})"
                                         "\n\n"
                                         R"({"id":"q2","question":"what?","measures":{}})");
    ASSERT_TRUE(outcomes) << outcomes.error().message;
    ASSERT_EQ(outcomes->size(), 2U);
    EXPECT_EQ(outcomes->at(0).measures, (Measures{{"mrr", 0.5}}));
}

TEST(Outcomes, SayWhatIsWrongWithThem) {
    const std::pair<const char*, const char*> wrong[] = {
        {"", "no questions"},
        {"{", "line 1"},
        {R"({"questions":2,"mrr":0.5})", "no \"id\": a run to compare is what --details wrote"},
        {R"({"id":"a","question":"b"})", "no \"measures\""},
        {R"({"id":"a","question":"b","measures":{"mrr":"x"}})", "\"mrr\" is no number"},
        {"{\"id\":\"a\",\"question\":\"b\",\"measures\":{}}\n{\"id\":\"a\",\"question\":\"b\",\"measures\":{}}",
         "line 2: question \"a\" stands there twice"},
    };
    for (const auto& [text, message] : wrong) {
        const auto outcomes = parse_outcomes(text);
        ASSERT_FALSE(outcomes) << text;
        EXPECT_THAT(outcomes.error().message, HasSubstr(message));
    }
}

TEST(Comparison, CountsWhatWasWonAndLostQuestionByQuestion) {
    const std::vector<SavedOutcome> before{
        {"a", "", {{"mrr", 0}}}, {"b", "", {{"mrr", 1}}}, {"c", "", {{"mrr", 0.5}}}, {"gone", "", {{"mrr", 1}}}};
    const std::vector<SavedOutcome> after{
        {"c", "", {{"mrr", 0.5}}}, {"a", "", {{"mrr", 1}}}, {"b", "", {{"mrr", 0.5}}}, {"new", "", {{"mrr", 1}}}};
    const Comparison comparison = compare(before, after);
    EXPECT_EQ(comparison.questions, 3U);
    EXPECT_THAT(comparison.before_alone, ElementsAre("gone"));
    EXPECT_THAT(comparison.after_alone, ElementsAre("new"));
    ASSERT_EQ(comparison.measures.size(), 1U);
    const MeasureComparison& mrr = comparison.measures[0];
    EXPECT_DOUBLE_EQ(mrr.before, 0.5);
    EXPECT_NEAR(mrr.after, 2.0 / 3, 1e-12);
    EXPECT_THAT(mrr.won, ElementsAre("a"));
    EXPECT_THAT(mrr.lost, ElementsAre("b"));
    EXPECT_EQ(mrr.same, 1U);
    EXPECT_FALSE(mrr.is_certain());
}

TEST(Comparison, IsCertainWhenEveryQuestionSaysSo) {
    std::vector<SavedOutcome> before;
    std::vector<SavedOutcome> after;
    for (int i = 0; i < 20; ++i) {
        before.push_back({std::to_string(i), "", {{"mrr", 0.2}}});
        after.push_back({std::to_string(i), "", {{"mrr", 0.4}}});
    }
    EXPECT_TRUE(compare(before, after).measures.at(0).is_certain());
    EXPECT_FALSE(compare(before, before).measures.at(0).is_certain());
}

TEST(Comparison, OfCostsLessIsBetter) {
    const std::vector<SavedOutcome> slow{{"a", "", {{"not_found_wrong", 1}}}};
    const std::vector<SavedOutcome> fast{{"a", "", {{"not_found_wrong", 0}}}};
    EXPECT_THAT(compare(slow, fast).measures.at(0).won, ElementsAre("a"));
    EXPECT_THAT(compare(slow, fast).measures.at(0).lost, IsEmpty());
}

TEST(Comparison, OfRunsWithNothingInCommonHasNoMeasures) {
    EXPECT_THAT(compare({{"a", "", {{"mrr", 1}}}}, {{"b", "", {{"mrr", 1}}}}).measures, IsEmpty());
}

}  // namespace
}  // namespace genai::evaluation
