// SPDX-License-Identifier: Apache-2.0
#include "filters/token.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace genai::filters {

namespace {

bool is_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.-+:").find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
}

// The longer ones first.
constexpr std::array<std::string_view, 11> kSymbols{"<=", ">=", "!=", "<>", "==", "=", "<", ">", "(", ")", ","};

}  // namespace

bool Token::is(std::string_view lower_case) const {
    if (kind != Kind::kWord && kind != Kind::kSymbol) return false;
    return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                      [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x) == y; });
}

std::string Token::shown() const {
    constexpr std::size_t kShown = 40;
    if (kind == Kind::kEnd) return "the end";
    const std::string_view cut = slice_code_points(text, 0, kShown);
    return "\"" + std::string(cut) + (cut.size() < text.size() ? "...\"" : "\"");
}

Result<Token> Tokenizer::next() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    if (at_ == text_.size()) return Token{Token::Kind::kEnd, "", at_};
    const char first = text_[at_];
    if (first == '"' || first == '\'') return read_text(first);
    if (is_of_word(first)) {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_of_word(text_[at_])) ++at_;
        return Token{Token::Kind::kWord, std::string(text_.substr(begin, at_ - begin)), begin};
    }
    for (const std::string_view symbol : kSymbols) {
        if (!text_.substr(at_).starts_with(symbol)) continue;
        at_ += symbol.size();
        return Token{Token::Kind::kSymbol, std::string(symbol), at_ - symbol.size()};
    }
    return refuse(at_, std::string("the character ") + (first > ' ' ? std::string{'"', first, '"'} : "here") +
                           " has no meaning; a text stands in quotes");
}

Result<Token> Tokenizer::read_text(char quote) {
    Token token{Token::Kind::kText, "", at_};
    for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == quote) {
            ++at_;
            return token;
        }
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        token.text += text_[at_];
    }
    return refuse(token.at, "the text that begins here has no closing quote");
}

tl::unexpected<Error> Tokenizer::refuse(std::size_t at, std::string_view why) const {
    const std::size_t character = count_code_points(text_.substr(0, at)) + 1;
    return fail(ErrorKind::kInvalidInput,
                "the filter, at character " + std::to_string(character) + ": " + std::string(why));
}

}  // namespace genai::filters
