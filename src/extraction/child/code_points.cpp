// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/code_points.hpp"

#include <algorithm>
#include <array>

namespace genai::extraction::child {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t code) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [code](const Range& range) { return code >= range.first && code <= range.last; });
}

constexpr char32_t kHyphenMark = 0x0002;
constexpr char32_t kOldHyphenMark = 0xFFFE;
constexpr char32_t kSoftHyphen = 0x00AD;
constexpr char32_t kBullet = 0x2022;
constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kFirstUnassigned = 0x110000;

// Unicode 15, White_Space without the controls that PDFs use otherwise.
constexpr std::array<Range, 9> kSpaces{{{0x09, 0x0D},
                                        {0x20, 0x20},
                                        {0x85, 0x85},
                                        {0xA0, 0xA0},
                                        {0x1680, 0x1680},
                                        {0x2000, 0x200A},
                                        {0x202F, 0x202F},
                                        {0x205F, 0x205F},
                                        {0x3000, 0x3000}}};
// Controls, zero-width and direction characters, byte order mark, tags.
constexpr std::array<Range, 8> kNothings{{{0x00, 0x08},
                                          {0x0E, 0x1F},
                                          {0x7F, 0x9F},
                                          {0x200B, 0x200B},
                                          {0x200E, 0x200F},
                                          {0x2028, 0x202E},
                                          {0x2060, 0x206F},
                                          {0xFEFF, 0xFEFF}}};
constexpr std::array<Range, 2> kTags{{{0xE0000, 0xE007F}, {0xFFF9, 0xFFFB}}};
// Symbol and Wingdings keep their bullets in the private use area.
constexpr std::array<char32_t, 6> kSymbolBullets{0xF0A7, 0xF0A8, 0xF06C, 0xF0B7, 0xF076, 0xF06E};
constexpr std::array<char32_t, 11> kBullets{0x2022, 0x2023, 0x25E6, 0x2043, 0x25AA, 0x25AB,
                                            0x25CF, 0x25CB, 0x25A0, 0x25BA, 0x00B7};
constexpr std::array<Range, 4> kRightToLeft{{{0x0590, 0x08FF}, {0xFB1D, 0xFDFF}, {0xFE70, 0xFEFC}, {0x10800, 0x10FFF}}};
constexpr std::array<Range, 3> kNoCharacters{{{0xD800, 0xDFFF}, {0xFDD0, 0xFDEF}, {0xFFFF, 0xFFFF}}};

}  // namespace

Character to_character(char32_t code) {
    if (code == kHyphenMark || code == kOldHyphenMark || code == kSoftHyphen) return {CharacterUse::kGlyph, U'-'};
    if (code == 0 || code >= kFirstUnassigned || contains(kNoCharacters, code))
        return {CharacterUse::kGlyph, kReplacement};
    if (contains(kSpaces, code)) return {CharacterUse::kSpace, U' '};
    if (contains(kNothings, code) || contains(kTags, code)) return {CharacterUse::kNothing, 0};
    if (std::find(kSymbolBullets.begin(), kSymbolBullets.end(), code) != kSymbolBullets.end())
        return {CharacterUse::kGlyph, kBullet};
    return {CharacterUse::kGlyph, code};
}

bool is_letter_like(char32_t code_point) {
    constexpr char32_t kFirstBeyondLatin1Signs = 0xC0;
    constexpr std::array<Range, 2> kSigns{{{0x2000, 0x2BFF}, {0x3000, 0x303F}}};
    if (code_point < kFirstBeyondLatin1Signs)
        return (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
    return !contains(kSigns, code_point) && code_point != kReplacement;
}

bool is_right_to_left(char32_t code_point) { return contains(kRightToLeft, code_point); }

bool is_bullet(char32_t code_point) {
    return std::find(kBullets.begin(), kBullets.end(), code_point) != kBullets.end();
}

}  // namespace genai::extraction::child
