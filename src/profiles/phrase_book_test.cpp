// SPDX-License-Identifier: Apache-2.0
#include "profiles/phrase_book.hpp"

#include <gmock/gmock.h>

#include <utility>

namespace genai::profiles {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

// (end, meaning) of what begins at the text's word `at`.
std::vector<std::pair<std::size_t, std::uint32_t>> found(const PhraseBook& book, std::string_view text,
                                                         std::size_t at = 0) {
    std::vector<std::pair<std::size_t, std::uint32_t>> found;
    const std::vector<Token> tokens = book.cut(text);
    book.find(tokens, at, [&](std::size_t end, std::uint32_t meaning) { found.emplace_back(end, meaning); });
    return found;
}

TEST(PhraseBook, FindsEveryPhraseThatBeginsAtAWordShorterOnesFirst) {
    PhraseBook book;
    ASSERT_TRUE(book.add("cash", 1));
    ASSERT_TRUE(book.add("cash flow", 2));
    ASSERT_TRUE(book.add("cash flow statement", 3));
    EXPECT_THAT(found(book, "Cash flows statement"), ElementsAre(Pair(1, 1), Pair(2, 2), Pair(3, 3)));
    EXPECT_THAT(found(book, "the cash-flow", 1), ElementsAre(Pair(2, 1), Pair(3, 2)));
    EXPECT_THAT(found(book, "flow of cash"), IsEmpty());
}

TEST(PhraseBook, FindsNothingOverTheEndOfASentenceButOverTheEndOfALine) {
    PhraseBook book;
    book.add("operating activities", 1);
    EXPECT_THAT(found(book, "operating\nactivities"), ElementsAre(Pair(2, 1)));
    EXPECT_THAT(found(book, "operating. Activities"), IsEmpty());
}

TEST(PhraseBook, RefusesPhrasesWithoutWordsAndTooLongOnes) {
    PhraseBook book;
    EXPECT_FALSE(book.add(" - ", 1));
    EXPECT_FALSE(book.add("a b c d e f g h i j k l m", 1));
    EXPECT_THAT(found(book, "a b c d e f g h i j k l m"), IsEmpty());
}

TEST(PhraseBook, KeepsAllMeaningsOfOnePhrase) {
    PhraseBook book;
    book.add("goodwill", 1);
    book.add("Goodwill", 2);
    EXPECT_THAT(found(book, "goodwill"), ElementsAre(Pair(1, 1), Pair(1, 2)));
}

}  // namespace
}  // namespace genai::profiles
