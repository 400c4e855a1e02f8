// SPDX-License-Identifier: Apache-2.0
#include "profiles/word_cutter.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace genai::profiles {

namespace {

enum class Kind { kLetter, kDigit, kInvisible, kOther };

constexpr bool is_digit(char character) { return character >= '0' && character <= '9'; }

Kind kind_of(char32_t character) {
    if (character < 0x80) {
        const auto lower = static_cast<char>(character | 0x20);
        if (lower >= 'a' && lower <= 'z') return Kind::kLetter;
        return is_digit(static_cast<char>(character)) ? Kind::kDigit : Kind::kOther;
    }
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC: return Kind::kLetter;
        case UTF8PROC_CATEGORY_CF: return Kind::kInvisible;  // a soft hyphen and its like stand inside words
        default: return Kind::kOther;
    }
}

bool is_accent(utf8proc_int32_t character) { return character >= 0x0300 && character <= 0x036F; }

void append_folded(char32_t character, std::string& folded) {
    if (character < 0x80) {
        folded += static_cast<char>(character | 0x20);
        return;
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

// "liabilities" -> "liability", "losses" -> "loss", "taxes" -> "tax", "sales" -> "sale". A wrong singular does no harm,
// since phrases and texts get the same.
void fold_plural(std::string& word) {
    const std::string_view view = word;
    if (view.size() < 4 || view.back() != 's' || view.ends_with("ss") || view.ends_with("us") || view.ends_with("is")) {
        return;
    }
    if (view.size() > 4 && view.ends_with("ies")) {
        word.replace(word.size() - 3, 3, "y");
    } else if (view.ends_with("sses") || view.ends_with("xes") || view.ends_with("ches") || view.ends_with("shes")) {
        word.resize(word.size() - 2);
    } else {
        word.pop_back();
    }
}

}  // namespace

bool WordCutter::is_letter_at(std::size_t at) const {
    return at < text_.size() && kind_of(decode_utf8(text_, at).value) == Kind::kLetter;
}

bool WordCutter::next(CutWord& word) {
    folded_.clear();
    word.begins_sentence = false;
    while (at_ < text_.size()) {
        const CodePoint point = decode_utf8(text_, at_);
        const Kind kind = kind_of(point.value);
        word.line = line_;
        word.is_number = kind == Kind::kDigit;
        if (kind == Kind::kDigit) {
            cut_number();
        } else if (kind == Kind::kLetter) {
            cut_letters();
        } else {
            at_ += point.bytes;
            if (point.value == '\n') ++line_;
            const bool is_stop = point.value < 0x80 && std::string_view(".:;?!").find(static_cast<char>(point.value)) !=
                                                           std::string_view::npos;
            if (is_stop) word.begins_sentence = true;
            continue;
        }
        if (folded_.empty()) continue;  // a lone accent
        word.text = folded_;
        return true;
    }
    return false;
}

void WordCutter::cut_number() {
    while (at_ < text_.size()) {
        const bool is_grouping =
            (text_[at_] == ',' || text_[at_] == '.') && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
        if (!is_digit(text_[at_]) && !is_grouping) return;
        if (folded_.size() < kWordBytesMax) folded_ += text_[at_];
        ++at_;
    }
}

void WordCutter::cut_letters() {
    while (at_ < text_.size()) {
        const CodePoint point = decode_utf8(text_, at_);
        const Kind kind = kind_of(point.value);
        const bool is_and = point.value == '&' && is_letter_at(at_ + 1);
        if (kind == Kind::kLetter && folded_.size() < kWordBytesMax) {
            append_folded(point.value, folded_);
        } else if (is_and) {
            if (folded_.size() < kWordBytesMax) folded_ += '&';
        } else if (kind != Kind::kLetter && kind != Kind::kInvisible) {
            break;
        }
        at_ += point.bytes;
    }
    fold_plural(folded_);
    skip_possessive();
}

// The "s" of "Apple's" is no word of its own.
void WordCutter::skip_possessive() {
    if (at_ >= text_.size()) return;
    const CodePoint mark = decode_utf8(text_, at_);
    if (mark.value != '\'' && mark.value != 0x2019) return;
    const std::size_t letter = at_ + mark.bytes;
    if (letter < text_.size() && text_[letter] == 's' && !is_letter_at(letter + 1)) at_ = letter + 1;
}

}  // namespace genai::profiles
