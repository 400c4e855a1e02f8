// SPDX-License-Identifier: Apache-2.0
#include "facts/words.hpp"

#include <gtest/gtest.h>

namespace genai::facts {
namespace {

TEST(Words, CutsLettersDigitsAndMarks) {
    const Words words("FY2023: 10-K, Q3");
    std::vector<std::string> folded;
    for (std::size_t i = 0; i < words.size(); ++i) folded.emplace_back(words.folded(i));
    EXPECT_EQ(folded, (std::vector<std::string>{"fy", "2023", ":", "10", "-", "k", ",", "q", "3"}));
    EXPECT_TRUE(words.is_joined(1, "2023"));
    EXPECT_FALSE(words.is_joined(3, "10"));
    EXPECT_EQ(words.number(1), 2023);
    EXPECT_EQ(words.number(0), std::nullopt);
}

TEST(Words, FoldsAccentsCaseAndTypographicMarks) {
    const Words words(
        "M\xC3\x9CLLER\xE2\x80\x99s Stra\xC3\x9F"
        "e \xE2\x80\x9Cx\xE2\x80\x9D");
    EXPECT_EQ(words.folded(0), "muller");
    EXPECT_EQ(words.folded(1), "'");
    EXPECT_EQ(words.folded(3), "strasse");
    EXPECT_EQ(words.folded(4), "\"");
    EXPECT_TRUE(words[0].is_capitals);
    EXPECT_FALSE(words[3].is_capitals);
    EXPECT_TRUE(words[3].is_capital);
}

TEST(Words, GivesNothingPastTheEnd) {
    const Words words("one");
    EXPECT_EQ(words.folded(7), "");
    EXPECT_EQ(words.number(7), std::nullopt);
    EXPECT_FALSE(words.is(1, ""));
    EXPECT_EQ(end_of_phrase(words, 0, "one two"), 0U);
    EXPECT_TRUE(to_lines(Words("")).empty());
    EXPECT_TRUE(to_lines(Words(" \n\n")).empty());
}

TEST(Words, TakesMalformedBytesAsSomething) {
    const std::string text = "a\xFF\xC3 b\x80";
    const Words words(text);
    ASSERT_GE(words.size(), 2U);
    EXPECT_EQ(words.folded(0), "a");
    EXPECT_EQ(words[words.size() - 1].end, text.size());
}

TEST(Words, FindsLinesAndTheBlocksThatBlankLinesMake) {
    const Words words("one\ntwo\n\n  three four");
    const auto lines = to_lines(words);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_TRUE(lines[0].starts_block);
    EXPECT_FALSE(lines[1].starts_block);
    EXPECT_TRUE(lines[2].starts_block);
    EXPECT_EQ(lines[2].size(), 2U);
}

}  // namespace
}  // namespace genai::facts
