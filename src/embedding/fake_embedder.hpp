// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.hpp"
#include "embedding/embedder.hpp"

namespace genai::embedding {

// An embedder for tests of other modules: a text becomes the bag of its words, each hashed to a dimension, so that
// texts with words in common are near each other. The same vectors on every machine, without a model. A token is a
// word.
class FakeEmbedder : public Embedder {
public:
    explicit FakeEmbedder(std::size_t dimension = 64, std::uint32_t window = 254)
        : dimension_(dimension), window_(window) {}

    Result<Embeddings> embed_documents(std::span<const std::string> texts, const Limits& limits) override {
        Embeddings embeddings(texts.size(), dimension_);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (Result<void> allowed = limits.check("embedding"); !allowed) return propagate(allowed);
            if (count_tokens(texts[i]) > window_)
                return fail(ErrorKind::kInvalidInput, "the text has more than " + std::to_string(window_) + " tokens");
            embed(texts[i], embeddings.row(i));
        }
        return embeddings;
    }

    Result<Embeddings> embed_question(std::string_view text, const Limits& limits) override {
        const std::string copy(text);
        return embed_documents(std::span(&copy, 1), limits);
    }

    std::uint32_t count_tokens(std::string_view text) const override {
        return static_cast<std::uint32_t>(words(text).size());
    }
    std::uint32_t window_tokens() const override { return window_; }
    std::size_t dimension() const override { return dimension_; }
    std::string description() const override { return "fake embedder"; }
    std::string fingerprint() const override { return "fake/" + std::to_string(dimension_); }

private:
    // Runs of ASCII letters and digits in lower case, and of anything beyond ASCII.
    static std::vector<std::string> words(std::string_view text) {
        std::vector<std::string> found(1);
        for (const char c : text) {
            const bool is_upper = c >= 'A' && c <= 'Z';
            const bool is_word =
                is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
            if (is_word) found.back() += static_cast<char>(is_upper ? c + ('a' - 'A') : c);
            if (!is_word && !found.back().empty()) found.emplace_back();
        }
        if (found.back().empty()) found.pop_back();
        return found;
    }

    void embed(std::string_view text, std::span<float> vector) const {
        vector[0] = 0.01F;  // so that a text without words has a direction too
        for (const std::string& word : words(text)) vector[crc32c(word) % dimension_] += 1.0F;
        double squares = 0.0;
        for (const float value : vector) squares += static_cast<double>(value) * value;
        for (float& value : vector) value = static_cast<float>(value / std::sqrt(squares));
    }

    std::size_t dimension_;
    std::uint32_t window_;
};

}  // namespace genai::embedding
