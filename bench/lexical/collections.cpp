// SPDX-License-Identifier: Apache-2.0
#include "collections.hpp"

#include <boost/json.hpp>
#include <sstream>

#include "platform/files.hpp"

namespace genai::bench {

namespace {

namespace json = boost::json;

constexpr std::uint64_t kFileBytesMax = 1ULL << 30;

std::string string_at(const json::object& object, const char* name) {
    const json::value* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

// The objects of a file with one a line.
Result<std::vector<json::object>> read_lines(const std::filesystem::path& file) {
    auto bytes = platform::read_file(file, kFileBytesMax);
    if (!bytes) return propagate(bytes);
    std::vector<json::object> objects;
    std::istringstream lines(std::move(*bytes));
    for (std::string line; std::getline(lines, line);) {
        if (line.empty()) continue;
        boost::system::error_code error;
        json::value value = json::parse(line, error);
        if (error || !value.is_object())
            return fail(ErrorKind::kInvalidInput,
                        file.string() + ", line " + std::to_string(objects.size() + 1) + ": no JSON object");
        objects.push_back(std::move(value.as_object()));
    }
    return objects;
}

std::vector<lexical::LexicalPage> split_pages(std::string_view text) {
    std::vector<lexical::LexicalPage> pages;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\f'), text.size());
        pages.push_back({static_cast<std::uint32_t>(pages.size() + 1), std::string(text.substr(0, end))});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return pages;
}

JudgedQuestion to_question(const json::object& object) {
    JudgedQuestion question{string_at(object, "id"), string_at(object, "question"), {}};
    const json::value* documents = object.if_contains("docs");
    const json::value* pages = object.if_contains("pages");
    if (!documents || !documents->is_array() || !pages || !pages->is_array()) return question;
    for (const json::value& document : documents->as_array())
        for (const json::value& page : pages->as_array())
            if (document.is_string() && page.is_int64())
                question.relevant[{std::string(document.as_string()), static_cast<std::uint32_t>(page.as_int64())}] = 1;
    return question;
}

}  // namespace

Result<JudgedCollection> read_pages(const std::filesystem::path& folder, const std::filesystem::path& questions) {
    JudgedCollection collection;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() != ".txt") continue;
        auto text = platform::read_file(entry.path(), kFileBytesMax);
        if (!text) return propagate(text);
        collection.documents[entry.path().stem().string() + ".pdf"] = split_pages(*text);
    }
    if (collection.documents.empty()) return fail(ErrorKind::kNotFound, folder.string() + ": no *.txt there");
    auto lines = read_lines(questions);
    if (!lines) return propagate(lines);
    for (const json::object& object : *lines) collection.questions.push_back(to_question(object));
    return collection;
}

Result<JudgedCollection> read_corpus(const std::filesystem::path& folder) {
    JudgedCollection collection;
    auto corpus = read_lines(folder / "corpus.jsonl");
    if (!corpus) return propagate(corpus);
    for (const json::object& object : *corpus)
        collection.documents[string_at(object, "_id")] = {
            {1, string_at(object, "title") + " " + string_at(object, "text")}};
    auto judgements = platform::read_file(folder / "qrels.tsv", kFileBytesMax);
    if (!judgements) return propagate(judgements);
    std::map<std::string, std::map<Place, int>> relevant;
    std::istringstream rows(std::move(*judgements));
    std::string query, document;
    std::getline(rows, query);  // the heading
    for (int grade = 0; rows >> query >> document >> grade;)
        if (grade > 0) relevant[query][{document, 1}] = grade;
    auto queries = read_lines(folder / "queries.jsonl");
    if (!queries) return propagate(queries);
    for (const json::object& object : *queries) {
        const std::string id = string_at(object, "_id");
        if (relevant.contains(id)) collection.questions.push_back({id, string_at(object, "text"), relevant[id]});
    }
    return collection;
}

}  // namespace genai::bench
