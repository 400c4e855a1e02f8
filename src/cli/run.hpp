// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/exit_codes.hpp"

namespace genai::cli {

// The program: reads the command line, runs the command, returns the exit code.
int run(int argc, char** argv);

}  // namespace genai::cli
