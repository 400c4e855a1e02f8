// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace genai::lexical {

// A word of English that says nothing about what a question is after ("what", "was", "the"); `word` is folded and not
// stemmed.
bool is_stop_word(std::string_view word);

}  // namespace genai::lexical
