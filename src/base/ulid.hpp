// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

namespace genai {

// A ULID (26 characters of Crockford's base 32): milliseconds since 1970, then 80 random bits. Sorts by time.
std::string to_ulid(std::chrono::system_clock::time_point time, const std::array<std::uint8_t, 10>& random);

// A new ULID from the system's clock and random source; greater than every earlier one of this process.
std::string make_ulid();

}  // namespace genai
