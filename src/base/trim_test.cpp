// SPDX-License-Identifier: Apache-2.0
#include "base/trim.hpp"

#include <gtest/gtest.h>

namespace genai {
namespace {

TEST(Trim, TakesTheGivenCharactersOffBothEnds) {
    EXPECT_EQ(trim("\t a b \r", " \t\r"), "a b");
    EXPECT_EQ(trim("a", " "), "a");
    EXPECT_EQ(trim(" a\n", " "), "a\n");
}

TEST(Trim, LeavesNothingOfNothingButSpace) {
    EXPECT_EQ(trim("", " "), "");
    EXPECT_EQ(trim("  \t", " \t"), "");
}

}  // namespace
}  // namespace genai
