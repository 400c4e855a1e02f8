// SPDX-License-Identifier: Apache-2.0
#include "api/query_request.hpp"

#include <initializer_list>

#include "api/json_body.hpp"
#include "api/limits.hpp"
#include "api/validation.hpp"

namespace genai::api {
namespace {

// Is the body to be read as JSON? By its type; and curl -d, which calls everything a form, by its first character.
bool is_json(const Request& request) {
    std::string_view type = request.header("content-type");
    type = type.substr(0, type.find_first_of("; \t"));
    if (is_same_ignoring_case(type, "application/json")) return true;
    if (type.size() > 5 && is_same_ignoring_case(type.substr(type.size() - 5), "+json")) return true;
    bool is_untyped = type.empty() || is_same_ignoring_case(type, "application/x-www-form-urlencoded");
    auto first = request.body.find_first_not_of(" \t\r\n");
    return is_untyped && first != request.body.npos && request.body[first] == '{';
}

struct Field {
    Location at;
    RawValue raw;
};

// Looks fields up in the query, then in the body.
class Fields {
public:
    Fields(const Parameters& query, const JsonBody& body, Validation& validation)
        : query_(query), body_(body), validation_(validation) {}

    // The first of the names that was given; a null in the body counts as not given.
    std::optional<Field> find(std::initializer_list<std::string_view> names) const {
        for (auto name : names) {
            if (query_.count(name) == 0) continue;
            auto raw = validation_.find_parameter(query_, name);
            return raw ? std::optional(Field{{"query", name}, std::move(*raw)}) : std::nullopt;
        }
        for (auto name : names) {
            const RawValue* raw = body_.find(name);
            if (raw != nullptr && !std::holds_alternative<std::nullptr_t>(raw->value)) {
                return Field{{"body", name}, *raw};
            }
        }
        return std::nullopt;
    }

private:
    const Parameters& query_;
    const JsonBody& body_;
    Validation& validation_;
};

// The collection's name: a string, or a list that holds it.
std::optional<std::string> read_collection(const Field& field, Validation& validation) {
    auto list = std::get_if<Composite>(&field.raw.value);
    bool is_list = list != nullptr && field.raw.json.starts_with('[');
    if (!is_list) return validation.read_text(field.at, field.raw, kCollectionMax);
    if (list->size == 1) return validation.read_text(field.at, list->elements.front(), kCollectionMax);
    validation.add_unsupported(field.at, field.raw, "this version searches one collection for a question");
    return std::nullopt;
}

// Leaving these out silently would give an answer to another question than was asked.
void refuse_unsupported(const Fields& fields, Validation& validation) {
    auto is_given = [](const RawValue& raw) {
        if (auto text = std::get_if<std::string>(&raw.value)) return !text->empty();
        if (auto composite = std::get_if<Composite>(&raw.value)) return composite->size > 0;
        return true;
    };
    if (auto filter = fields.find({"filter"}); filter && is_given(filter->raw)) {
        validation.add_unsupported(filter->at, filter->raw, "this version has no filters");
    }
    if (auto messages = fields.find({"messages"}); messages && is_given(messages->raw)) {
        validation.add_unsupported(messages->at, messages->raw, "this version takes single questions only");
    }
    if (auto stream = fields.find({"stream"})) {
        auto is_wanted = validation.read_boolean(stream->at, stream->raw);
        if (is_wanted.value_or(false)) {
            validation.add_unsupported(stream->at, stream->raw, "this version does not stream");
        }
    }
}

}  // namespace

tl::expected<Question, Response> parse_query_request(const Request& request, std::size_t default_top_k) {
    JsonBody body;
    bool has_body = is_json(request) && !request.body.empty();
    if (has_body) {
        auto parsed = JsonBody::parse(request.body);
        if (!parsed) return tl::unexpected(parsed.error());
        body = std::move(*parsed);
    }
    Validation validation;
    Fields fields(request.query, body, validation);
    Question question;
    question.top_k = default_top_k;
    if (auto text = fields.find({"question"})) {
        question.text = validation.read_text(text->at, text->raw, kQuestionMax).value_or("");
    } else if (const RawValue* null = body.find("question")) {
        (void)validation.read_text({"body", "question"}, *null, kQuestionMax);
    } else if (request.query.count("question") == 0) {
        validation.add_missing({has_body ? "body" : "query", "question"}, has_body ? body.json() : "null");
    }
    if (auto name = fields.find({"collection"})) {
        auto collection = read_collection(*name, validation);
        if (collection && !collection->empty()) question.scope.collection = std::move(*collection);
    }
    if (auto top_k = fields.find({"top_k", "k"})) {
        auto value = validation.read_integer(top_k->at, top_k->raw, 1, kTopKMax);
        if (value) question.top_k = static_cast<std::size_t>(*value);
    }
    if (auto only = fields.find({"retrieve_only"})) {
        if (validation.read_boolean(only->at, only->raw).value_or(false)) question.want = Question::Want::kSourcesOnly;
    }
    refuse_unsupported(fields, validation);
    if (validation.has_errors()) return tl::unexpected(validation.to_response());
    return question;
}

}  // namespace genai::api
