// SPDX-License-Identifier: Apache-2.0
#include "lexical/analyzer.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "lexical/fold.hpp"
#include "lexical/stop_words.hpp"

namespace genai::lexical {

namespace {

// Longer terms are cut: nobody asks for them, and a page of them must not fill the index.
constexpr std::size_t kTermBytesMax = 64;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_ascii_letters(std::string_view word) { return std::all_of(word.begin(), word.end(), is_letter); }
// Part of a word in folded text; all of a multi-byte character's bytes are.
bool is_word_byte(char c) { return is_digit(c) || is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_letter_byte(char c) { return is_word_byte(c) && !is_digit(c); }

bool is_connector(char c) { return c == '.' || c == ',' || c == '\'' || c == '&' || c == '-' || c == '_'; }

char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : '\0'; }

// The comma at `i` groups digits: one to three of them before it and exactly three after.
bool is_grouping(std::string_view word, std::size_t i) {
    std::size_t before = i;
    while (before > 0 && is_digit(word[before - 1])) --before;
    const std::size_t digits = i - before;
    if (digits == 0 || digits > 3) return false;
    return is_digit(at(word, i + 1)) && is_digit(at(word, i + 2)) && is_digit(at(word, i + 3)) &&
           !is_word_byte(at(word, i + 4));
}

// The dot at `i` stands between single letters, as in U.S. or e.g.
bool is_in_acronym(std::string_view word, std::size_t i) {
    const bool is_single_before = is_letter(word[i - 1]) && (i == 1 || !is_word_byte(word[i - 2]));
    return is_single_before && is_letter(at(word, i + 1)) && !is_word_byte(at(word, i + 2));
}

// "'s" at the end of a word or before its hyphen.
bool is_possessive(std::string_view word, std::size_t i) {
    return at(word, i + 1) == 's' && !is_word_byte(at(word, i + 2));
}

}  // namespace

const std::vector<std::string_view>& Analyzer::terms(std::string_view text) {
    analyze(text, Side::kText);
    return terms_;
}

const std::vector<std::string_view>& Analyzer::question_terms(std::string_view question) {
    analyze(question, Side::kQuestion);
    if (terms_.empty()) analyze(question, Side::kText);
    return terms_;
}

std::size_t Analyzer::buffer_bytes() const {
    return folded_.capacity() + bytes_.capacity() + ends_.capacity() * sizeof(std::size_t) +
           terms_.capacity() * sizeof(std::string_view);
}

void Analyzer::analyze(std::string_view text, Side side) {
    side_ = side;
    folded_.clear();
    bytes_.clear();
    ends_.clear();
    append_folded(text, folded_);
    for (std::size_t i = 0; i < folded_.size();) {
        const auto byte = static_cast<unsigned char>(folded_[i]);
        const CodePoint point = byte < 0x80 ? CodePoint{byte, 1} : decode_utf8(folded_, i);
        const CharacterClass kind = class_of(point.value);
        if (kind == CharacterClass::kOther) {
            i += point.bytes;
            continue;
        }
        const bool is_spaceless = kind == CharacterClass::kSpaceless;
        const std::size_t end = is_spaceless ? end_of_spaceless(i) : end_of_word(i);
        const std::string_view run = std::string_view(folded_).substr(i, end - i);
        is_spaceless ? add_pairs(run) : add_word(run);
        i = end;
    }
    terms_.clear();
    std::size_t begin = 0;
    for (std::size_t end : ends_) {
        terms_.push_back(std::string_view(bytes_).substr(begin, end - begin));
        begin = end;
    }
}

// A word runs on over letters and digits, and over a connector that stands between two of them. A hyphen at a line's
// end counts as one within the line.
std::size_t Analyzer::end_of_word(std::size_t begin) const {
    std::size_t i = begin;
    while (i < folded_.size()) {
        const auto byte = static_cast<unsigned char>(folded_[i]);
        if (byte >= 0x80) {
            const CodePoint point = decode_utf8(folded_, i);
            if (class_of(point.value) != CharacterClass::kLetter) break;
            i += point.bytes;
        } else if (is_word_byte(folded_[i])) {
            ++i;
        } else if (is_connector(folded_[i])) {
            const bool is_broken = folded_[i] == '-' && at(folded_, i + 1) == '\n';
            const std::size_t next = i + (is_broken ? 2 : 1);
            if (!is_word_byte(at(folded_, next))) break;
            i = next;
        } else {
            break;
        }
    }
    // A connector before a character of another class was no connector.
    while (i > begin + 1 && (is_connector(folded_[i - 1]) || folded_[i - 1] == '\n')) --i;
    return i;
}

std::size_t Analyzer::end_of_spaceless(std::size_t begin) const {
    std::size_t i = begin;
    while (i < folded_.size()) {
        const CodePoint point = decode_utf8(folded_, i);
        if (class_of(point.value) != CharacterClass::kSpaceless) break;
        i += point.bytes;
    }
    return i;
}

// Takes the connectors out that belong to a number or an abbreviation, and cuts the word at those that do not.
void Analyzer::add_word(std::string_view word) {
    compound_.clear();
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char c = word[i];
        if (is_word_byte(c)) {
            compound_ += c;
            continue;
        }
        const char before = i > 0 ? word[i - 1] : '\0', after = at(word, i + 1);
        if (c == '\n' || (c == ',' && is_grouping(word, i)) || (c == '.' && is_in_acronym(word, i))) continue;
        if (c == '\'' && is_possessive(word, i)) {
            ++i;
            continue;
        }
        if (c == '\'' && is_letter_byte(before) && is_letter_byte(after)) continue;
        if (c == '-' || c == '_') {
            compound_ += '-';
        } else if ((c == '.' && is_digit(before) && is_digit(after)) ||
                   (c == '&' && is_letter_byte(before) && is_letter_byte(after))) {
            compound_ += c;
        } else {
            add_compound(compound_);
            compound_.clear();
        }
    }
    add_compound(compound_);
}

