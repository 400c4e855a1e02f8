// SPDX-License-Identifier: Apache-2.0
#include "extraction/reading.hpp"

#include <gtest/gtest.h>

namespace genai::extraction {

namespace {

Reading some_reading() {
    return {10, 6, 3,
            2,  1, {{2, DocumentState::kTimedOut, "it needs more than 5 s"}, {4, DocumentState::kDamaged, ""}}};
}

TEST(Reading, ComesOutOfItsTextAsItWentIn) {
    EXPECT_EQ(parse_reading(format_reading(some_reading())), some_reading());
    const Reading whole{3, 4, 3, 3, 0, {}};
    EXPECT_EQ(parse_reading(format_reading(whole)), whole);
    EXPECT_TRUE(whole.is_complete());
    EXPECT_FALSE(some_reading().is_complete());
    EXPECT_FALSE(Reading().is_complete());
}

TEST(Reading, RefusesATextThatDoesNotAddUp) {
    for (const char* text :
         {"", "x", "10 6 3 2", "10 6 5 5 0 7", "10 6 4 2 0", "10 0 0 0 0", "0 1 0 0 0", "3 9 8 8 0", "10 6 5 6 0",
          "-1 6 5 5 0", "99999999999 6 5 5 0", "10 6 4 2 0\n6 damaged x", "10 6 4 2 0\n0 damaged x",
          "10 6 4 2 0\n2 unheard_of x", "10 6 3 2 0\n4 damaged x\n2 damaged x", "10 6 3 2 0\n2 damaged x\n2 damaged x"})
        EXPECT_FALSE(parse_reading(text)) << text;
}

TEST(Reading, IsForgottenWhenThereIsTooMuchOfIt) {
    Reading reading{5000, 1, 0, 0, 0, {}};
    while (reading.next_page <= 5000)
        reading.failed.push_back({reading.next_page++, DocumentState::kDamaged, std::string(100, 'x')});
    EXPECT_EQ(format_reading(reading), "");
}

}  // namespace

}  // namespace genai::extraction
