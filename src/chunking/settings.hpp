// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "platform/options.hpp"

namespace genai::chunking {

// Sizes in characters are the original system's; 0 means "not set". Whatever is set, a chunk never exceeds the
// embedder's window.
struct Settings {
    std::uint32_t chunk_size = 0;      // CHUNK_SIZE, characters
    std::uint32_t chunk_overlap = 0;   // CHUNK_OVERLAP, characters
    std::uint32_t chunk_tokens = 170;  // the size aimed at when chunk_size is not set
};

// The rows of these settings.
void describe(Settings& settings, platform::Options& options);

}  // namespace genai::chunking
