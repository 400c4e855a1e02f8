// SPDX-License-Identifier: Apache-2.0
#include "chunking/settings.hpp"

namespace genai::chunking {

void describe(Settings& settings, platform::Options& options) {
    constexpr double kChunkCharactersMax = 100'000;
    constexpr double kChunkTokensMin = 16;
    constexpr double kChunkTokensMax = 8192;
    constexpr std::uint32_t kCharactersPerToken = 4;  // of English prose; enough to tell a slip from a choice

    options.section("Chunks");
    options
        .add("CHUNK_TOKENS", settings.chunk_tokens,
             "Size that a chunk aims at, in the embedder's tokens; never more than its window")
        .range(kChunkTokensMin, kChunkTokensMax);
    options
        .add("CHUNK_SIZE", settings.chunk_size,
             "Size that a chunk aims at in characters, instead of CHUNK_TOKENS; 0: by tokens")
        .range(0, kChunkCharactersMax);
    options
        .add("CHUNK_OVERLAP", settings.chunk_overlap,
             "Characters that a chunk repeats of the one before it; less than its size")
        .range(0, kChunkCharactersMax);
    options.check([&settings]() -> Result<void> {
        const bool is_by_tokens = settings.chunk_size == 0;
        const std::uint32_t size = is_by_tokens ? settings.chunk_tokens * kCharactersPerToken : settings.chunk_size;
        if (settings.chunk_overlap < size) return {};
        std::string expected = "CHUNK_SIZE=" + std::to_string(size);
        if (is_by_tokens) {
            expected = "the " + std::to_string(size) +
                       " characters that CHUNK_TOKENS=" + std::to_string(settings.chunk_tokens) + " come to";
        }
        return fail(ErrorKind::kInvalidInput,
                    "CHUNK_OVERLAP=" + std::to_string(settings.chunk_overlap) + ": expected less than " + expected);
    });
}

}  // namespace genai::chunking
