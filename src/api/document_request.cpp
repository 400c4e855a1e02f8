// SPDX-License-Identifier: Apache-2.0
#include "api/document_request.hpp"

#include <limits>

#include "api/limits.hpp"
#include "api/validation.hpp"

namespace genai::api {
namespace {

constexpr std::int64_t kOffsetMax = std::numeric_limits<std::int32_t>::max();

}  // namespace

tl::expected<DocumentRequest, Response> parse_document_request(const Request& request) {
    DocumentRequest parsed;
    Validation validation;
    if (auto name = validation.find_parameter(request.query, "collection")) {
        auto collection = validation.read_text({"query", "collection"}, *name, kCollectionMax);
        if (collection && !collection->empty()) parsed.scope.collection = std::move(*collection);
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
    return tl::unexpected(to_detail(404, "no document with this id in collection " + scope.collection));
}

tl::expected<PageTarget, Response> find_page_target(const Exchange& exchange, const Scope& scope) {
    Validation validation;
    auto number = validation.read_integer({"path", "n"}, to_raw_value(exchange.path.at(1)), 1,
                                          std::numeric_limits<std::int32_t>::max());
    if (!number) return tl::unexpected(validation.to_response());
    auto document = find_document(exchange, scope);
    if (!document) return tl::unexpected(std::move(document.error()));
    return PageTarget{std::move(*document), static_cast<std::uint32_t>(*number)};
}

}  // namespace genai::api
