// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace genai::profiles {

inline constexpr std::size_t kWordBytesMax = 48;  // of a word's folded form; what is longer is cut there

struct CutWord {
    std::string_view text;   // folded; it lives until the next word is cut
    std::uint32_t line = 0;  // from 0; blank lines count
    bool is_number = false;
    bool begins_sentence = false;  // a full stop, colon, semicolon, question or exclamation mark stands before it
};

// Cuts a text into words, the same way for the phrases of a profile, the pages and the questions: lower case without
// accents, plurals as their singular as far as an ending tells it ("liabilities" and "liability" are one word). A
// hyphen separates, an apostrophe ends a word ("stockholders' equity" is two), "R&D" is one. A number with its grouping
// is one word. Goes over the text once; keeps a view of it.
class WordCutter {
public:
    explicit WordCutter(std::string_view text) : text_(text) {}

    // False at the end of the text.
    bool next(CutWord& word);

private:
    void cut_number();
    void cut_letters();
    void skip_possessive();
    bool is_letter_at(std::size_t at) const;

    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t line_ = 0;
    std::string folded_;
};

}  // namespace genai::profiles
