// SPDX-License-Identifier: Apache-2.0
#include "evaluation/questions.hpp"

#include <limits>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "evaluation/json_lines.hpp"

namespace genai::evaluation {
namespace {

namespace json = boost::json;

tl::unexpected<Error> wrong(std::string what) { return fail(ErrorKind::kInvalidInput, std::move(what)); }

Result<std::uint32_t> parse_number(const json::value& value, const char* field) {
    boost::system::error_code error;
    auto number = value.to_number<std::uint32_t>(error);
    if (error) return wrong(fmt::format("\"{}\" holds something that is not a whole number", field));
    return number;
}

Result<std::string> parse_text(const json::value& value, const char* field) {
    if (const json::string* text = value.if_string()) return std::string(*text);
    if (value.is_int64() || value.is_uint64()) return json::serialize(value);
    return wrong(fmt::format("\"{}\" holds something that is not a text", field));
}

// The field's value as a list; one that stands alone is a list of one, null an empty one.
json::array to_list(const json::value& value) {
    if (const json::array* list = value.if_array()) return *list;
    return value.is_null() ? json::array() : json::array{value};
}

Result<TextRange> parse_range(const json::value& value) {
    const json::array* numbers = value.if_array();
    if (numbers == nullptr || numbers->size() < 2 || numbers->size() > 3) {
        return wrong("\"refs\" holds something that is not [start, end] or [page, start, end]");
    }
    std::uint32_t parts[3] = {0, 0, 0};
    for (std::size_t i = 0; i < numbers->size(); ++i) {
        auto number = parse_number((*numbers)[i], "refs");
        if (!number) return propagate(number);
        parts[i + 3 - numbers->size()] = *number;
    }
    return TextRange{parts[0], parts[1], parts[2]};
}

template <class T, class Parse>
Result<void> parse_list(const json::object& object, const char* field, std::vector<T>& list, const Parse& parse) {
    const json::value* value = object.if_contains(field);
    if (value == nullptr) return {};
    for (const json::value& item : to_list(*value)) {
        auto parsed = parse(item);
        if (!parsed) return propagate(parsed);
        list.push_back(std::move(*parsed));
    }
    return {};
}

Result<void> parse_pages_of(std::string_view document, const json::value& value, std::vector<RightPage>& pages) {
    for (const json::value& item : to_list(value)) {
        auto number = parse_number(item, "pages");
        if (!number) return propagate(number);
        pages.push_back({std::string(document), *number});
    }
    return {};
}

// One list for all documents, or one for each.
Result<void> parse_pages(const json::object& object, LabelledQuestion& question) {
    const json::value* value = object.if_contains("pages");
    if (value == nullptr) return {};
    const json::object* by_document = value->if_object();
    if (by_document == nullptr) return parse_pages_of("", *value, question.pages);
    for (const auto& [document, pages] : *by_document) {
        if (auto ok = parse_pages_of(document, pages, question.pages); !ok) return ok;
        if (!object.contains("docs")) question.docs.emplace_back(document);
    }
    return {};
}

Result<LabelledQuestion> parse_question(const json::object& object) {
    LabelledQuestion question;
    const json::value* text = object.if_contains("question");
    if (text == nullptr || !text->is_string() || text->as_string().empty()) return wrong("there is no \"question\"");
    question.question = text->as_string();
    for (auto [field, target] :
         {std::pair{"id", &question.id}, {"answer", &question.answer}, {"kind", &question.kind}}) {
        const json::value* value = object.if_contains(field);
        if (value == nullptr || value->is_null()) continue;
        auto parsed = parse_text(*value, field);
        if (!parsed) return propagate(parsed);
        *target = std::move(*parsed);
    }
    auto to_text = [](const json::value& value) { return parse_text(value, "docs"); };
    if (auto ok = parse_list(object, "docs", question.docs, to_text); !ok) return propagate(ok);
    if (auto ok = parse_list(object, "corpus", question.docs, to_text); !ok) return propagate(ok);
    if (auto ok = parse_pages(object, question); !ok) return propagate(ok);
    if (auto ok = parse_list(object, "refs", question.refs, parse_range); !ok) return propagate(ok);
    const bool has_labels = object.contains("docs") || object.contains("pages");
    question.is_unanswerable = has_labels && question.docs.empty() && question.pages.empty() && question.refs.empty();
    return question;
}

}  // namespace

Result<std::vector<LabelledQuestion>> parse_questions(std::string_view text) {
    std::vector<LabelledQuestion> questions;
    auto read = read_json_lines(text, [&](const json::object& object, std::size_t line) -> Result<void> {
        auto question = parse_question(object);
        if (!question) return propagate(question);
        if (question->id.empty()) question->id = fmt::format("line {}", line);
        questions.push_back(std::move(*question));
        return {};
    });
    if (!read) return propagate(read);
    if (questions.empty()) return wrong("there are no questions in it");
    return questions;
}

}  // namespace genai::evaluation
