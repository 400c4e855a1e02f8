// SPDX-License-Identifier: Apache-2.0
#include "api/document_request.hpp"

#include <limits>

#include "api/limits.hpp"
#include "api/request_fields.hpp"
#include "api/validation.hpp"

namespace genai::api {
namespace {

constexpr std::int64_t kOffsetMax = std::numeric_limits<std::int32_t>::max();

}  // namespace

tl::expected<DocumentRequest, Response> parse_document_request(const Request& request) {
    DocumentRequest parsed;
    Validation validation;
    if (auto name = validation.find_parameter(request.query, "collection")) {
        auto collection = validation.read_text({"query", "collection"}, *name, kCollectionNameMax);
        if (collection && !collection->empty()) parsed.scope.collection = std::move(*collection);
    }
    parsed.filter = RequestFields(request.query, JsonBody(), validation).read_filter();
    if (auto part = validation.find_parameter(request.query, "q")) {
        auto text = validation.read_text({"query", "q"}, *part, kNamePartMax);
        if (text && !text->empty()) {
            parsed.filter = filters::both(std::move(parsed.filter), filters::make_name_search(*text));
        }
    }
    if (auto text = validation.find_parameter(request.query, "offset")) {
        auto offset = validation.read_integer({"query", "offset"}, *text, 0, kOffsetMax);
        parsed.offset = static_cast<std::uint64_t>(offset.value_or(0));
    }
    if (auto text = validation.find_parameter(request.query, "limit")) {
        auto limit = validation.read_integer({"query", "limit"}, *text, 1, kListMax);
        parsed.limit = static_cast<std::uint64_t>(limit.value_or(1));
    }
    if (validation.has_errors()) return tl::unexpected(validation.to_response());
    return parsed;
}

tl::expected<Document, Response> find_document(const Exchange& exchange, const Scope& scope) {
    constexpr std::size_t kIdDigits = 64;
    const std::string& id = exchange.path.at(0);
    bool is_id = id.size() == kIdDigits && id.find_first_not_of("0123456789abcdef") == id.npos;
    if (is_id) {
        auto found = exchange.services.find_document(scope, id);
        if (!found) return tl::unexpected(to_response(found.error()));
        if (*found) return std::move(**found);
    }
    if (scope.collection != Scope{}.collection) {
        auto known = exchange.services.find_collection(scope);
        if (!known) return tl::unexpected(to_response(known.error()));
        if (!*known) return tl::unexpected(to_response(catalog::no_such_collection(scope.collection).value()));
    }
    return tl::unexpected(to_detail(404, "no document with this id in collection " + scope.collection));
}

}  // namespace genai::api
