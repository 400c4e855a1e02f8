// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::cli {

// What the program's end says to scripts; each command's --help names those that it has.
inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailure = 1;         // the work failed, in part or as a whole
inline constexpr int kExitUsage = 2;           // the command line is wrong
inline constexpr int kExitBelow = 3;           // a measure is below what was asked for
inline constexpr int kExitConfiguration = 78;  // a setting is wrong (EX_CONFIG): restarting will not help
inline constexpr int kExitInterrupted = 130;   // Ctrl-C

}  // namespace genai::cli
