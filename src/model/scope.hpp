// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai {

// Whose data, and which set of it. Every port takes one; nothing is ever looked up outside a scope.
struct Scope {
    std::string tenant = "default";
    std::string collection = "default";

    auto operator<=>(const Scope&) const = default;
};

inline constexpr std::size_t kCollectionsMax = 16;      // of one question
inline constexpr std::size_t kCollectionNameMax = 128;  // code points

// kInvalidInput, saying why, for what no collection may be called: names stand in paths, command lines and lists.
Result<void> check_collection_name(std::string_view name);

}  // namespace genai
