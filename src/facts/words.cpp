// SPDX-License-Identifier: Apache-2.0
#include "facts/words.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace genai::facts {

namespace {

enum class Kind { kSpace, kSmall, kCapital, kDigit, kMark };

Kind kind_of(char32_t character) {
    if (character < 0x80) {
        if (character >= 'a' && character <= 'z') return Kind::kSmall;
        if (character >= 'A' && character <= 'Z') return Kind::kCapital;
        if (character >= '0' && character <= '9') return Kind::kDigit;
        return character <= ' ' || character == '_' || character == 0x7F ? Kind::kSpace : Kind::kMark;
    }
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LT: return Kind::kCapital;
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC: return Kind::kSmall;
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP: return Kind::kSpace;
        default: return Kind::kMark;
    }
}

bool is_accent(utf8proc_int32_t character) { return character >= 0x0300 && character <= 0x036F; }

void append_folded(char32_t character, std::string& folded) {
    switch (character) {
        case 0x2018:
        case 0x2019: folded += '\''; return;
        case 0x201C:
        case 0x201D:
        case 0x201E: folded += '"'; return;
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2013:
        case 0x2212: folded += '-'; return;
        default: break;
    }
    constexpr auto kOptions =
        static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    constexpr std::size_t kMost = 32;  // the longest decomposition has 18 characters
    std::array<utf8proc_int32_t, kMost> parts{};
    int bound_class = 0;
    const auto count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character), parts.data(), kMost, kOptions, &bound_class);
    for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, kMost); ++i) {
        const auto part = parts[static_cast<std::size_t>(i)];
        if (!is_accent(part)) append_utf8(folded, static_cast<char32_t>(part));
    }
}

}  // namespace

Words::Words(std::string_view text) : text_(text) {
    folded_.reserve(text.size());
    std::uint32_t line = 0;
    bool is_joined = false;
    bool is_open = false;  // the last word may go on
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = decode_utf8(text, i);
        const Kind kind = kind_of(point.value);
        if (kind == Kind::kSpace) {
            // A soft hyphen and its like stand inside words.
            const bool is_white = point.value < 0x80 ||
                                  utf8proc_category(static_cast<utf8proc_int32_t>(point.value)) != UTF8PROC_CATEGORY_CF;
            if (is_white) is_joined = is_open = false;
            if (point.value == '\n') ++line;
            i += point.bytes;
            continue;
        }
        const WordKind word_kind = kind == Kind::kDigit  ? WordKind::kDigits
                                   : kind == Kind::kMark ? WordKind::kMark
                                                         : WordKind::kLetters;
        if (!is_open || word_kind == WordKind::kMark || words_.back().kind != word_kind) {
            Word word;
            word.begin = static_cast<std::uint32_t>(i);
            word.line = line;
            word.folded_begin = static_cast<std::uint32_t>(folded_.size());
            word.kind = word_kind;
            word.is_joined = is_joined;
            word.is_capital = word.is_capitals = kind == Kind::kCapital;
            words_.push_back(word);
        }
        if (point.value < 0x80) {
            folded_ += static_cast<char>(kind == Kind::kCapital ? point.value | 0x20 : point.value);
        } else {
            append_folded(point.value, folded_);
        }
        i += point.bytes;
        Word& word = words_.back();
        word.end = static_cast<std::uint32_t>(i);
        word.folded_end = static_cast<std::uint32_t>(folded_.size());
        if (kind == Kind::kSmall) word.is_capitals = false;
        is_joined = true;
        is_open = word_kind != WordKind::kMark;
    }
}

std::string_view Words::slice(std::size_t begin, std::size_t end) const {
    return text_.substr(words_[begin].begin, words_[end - 1].end - words_[begin].begin);
}

std::string_view Words::folded(std::size_t at) const {
    if (at >= words_.size()) return {};
    const Word& word = words_[at];
    return std::string_view(folded_).substr(word.folded_begin, word.folded_end - word.folded_begin);
}

std::size_t Words::digits(std::size_t at) const {
    if (at >= words_.size() || words_[at].kind != WordKind::kDigits) return 0;
    return words_[at].end - words_[at].begin;
}

std::optional<int> Words::number(std::size_t at) const {
    constexpr std::size_t kDigitsMax = 8;
    if (const std::size_t count = digits(at); count == 0 || count > kDigitsMax) return std::nullopt;
    int value = 0;
    for (const char digit : folded(at)) value = value * 10 + (digit - '0');
    return value;
}

std::size_t end_of_phrase(const Words& words, std::size_t at, std::string_view phrase) {
    std::size_t next = at;
    while (!phrase.empty()) {
        const std::size_t space = std::min(phrase.find(' '), phrase.size());
        if (next != at && words.is(next, "-")) ++next;
        if (!words.is(next, phrase.substr(0, space))) return at;
        ++next;
        phrase.remove_prefix(std::min(space + 1, phrase.size()));
    }
    return next;
}

std::vector<Line> to_lines(const Words& words) {
    std::vector<Line> lines;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words.starts_line(i)) lines.push_back({i, i, i == 0 || words[i].line > words[i - 1].line + 1});
        lines.back().end = i + 1;
    }
    return lines;
}

}  // namespace genai::facts
