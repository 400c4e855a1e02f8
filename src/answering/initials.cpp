// SPDX-License-Identifier: Apache-2.0
#include "answering/initials.hpp"

#include <algorithm>
#include <array>

#include "facts/words.hpp"

namespace genai::answering {

namespace {

constexpr std::size_t kLettersMin = 2;
constexpr std::size_t kLettersMax = 6;

bool is_small(std::string_view word) {
    static constexpr std::array<std::string_view, 8> kSmall{"and", "of", "the", "for", "on", "in", "to", "&"};
    return facts::contains(kSmall, word);
}

// Whether the words from `at` on begin with these letters, one each.
bool spells(const facts::Words& words, std::size_t at, std::string_view letters) {
    std::size_t letter = 0;
    for (; at < words.size() && letter < letters.size(); ++at) {
        const std::string_view word = words.folded(at);
        if (words.is_letters(at) && word.front() == letters[letter]) {
            ++letter;
        } else if (letter == 0 || !(is_small(word) || word == "-" || word == ",")) {
            return false;
        }
    }
    return letter == letters.size();
}

}  // namespace

std::vector<std::string> abbreviations_of(std::string_view text) {
    const facts::Words words(text);
    std::vector<std::string> found;
    for (std::size_t at = 0; at < words.size();) {
        std::string letters;
        std::size_t end = at;
        while (end < words.size() && words.is_letters(end) && words[end].is_capitals) {
            if (end > at && !words[end].is_joined) break;
            letters += words.folded(end++);
            if (!words.is_joined(end, "&") || end + 1 >= words.size() || !words[end + 1].is_joined) break;
            ++end;
        }
        if (letters.size() >= kLettersMin && letters.size() <= kLettersMax) found.push_back(std::move(letters));
        at = std::max(end, at + 1);
    }
    return found;
}

std::vector<std::string> spelled_out(const std::vector<std::string>& abbreviations, std::string_view text) {
    if (abbreviations.empty()) return {};
    const facts::Words words(text);
    std::vector<std::string> found;
    for (const std::string& letters : abbreviations)
        for (std::size_t at = 0; at < words.size(); ++at) {
            if (!spells(words, at, letters)) continue;
            found.push_back(letters);
            break;
        }
    return found;
}

}  // namespace genai::answering
