// SPDX-License-Identifier: Apache-2.0
#include "model/page.hpp"

namespace genai {

std::string display_location(std::uint32_t number, std::string_view location) {
    return location.empty() ? "page " + std::to_string(number) : std::string(location);
}

}  // namespace genai
