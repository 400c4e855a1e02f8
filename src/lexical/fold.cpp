// SPDX-License-Identifier: Apache-2.0
#include "lexical/fold.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/utf8.hpp"

namespace genai::lexical {

namespace {

struct Span {
    char32_t first;
    char32_t last;
};

template <std::size_t N>
bool is_in(const std::array<Span, N>& spans, char32_t character) {
    const auto after = std::upper_bound(spans.begin(), spans.end(), character,
                                        [](char32_t value, const Span& span) { return value < span.first; });
    return after != spans.begin() && character <= std::prev(after)->last;
}

// Thai, Lao, Tibetan, Myanmar, Khmer; then CJK radicals to Hangul jamo, kana, ideographs, Hangul.
constexpr std::array<Span, 15> kSpaceless{{{0x0E01, 0x0E5B},
                                           {0x0E80, 0x0EFF},
                                           {0x0F00, 0x0FFF},
                                           {0x1000, 0x109F},
                                           {0x1100, 0x11FF},
                                           {0x1780, 0x17FF},
                                           {0x2E80, 0x2FDF},
                                           {0x3005, 0x3007},
                                           {0x3041, 0x30FF},
                                           {0x3131, 0x318E},
                                           {0x31F0, 0x31FF},
                                           {0x3400, 0x4DBF},
                                           {0x4E00, 0x9FFF},
                                           {0xAC00, 0xD7FB},
                                           {0x20000, 0x3134F}}};

// Superscript and subscript digits, trade and service marks: never part of the word before them.
bool is_raised(char32_t character) {
    return character == 0xB2 || character == 0xB3 || character == 0xB9 ||
           (character >= 0x2070 && character <= 0x209C) || character == 0x2120 || character == 0x2122;
}

char32_t to_ascii_punctuation(char32_t character) {
    switch (character) {
        case 0x2018:
        case 0x2019:
        case 0x02BC: return '\'';
        case 0x2010:
        case 0x2011:
        case 0x2212: return '-';
        default: return character;
    }
}

// The accents that Latin, Greek and Cyrillic letters decompose into.
bool is_accent(utf8proc_int32_t character) { return character >= 0x0300 && character <= 0x036F; }

// Characters that belong together: marks and jamo compose within a run, and a run never ends between two of them.
void append_run(std::vector<utf8proc_int32_t>& run, std::string& folded) {
    if (run.empty()) return;
    const auto length =
        utf8proc_normalize_utf32(run.data(), static_cast<utf8proc_ssize_t>(run.size()), UTF8PROC_COMPOSE);
    for (utf8proc_ssize_t i = 0; i < length; ++i)
        append_utf8(folded, static_cast<char32_t>(run[static_cast<std::size_t>(i)]));
    run.clear();
}

void decompose(char32_t character, std::vector<utf8proc_int32_t>& run) {
    constexpr auto kOptions =
        static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    constexpr std::size_t kMost = 32;  // the longest decomposition has 18 characters
    std::array<utf8proc_int32_t, kMost> parts{};
    int bound_class = 0;
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character), parts.data(), kMost, kOptions, &bound_class);
    for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, kMost); ++i)
        if (!is_accent(parts[static_cast<std::size_t>(i)])) run.push_back(parts[static_cast<std::size_t>(i)]);
}

}  // namespace

void append_folded(std::string_view text, std::string& folded) {
    std::vector<utf8proc_int32_t> run;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            append_run(run, folded);
            folded += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
            ++i;
            continue;
        }
        const CodePoint point = decode_utf8(text, i);
        i += point.bytes;
        const bool is_malformed = point.value == 0xFFFD && point.bytes == 1;
        if (is_malformed || is_raised(point.value)) {
            append_run(run, folded);
            folded += ' ';
        } else if (const char32_t plain = to_ascii_punctuation(point.value); plain < 0x80) {
            append_run(run, folded);
            folded += static_cast<char>(plain);
        } else {
            decompose(point.value, run);
        }
    }
    append_run(run, folded);
}

CharacterClass class_of(char32_t character) {
    if (character < 0x80) {
        if (character >= '0' && character <= '9') return CharacterClass::kDigit;
        const bool is_letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
        return is_letter ? CharacterClass::kLetter : CharacterClass::kOther;
    }
    if (is_in(kSpaceless, character)) return CharacterClass::kSpaceless;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL: return CharacterClass::kLetter;
        default: return CharacterClass::kOther;
    }
}

}  // namespace genai::lexical
