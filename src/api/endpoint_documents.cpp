// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"

namespace genai::api {

Response list_documents(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto page = exchange.services.documents(request->scope, request->offset, request->limit);
    if (!page) return to_response(page.error());
    JsonWriter json;
    json.begin_object().key("documents").begin_array();
    for (const Document& document : page->documents) write_document(json, document);
    json.end_array().member("total", page->total).member("offset", request->offset);
    json.member("limit", request->limit).end_object();
    return {.body = json.take()};
}

}  // namespace genai::api
