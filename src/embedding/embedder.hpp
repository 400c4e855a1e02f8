// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "model/embedding.hpp"

namespace genai::embedding {

// Turns texts into vectors of L2 length 1. Texts longer than window_tokens() are refused (kInvalidInput), never cut:
// the chunker sizes chunks with count_tokens(), and a question is shortened by whoever asks. Safe to use from several
// threads; the work is shared out over the machine's cores by the implementation.
class Embedder {
public:
    virtual ~Embedder() = default;

    virtual Result<Embeddings> embed_documents(std::span<const std::string> texts, const Limits& limits) = 0;
    virtual Result<Embeddings> embed_question(std::string_view text, const Limits& limits) = 0;

    // Tokens of the text, special tokens left out.
    virtual std::uint32_t count_tokens(std::string_view text) const = 0;
    // How many such tokens an embedded text may have.
    virtual std::uint32_t window_tokens() const = 0;
    virtual std::size_t dimension() const = 0;
    // Model and precision, for people ("all-MiniLM-L6-v2, int16 on AVX2").
    virtual std::string description() const = 0;
    // Changes whenever the same text would get a vector that does not fit beside the earlier ones.
    virtual std::string fingerprint() const = 0;
};

}  // namespace genai::embedding
