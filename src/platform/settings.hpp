// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "platform/log.hpp"
#include "platform/options.hpp"

namespace genai::platform {

// The rows of LOG_LEVEL, LOG_FORMAT and LOG_CONTENT.
void describe(LogSettings& settings, Options& options);

}  // namespace genai::platform
