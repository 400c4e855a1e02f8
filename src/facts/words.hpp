// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace genai::facts {

enum class WordKind : std::uint8_t {
    kLetters,
    kDigits,
    kMark,  // one character of punctuation, or a symbol
};

// A run of letters or of digits, or one mark: "Q3" is two words, "10-K" three. Offsets are bytes of the text.
struct Word {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t line = 0;          // from 0; blank lines count
    std::uint32_t folded_begin = 0;  // in Words::folded()
    std::uint32_t folded_end = 0;
    WordKind kind = WordKind::kMark;
    bool is_joined = false;    // no white space before it
    bool is_capital = false;   // begins with a capital letter
    bool is_capitals = false;  // has no small letter; capitals alone
};

// A text cut into words, each with its folded form (lower case, without accents, typographic quotes made plain), in one
// pass. The scanners of this folder are all written over it: each looks a bounded number of words ahead, so that their
// time grows with the text and not faster, whatever stands in it. Looking past either end gives nothing. Keeps a view
// of the text.
class Words {
public:
    explicit Words(std::string_view text);

    std::size_t size() const { return words_.size(); }
    const Word& operator[](std::size_t at) const { return words_[at]; }
    std::string_view text() const { return text_; }
    // From the first byte of word `begin` to the last one before word `end`; begin < end.
    std::string_view slice(std::size_t begin, std::size_t end) const;
    std::string_view folded(std::size_t at) const;  // empty past the end

    bool is(std::size_t at, std::string_view word) const { return at < size() && folded(at) == word; }
    bool is_joined(std::size_t at, std::string_view word) const { return is(at, word) && words_[at].is_joined; }
    bool is_mark(std::size_t at) const { return at < size() && words_[at].kind == WordKind::kMark; }
    bool is_letters(std::size_t at) const { return at < size() && words_[at].kind == WordKind::kLetters; }
    bool starts_line(std::size_t at) const { return at == 0 || words_[at].line != words_[at - 1].line; }
    // The value of a word of digits, at most 8 of them; how many there are is told by digits().
    std::optional<int> number(std::size_t at) const;
    std::size_t digits(std::size_t at) const;

private:
    std::string_view text_;
    std::string folded_;
    std::vector<Word> words_;
};

// Whether the word is one of them.
template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// The end of these words (folded, a space between two; in the text a hyphen may stand there) if the text has them at
// this word, else `at`.
std::size_t end_of_phrase(const Words& words, std::size_t at, std::string_view phrase);

// A line that has words: words [begin, end) of its text.
struct Line {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool starts_block = false;  // the first one, or after a blank line

    std::size_t size() const { return end - begin; }
};
std::vector<Line> to_lines(const Words& words);

}  // namespace genai::facts
