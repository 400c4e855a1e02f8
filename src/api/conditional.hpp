// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace genai::api {

// Whether the client has what the entity tag (with its quotes) names already: its If-None-Match lists it, or is "*". As
// RFC 9110 13.1.2 has it, by weak comparison.
bool has_current(const Request& request, std::string_view tag);

// The answer to such a request: 304 and nothing else.
Response not_modified(std::string_view tag);

// A part of `size` bytes.
struct ByteRange {
    enum class Kind {
        kWhole,  // no range was asked for, or none that we serve: several, another unit, no sound one
        kPart,
        kUnsatisfiable,  // it begins behind the end
    };
    Kind kind = Kind::kWhole;
    std::uint64_t first = 0;
    std::uint64_t bytes = 0;
};

// What the request's Range and If-Range (RFC 9110 14.2, 13.1.5) ask for of a file of so many bytes that has this tag.
ByteRange parse_range(const Request& request, std::uint64_t size, std::string_view tag);

// Content-Disposition for a file that is shown where the client can show it, or only kept: the name for new clients
// (RFC 8187) and, where it has other letters than ASCII's, one like it for old ones. Nothing in the name can end the
// header or a quote.
enum class Disposition { kInline, kAttachment };
std::string to_disposition(Disposition disposition, std::string_view name);

}  // namespace genai::api
