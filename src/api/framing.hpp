// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "api/http.hpp"

namespace genai::api {

// Refuses a request's head (everything up to and with the empty line) that two programs could read in two ways, which
// is what request smuggling lives on, and one that is over a limit: bare LF or CR, folded lines, a space before the
// colon, Content-Length and Transfer-Encoding together or more than once, no Host or two, a Host that is none. Nothing
// when it is sound; else the answer to give before closing the connection. The parser that reads it afterwards is more
// lenient.
std::optional<Response> check_head(std::string_view head);

}  // namespace genai::api
