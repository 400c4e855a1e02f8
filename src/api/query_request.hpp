// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include <tl/expected.hpp>

#include "api/http.hpp"
#include "model/answer.hpp"

namespace genai::api {

// The question of a POST /query: each field from the query's parameter, else from the JSON body, else its default.
// What is wrong comes back as FastAPI's 422, all of it at once.
tl::expected<Question, Response> parse_query_request(const Request& request, std::size_t default_top_k);

}  // namespace genai::api
