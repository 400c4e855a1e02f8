// SPDX-License-Identifier: Apache-2.0
#include "facts/question_facts.hpp"

#include <gtest/gtest.h>

namespace genai::facts {
namespace {

QuestionFacts read(std::string_view text) { return read_question(Words(text), {}); }

std::string rest(std::string_view text) {
    const Words words(text);
    return without(words, read_question(words, {}).spans);
}

TEST(QuestionFacts, ReadsPeriodsTypeAndLatest) {
    const auto facts = read("What was the margin in Q3 2022, as the most recent 10-Q says?");
    ASSERT_EQ(facts.times.size(), 1U);
    EXPECT_EQ(facts.times[0].date.year, 2022);
    EXPECT_EQ(facts.times[0].quarter, 3);
    ASSERT_TRUE(facts.type);
    EXPECT_EQ(facts.type->type, DocumentType::k10Q);
    EXPECT_TRUE(facts.wants_latest);
    EXPECT_TRUE(read("Wie hoch war der Umsatz laut dem neuesten Gesch\xC3\xA4"
                     "ftsbericht?")
                    .wants_latest);
}

TEST(QuestionFacts, SaysNothingOfAQuestionThatNamesNothing) {
    for (const char* text : {"", "What was the gross margin?", "What is the current ratio?",
                             "How many contracts were won?", "Is the contract liability above $2023?",
                             "What did the letter of credit cost?", "Does manual work pay?", "May we march first?"})
        EXPECT_FALSE(read(text).names_something()) << text;
}

TEST(QuestionFacts, TakesACommonWordForAPaperWhenItIsSpokenOfAsOne) {
    EXPECT_EQ(read("How long is the notice period in the service agreement?").type->type, DocumentType::kContract);
    EXPECT_EQ(read("According to the manual, what does E7 mean?").type->type, DocumentType::kManual);
    EXPECT_EQ(read("What is the total of the invoice?").type->type, DocumentType::kInvoice);
    EXPECT_EQ(read("Wann endet er laut Mietvertrag?").type->type, DocumentType::kContract);
}

TEST(QuestionFacts, TakesPeriodsOutOfTheText) {
    EXPECT_EQ(rest("What was the gross margin in Q3 2022?"), "What was the gross margin?");
    EXPECT_EQ(rest("In the second quarter of 2023, what was sold?"), "what was sold?");
    EXPECT_EQ(rest("What drove net income in the 10-K for fiscal year 2022 and why?"),
              "What drove net income and why?");
}

TEST(QuestionFacts, TakesOutWhatJoinsTwoPeriods) {
    EXPECT_EQ(rest("Did sales rise from 2012 to 2014?"), "Did sales rise?");
    EXPECT_EQ(rest("What was sold in 2012, 2013, and 2014 abroad?"), "What was sold abroad?");
    EXPECT_EQ(rest("Were risks and costs higher in 2023?"), "Were risks and costs higher?");
}

TEST(QuestionFacts, TakesOutWhatOnlySaysHowToAnswer) {
    EXPECT_EQ(rest("What is the margin of safety? Round to two decimals."), "What is the margin of safety?");
    EXPECT_EQ(rest("What is the margin of safety? If it is not meaningful, then state why."),
              "What is the margin of safety?");
    EXPECT_EQ(rest("Round trips sold, by region?"), "Round trips sold, by region?");
}

TEST(QuestionFacts, KeepsAQuestionOfWhichNothingWouldStay) {
    EXPECT_EQ(rest("Q3 2022?"), "Q3 2022?");
    EXPECT_EQ(rest("the 10-K for 2022"), "the 10-K for 2022");
    EXPECT_EQ(rest(""), "");
}

TEST(QuestionFacts, ReadsNoMoreThanItSays) {
    std::string text;
    while (text.size() < 4 * kQuestionBytesMax) text += "Q1 2023 ";
    EXPECT_EQ(question_beginning(text).size(), kQuestionBytesMax);
    EXPECT_LE(read(question_beginning(text)).times.size(), kTimesMax);
    EXPECT_EQ(question_beginning("\xC3\xA4"), "\xC3\xA4");
}

}  // namespace
}  // namespace genai::facts
