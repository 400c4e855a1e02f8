// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/code_points.hpp"

#include <gtest/gtest.h>

namespace genai::extraction::child {

TEST(CodePoints, TurnsHyphenMarksIntoHyphens) {
    for (const char32_t code : {0x0002, 0xFFFE, 0x00AD}) {
        EXPECT_EQ(to_character(code).use, CharacterUse::kGlyph);
        EXPECT_EQ(to_character(code).code_point, U'-');
    }
}

TEST(CodePoints, KnowsAllWhiteSpace) {
    for (const char32_t code : {0x20, 0x09, 0x0D, 0xA0, 0x2009, 0x202F, 0x3000})
        EXPECT_EQ(to_character(code).use, CharacterUse::kSpace) << std::hex << static_cast<unsigned>(code);
}

TEST(CodePoints, DropsWhatNobodySees) {
    for (const char32_t code : {0x01, 0x1F, 0x7F, 0x200B, 0x202E, 0xFEFF, 0xE0041})
        EXPECT_EQ(to_character(code).use, CharacterUse::kNothing) << std::hex << static_cast<unsigned>(code);
}

TEST(CodePoints, ReplacesWhatIsNoCharacter) {
    for (const char32_t code : {0x0, 0xD800, 0xDFFF, 0xFFFF, 0x110000})
        EXPECT_EQ(to_character(code).code_point, char32_t{0xFFFD}) << std::hex << static_cast<unsigned>(code);
}

TEST(CodePoints, KeepsLettersSignsAndLigatures) {
    for (const char32_t code : {U'a', U'\u2030', U'\u20AC', U'\uFB01', U'\u4E2D'})
        EXPECT_EQ(to_character(code).code_point, code);
    EXPECT_EQ(to_character(0xF0B7).code_point, char32_t{0x2022});
    EXPECT_TRUE(is_letter_like(U'é'));
    EXPECT_FALSE(is_letter_like(U'$'));
    EXPECT_FALSE(is_letter_like(0x2014));
}

}  // namespace genai::extraction::child
