// SPDX-License-Identifier: Apache-2.0
#include "evaluation/corpus.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "evaluation/json_lines.hpp"
#include "platform/files.hpp"

namespace genai::evaluation {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kCorpusFileBytesMax = 2ULL << 30;

// The first of the fields that is there, as text; empty when none is.
std::string text_of(const json::object& object, std::initializer_list<const char*> fields) {
    for (const char* field : fields) {
        const json::value* value = object.if_contains(field);
        if (value == nullptr || value->is_null()) continue;
        if (const json::string* text = value->if_string()) return std::string(*text);
        return json::serialize(*value);
    }
    return {};
}

Result<void> append_error(const Result<void>& read, const char* file) {
    if (read) return {};
    return fail(read.error().kind, fmt::format("{}: {}", file, read.error().message));
}

std::vector<std::string_view> split_columns(std::string_view line) {
    std::vector<std::string_view> columns;
    while (!line.empty()) {
        auto start = line.find_first_not_of(" \t\r");
        if (start == line.npos) break;
        line.remove_prefix(start);
        auto end = line.find_first_of(" \t\r");
        columns.push_back(line.substr(0, end));
        line.remove_prefix(end == line.npos ? line.size() : end);
    }
    return columns;
}

using Judgements = std::map<std::string, std::map<std::string, double>, std::less<>>;

Result<Judgements> parse_judgements(std::string_view text) {
    Judgements judgements;
    for (std::size_t number = 1; !text.empty(); ++number) {
        auto end = text.find('\n');
        auto columns = split_columns(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (columns.empty()) continue;
        if (columns.size() == 4) columns.erase(columns.begin() + 1);  // TREC's iteration
        double score = 0;
        const bool is_read =
            columns.size() == 3 &&
            std::from_chars(columns[2].data(), columns[2].data() + columns[2].size(), score).ec == std::errc();
        if (is_read && score > 0) judgements[std::string(columns[0])][std::string(columns[1])] = score;
        if (!is_read && number > 1) {  // line 1 may be the heading
            return fail(ErrorKind::kInvalidInput,
                        fmt::format("qrels line {}: expected query-id, corpus-id and score", number));
        }
    }
    return judgements;
}

}  // namespace

Result<Corpus> parse_corpus(std::string_view texts, std::string_view queries, std::string_view judgements) {
    Corpus corpus;
    std::set<std::string> ids;
    auto read = append_error(
        read_json_lines(
            texts,
            [&](const json::object& object, std::size_t) -> Result<void> {
                CorpusText text{text_of(object, {"_id", "id"}), text_of(object, {"title"}), text_of(object, {"text"})};
                if (text.id.empty()) return fail(ErrorKind::kInvalidInput, "there is no \"_id\"");
                if (!ids.insert(text.id).second)
                    return fail(ErrorKind::kInvalidInput, "the id " + text.id + " appears twice");
                corpus.texts.push_back(std::move(text));
                return {};
            }),
        "corpus");
    if (!read) return propagate(read);

    auto relevant = parse_judgements(judgements);
    if (!relevant) return propagate(relevant);
    read = append_error(
        read_json_lines(queries,
                        [&](const json::object& object, std::size_t) -> Result<void> {
                            CorpusQuery query{text_of(object, {"_id", "id"}), text_of(object, {"text", "query"}), {}};
                            if (query.id.empty() || query.text.empty())
                                return fail(ErrorKind::kInvalidInput, "there is no \"_id\" or \"text\"");
                            query.relevant = (*relevant)[query.id];
                            std::erase_if(query.relevant,
                                          [&](const auto& judged) { return !ids.contains(judged.first); });
                            if (!query.relevant.empty()) corpus.queries.push_back(std::move(query));
                            return {};
                        }),
        "queries");
    if (!read) return propagate(read);
    if (corpus.queries.empty()) return fail(ErrorKind::kInvalidInput, "no query has a relevant text in the corpus");
    return corpus;
}

Result<Corpus> read_corpus(const std::filesystem::path& directory) {
    auto texts = platform::read_file(directory / "corpus.jsonl", kCorpusFileBytesMax);
    if (!texts) return propagate(texts);
    auto queries = platform::read_file(directory / "queries.jsonl", kCorpusFileBytesMax);
    if (!queries) return propagate(queries);
    auto judgements = platform::read_file(directory / "qrels.tsv", kCorpusFileBytesMax);
    if (!judgements && judgements.error().kind == ErrorKind::kNotFound) {
        auto beir = platform::read_file(directory / "qrels" / "test.tsv", kCorpusFileBytesMax);
        if (beir) judgements = std::move(beir);
    }
    if (!judgements) return propagate(judgements);
    return parse_corpus(*texts, *queries, *judgements);
}

}  // namespace genai::evaluation
