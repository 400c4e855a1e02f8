// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "platform/options.hpp"

namespace genai::answering {

struct Settings {
    double similarity_threshold = 0.5;  // SIMILARITY_THRESHOLD: see Answerer
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::answering
