// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "model/filter.hpp"

namespace genai::filters {

// A filter in OpenAI's spelling: {"type": "eq", "key": "organisation", "value": "ACME"} and {"type": "and", "filters":
// [...]}; beside theirs (eq, ne, gt, gte, lt, lte, in, nin, and, or) the types "contains" and "not" with "filter".
// kInvalidInput names the place as a path ("filters[1].value").
Result<Filter> parse_filter_json(std::string_view text);

// In either spelling: a text that begins with { is JSON.
Result<Filter> parse_filter(std::string_view text);

}  // namespace genai::filters
