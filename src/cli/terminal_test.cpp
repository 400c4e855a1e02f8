// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <gtest/gtest.h>

namespace genai::cli {
namespace {

TEST(Terminal, ShowsNoControlCharacterOfADocument) {
    EXPECT_EQ(printable("a\x1b[31mred\rb\a"), "a\\x1b[31mred\\x0db\\x07");
    EXPECT_EQ(printable("\u202eabc"), "\\u202eabc");
    EXPECT_EQ(printable("\u009b31m"), "\\x9b31m");
}

TEST(Terminal, KeepsLinesAndOpensTabs) { EXPECT_EQ(printable("Revenue\t1,200\nÜber 3 €"), "Revenue  1,200\nÜber 3 €"); }

TEST(Terminal, KeepsANameInItsLine) {
    EXPECT_EQ(printable_name("a.pdf\nindexed        b.pdf\r\x1b[1m"), "a.pdf\\nindexed        b.pdf\\x0d\\x1b[1m");
}

TEST(Terminal, MakesMalformedTextVisible) { EXPECT_EQ(printable("a\xff"), "a\uFFFD"); }

TEST(Terminal, CutsALineByCharactersNotBytes) {
    EXPECT_EQ(one_line("äöü\nß", 5), "äöü ß");
    EXPECT_EQ(one_line("äöüßé", 3), "äö…");
}

TEST(Terminal, WrapsAtSpacesAndCutsWhatHasNone) {
    EXPECT_EQ(wrapped("one two three four five six", "  ", 22), "  one two three four\n  five six\n");
    EXPECT_EQ(wrapped(std::string(25, 'x'), "", 20), std::string(20, 'x') + "\n" + std::string(5, 'x') + "\n");
    EXPECT_EQ(wrapped("a\n\nb", "", 40), "a\n\nb\n");
}

TEST(Terminal, AlignsNumbersAtTheRight) {
    EXPECT_EQ(aligned({{"NAME", "PAGES"}, {"a", "1,200"}, {"long name", "7"}}),
              "NAME       PAGES\na          1,200\nlong name      7\n");
}

TEST(Terminal, WritesNumbersAndDurationsForPeople) {
    EXPECT_EQ(with_commas(0), "0");
    EXPECT_EQ(with_commas(999), "999");
    EXPECT_EQ(with_commas(1234567), "1,234,567");
    EXPECT_EQ(to_duration(0.84), "0.8 s");
    EXPECT_EQ(to_duration(42), "42 s");
    EXPECT_EQ(to_duration(200), "3 min 20 s");
    EXPECT_EQ(to_duration(7500), "2 h 05 min");
}

}  // namespace
}  // namespace genai::cli
