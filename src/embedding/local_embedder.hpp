// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/result.hpp"
#include "embedding/embedder.hpp"
#include "embedding/settings.hpp"
#include "inference/encoder.hpp"
#include "inference/encoder_pool.hpp"
#include "inference/wordpiece_tokenizer.hpp"

namespace genai::embedding {

// Embeds in this process with the packed encoder of inference/, on the CPU. Owns the model and the threads. A question
// goes before the documents of a running ingest. Memory: about 80 MB for all-MiniLM-L6-v2, and up to 15 MB a thread
// that has worked.
class LocalEmbedder : public Embedder {
public:
    // Reads and verifies the model; a wrong file, an unknown model or a device that is not there is an error.
    static Result<std::unique_ptr<Embedder>> load(const Settings& settings);

    Result<Embeddings> embed_documents(std::span<const std::string> texts, const Limits& limits) override;
    Result<Embeddings> embed_question(std::string_view text, const Limits& limits) override;
    std::uint32_t count_tokens(std::string_view text) const override;
    std::uint32_t window_tokens() const override;
    std::size_t dimension() const override;
    std::string description() const override;
    std::string fingerprint() const override;

    std::size_t threads() const { return pool_.threads(); }
    // Packed batches computed since the start.
    std::uint64_t batches() const { return pool_.batches(); }

private:
    LocalEmbedder(const Settings& settings, std::unique_ptr<inference::Encoder> encoder,
                  inference::WordPieceTokenizer tokenizer);

    Result<std::vector<std::int32_t>> tokens(std::string_view text) const;
    Result<Embeddings> embed(std::span<const std::vector<std::int32_t>> sequences, inference::Urgency urgency,
                             const Limits& limits);

    const Settings settings_;
    const std::unique_ptr<inference::Encoder> encoder_;
    const inference::WordPieceTokenizer tokenizer_;
    inference::EncoderPool pool_;
};

}  // namespace genai::embedding
