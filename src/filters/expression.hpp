// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/filter.hpp"

namespace genai::filters {

// A filter as people write it: `organisation = "ACME" and period >= 2023-01-01`; README.md has the grammar.
// kInvalidInput says at which character (from 1) what was expected.
Result<Filter> parse_expression(std::string_view text);

// The filter as an expression that parses to the same filter. One text for each tree: it can be a key.
std::string to_expression(const Filter& filter);

}  // namespace genai::filters
