// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/word.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "extraction/child/code_points.hpp"
#include "extraction/child/geometry.hpp"

namespace genai::extraction::child {

namespace {

// Gaps in ems. Between letters of a word the ink is at most some .2 em apart, a space adds .2 em or more.
constexpr float kGapAlways = 0.30F;   // of ink: a new word whatever the file says
constexpr float kGapOfSpace = 0.06F;  // of ink: a new word when the file has a space there
constexpr float kGapOfInk = 0.17F;    // of ink, when the advance has a gap as well: files without spaces
constexpr float kGapOfAdvance = 0.13F;
constexpr float kGapOfGuess = 0.10F;     // of both, where PDFium guesses a space: narrow fonts in files without spaces
constexpr float kStepBack = 0.35F;       // an overlap of more than this begins a new word
constexpr float kBaselineShift = 0.12F;  // beyond this it is another line, or a superscript
constexpr float kSmallerText = 0.80F;    // a size below this beside larger text is a superscript or a label

// How far the ink of `next` begins after the ink of `last` ends, along the reading direction.
float ink_gap(const Glyph& last, const Glyph& next) {
    const bool is_backwards = is_right_to_left(last.code_point) && is_right_to_left(next.code_point);
    return is_backwards ? last.ink.x0 - next.ink.x1 : next.ink.x0 - last.ink.x1;
}

// A piece of a ligature: PDFium gives "fi" as two characters in one place.
bool is_same_place(const Glyph& last, const Glyph& next) { return last.ink == next.ink; }

bool begins_word(const Glyph& last, const Glyph& next) {
    if (is_same_place(last, next)) return false;
    const float em = std::max(last.em, next.em);
    if (std::abs(next.baseline - last.baseline) > kBaselineShift * em) return true;
    const bool is_other_size = std::min(last.em, next.em) < kSmallerText * em;
    if (is_other_size && is_digit(next.code_point) != is_digit(last.code_point)) return true;
    const float gap = ink_gap(last, next);
    const float advance_gap = next.ink.x0 - last.advance_end;
    if (gap > kGapAlways * em || gap < -kStepBack * em) return true;
    // An italic letter leans over the space that follows it.
    if (next.after_space && (gap > kGapOfSpace * em || advance_gap > kGapOfAdvance * em)) return true;
    if (next.after_guess && gap > kGapOfGuess * em && advance_gap > kGapOfGuess * em) return true;
    return gap > kGapOfInk * em && advance_gap > kGapOfAdvance * em;
}

bool is_prefix_sign(char32_t c) { return c == U'$' || c == U'€' || c == U'£' || c == U'¥' || c == U'('; }
bool is_dash(char32_t c) { return c == U'-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212; }

// The characters of a word, reduced to what makes a number.
WordKind kind_of(std::span<const Glyph> glyphs) {
    constexpr std::size_t kNumberGlyphsMax = 24;
    if (glyphs.size() > kNumberGlyphsMax) return WordKind::kText;
    std::size_t digits = 0;
    std::size_t prefixes = 0;
    std::size_t suffixes = 0;
    std::size_t dashes = 0;
    std::string rest;
    for (const auto& glyph : glyphs) {
        const auto c = glyph.code_point;
        if (is_digit(c)) {
            ++digits;
        } else if (is_prefix_sign(c)) {
            ++prefixes;
        } else if (c == U'%' || c == U')') {
            ++suffixes;
        } else if (is_dash(c)) {
            ++dashes;
        } else if (c != U',' && c != U'.') {
            rest.push_back(c < 0x80 ? static_cast<char>(c) : '?');
        }
    }
    if (!rest.empty()) {
        if (rest == "N/M" || rest == "N/A" || rest == "NM" || rest == "n/m" || rest == "n/a") return WordKind::kMissing;
        return digits > 0 && (rest == "x" || rest == "bps") ? WordKind::kNumber : WordKind::kText;
    }
    if (digits > 0) {
        if (glyphs.back().code_point == U'.' || glyphs.back().code_point == U',')
            return WordKind::kText;  // "1." of a list
        // "10-12", "1-800": a dash inside is no number, one before it is a minus.
        return dashes == 0 || (dashes == 1 && is_dash(glyphs.front().code_point)) ? WordKind::kNumber : WordKind::kText;
    }
    if (dashes > 0) return dashes == glyphs.size() && dashes <= 2 ? WordKind::kMissing : WordKind::kText;
    if (prefixes == glyphs.size()) return WordKind::kPrefix;
    return suffixes == glyphs.size() ? WordKind::kSuffix : WordKind::kText;
}

bool is_year(std::span<const Glyph> glyphs) {
    constexpr std::size_t kYearDigits = 4;
    if (glyphs.size() != kYearDigits) return false;
    for (const auto& glyph : glyphs)
        if (!is_digit(glyph.code_point)) return false;
    return (glyphs[0].code_point == '1' && glyphs[1].code_point == '9') ||
           (glyphs[0].code_point == '2' && glyphs[1].code_point == '0');
}

Word to_word(std::span<const Glyph> glyphs, std::uint32_t first) {
    Word word;
    word.first = first;
    word.count = static_cast<std::uint32_t>(glyphs.size());
    word.ink = glyphs.front().ink;
    word.baseline = glyphs.front().baseline;
    word.after_space = glyphs.front().after_space;
    std::size_t bold = 0;
    std::size_t backwards = 0;
    for (const auto& glyph : glyphs) {
        word.ink = united(word.ink, glyph.ink);
        word.em = std::max(word.em, glyph.em);
        bold += glyph.is_bold ? 1 : 0;
        backwards += is_right_to_left(glyph.code_point) ? 1 : 0;
    }
    word.is_bold = 2 * bold > glyphs.size();
    word.is_right_to_left = 2 * backwards > glyphs.size();
    word.kind = kind_of(glyphs);
    word.is_year = is_year(glyphs);
    word.has_currency = is_prefix_sign(glyphs.front().code_point) && glyphs.front().code_point != U'(';
    word.start = glyphs.front().code_point;
    word.starts_with_letter = is_letter_like(word.start);
    word.starts_with_lower_case = word.start >= 'a' && word.start <= 'z';
    return word;
}

}  // namespace

std::vector<Word> find_words(std::span<const Glyph> glyphs) {
    std::vector<Word> words;
    std::size_t start = 0;
    for (std::size_t i = 1; i <= glyphs.size() && !glyphs.empty(); ++i) {
        if (i < glyphs.size() && !begins_word(glyphs[i - 1], glyphs[i])) continue;
        words.push_back(to_word(glyphs.subspan(start, i - start), static_cast<std::uint32_t>(start)));
        start = i;
    }
    return words;
}

}  // namespace genai::extraction::child
