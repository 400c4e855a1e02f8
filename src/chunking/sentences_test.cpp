// SPDX-License-Identifier: Apache-2.0
#include "chunking/sentences.hpp"

#include <gtest/gtest.h>

#include <string>

namespace genai::chunking {
namespace {

std::vector<std::string> sentences(std::string_view text) {
    std::vector<std::string> found;
    for (const ByteRange& range : split_sentences(text))
        found.emplace_back(text.substr(range.start, range.end - range.start));
    return found;
}

using Texts = std::vector<std::string>;

TEST(Sentences, EndAtFullStopsThatAreFollowedByABeginning) {
    EXPECT_EQ(sentences("One is here. Two is there! Is three? 4 is."),
              (Texts{"One is here.", "Two is there!", "Is three?", "4 is."}));
}

TEST(Sentences, DoNotEndAtAbbreviationsInitialsAndDecimals) {
    EXPECT_EQ(sentences("Mr. J. Smith of Acme Inc. Holdings paid $3.5 million in the U.S. Treasury market."),
              (Texts{"Mr. J. Smith of Acme Inc. Holdings paid $3.5 million in the U.S. Treasury market."}));
    EXPECT_EQ(sentences("See Note No. 7 and Fig. 2. Then go on."),
              (Texts{"See Note No. 7 and Fig. 2.", "Then go on."}));
}

TEST(Sentences, KeepClosingQuotesAndBrackets) {
    EXPECT_EQ(sentences("He said \u201Cno.\u201D (It was so.) Then left."),
              (Texts{"He said \u201Cno.\u201D", "(It was so.)", "Then left."}));
}

TEST(Sentences, KeepANumberedHeadingWithItsTitle) {
    EXPECT_EQ(sentences("1. Introduction\nIt begins."), (Texts{"1. Introduction\nIt begins."}));
}

TEST(Sentences, EndAtWideFullStopsWithoutWhiteSpace) {
    EXPECT_EQ(sentences("これは本です。それは猫です。"), (Texts{"これは本です。", "それは猫です。"}));
}

TEST(Sentences, OfNothingAreNone) {
    EXPECT_TRUE(split_sentences("").empty());
    EXPECT_TRUE(split_sentences(" \n ").empty());
}

TEST(Lines, LeaveOutEmptyOnes) { EXPECT_EQ(split_lines("a\n\nbc\n"), (std::vector<ByteRange>{{0, 1}, {3, 5}})); }

}  // namespace
}  // namespace genai::chunking
