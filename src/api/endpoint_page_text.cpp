// SPDX-License-Identifier: Apache-2.0
#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "base/json_writer.hpp"
#include "model/page.hpp"

namespace genai::api {

// The text that `start` and `end` of citations and sources count in: as it is, or in JSON for who accepts only that.
Response show_page_text(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto target = find_page_target(exchange, request->scope);
    if (!target) return target.error();
    auto page = exchange.services.find_page(request->scope, target->document.id, target->number);
    if (!page) return to_response(page.error());
    if (!*page) {
        return to_detail(404, "the document has no text for page " + std::to_string(target->number) + " of " +
                                  std::to_string(target->document.pages));
    }
    if (exchange.request.header("accept") != "application/json") {
        return {.body = std::move((*page)->text), .content_type = "text/plain; charset=utf-8"};
    }
    JsonWriter json;
    json.begin_object().member("document_id", target->document.id).member("page", target->number);
    json.member("location", display_location(target->number, (*page)->location));
    json.member("text", (*page)->text).end_object();
    return {.body = json.take()};
}

}  // namespace genai::api
