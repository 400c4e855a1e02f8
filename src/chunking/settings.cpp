// SPDX-License-Identifier: Apache-2.0
#include "chunking/settings.hpp"

namespace genai::chunking {

void describe(Settings& settings, platform::Options& options) {
    constexpr double kChunkCharactersMax = 100'000;
    constexpr double kChunkTokensMin = 16;
    constexpr double kChunkTokensMax = 8192;

    options.section("Chunks");
    options
        .add("CHUNK_TOKENS", settings.chunk_tokens,
             "Size that a chunk aims at, in the embedder's tokens; never more than its window")
        .range(kChunkTokensMin, kChunkTokensMax);
    options
        .add("CHUNK_SIZE", settings.chunk_size,
             "Size that a chunk aims at in characters, instead of CHUNK_TOKENS; 0: by tokens")
        .range(0, kChunkCharactersMax);
    options.add("CHUNK_OVERLAP", settings.chunk_overlap, "Characters that a chunk repeats of the one before it")
        .range(0, kChunkCharactersMax);
    options.check([&settings]() -> Result<void> {
        if (settings.chunk_size == 0 || settings.chunk_overlap < settings.chunk_size) return {};
        return fail(ErrorKind::kInvalidInput,
                    "CHUNK_OVERLAP=" + std::to_string(settings.chunk_overlap) +
                        ": expected less than CHUNK_SIZE=" + std::to_string(settings.chunk_size));
    });
}

}  // namespace genai::chunking
