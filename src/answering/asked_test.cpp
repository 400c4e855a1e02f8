// SPDX-License-Identifier: Apache-2.0
#include "answering/asked.hpp"

#include <gtest/gtest.h>

namespace genai::answering {
namespace {

TEST(QuestionKind, WantsANumberWhereTheWordsAskForOne) {
    for (const char* question : {"How much is the fee?", "What were total deposits?", "when does it end",
                                 "To what torque are the bolts tightened?", "What share was recurring?"})
        EXPECT_TRUE(read_asked(question, {}).wants_number) << question;
    for (const char* question :
         {"Who audits the Group?", "Which firm showed up?", "Whenever it rains?", "", "¿Cuánto?"})
        EXPECT_FALSE(read_asked(question, {}).wants_number) << question;
}

TEST(Asked, LeavesOrganisationsAndPeriodsOutOfTheMatter) {
    const std::vector<facts::Organisation> known{{"Apple Inc.", {}, {}}, {"Intel Corporation", {}, {}}};
    const Asked asked = read_asked("How much did Apple spend on R&D in the June quarter of 2022?", known);
    EXPECT_EQ(asked.matter.find("Apple"), std::string::npos) << asked.matter;
    EXPECT_EQ(asked.matter.find("2022"), std::string::npos) << asked.matter;
    EXPECT_NE(asked.matter.find("R&D"), std::string::npos) << asked.matter;
    EXPECT_EQ(asked.organisations, std::vector<std::string>{"Apple Inc."});
    ASSERT_EQ(asked.periods.size(), 1U);
    EXPECT_EQ(asked.periods[0].end.month, 6);
}

TEST(Asked, YearsDaysAndItemsAreNoAmounts) {
    for (const char* text : {"$534 million", "It fell by 5%.", "There are 41 ports.", "(5) It was 12."})
        EXPECT_TRUE(has_amount(text)) << text;
    for (const char* text :
         {"On June 25, 2022 it ended.", "(5) Includes sales.", "The H100 and Form 10-K", "In 2022", ""})
        EXPECT_FALSE(has_amount(text)) << text;
}

TEST(QuestionKind, AReasonIsNoNumber) {
    for (const char* question : {"Why did the rate fall by 15%?", "What explains the total?"}) {
        EXPECT_TRUE(read_asked(question, {}).wants_reason) << question;
        EXPECT_FALSE(read_asked(question, {}).wants_number) << question;
    }
    EXPECT_FALSE(read_asked("How much is it?", {}).wants_reason);
}

TEST(Asked, KnowsWhenAPeriodMayBeTheReports) {
    EXPECT_TRUE(read_asked("What was the cash flow as reported in the Q3 2022 10-Q?", {}).names_report);
    EXPECT_FALSE(read_asked("What was the cash flow in Q3 2022?", {}).names_report);
}

}  // namespace
}  // namespace genai::answering
