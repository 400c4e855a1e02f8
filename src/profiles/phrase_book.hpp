// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace genai::profiles {

inline constexpr std::size_t kPhraseWordsMax = 12;

// A word of a text, by its number in a phrase book.
struct Token {
    std::uint32_t word = 0;  // 0: a word that no phrase has
    std::uint32_t line = 0;  // counted over lines that have words, from 0
    bool is_number = false;
    bool begins_sentence = false;
};

// Phrases, each with meanings (numbers that the owner gives), to be found in texts. A phrase never reaches over the end
// of a sentence. Filled once, then asked, from several threads if need be; looking from one word costs at most
// kPhraseWordsMax steps.
class PhraseBook {
public:
    // False when the phrase has no word, or more than kPhraseWordsMax of them.
    bool add(std::string_view phrase, std::uint32_t meaning);

    // The text's words.
    std::vector<Token> cut(std::string_view text) const;

    // Calls use(end, meaning) for each phrase that is tokens [at, end), shorter ones first.
    template <class Use>
    void find(std::span<const Token> tokens, std::size_t at, Use use) const {
        if (tokens[at].word == 0) return;
        std::uint32_t node = roots_[tokens[at].word];
        for (std::size_t end = at + 1; node != 0; ++end) {
            for (const std::uint32_t meaning : meanings_[node]) use(end, meaning);
            if (end == tokens.size() || tokens[end].word == 0 || tokens[end].begins_sentence) return;
            node = child(node, tokens[end].word);
        }
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    std::uint32_t word_number(std::string_view word);
    std::uint32_t child(std::uint32_t node, std::uint32_t word) const;

    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> words_;  // numbered from 1
    std::vector<std::uint32_t> roots_ = {0};  // by word: the node of phrases that begin with it, or 0
    std::unordered_map<std::uint64_t, std::uint32_t> children_;  // by node and word
    std::vector<std::vector<std::uint32_t>> meanings_ = {{}};    // by node; node 0 is none
};

}  // namespace genai::profiles
