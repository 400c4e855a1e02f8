// SPDX-License-Identifier: Apache-2.0
#include "lexical/stop_words.hpp"

#include <algorithm>
#include <array>

namespace genai::lexical {

namespace {

// Articles, pronouns, prepositions, auxiliaries and question words; in order, for the search below.
constexpr auto kStopWords = std::to_array<std::string_view>(
    {"a",      "about", "after",  "all",     "also", "an",   "and",   "any",   "are",  "as",    "at",
     "be",     "been",  "before", "between", "both", "by",   "can",   "could", "did",  "do",    "does",
     "during", "each",  "for",    "from",    "had",  "has",  "have",  "how",   "i",    "if",    "in",
     "into",   "is",    "it",     "its",     "many", "me",   "more",  "most",  "much", "of",    "on",
     "or",     "our",   "over",   "should",  "than", "that", "the",   "their", "them", "there", "these",
     "they",   "this",  "those",  "to",      "was",  "we",   "were",  "what",  "when", "where", "which",
     "who",    "whom",  "whose",  "why",     "will", "with", "would", "you",   "your"});
static_assert(std::is_sorted(kStopWords.begin(), kStopWords.end()));

}  // namespace

bool is_stop_word(std::string_view word) { return std::binary_search(kStopWords.begin(), kStopWords.end(), word); }

}  // namespace genai::lexical
