// SPDX-License-Identifier: Apache-2.0
#include "lexical/stemmer.hpp"

#include <gtest/gtest.h>

namespace genai::lexical {
namespace {

TEST(Stemmer, BringsAWordsFormsTogether) {
    Stemmer stemmer;
    for (const char* word : {"increase", "increases", "increased", "increasing"})
        EXPECT_EQ(stemmer.stem(word), "increas");
    EXPECT_EQ(stemmer.stem(""), "");
    EXPECT_EQ(stemmer.stem("internationalisations"), "internationalis");
}

// More words than the table has places, twice over: what is remembered is what would be computed.
TEST(Stemmer, RemembersTheRightStem) {
    Stemmer remembering;
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 10'000; ++i) {
            std::string word;
            for (int rest = i; rest > 0; rest /= 26) word += static_cast<char>('a' + rest % 26);
            word += "ations";
            const std::string stem(remembering.stem(word));
            ASSERT_EQ(remembering.stem(word), stem);
            if (i % 500 != 0) continue;
            ASSERT_EQ(Stemmer().stem(word), stem);
        }
}

}  // namespace
}  // namespace genai::lexical
