// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <string>

#include "profiles/profile_fixture.hpp"

namespace genai::profiles {
namespace {

constexpr std::string_view kProfile = R"({
    "name": "test", "statement_weight": 2,
    "statements": [
        {"id": "balance", "rows": [["assets"]], "names": ["balance sheet"],
         "line_items": [{"question": ["goodwill"]}, {"question": ["debt"], "weight": 0.5}]},
        {"id": "income", "rows": [["sales"]], "names": ["income statement"],
         "line_items": [{"question": ["revenue"]}, {"question": ["cost of revenue"], "weight": 0.6}]},
        {"id": "segments", "rows": [["segment"]],
         "line_items": [{"question": ["Europe"], "weight": 0.8, "with_others": true}]}],
    "vocabulary": [
        {"question": ["capex", "capital spending"], "documents": ["purchases of equipment", "additions"]},
        {"question": ["investment"], "documents": ["additions"], "weight": 0.9}],
    "cues": [{"id": "why", "question": ["why did"], "page": ["due to"], "weight": 0.8, "statement_factor": 0.25}],
    "appendix": {"after": ["signatures"], "headings": ["exhibit"], "question": ["exhibit"], "penalty": 0.5}})";

QuestionSignals ask(std::string_view question) {
    static const Profile kRead = to_profile(kProfile);
    return kRead.match(question);
}

using Weights = std::array<float, 3>;
Weights statements(std::string_view question) {
    const QuestionSignals signals = ask(question);
    return {signals.statements[0], signals.statements[1], signals.statements[2]};
}

TEST(QuestionMatcher, WeighsAStatementThatIsNamedFully) {
    EXPECT_EQ(statements("Show me the Balance Sheets of 2022"), (Weights{2, 0, 0}));
}

TEST(QuestionMatcher, WeighsAStatementByItsLineItems) {
    EXPECT_EQ(statements("How large is the goodwill?"), (Weights{2, 0, 0}));
    EXPECT_EQ(statements("How large is the debt?"), (Weights{1, 0, 0}));
    EXPECT_EQ(statements("Is the debt above the goodwill?"), (Weights{2, 0, 0}));
}

TEST(QuestionMatcher, CountsTheLongestPhraseAtAPlaceOnly) {
    EXPECT_EQ(statements("What was the cost of revenue?"), (Weights{0, 1.2F, 0}));
}

TEST(QuestionMatcher, WeighsLineItemsLessWhereAnotherStatementIsNamed) {
    EXPECT_EQ(statements("What revenue does the balance sheet show?"), (Weights{2, 1, 0}));
}

TEST(QuestionMatcher, CountsCloserWordsBesideOthersOnly) {
    EXPECT_EQ(statements("Is Europe large?"), (Weights{0, 0, 0}));
    EXPECT_EQ(statements("What was the revenue in Europe?"), (Weights{0, 1, 1.6F}));
}

TEST(QuestionMatcher, ExpandsByTheVocabularyEachTextOnceByItsHighestWeight) {
    EXPECT_EQ(ask("What was the capex?").expansions,
              (std::vector<Expansion>{{"purchases of equipment", 0.4F}, {"additions", 0.4F}}));
    EXPECT_EQ(ask("What capex, what capital spending, what investment?").expansions,
              (std::vector<Expansion>{{"purchases of equipment", 0.4F}, {"additions", 0.9F}}));
}

TEST(QuestionMatcher, TakesWeightFromStatementsWhenACueSaysSo) {
    const QuestionSignals signals = ask("Why did revenue fall?");
    EXPECT_FLOAT_EQ(signals.cues[0], 0.8F);
    EXPECT_FLOAT_EQ(signals.statements[1], 0.5F);
}

TEST(QuestionMatcher, SetsTheAppendixBackUnlessItIsMeant) {
    EXPECT_FLOAT_EQ(ask("What was the revenue?").appendix, 0.5F);
    EXPECT_EQ(ask("Who signed exhibit 31?").appendix, 0);
}

TEST(QuestionMatcher, IsEmptyForAQuestionOfAnotherField) {
    EXPECT_TRUE(ask("Do mitochondria divide?").is_empty());
    EXPECT_TRUE(ask("").is_empty());
    EXPECT_FALSE(ask("Why did mitochondria divide?").is_empty());
    EXPECT_FALSE(ask("capex").is_empty());
}

TEST(QuestionMatcher, MatchesHostileQuestionsInLinearTimeAndGivesBoundedAnswers) {
    const Profile profile = finance();
    std::string question;
    while (question.size() < 1 << 20) question += "net cash flow from operating capex EPS COGS why did segment ";
    const auto start = std::chrono::steady_clock::now();
    const QuestionSignals signals = profile.match(question);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
    EXPECT_LE(signals.expansions.size(), 32U);
    EXPECT_FALSE(signals.is_empty());
}

TEST(QuestionMatcher, ReadsNoMoreThanItsLimitOfAQuestion) {
    EXPECT_TRUE(ask(std::string(kQuestionBytesMax, ' ') + "capex").is_empty());
}

}  // namespace
}  // namespace genai::profiles
