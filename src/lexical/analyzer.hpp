// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lexical/stemmer.hpp"

namespace genai::lexical {

// Turns text into the terms that are indexed and asked for, the same way on both sides: folded to lower case without
// accents or width, English words stemmed. Numbers lose their grouping and signs ("$1,577" is 1577, "12%" is 12, 3.5
// stays). A compound is one term and its parts ("non-interest" is noninterest, non, interest; "10-Q" is 10q, 10, q;
// "FY2025" is fy2025, fy, 2025), abbreviations stay whole (R&D, PP&E, U.S.), and scripts without spaces become pairs
// of characters. Not thread-safe; one that is kept is faster than a new one.
class Analyzer {
public:
    // The terms in the text's order. They live until the next call. Malformed UTF-8 separates words.
    const std::vector<std::string_view>& terms(std::string_view text);
    // The same without the words that every question has ("what", "was", "the"), unless it has no others.
    const std::vector<std::string_view>& question_terms(std::string_view question);

    // What its buffers have grown to: some times the longest text so far.
    std::size_t buffer_bytes() const;

private:
    enum class Side { kText, kQuestion };

    void analyze(std::string_view text, Side side);
    std::size_t end_of_word(std::size_t begin) const;
    std::size_t end_of_spaceless(std::size_t begin) const;
    void add_word(std::string_view word);
    void add_compound(std::string_view compound);
    void add_part(std::string_view part);
    void add_runs(std::string_view part);
    void add_plain(std::string_view word);
    void add_pairs(std::string_view run);
    void add(std::string_view term);

    Stemmer stemmer_;
    Side side_ = Side::kText;
    std::string folded_;
    std::string compound_;
    std::string whole_;
    std::string bytes_;              // the terms, one after the other
    std::vector<std::size_t> ends_;  // of each of them
    std::vector<std::string_view> terms_;
};

}  // namespace genai::lexical
