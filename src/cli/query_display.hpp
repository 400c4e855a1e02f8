// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "model/answer.hpp"

namespace genai::cli {

// The answer for people: its text, the citations with document, page and quote, then the sources, in lines of `width`
// columns; 0: paragraphs are not broken, for files and pipes. Documents' text cannot colour the terminal or move its
// cursor.
std::string to_text(const Question& question, const Answer& answer, std::size_t width);

}  // namespace genai::cli
