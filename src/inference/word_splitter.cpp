// SPDX-License-Identifier: Apache-2.0
#include "inference/word_splitter.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "base/result.hpp"
#include "base/utf8.hpp"
#include "inference/unicode_age.hpp"

namespace genai::inference {

namespace {

constexpr char32_t kBlank = U' ';
constexpr char32_t kReplacement = 0xFFFD;

// What becomes of an ASCII character.
enum class Kind : unsigned char { kLetter, kSpace, kPunctuation, kDropped };

constexpr auto kAsciiKinds = [] {
    std::array<Kind, 128> kinds{};
    for (unsigned c = 0; c < 128; ++c) {
        const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        const bool is_punctuation =
            (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
        kinds[c] = is_space                ? Kind::kSpace
                   : is_punctuation        ? Kind::kPunctuation
                   : c < 0x20 || c == 0x7F ? Kind::kDropped
                                           : Kind::kLetter;
    }
    return kinds;
}();

bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

Kind ascii_kind(char byte) { return kAsciiKinds[static_cast<unsigned char>(byte)]; }

char to_lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte; }

const utf8proc_property_t& properties(char32_t point) {
    return *utf8proc_get_property(static_cast<utf8proc_int32_t>(point));
}

bool is_white_space(char32_t point) {
    const utf8proc_propval_t category = properties(point).category;
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

bool is_dropped(char32_t point) {
    if (point == kReplacement) return true;
    if (is_younger_than_the_reference(point)) return false;
    const utf8proc_propval_t category = properties(point).category;
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CO ||
           category == UTF8PROC_CATEGORY_CS;
}

bool is_accent(char32_t point) {
    if (point == 0x1734) return true;  // a nonspacing mark in Unicode 8, spacing since
    return properties(point).category == UTF8PROC_CATEGORY_MN && !is_younger_than_the_reference(point);
}

bool is_punctuation(char32_t point) {
    if (point < 0x80) return kAsciiKinds[point] == Kind::kPunctuation;
    if (point == 0x166D || point == 0x111C9) return true;  // punctuation in Unicode 8, something else since
    const utf8proc_propval_t category = properties(point).category;
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO &&
           !is_younger_than_the_reference(point);
}

// The ranges that the reference takes for Chinese characters, each a word of its own (BERT's begin the last but one at
// 2B820).
bool is_cjk(char32_t point) {
    struct Range {
        char32_t first, last;
    };
    static constexpr Range kRanges[] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xF900, 0xFAFF},   {0x20000, 0x2A6DF},
                                        {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF}, {0x2F800, 0x2FA1F}};
    return std::ranges::any_of(kRanges,
                               [&](const Range& range) { return point >= range.first && point <= range.last; });
}

int combining_class(char32_t point) { return properties(point).combining_class; }

void append_decomposed(char32_t point, std::vector<char32_t>& out) {
    std::array<utf8proc_int32_t, 8> parts{};  // the longest canonical decomposition has 4
    int boundary = 0;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), parts.data(),
                                static_cast<utf8proc_ssize_t>(parts.size()), UTF8PROC_DECOMPOSE, &boundary);
    ensure(count >= 0 && count <= static_cast<utf8proc_ssize_t>(parts.size()), "a code point decomposes");
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) out.push_back(static_cast<char32_t>(parts[i]));
}

// Puts neighbouring combining marks in the order of their classes (Unicode chapter 3.11), which NFD asks for.
void order_marks(std::vector<char32_t>& points) {
    const auto is_mark = [](char32_t point) { return combining_class(point) > 0; };
    for (auto at = points.begin(); at != points.end();) {
        const auto first = std::find_if(at, points.end(), is_mark);
        at = std::find_if_not(first, points.end(), is_mark);
        std::ranges::stable_sort(first, at, {}, combining_class);
    }
}

}  // namespace

bool WordSplitter::next() {
    word_.clear();
    for (;;) {
        if (pending_at_ < pending_.size()) {
            if (take_pending()) return true;
        } else if (at_ == text_.size()) {
            return !word_.empty();
        } else if (is_ascii(text_[at_])) {
            if (take_ascii()) return true;
        } else {
            take_run();
        }
    }
}

// Both take what belongs to the current word and return true once it is complete.
bool WordSplitter::take_ascii() {
    for (; at_ < text_.size() && is_ascii(text_[at_]); ++at_) {
        const char byte = text_[at_];
        switch (ascii_kind(byte)) {
            case Kind::kLetter: word_ += to_lower(byte); break;
            case Kind::kDropped: break;
            case Kind::kSpace:
                if (!word_.empty()) return true;
                break;
            case Kind::kPunctuation:
                if (!word_.empty()) return true;
                word_ = byte;
                ++at_;
                return true;
        }
    }
    return false;
}

bool WordSplitter::take_pending() {
    for (; pending_at_ < pending_.size(); ++pending_at_) {
        const char32_t point = pending_[pending_at_];
        const bool is_alone = point != kBlank && is_punctuation(point);
        if (point == kBlank || is_alone) {
            if (!word_.empty()) return true;
            if (!is_alone) continue;
        }
        append_utf8(word_, point);
        if (is_alone) {
            ++pending_at_;
            return true;
        }
    }
    return false;
}

// Normalises the stretch of code points beyond ASCII that begins here. Marks of one stretch are ordered among
// themselves; ASCII control characters between them are dropped and so do not end it.
void WordSplitter::take_run() {
    pending_.clear();
    pending_at_ = 0;
    std::vector<char32_t> run;
    while (at_ < text_.size() && (!is_ascii(text_[at_]) || ascii_kind(text_[at_]) == Kind::kDropped)) {
        const CodePoint point = decode_utf8(text_, at_);
        at_ += point.bytes;
        if (is_white_space(point.value)) {
            run.push_back(kBlank);
        } else if (is_dropped(point.value)) {
            continue;
        } else if (is_cjk(point.value)) {
            run.push_back(kBlank);
            append_decomposed(point.value, run);
            run.push_back(kBlank);
        } else {
            append_decomposed(point.value, run);
        }
    }
    order_marks(run);
    for (const char32_t point : run) add_normalised(point);
}

void WordSplitter::add_normalised(char32_t point) {
    if (is_accent(point)) return;
    pending_.push_back(static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point))));
}

}  // namespace genai::inference
