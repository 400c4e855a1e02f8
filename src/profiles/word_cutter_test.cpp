// SPDX-License-Identifier: Apache-2.0
#include "profiles/word_cutter.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace genai::profiles {
namespace {

using testing::ElementsAre;

std::vector<std::string> words(std::string_view text) {
    std::vector<std::string> words;
    WordCutter cutter(text);
    for (CutWord word; cutter.next(word);) words.emplace_back(word.text);
    return words;
}

TEST(WordCutter, FoldsCaseAccentsAndWidth) {
    EXPECT_THAT(words("Net SALES Umsatzerlöse ﬁxed"), ElementsAre("net", "sale", "umsatzerlose", "fixed"));
}

TEST(WordCutter, MakesSingularAndPluralOneWord) {
    EXPECT_EQ(words("liabilities losses taxes statements"), words("liability loss tax statement"));
    EXPECT_THAT(words("gross basis gas status"), ElementsAre("gross", "basis", "gas", "status"));
}

TEST(WordCutter, EndsAWordAtItsApostropheAndDropsThePossessive) {
    EXPECT_EQ(words("stockholders' equity"), words("stockholder’s equity"));
    EXPECT_THAT(words("Apple's"), ElementsAre("apple"));
    EXPECT_THAT(words("l'eau's"), ElementsAre("l", "eau"));
}

TEST(WordCutter, KeepsAnAmpersandBetweenLettersAndSeparatesAtHyphens) {
    EXPECT_THAT(words("R&D, PP&E & long-term 10-K"), ElementsAre("r&d", "pp&e", "long", "term", "10", "k"));
}

TEST(WordCutter, KeepsANumberWithItsGroupingTogether) {
    EXPECT_THAT(words("$1,234.50 (393). 2,"), ElementsAre("1,234.50", "393", "2"));
}

TEST(WordCutter, SaysWhereLinesAndSentencesBegin) {
    WordCutter cutter("Net sales:\n\nProducts 5");
    CutWord word;
    ASSERT_TRUE(cutter.next(word));
    EXPECT_FALSE(word.begins_sentence);
    ASSERT_TRUE(cutter.next(word));
    EXPECT_EQ(word.line, 0U);
    ASSERT_TRUE(cutter.next(word));
    EXPECT_TRUE(word.begins_sentence);
    EXPECT_EQ(word.line, 2U);
    ASSERT_TRUE(cutter.next(word));
    EXPECT_TRUE(word.is_number);
    EXPECT_FALSE(word.begins_sentence);
    EXPECT_FALSE(cutter.next(word));
}

TEST(WordCutter, CutsAWordThatIsTooLongAndPassesOverWhatIsNoText) {
    EXPECT_LE(words(std::string(5000, 'x')).at(0).size(), kWordBytesMax);
    EXPECT_THAT(words("\xff\xfe net\xcc\x81 \xcc\x81 \xe2\x80"), ElementsAre("net"));
    EXPECT_TRUE(words("").empty());
}

}  // namespace
}  // namespace genai::profiles
