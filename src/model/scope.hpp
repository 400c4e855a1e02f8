// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>

namespace genai {

// Whose data, and which set of it. Every port takes one; nothing is ever looked up outside a scope.
struct Scope {
    std::string tenant = "default";
    std::string collection = "default";

    auto operator<=>(const Scope&) const = default;
};

}  // namespace genai
