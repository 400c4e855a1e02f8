// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "api/request_fields.hpp"

namespace genai::api {
namespace {

Scope scope_of(const std::string& name) {
    Scope scope;
    scope.collection = name;
    return scope;
}

Response to_collection(int status, const catalog::Collection& collection) {
    JsonWriter json;
    write_collection(json, collection);
    return {.status = status, .body = json.take()};
}

// The collection as it is now.
Response find_and_show(const Exchange& exchange, int status, const Scope& scope) {
    auto found = exchange.services.find_collection(scope);
    if (!found) return to_response(found.error());
    if (!*found) return to_response(catalog::no_such_collection(scope.collection).value());
    return to_collection(status, **found);
}

}  // namespace

Response list_collections(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto all = exchange.services.collections(Scope{}.tenant);
    if (!all) return to_response(all.error());
    JsonWriter json;
    json.begin_object().key("collections").begin_array();
    for (std::uint64_t i = request->offset; i < all->size() && i - request->offset < request->limit; ++i) {
        write_collection(json, (*all)[i]);
    }
    json.end_array().member("total", all->size()).member("offset", request->offset);
    json.member("limit", request->limit).end_object();
    return {.body = json.take()};
}

// 201 when it was made, 200 when it was there: a client that tries again has what it wants.
Response create_collection(const Exchange& exchange) {
    auto body = read_json_body(exchange.request);
    if (!body) return body.error();
    Validation validation;
    RequestFields fields(exchange.request.query, *body, validation);
    auto field = fields.find({"name"});
    if (!field && !validation.has_errors()) {
        const bool has_body = has_json_body(exchange.request);
        validation.add_missing({has_body ? "body" : "query", "name"}, has_body ? body->json() : "null");
    }
    const auto name = field ? validation.read_text(field->at, field->raw, kCollectionNameMax) : std::nullopt;
    if (name) {
        if (auto checked = check_collection_name(*name); !checked) {
            validation.add_value_error(field->at, field->raw, checked.error().message);
        }
    }
    if (validation.has_errors()) return validation.to_response();
    auto created = exchange.services.create_collection(scope_of(*name));
    if (!created) return to_response(created.error());
    return find_and_show(exchange, *created == catalog::Creation::kCreated ? 201 : 200, scope_of(*name));
}

Response show_collection(const Exchange& exchange) {
    return find_and_show(exchange, 200, scope_of(exchange.path.at(0)));
}

Response delete_collection(const Exchange& exchange) {
    auto removed = exchange.services.remove_collection(scope_of(exchange.path.at(0)), exchange.limits);
    if (!removed) return to_response(removed.error());
    return to_collection(200, *removed);
}

}  // namespace genai::api
