// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"

namespace genai::api {

Response list_chunks(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto document = find_document(exchange, request->scope);
    if (!document) return document.error();
    auto chunks = exchange.services.chunks(request->scope, document->id, static_cast<std::uint32_t>(request->offset),
                                           static_cast<std::uint32_t>(request->limit));
    if (!chunks) return to_response(chunks.error());
    JsonWriter json;
    json.begin_object().member("document_id", document->id).key("chunks").begin_array();
    for (const Chunk& chunk : *chunks) write_chunk(json, chunk);
    json.end_array().member("total", document->chunks).member("offset", request->offset);
    json.member("limit", request->limit).end_object();
    return {.body = json.take()};
}

}  // namespace genai::api
