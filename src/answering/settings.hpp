// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::answering {

struct Settings {
    double similarity_threshold = 0.35;  // SIMILARITY_THRESHOLD: see Answerer
};

}  // namespace genai::answering
