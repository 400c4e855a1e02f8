// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "model/answer.hpp"

namespace genai::api {

// The QueryResponse as JSON, the same for POST /query and `genai query --json`. `answer` is null when only sources were
// asked for, `degraded` when nothing was left out.
std::string to_query_response(const Question& question, const Answer& answer);

}  // namespace genai::api
