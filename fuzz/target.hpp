// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace genai::fuzz {

// One input through the parser; each target defines it. It may come from anywhere, and must not hurt.
void run(std::string_view input);

// What must hold of every input; a fuzzer takes the abort for a finding.
inline void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace genai::fuzz
