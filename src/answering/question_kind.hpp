// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace genai::answering {

// What a question asks for, as far as its words tell. English only: other languages' questions ask for neither.
struct QuestionKind {
    bool wants_number = false;  // "how much", "what was the", "when"
    bool wants_reason = false;  // "why", "what explains"
};

QuestionKind kind_of(std::string_view question);

}  // namespace genai::answering
