// SPDX-License-Identifier: Apache-2.0
#include "fuzz/entry.hpp"
#include "fuzz/target.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    genai::fuzz::run({reinterpret_cast<const char*>(data), size});
    return 0;
}
