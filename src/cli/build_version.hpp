// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace genai::cli {

// "genai 0.1.0 (a38a2bf)": the version, and the commit where the build knew it.
std::string build_version();

}  // namespace genai::cli
