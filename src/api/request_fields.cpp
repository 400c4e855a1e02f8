// SPDX-License-Identifier: Apache-2.0
#include "api/request_fields.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "api/limits.hpp"
#include "filters/filter_json.hpp"

namespace genai::api {

bool has_json_body(const Request& request) {
    if (request.body.empty()) return false;
    std::string_view type = request.header("content-type");
    type = type.substr(0, type.find_first_of("; \t"));
    if (is_same_ignoring_case(type, "application/json")) return true;
    if (type.size() > 5 && is_same_ignoring_case(type.substr(type.size() - 5), "+json")) return true;
    bool is_untyped = type.empty() || is_same_ignoring_case(type, "application/x-www-form-urlencoded");
    auto first = request.body.find_first_not_of(" \t\r\n");
    return is_untyped && first != request.body.npos && request.body[first] == '{';
}

tl::expected<JsonBody, Response> read_json_body(const Request& request) {
    if (!has_json_body(request)) return JsonBody();
    return JsonBody::parse(request.body);
}

std::optional<Field> RequestFields::find(std::initializer_list<std::string_view> names) const {
    for (auto name : names) {
        if (query_.count(name) == 0) continue;
        auto raw = validation_.find_parameter(query_, name);
        return raw ? std::optional(Field{{"query", name}, std::move(*raw)}) : std::nullopt;
    }
    for (auto name : names) {
        const RawValue* raw = body_.find(name);
        if (raw != nullptr && !std::holds_alternative<std::nullptr_t>(raw->value)) {
            return Field{{"body", name}, *raw};
        }
    }
    return std::nullopt;
}

std::vector<Field> RequestFields::find_collections() const {
    std::vector<Field> fields;
    for (const std::string& name : query_.find_all("collection")) {
        fields.push_back({{"query", "collection"}, to_raw_value(name)});
    }
    if (!fields.empty()) return fields;
    const RawValue* raw = body_.find("collection");
    if (raw == nullptr || std::holds_alternative<std::nullptr_t>(raw->value)) return fields;
    auto list = std::get_if<Composite>(&raw->value);
    if (list == nullptr || !raw->json.starts_with('[')) return {{{"body", "collection"}, *raw}};
    for (const RawValue& element : list->elements) fields.push_back({{"body", "collection"}, element});
    if (fields.empty()) {
        validation_.add_value_error({"body", "collection"}, *raw,
                                    "name one collection at least and " + std::to_string(kCollectionsMax) + " at most");
    }
    return fields;
}

RequestFields::Collections RequestFields::read_collections() const {
    Collections collections;
    std::vector<Scope> named;
    const std::vector<Field> fields = find_collections();
    for (const Field& field : fields) {
        auto name = validation_.read_text(field.at, field.raw, kCollectionNameMax);
        if (!name) continue;
        Scope scope;
        if (!name->empty()) scope.collection = std::move(*name);
        if (std::find(named.begin(), named.end(), scope) == named.end()) named.push_back(std::move(scope));
        if (named.size() <= kCollectionsMax) continue;
        validation_.add_value_error(field.at, field.raw,
                                    "name " + std::to_string(kCollectionsMax) + " collections at most");
        break;
    }
    const RawValue* raw = body_.find("collection");
    const bool is_array = query_.count("collection") == 0 && raw != nullptr && raw->json.starts_with('[');
    collections.is_list = fields.size() > 1 || is_array;
    if (!named.empty()) collections.scopes = std::move(named);
    return collections;
}

std::optional<Filter> RequestFields::read_filter() const {
    const auto field = find({"filter"});
    if (!field) return std::nullopt;
    std::string text;
    if (auto given = std::get_if<std::string>(&field->raw.value)) {
        text = *given;
        if (text.empty()) return std::nullopt;
    } else {
        auto composite = std::get_if<Composite>(&field->raw.value);
        const std::string* json = body_.find_object("filter");
        if (composite == nullptr || json == nullptr) {
            validation_.add_value_error(field->at, field->raw, "a filter is an expression or an object");
            return std::nullopt;
        }
        if (composite->size == 0) return std::nullopt;
        text = *json;
    }
    auto filter = filters::parse_filter(text);
    if (filter) return std::move(*filter);
    validation_.add_value_error(field->at, field->raw, filter.error().message);
    return std::nullopt;
}

}  // namespace genai::api
