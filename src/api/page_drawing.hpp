// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include "api/document_request.hpp"
#include "extraction/drawing.hpp"

namespace genai::api {

// How a request wants a page drawn: ?width= or ?dpi=, and what to mark on it: ?highlight=CHUNK_ID, any number of them
// up to kHighlightsMax, and ?start=&end= in characters of the page's text, as citations have them. What is wrong comes
// back as a 422, a chunk that is not on the page as a 404.
tl::expected<extraction::Drawing, Response> parse_drawing(const Exchange& exchange, const Scope& scope,
                                                          const PageTarget& target);

}  // namespace genai::api
