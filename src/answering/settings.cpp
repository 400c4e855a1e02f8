// SPDX-License-Identifier: Apache-2.0
#include "answering/settings.hpp"

namespace genai::answering {

void describe(Settings& settings, platform::Options& options) {
    options.section("Answers");
    options
        .add("SIMILARITY_THRESHOLD", settings.similarity_threshold,
             "Below this cosine, a question whose words are not in the documents either is answered \"not found\"")
        .range(0, 1);
}

}  // namespace genai::answering
