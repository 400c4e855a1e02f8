// SPDX-License-Identifier: Apache-2.0

// A question, from parameters and a body: the first line is the query, the rest the body.
#include <utility>

#include "api/query_request.hpp"
#include "base/utf8.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    api::Request request;
    const auto end = std::min(input.find('\n'), input.size());
    request.method = "POST";
    request.path = "/query";
    request.raw_query = input.substr(0, end);
    auto parameters = api::Parameters::parse(request.raw_query);
    if (!parameters) return;
    request.query = std::move(*parameters);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = input.substr(std::min(end + 1, input.size()));
    const auto question = api::parse_query_request(request, 5);
    if (!question) {
        demand(question.error().status == 422 || question.error().status == 400);
        demand(is_valid_utf8(question.error().body));
        return;
    }
    demand(is_valid_utf8(question->text) && is_valid_utf8(question->scopes.front().collection));
    demand(question->top_k > 0);
}

}  // namespace genai::fuzz
