// SPDX-License-Identifier: Apache-2.0
#include "lexical/stemmer.hpp"

#include <libstemmer.h>

#include <functional>

#include "base/result.hpp"

namespace genai::lexical {

namespace {

constexpr std::size_t kRecentWords = 4096;
// Longer words are rare, and would not fit into a string without memory of its own.
constexpr std::size_t kRecentBytesMax = 15;

}  // namespace

Stemmer::Stemmer() : stemmer_(sb_stemmer_new("english", nullptr), sb_stemmer_delete) {
    ensure(stemmer_ != nullptr, "the stemmer knows English");
}

std::string_view Stemmer::stem(std::string_view word) {
    if (word.size() > kRecentBytesMax) return compute(word);
    if (recent_.empty()) recent_.resize(kRecentWords);
    Entry& entry = recent_[std::hash<std::string_view>()(word) % kRecentWords];
    if (entry.word != word) {
        entry.stem = compute(word);
        entry.word = word;
    }
    return entry.stem;
}

std::string_view Stemmer::compute(std::string_view word) {
    const auto* stem =
        sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
    ensure(stem != nullptr, "a word of ASCII letters can be stemmed");
    return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(stemmer_.get()))};
}

}  // namespace genai::lexical
