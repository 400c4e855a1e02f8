// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "api/validation.hpp"
#include "base/json_writer.hpp"

namespace genai::api {

// The text that `start` and `end` of citations and sources count in: as it is, or in JSON for who accepts only that.
Response show_page_text(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    Validation validation;
    auto number = validation.read_integer({"path", "n"}, to_raw_value(exchange.path.at(1)), 1,
                                          std::numeric_limits<std::int32_t>::max());
    if (!number) return validation.to_response();
    auto document = find_document(exchange, request->scope);
    if (!document) return document.error();
    auto page = exchange.services.find_page(request->scope, document->id, static_cast<std::uint32_t>(*number));
    if (!page) return to_response(page.error());
    if (!*page) {
        return to_detail(404, "the document has no text for page " + std::to_string(*number) + " of " +
                                  std::to_string(document->pages));
    }
    if (exchange.request.header("accept") != "application/json") {
        return {.body = std::move((*page)->text), .content_type = "text/plain; charset=utf-8"};
    }
    JsonWriter json;
    json.begin_object().member("document_id", document->id).member("page", *number);
    json.member("text", (*page)->text).end_object();
    return {.body = json.take()};
}

}  // namespace genai::api
