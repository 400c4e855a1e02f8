// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::extraction::child {

// What a character code of a PDF means in a text.
enum class CharacterUse { kGlyph, kSpace, kNothing };

struct Character {
    CharacterUse use = CharacterUse::kNothing;
    char32_t code_point = 0;
};

// PDFium's code for a character, made fit for a text: white space of all kinds is kSpace; control, formatting and
// direction characters are kNothing; PDFium's marks for a hyphen at a line's end (U+0002, U+FFFE) and soft hyphens,
// which are drawn, become '-'; bullets of symbol fonts become U+2022; what is no character becomes U+FFFD.
Character to_character(char32_t code);

bool is_letter_like(char32_t code_point);    // letters of any script, roughly: whatever is no digit, space or sign
bool is_right_to_left(char32_t code_point);  // Hebrew, Arabic and their neighbours
bool is_bullet(char32_t code_point);

inline bool is_digit(char32_t code_point) { return code_point >= '0' && code_point <= '9'; }

}  // namespace genai::extraction::child
