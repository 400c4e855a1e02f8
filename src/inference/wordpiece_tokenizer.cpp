// SPDX-License-Identifier: Apache-2.0
#include "inference/wordpiece_tokenizer.hpp"

#include <algorithm>
#include <optional>

#include "base/utf8.hpp"
#include "inference/word_splitter.hpp"

namespace genai::inference {

namespace {

constexpr std::size_t kWordCharactersMax = 100;

}  // namespace

Result<WordPieceTokenizer> WordPieceTokenizer::load(const std::filesystem::path& vocabulary,
                                                    std::string_view expected_sha256) {
    Result<Vocabulary> pieces = Vocabulary::load(vocabulary, expected_sha256);
    if (!pieces) return propagate(pieces);
    WordPieceTokenizer tokenizer(std::move(*pieces));
    for (const char* name : {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}) {
        const std::optional<std::int32_t> id = tokenizer.vocabulary_.find(name);
        if (!id) {
            return fail(ErrorKind::kInvalidInput, "the vocabulary " + vocabulary.string() + " has no " + name +
                                                      "; it is not the vocab.txt of a BERT model");
        }
        tokenizer.specials_.push_back({name, *id});
    }
    tokenizer.unknown_ = tokenizer.specials_[1].id;
    tokenizer.cls_ = tokenizer.specials_[2].id;
    tokenizer.sep_ = tokenizer.specials_[3].id;
    return tokenizer;
}

const WordPieceTokenizer::Special* WordPieceTokenizer::find_special(std::string_view text) const {
    const auto found = std::ranges::find_if(specials_, [&](const Special& s) { return text.starts_with(s.text); });
    return found == specials_.end() ? nullptr : &*found;
}

// The pieces of one word; false when it has none or is too long.
bool WordPieceTokenizer::cut_word(std::string_view word, std::vector<std::int32_t>& pieces) const {
    pieces.clear();
    if (word.size() > kWordCharactersMax && count_code_points(word) > kWordCharactersMax) return false;
    for (Vocabulary::Match match = vocabulary_.longest_start(word); match.bytes > 0;
         match = vocabulary_.longest_continuation(word)) {
        pieces.push_back(match.id);
        word.remove_prefix(match.bytes);
        if (word.empty()) return true;
    }
    return false;
}

template <class Add>
void WordPieceTokenizer::cut_words(std::string_view text, std::vector<std::int32_t>& pieces, const Add& add) const {
    for (WordSplitter splitter(text); splitter.next();) {
        if (cut_word(splitter.word(), pieces)) {
            for (const std::int32_t id : pieces) add(id);
        } else {
            add(unknown_);
        }
    }
}

// Special tokens are found first, in the text as it is; what lies between them is cut into words.
template <class Add>
void WordPieceTokenizer::for_each_token(std::string_view text, const Add& add) const {
    std::vector<std::int32_t> pieces;
    std::size_t start = 0;
    for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at)) {
        const Special* special = find_special(text.substr(at));
        if (special == nullptr) {
            ++at;
            continue;
        }
        cut_words(text.substr(start, at - start), pieces, add);
        add(special->id);
        start = at += special->text.size();
    }
    cut_words(text.substr(start), pieces, add);
}

void WordPieceTokenizer::encode(std::string_view text, std::vector<std::int32_t>& ids) const {
    for_each_token(text, [&](std::int32_t id) { ids.push_back(id); });
}

std::size_t WordPieceTokenizer::count(std::string_view text) const {
    std::size_t count = 0;
    for_each_token(text, [&](std::int32_t) { ++count; });
    return count;
}

}  // namespace genai::inference
