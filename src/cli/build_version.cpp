// SPDX-License-Identifier: Apache-2.0
#include "cli/build_version.hpp"

#ifndef GENAI_VERSION
#error "the build defines GENAI_VERSION"
#endif
#ifndef GENAI_COMMIT
#define GENAI_COMMIT ""
#endif

namespace genai::cli {

std::string build_version() {
    const std::string commit = GENAI_COMMIT;
    return "genai " GENAI_VERSION + (commit.empty() ? "" : " (" + commit + ")");
}

}  // namespace genai::cli
