// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lexical/lexical_index.hpp"

namespace genai::bench {

// A page of a named text.
struct Place {
    std::string document;
    std::uint32_t page = 0;

    auto operator<=>(const Place&) const = default;
};

struct JudgedQuestion {
    std::string id;
    std::string text;
    std::map<Place, int> relevant;  // and how relevant, above 0
};

// Texts and questions whose answers' places are known.
struct JudgedCollection {
    std::map<std::string, std::vector<lexical::LexicalPage>> documents;
    std::vector<JudgedQuestion> questions;
};

// NAME.txt in the folder holds the pages of NAME.pdf, each ended by a form feed, as pdftotext writes them; the
// questions are lines of {"id", "question", "docs": [NAME.pdf], "pages": [n]}.
Result<JudgedCollection> read_pages(const std::filesystem::path& folder, const std::filesystem::path& questions);

// A retrieval collection: corpus.jsonl, queries.jsonl, qrels.tsv. A document is one page: title, space, text.
Result<JudgedCollection> read_corpus(const std::filesystem::path& folder);

}  // namespace genai::bench
