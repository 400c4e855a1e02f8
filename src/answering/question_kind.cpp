// SPDX-License-Identifier: Apache-2.0
#include "answering/question_kind.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace genai::answering {

namespace {

// The words in lower case, with one space before, between and after them.
std::string spaced_words(std::string_view text) {
    std::string words = " ";
    for (const char c : text) {
        const bool is_upper = c >= 'A' && c <= 'Z';
        const bool is_word = is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
        if (is_word) {
            words += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (words.back() != ' ') {
            words += ' ';
        }
    }
    if (words.back() != ' ') words += ' ';
    return words;
}

template <std::size_t N>
bool has_any(const std::string& words, const std::array<std::string_view, N>& phrases) {
    return std::any_of(phrases.begin(), phrases.end(),
                       [&](std::string_view phrase) { return words.find(phrase) != std::string::npos; });
}

constexpr std::array<std::string_view, 23> kNumberPhrases{
    " how much ", " how many ", " how often ",  " how long ", " how large ",  " how high ", " how far ",  " how big ",
    " when ",     " by how ",   " to what ",    " at what ",  " percent ",    " share ",    " rate ",     " ratio ",
    " price ",    " amount ",   " percentage ", " total ",    " which year ", " what was ", " what were "};
constexpr std::array<std::string_view, 6> kReasonPhrases{" why ",    " explain ", " explains ",
                                                         " reason ", " reasons ", " because "};

}  // namespace

QuestionKind kind_of(std::string_view question) {
    const std::string words = spaced_words(question);
    const bool wants_reason = has_any(words, kReasonPhrases);
    return {!wants_reason && has_any(words, kNumberPhrases), wants_reason};
}

}  // namespace genai::answering
