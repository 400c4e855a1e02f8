// SPDX-License-Identifier: Apache-2.0
#include "profiles/phrase_book.hpp"

#include "profiles/word_cutter.hpp"

namespace genai::profiles {

namespace {

std::uint64_t edge(std::uint32_t node, std::uint32_t word) { return std::uint64_t{node} << 32 | word; }

}  // namespace

std::uint32_t PhraseBook::word_number(std::string_view word) {
    const auto [entry, is_new] = words_.try_emplace(std::string(word), static_cast<std::uint32_t>(roots_.size()));
    if (is_new) roots_.push_back(0);
    return entry->second;
}

std::uint32_t PhraseBook::child(std::uint32_t node, std::uint32_t word) const {
    const auto found = children_.find(edge(node, word));
    return found == children_.end() ? 0 : found->second;
}

bool PhraseBook::add(std::string_view phrase, std::uint32_t meaning) {
    WordCutter cutter(phrase);
    std::vector<std::string> words;
    for (CutWord word; cutter.next(word);) {
        if (words.size() == kPhraseWordsMax) return false;
        words.emplace_back(word.text);
    }
    if (words.empty()) return false;
    std::uint32_t node = 0;
    for (const std::string& text : words) {
        const std::uint32_t word = word_number(text);
        std::uint32_t& next = node == 0 ? roots_[word] : children_[edge(node, word)];
        if (next == 0) {
            next = static_cast<std::uint32_t>(meanings_.size());
            meanings_.emplace_back();
        }
        node = next;
    }
    meanings_[node].push_back(meaning);
    return true;
}

std::vector<Token> PhraseBook::cut(std::string_view text) const {
    std::vector<Token> tokens;
    WordCutter cutter(text);
    std::uint32_t last_line = 0;
    for (CutWord word; cutter.next(word);) {
        Token token{.is_number = word.is_number, .begins_sentence = word.begins_sentence};
        const auto known = words_.find(word.text);
        if (known != words_.end()) token.word = known->second;
        if (!tokens.empty()) token.line = tokens.back().line + (word.line != last_line ? 1 : 0);
        last_line = word.line;
        tokens.push_back(token);
    }
    return tokens;
}

}  // namespace genai::profiles
