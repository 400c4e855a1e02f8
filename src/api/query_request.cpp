// SPDX-License-Identifier: Apache-2.0
#include "api/query_request.hpp"

#include "api/limits.hpp"
#include "api/request_fields.hpp"

namespace genai::api {
namespace {

// Leaving these out silently would give an answer to another question than was asked.
void refuse_unsupported(const RequestFields& fields, Validation& validation) {
    auto is_given = [](const RawValue& raw) {
        if (auto text = std::get_if<std::string>(&raw.value)) return !text->empty();
        if (auto composite = std::get_if<Composite>(&raw.value)) return composite->size > 0;
        return true;
    };
    if (auto messages = fields.find({"messages"}); messages && is_given(messages->raw)) {
        validation.add_value_error(messages->at, messages->raw, "this version takes single questions only");
    }
    if (auto stream = fields.find({"stream"})) {
        auto is_wanted = validation.read_boolean(stream->at, stream->raw);
        if (is_wanted.value_or(false)) {
            validation.add_value_error(stream->at, stream->raw, "this version does not stream");
        }
    }
}

}  // namespace

tl::expected<Question, Response> parse_query_request(const Request& request, std::size_t default_top_k) {
    auto body = read_json_body(request);
    if (!body) return tl::unexpected(body.error());
    const bool has_body = has_json_body(request);
    Validation validation;
    RequestFields fields(request.query, *body, validation);
    Question question;
    question.top_k = default_top_k;
    if (auto text = fields.find({"question"})) {
        question.text = validation.read_text(text->at, text->raw, kQuestionMax).value_or("");
    } else if (const RawValue* null = body->find("question")) {
        (void)validation.read_text({"body", "question"}, *null, kQuestionMax);
    } else if (request.query.count("question") == 0) {
        validation.add_missing({has_body ? "body" : "query", "question"}, has_body ? body->json() : "null");
    }
    auto collections = fields.read_collections();
    question.scopes = std::move(collections.scopes);
    if (collections.is_list) question.naming = Question::Naming::kList;
    question.filter = fields.read_filter();
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
