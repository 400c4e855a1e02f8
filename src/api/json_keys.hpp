// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace genai::api {

// What makes the members of a JSON text's objects doubtful: a key that one object has twice, which programs read in
// different ways, or more than kJsonKeysMax keys in all. `position` is a byte at or shortly after it.
struct KeyProblem {
    std::string why;
    std::size_t position = 0;
};

// The first such problem; nothing too for a text that is no JSON, which is for its parser to say.
std::optional<KeyProblem> find_key_problem(std::string_view json);

}  // namespace genai::api
