// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace genai::extraction::child {

// Bytes [position, position + size) of an open file, whose position does not move. kInvalidInput when it has fewer.
Result<std::string> read_bytes(int descriptor, std::uint64_t position, std::uint64_t size);

}  // namespace genai::extraction::child
