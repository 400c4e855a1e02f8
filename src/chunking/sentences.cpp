// SPDX-License-Identifier: Apache-2.0
#include "chunking/sentences.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/utf8.hpp"

namespace genai::chunking {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

// Words that end with a full stop in mid-sentence; sorted, lower case, without that full stop.
constexpr std::array<std::string_view, 52> kAbbreviations{
    "al",  "app",  "approx", "apr",  "art",    "aug", "ave",  "bros", "ca",   "cf",   "cl",  "co",  "corp",
    "dec", "dept", "dr",     "e.g",  "ed",     "est", "etc",  "feb",  "fig",  "figs", "gen", "i.e", "inc",
    "jan", "jr",   "ltd",    "mar",  "messrs", "mr",  "mrs",  "ms",   "mt",   "no",   "nos", "nov", "oct",
    "op",  "para", "pp",     "prof", "rev",    "sec", "sect", "sep",  "sept", "sr",   "st",  "vol", "vs"};

// Whether the full stop at `dot` belongs to an abbreviation, an initial or an ordinal rather than to a sentence's end.
bool is_abbreviation(std::string_view text, std::size_t dot) {
    std::size_t begin = dot;
    while (begin > 0 && !is_space(text[begin - 1]) && text[begin - 1] != '(' && text[begin - 1] != '"') --begin;
    std::string word;
    for (char c : text.substr(begin, dot - begin))
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (word.empty()) return false;
    if (word.size() == 1 && is_letter(word[0])) return true;  // an initial: "J. Smith"
    if (word.size() >= 3 && word.find('.') != std::string::npos && is_letter(word[0])) {
        const bool is_initials = std::all_of(word.begin(), word.end(), [](char c) { return is_lower(c) || c == '.'; });
        if (is_initials && word.size() <= 6) return true;  // "U.S.", "N.A."
    }
    if (word.size() <= 3 && std::all_of(word.begin(), word.end(), is_digit)) {  // "1. Introduction" at a line's start
        return begin == 0 || text[begin - 1] == '\n';
    }
    return std::binary_search(kAbbreviations.begin(), kAbbreviations.end(), std::string_view(word));
}

// Whether what follows the white space after a full stop looks like a sentence's beginning.
bool may_begin_sentence(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at])) ++at;
    return at >= text.size() || !is_lower(text[at]);
}

// The end of the closing quotes and brackets that belong to a sentence ending at `at`.
std::size_t skip_closers(std::string_view text, std::size_t at) {
    static constexpr std::array<std::string_view, 6> kClosers{"\"", "'", ")", "]", "\u201D", "\u2019"};
    for (bool found = true; found;) {
        found = false;
        for (std::string_view closer : kClosers) {
            if (text.substr(at).starts_with(closer)) {
                at += closer.size();
                found = true;
            }
        }
    }
    return at;
}

bool is_wide_full_stop(char32_t c) { return c == U'。' || c == U'！' || c == U'？' || c == U'｡' || c == U'।'; }

// Where the sentence that contains the byte after `from` ends.
std::size_t find_sentence_end(std::string_view text, std::size_t from) {
    for (std::size_t i = from; i < text.size();) {
        const CodePoint point = decode_utf8(text, i);
        const std::size_t next = i + point.bytes;
        if (is_wide_full_stop(point.value)) return skip_closers(text, next);
        if (point.value == '.' || point.value == '!' || point.value == '?') {
            const std::size_t end = skip_closers(text, next);
            const bool is_break = end >= text.size() || is_space(text[end]);
            if (is_break && may_begin_sentence(text, end) && !(point.value == '.' && is_abbreviation(text, i)))
                return end;
        }
        i = next;
    }
    return text.size();
}

}  // namespace

std::vector<ByteRange> split_sentences(std::string_view text) {
    std::vector<ByteRange> sentences;
    std::size_t at = 0;
    while (true) {
        while (at < text.size() && is_space(text[at])) ++at;
        if (at >= text.size()) return sentences;
        std::size_t end = find_sentence_end(text, at);
        std::size_t trimmed = end;
        while (trimmed > at && is_space(text[trimmed - 1])) --trimmed;
        sentences.push_back({at, trimmed});
        at = end;
    }
}

std::vector<ByteRange> split_lines(std::string_view text) {
    std::vector<ByteRange> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        if (end > at) lines.push_back({at, end});
        at = end + 1;
    }
    return lines;
}

}  // namespace genai::chunking
