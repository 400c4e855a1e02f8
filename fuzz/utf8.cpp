// SPDX-License-Identifier: Apache-2.0

// Whatever has to become text.
#include "base/utf8.hpp"
#include "fuzz/target.hpp"

using namespace genai;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = to_input(data, size);
    const std::string valid = to_valid_utf8(std::string(input));
    demand(is_valid_utf8(valid));
    demand(is_valid_utf8(input) == (valid == input));
    demand(slice_code_points(valid, 0, static_cast<std::uint32_t>(count_code_points(valid))) == valid);
    return 0;
}
