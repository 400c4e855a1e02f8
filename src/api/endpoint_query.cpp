// SPDX-License-Identifier: Apache-2.0
#include "api/endpoints.hpp"
#include "api/query_request.hpp"
#include "api/query_response.hpp"

namespace genai::api {

Response answer_query(const Exchange& exchange) {
    auto question = parse_query_request(exchange.request, exchange.services.default_top_k());
    if (!question) return question.error();
    auto answer = exchange.services.answer(*question, exchange.limits);
    if (!answer) return to_response(answer.error());
    return {.body = to_query_response(*question, *answer)};
}

}  // namespace genai::api
