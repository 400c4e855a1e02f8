// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace genai::bench {

// Prints what an index of so many made-up documents costs to build, and a question to it, by kind of question.
void print_speed(std::size_t documents);

}  // namespace genai::bench
