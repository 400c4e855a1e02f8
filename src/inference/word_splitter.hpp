// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace genai::inference {

// Cuts a text into the words that an uncased BERT tokenizer sees: control characters dropped, CJK characters alone,
// accents stripped (NFD without its nonspacing marks), lower case, punctuation alone; the same as BertNormalizer and
// BertPreTokenizer of the Hugging Face tokenizers. Malformed UTF-8 counts as U+FFFD, which is dropped.
// Use: `while (splitter.next()) splitter.word()`. One text, one thread.
class WordSplitter {
public:
    explicit WordSplitter(std::string_view text) : text_(text) {}

    // Moves to the next word; false at the end.
    bool next();
    // The current word in UTF-8, never empty; valid until next().
    std::string_view word() const { return word_; }

private:
    bool take_pending();
    bool take_ascii();
    void take_run();
    void add_normalised(char32_t point);

    std::string_view text_;
    std::size_t at_ = 0;
    std::string word_;
    // Code points of a stretch beyond ASCII, normalised, U+0020 between words; consumed from pending_at_.
    std::vector<char32_t> pending_;
    std::size_t pending_at_ = 0;
};

}  // namespace genai::inference
