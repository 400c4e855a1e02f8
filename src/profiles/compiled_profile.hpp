// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "profiles/phrase_book.hpp"
#include "profiles/profile_source.hpp"
#include "profiles/signals.hpp"

namespace genai::profiles {

// What a phrase says of a page on which it stands.
struct PageMeaning {
    enum class Kind : std::uint8_t { kHeading, kRow, kCue, kBodyEnd, kAppendixHeading };
    Kind kind = Kind::kRow;
    std::uint8_t index = 0;  // of the statement or the cue
    std::uint8_t row = 0;
};

// What a phrase says of a question that has it. Of one kind, the longest phrase at a place counts, and those inside it
// do not: "cost of revenue" is not about revenue.
struct QuestionMeaning {
    enum class Kind : std::uint8_t { kStatement, kVocabulary, kCue, kAppendix };
    Kind kind = Kind::kStatement;
    bool is_name = false;      // of the statement itself
    bool with_others = false;  // counts only beside another statement's phrase
    std::uint16_t index = 0;
    float weight = 1;
};

// A profile ready to be asked: every phrase in one of three books, so that a text is gone through once.
struct CompiledProfile {
    std::string name;
    std::string description;
    std::vector<std::string> statement_ids;
    std::vector<std::string> cue_ids;
    PhraseBook document_types;

    PhraseBook page_phrases;
    std::vector<PageMeaning> page_meanings;
    std::array<std::uint8_t, kStatementsMax> rows{};  // how many signature rows each statement has
    std::array<int, kCuesMax> enough{};

    PhraseBook question_phrases;
    std::vector<QuestionMeaning> question_meanings;
    float statement_weight = 0;
    float appendix_penalty = 0;
    std::array<float, kCuesMax> cue_weights{};
    std::array<float, kCuesMax> statement_factors{};
    std::vector<std::vector<Expansion>> expansions;  // by vocabulary line
};

// From a source that parse_profile_source() let through.
CompiledProfile compile(const ProfileSource& source);

PageSignals read_page_signals(const CompiledProfile& profile, std::string_view text);
QuestionSignals match_question(const CompiledProfile& profile, std::string_view question);

}  // namespace genai::profiles
