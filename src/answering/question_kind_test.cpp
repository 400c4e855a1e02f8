// SPDX-License-Identifier: Apache-2.0
#include "answering/question_kind.hpp"

#include <gtest/gtest.h>

namespace genai::answering {
namespace {

TEST(QuestionKind, WantsANumberWhereTheWordsAskForOne) {
    for (const char* question : {"How much is the fee?", "What were total deposits?", "when does it end",
                                 "To what torque are the bolts tightened?", "What share was recurring?"})
        EXPECT_TRUE(kind_of(question).wants_number) << question;
    for (const char* question :
         {"Who audits the Group?", "Which firm showed up?", "Whenever it rains?", "", "¿Cuánto?"})
        EXPECT_FALSE(kind_of(question).wants_number) << question;
}

TEST(QuestionKind, AReasonIsNoNumber) {
    for (const char* question : {"Why did the rate fall by 15%?", "What explains the total?"}) {
        EXPECT_TRUE(kind_of(question).wants_reason) << question;
        EXPECT_FALSE(kind_of(question).wants_number) << question;
    }
    EXPECT_FALSE(kind_of("How much is it?").wants_reason);
}

}  // namespace
}  // namespace genai::answering