// Parts joined by hyphens: written together they are one term, when letters are among them, and each part is another.
void Analyzer::add_compound(std::string_view compound) {
    if (compound.find('-') == std::string_view::npos) return add_part(compound);
    if (std::any_of(compound.begin(), compound.end(), is_letter_byte)) {
        whole_.assign(compound);
        std::erase(whole_, '-');
        add_plain(whole_);
    }
    while (!compound.empty()) {
        const std::size_t hyphen = std::min(compound.find('-'), compound.size());
        add_part(compound.substr(0, hyphen));
        compound.remove_prefix(std::min(hyphen + 1, compound.size()));
    }
}

// "r&d" and "pp&e" are one term; longer names beside an ampersand are terms of their own too.
void Analyzer::add_part(std::string_view part) {
    if (part.find('&') == std::string_view::npos) {
        add_plain(part);
        return add_runs(part);
    }
    constexpr std::size_t kNameMin = 3;
    add(part);
    while (!part.empty()) {
        const std::size_t ampersand = std::min(part.find('&'), part.size());
        if (ampersand >= kNameMin) add_plain(part.substr(0, ampersand));
        part.remove_prefix(std::min(ampersand + 1, part.size()));
    }
}

// Where letters and digits mix ("il6", "fy2025"), each run of them too; a single letter is no term of its own there.
void Analyzer::add_runs(std::string_view part) {
    const auto is_number = [](char c) { return is_digit(c) || c == '.'; };
    if (std::all_of(part.begin(), part.end(), is_number) || std::none_of(part.begin(), part.end(), is_digit)) return;
    for (std::size_t begin = 0; begin < part.size();) {
        std::size_t end = begin + 1;
        while (end < part.size() && is_number(part[end]) == is_number(part[begin])) ++end;
        if (is_digit(part[begin]) || end - begin > 1) add_plain(part.substr(begin, end - begin));
        begin = end;
    }
}

void Analyzer::add_plain(std::string_view word) {
    if (side_ == Side::kQuestion && is_stop_word(word)) return;
    if (!is_ascii_letters(word)) return add(word);
    add(stemmer_.stem(word.substr(0, kTermBytesMax)));
}

// Each character with the next one; a character that stands alone is a term.
void Analyzer::add_pairs(std::string_view run) {
    const std::size_t first = decode_utf8(run, 0).bytes;
    if (first == run.size()) return add(run);
    for (std::size_t begin = 0, middle = first; middle < run.size();) {
        const std::size_t end = middle + decode_utf8(run, middle).bytes;
        add(run.substr(begin, end - begin));
        begin = middle;
        middle = end;
    }
}

void Analyzer::add(std::string_view term) {
    if (term.empty()) return;
    bytes_ += term.substr(0, kTermBytesMax);
    ends_.push_back(bytes_.size());
}

}  // namespace genai::lexical
