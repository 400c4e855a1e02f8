// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace genai {

// The text without the characters of `space` at its two ends: a view of the same bytes.
inline std::string_view trim(std::string_view text, std::string_view space) {
    const auto first = text.find_first_not_of(space);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace genai
