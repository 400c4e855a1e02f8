// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace genai::api {

// The host of "host", "host:port" or "[::1]:port", in lower case and an IPv6 address in its brackets; nothing when the
// text is none of these. It may be empty, as the Host header of RFC 9110 may.
std::optional<std::string> host_of_authority(std::string_view authority);

// The host of "http://host:port", an Origin header; nothing for all else, "null" included.
std::optional<std::string> host_of_origin(std::string_view origin);

}  // namespace genai::api
