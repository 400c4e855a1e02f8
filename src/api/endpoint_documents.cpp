// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "api/request_fields.hpp"

namespace genai::api {

Response list_documents(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto page = exchange.services.documents(
        request->scope, {.filter = request->filter, .offset = request->offset, .limit = request->limit});
    if (!page) return to_response(page.error());
    JsonWriter json;
    json.begin_object().key("documents").begin_array();
    for (const Document& document : page->documents) write_document(json, document);
    json.end_array().member("total", page->total).member("offset", request->offset);
    json.member("limit", request->limit).end_object();
    return {.body = json.take()};
}

// ?filter= or ?id= (once for each), or a filter in the body. Neither is not "all": that must not happen by accident.
Response delete_documents(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto body = read_json_body(exchange.request);
    if (!body) return body.error();
    Validation validation;
    const auto filter = RequestFields(exchange.request.query, *body, validation).read_filter();
    const auto ids = exchange.request.query.find_all("id");
    if (!validation.has_errors() && filter.has_value() == !ids.empty()) {
        validation.add_value_error({"query", "filter"}, to_raw_value(""),
                                   "say which documents are to be deleted: either by filter or by id");
    }
    if (validation.has_errors()) return validation.to_response();
    auto removal = filter ? exchange.services.remove_documents(request->scope, *filter, exchange.limits)
                          : exchange.services.remove_documents(request->scope, ids, exchange.limits);
    if (!removal) return to_response(removal.error());
    JsonWriter json;
    write_removal(json, *removal);
    return {.body = json.take()};
}

}  // namespace genai::api
