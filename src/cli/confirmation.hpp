// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace genai::cli {

// Asks on the terminal before something is deleted; true for yes. Without a terminal there is nobody to ask: it says
// that --yes is needed. The question must be safe to show.
bool is_confirmed(std::string_view question);

}  // namespace genai::cli
