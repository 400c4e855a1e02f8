// SPDX-License-Identifier: Apache-2.0

// Whatever has to become text.
#include "base/utf8.hpp"
#include "fuzz/target.hpp"

namespace genai::fuzz {

void run(std::string_view input) {
    const std::string valid = to_valid_utf8(std::string(input));
    demand(is_valid_utf8(valid));
    demand(is_valid_utf8(input) == (valid == input));
    demand(slice_code_points(valid, 0, static_cast<std::uint32_t>(count_code_points(valid))) == valid);
}

}  // namespace genai::fuzz
