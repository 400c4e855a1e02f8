// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "platform/options.hpp"

namespace genai::vectors {

enum class IndexType { kAuto, kFlat, kIvf, kHnsw };

struct Settings {
    IndexType index_type = IndexType::kAuto;  // FAISS_INDEX_TYPE
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::vectors
