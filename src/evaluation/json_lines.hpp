// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "base/result.hpp"

namespace genai::evaluation {

// Calls `take` with the object of each line that is not empty and with the line's number. An error, of the line's
// syntax or of `take`, comes back with the line's number before it.
Result<void> read_json_lines(
    std::string_view text,
    const std::function<Result<void>(const boost::json::object& object, std::size_t line)>& take);

}  // namespace genai::evaluation
