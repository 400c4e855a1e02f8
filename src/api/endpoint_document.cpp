// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"

namespace genai::api {

Response show_document(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto document = find_document(exchange, request->scope);
    if (!document) return document.error();
    JsonWriter json;
    write_document(json, *document);
    return {.body = json.take()};
}

Response delete_document(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    // What is not there yet may be on its way: its job is called off.
    auto document = find_document(exchange, request->scope);
    auto removed = exchange.services.remove_document(request->scope, exchange.path.at(0), exchange.limits);
    if (!removed && removed.error().kind == ErrorKind::kNotFound && !document) return document.error();
    if (!removed) return to_response(removed.error());
    return {.status = 204, .body = {}};
}

}  // namespace genai::api
