// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

// What the fuzz targets share. Each is one LLVMFuzzerTestOneInput, the entry that libFuzzer, AFL++ and driver.cpp call.
namespace genai {

inline std::string_view to_input(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// What must hold of every input; a fuzzer takes the abort for a finding.
inline void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace genai
