// SPDX-License-Identifier: Apache-2.0
#include "api/endpoints.hpp"
#include "api/query_request.hpp"
#include "api/query_response.hpp"

namespace genai::api {

namespace {

// The only place that logs what people ask and are told; without LOG_CONTENT it logs nothing.
void log_content(const Exchange& exchange, const Question& question, const Result<Answer>& answer) {
    if (!exchange.log.has_content()) return;
    using Kind = platform::LogField::Kind;
    std::string names;
    for (const Scope& scope : question.scopes) names.append(names.empty() ? "" : ",").append(scope.collection);
    const std::string_view text = answer ? std::string_view(answer->text) : std::string_view();
    exchange.log.info("question", {{"request_id", exchange.request.id},
                                   {"collection", names},
                                   {"question", question.text, Kind::kContent},
                                   {"answer", text, Kind::kContent}});
}

}  // namespace

Response answer_query(const Exchange& exchange) {
    auto question = parse_query_request(exchange.request, exchange.services.default_top_k());
    if (!question) return question.error();
    auto answer = exchange.services.answer(*question, exchange.limits);
    log_content(exchange, *question, answer);
    if (!answer) return to_response(answer.error());
    return {.body = to_query_response(*question, *answer)};
}

}  // namespace genai::api
