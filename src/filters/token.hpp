// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace genai::filters {

// A piece of an expression.
struct Token {
    enum class Kind { kWord, kText, kSymbol, kEnd };

    Kind kind = Kind::kEnd;
    std::string text;    // a text's without its quotes and escapes
    std::size_t at = 0;  // the byte where it begins

    // A word, in any case, or a symbol.
    bool is(std::string_view lower_case) const;
    // For messages: `"x"`, or "the end".
    std::string shown() const;
};

// Cuts an expression into words (letters, digits, _ . - + : and all that is not ASCII), texts in single or double
// quotes in which a backslash takes the next character as it is, and symbols. Keeps a view of the text.
class Tokenizer {
public:
    explicit Tokenizer(std::string_view text) : text_(text) {}

    // The next token; after the last one, the end, again and again.
    Result<Token> next();
    // An error at this byte, which it names as a character from 1.
    tl::unexpected<Error> refuse(std::size_t at, std::string_view why) const;

private:
    Result<Token> read_text(char quote);

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace genai::filters
