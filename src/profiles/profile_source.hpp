// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace genai::profiles {

inline constexpr std::size_t kProfileBytesMax = 512 << 10;
inline constexpr std::size_t kProfileTypesMax = 64;
inline constexpr std::size_t kStatementRowsMax = 32;  // a bit each, while a page is read
inline constexpr std::size_t kVocabularyLinesMax = 512;
inline constexpr std::size_t kListMax = 256;      // of phrases in one list, of line items
inline constexpr std::size_t kPhrasesMax = 8192;  // of a profile
inline constexpr std::size_t kPhraseBytesMax = 160;
inline constexpr std::size_t kProfileNameBytesMax = 32;
inline constexpr double kWeightMax = 10;

using Phrases = std::vector<std::string>;

// What a data file says, as it says it (docs/profiles.md).

struct LineItems {
    Phrases question;
    float weight = 1;
    bool with_others = false;  // counts only in a question that names something else of the profile's statements
};

struct StatementSource {
    std::string id;
    Phrases headings;
    std::vector<Phrases> rows;  // each by its spellings
    Phrases names;
    std::vector<LineItems> line_items;
};

struct VocabularyLine {
    Phrases question;
    Phrases documents;
    float weight = 0.4F;
};

struct CueSource {
    std::string id;
    Phrases question;
    Phrases page;
    int enough = 1;              // so many places make a page wholly so
    float weight = 1;            // what such a page gains
    float statement_factor = 1;  // what remains of the statements' weights when the question has the cue
};

struct AppendixSource {
    Phrases after;     // lines that end a document's body: "Signatures"
    Phrases headings;  // of the pages behind it
    Phrases question;  // a question with one of them means the appendix
    float penalty = 0;
};

struct ProfileSource {
    std::string name;
    std::string description;
    Phrases document_types;
    float statement_weight = 2;
    std::vector<StatementSource> statements;
    std::vector<VocabularyLine> vocabulary;
    std::vector<CueSource> cues;
    AppendixSource appendix;
};

// Errors say `place`, and where in it: "finance.json: statements[2].rows[0]: ...".
Result<ProfileSource> parse_profile_source(std::string_view json, std::string_view place);

}  // namespace genai::profiles
