// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "extraction/child/glyph.hpp"

namespace genai::extraction::child {

enum class WordKind : std::uint8_t {
    kText,
    kNumber,   // "17,739", "(5)", "12%", "$563", "2.0x"
    kMissing,  // stands where a number could: a dash, "N/M"
    kPrefix,   // belongs to the number after it: "$", "("
    kSuffix,   // belongs to the number before it: "%", ")"
};

// Glyphs that follow each other without a gap: `count` glyphs from `first`, in reading order. In the reading frame.
struct Word {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    Box ink;
    float baseline = 0;
    float em = 0;
    WordKind kind = WordKind::kText;
    bool is_bold = false;
    bool after_space = false;  // the file has a space before it
    bool is_right_to_left = false;
    char32_t start = 0;  // its first character
    bool starts_with_letter = false;
    bool starts_with_lower_case = false;  // as far as Latin letters tell
    bool is_year = false;                 // "2025"
    bool has_currency = false;            // begins with its sign
};

// Cuts the glyphs, all of one turn and in the order of the file, into words by the gaps between them. PDFium's own
// idea of spaces is not used: on some files it finds one between every two letters.
std::vector<Word> find_words(std::span<const Glyph> glyphs);

}  // namespace genai::extraction::child
