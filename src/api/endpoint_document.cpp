// SPDX-License-Identifier: Apache-2.0
#include "api/document_json.hpp"
#include "api/document_request.hpp"
#include "api/endpoints.hpp"
#include "api/request_fields.hpp"

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

namespace {

// The changes that {"facts": {"period": "2023-Q2", "title": null}} asks for; a null removes.
FactChanges read_changes(const JsonBody& body, Validation& validation) {
    constexpr Location kAt{"body", "facts"};
    FactChanges changes;
    const RawValue* raw = body.find("facts");
    auto object = raw == nullptr ? nullptr : std::get_if<Composite>(&raw->value);
    if (raw == nullptr) {
        validation.add_missing(kAt, body.json());
    } else if (object == nullptr || raw->json.starts_with('[') || object->keys.empty()) {
        validation.add_value_error(kAt, *raw, "expected an object of facts: " + fact_names());
    }
    for (std::size_t i = 0; object != nullptr && i < object->keys.size(); ++i) {
        const RawValue& element = object->elements[i];
        const auto key = parse_fact_key(object->keys[i]);
        auto text = std::get_if<std::string>(&element.value);
        auto number = std::get_if<std::int64_t>(&element.value);  // a year
        if (!key) {
            validation.add_value_error(kAt, element, object->keys[i] + " is no fact; the facts are " + fact_names());
        } else if (std::holds_alternative<std::nullptr_t>(element.value)) {
            changes[*key] = std::nullopt;
        } else if (text == nullptr && number == nullptr) {
            validation.add_value_error(kAt, element, object->keys[i] + " takes a string, or null to remove it");
        } else if (auto parsed = parse_fact(*key, text != nullptr ? *text : std::to_string(*number)); !parsed) {
            validation.add_value_error(kAt, element, parsed.error().message);
        } else {
            changes[*key] = std::move(*parsed);
        }
    }
    return changes;
}

}  // namespace

Response change_document(const Exchange& exchange) {
    auto request = parse_document_request(exchange.request);
    if (!request) return request.error();
    auto body = read_json_body(exchange.request);
    if (!body) return body.error();
    Validation validation;
    const FactChanges changes = read_changes(*body, validation);
    if (validation.has_errors()) return validation.to_response();
    auto document = find_document(exchange, request->scope);
    if (!document) return document.error();
    auto changed = exchange.services.set_facts(request->scope, document->id, changes);
    if (!changed) return to_response(changed.error());
    JsonWriter json;
    write_document(json, *changed);
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
