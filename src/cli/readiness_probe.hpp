// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace genai::cli {

// Asks GET /readyz of a server in this network. kUnavailable when nothing answers in time or the answer is not 200. An
// address that means "every interface" (0.0.0.0, ::) is asked on this machine.
Result<void> probe_readiness(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout);

// "127.0.0.1:8000", "[::1]:8000": as the Host header has it.
std::string to_authority(const std::string& host, std::uint16_t port);

}  // namespace genai::cli
