// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace genai {

// A stretch of time as people name it, from a second to a year: [begin, end) in seconds since 1970, UTC.
struct TimeSpan {
    std::int64_t begin = 0;
    std::int64_t end = 0;

    auto operator<=>(const TimeSpan&) const = default;
};

// "2023", "2023-Q2", "2023-06", "2023-06-30" or "2023-06-30T12:00:00Z", of the years 1 to 9999; nothing for other texts
// and for days that no calendar has.
std::optional<TimeSpan> parse_time_span(std::string_view text);

}  // namespace genai
