// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace genai::lexical {

// Appends `text` to `folded` in the form in which words are compared: lower case, compatibility forms made plain (wide
// letters, ligatures), accents of Latin, Greek and Cyrillic dropped, typographic hyphens and apostrophes made ASCII,
// soft hyphens gone. What raises a footnote or a trade mark, and malformed bytes, become spaces.
void append_folded(std::string_view text, std::string& folded);

// What a character of folded text is to a word.
enum class CharacterClass {
    kOther,      // white space, punctuation, symbols: between words
    kLetter,     // and the marks that go with letters
    kDigit,      // ASCII digits
    kSpaceless,  // of a script that writes words without spaces
};
CharacterClass class_of(char32_t character);

}  // namespace genai::lexical
