// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "extraction/frame.hpp"

namespace genai::extraction::child {

// Why a file cannot be opened.
struct OpenFailure {
    Refusal refusal = Refusal::kDamaged;
    std::string reason;
    std::uint32_t pages = 0;  // in the file, where that is the reason
};

}  // namespace genai::extraction::child
