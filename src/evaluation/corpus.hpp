// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace genai::evaluation {

// A text of a retrieval collection.
struct CorpusText {
    std::string id;
    std::string title;
    std::string text;
};

struct CorpusQuery {
    std::string id;
    std::string text;
    std::map<std::string, double> relevant;  // corpus id -> gain, above 0
};

// A retrieval collection in BEIR's layout. Only queries that have something relevant are kept.
struct Corpus {
    std::vector<CorpusText> texts;
    std::vector<CorpusQuery> queries;
};

// From the three files' texts: {"_id" or "id", "title", "text"} lines, {"_id" or "id", "text" or "query"} lines, and
// query-id, corpus-id, score by tab (or TREC's four columns), with or without a heading. kInvalidInput names file and
// line; a judgement of a query or text that does not exist is passed over, as trec_eval does.
Result<Corpus> parse_corpus(std::string_view texts, std::string_view queries, std::string_view judgements);

// DIR/corpus.jsonl, DIR/queries.jsonl, DIR/qrels.tsv (or DIR/qrels/test.tsv).
Result<Corpus> read_corpus(const std::filesystem::path& directory);

}  // namespace genai::evaluation
