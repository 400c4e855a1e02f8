// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include <tl/expected.hpp>

#include "api/router.hpp"

namespace genai::api {

// The scope, and the part of a listing, that a request about documents names in its query: ?collection=, ?offset=,
// ?limit=. What is wrong comes back as a 422.
struct DocumentRequest {
    Scope scope;
    std::uint64_t offset = 0;
    std::uint64_t limit = 100;
};
tl::expected<DocumentRequest, Response> parse_document_request(const Request& request);

// The document with the id in the path, in the request's collection; 404 when there is none.
tl::expected<Document, Response> find_document(const Exchange& exchange, const Scope& scope);

// The document, and the number of the page that the path names behind it ("/documents/{id}/pages/{n}..."). A number
// that is none is a 422.
struct PageTarget {
    Document document;
    std::uint32_t number = 0;
};
tl::expected<PageTarget, Response> find_page_target(const Exchange& exchange, const Scope& scope);

}  // namespace genai::api
