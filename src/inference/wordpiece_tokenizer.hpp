// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "inference/vocabulary.hpp"

namespace genai::inference {

// Text to the token ids of an uncased BERT model, equal to the Hugging Face tokenizers with the model's tokenizer.json:
// words by WordSplitter, each cut greedily into its longest pieces; a word that cannot be, or of more than 100
// characters, is [UNK]. A literal "[CLS]", "[SEP]", "[MASK]", "[PAD]" or "[UNK]" in the text is that token. Never
// truncates and adds no [CLS] and [SEP]: the caller knows the window. Read-only, safe from any thread.
class WordPieceTokenizer {
public:
    static Result<WordPieceTokenizer> load(const std::filesystem::path& vocabulary, std::string_view expected_sha256);

    // Appends the text's tokens.
    void encode(std::string_view text, std::vector<std::int32_t>& ids) const;
    std::size_t count(std::string_view text) const;

    std::int32_t cls() const { return cls_; }
    std::int32_t sep() const { return sep_; }
    std::size_t vocabulary_size() const { return vocabulary_.size(); }
    const std::string& vocabulary_sha256() const { return vocabulary_.sha256(); }

private:
    struct Special {
        std::string text;
        std::int32_t id = 0;
    };

    explicit WordPieceTokenizer(Vocabulary vocabulary) : vocabulary_(std::move(vocabulary)) {}

    template <class Add>
    void for_each_token(std::string_view text, const Add& add) const;
    template <class Add>
    void cut_words(std::string_view text, std::vector<std::int32_t>& pieces, const Add& add) const;
    bool cut_word(std::string_view word, std::vector<std::int32_t>& pieces) const;
    const Special* find_special(std::string_view text) const;

    Vocabulary vocabulary_;
    std::vector<Special> specials_;
    std::int32_t unknown_ = 0;
    std::int32_t cls_ = 0;
    std::int32_t sep_ = 0;
};

}  // namespace genai::inference
