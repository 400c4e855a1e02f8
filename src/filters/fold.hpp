// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace genai::filters {

// The text in the form in which filters compare texts: without regard to case (Unicode's full case folding) and to how
// accents are composed. Accents and all else count.
std::string fold(std::string_view text);

}  // namespace genai::filters
