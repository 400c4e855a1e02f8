// SPDX-License-Identifier: Apache-2.0

// The type of a document, from its first page, else from its metadata and its file's name.
#include <algorithm>
#include <array>

#include "facts/front_text.hpp"

namespace genai::facts {

namespace {

constexpr std::size_t kHeadingWordsMax = 12;  // marks count
constexpr std::size_t kGreetingWordsMax = 12;

template <std::size_t N>
bool starts_with_any(const FrontText& page, const Line& line, const std::array<std::string_view, N>& phrases) {
    return line.size() <= kGreetingWordsMax &&
           std::any_of(phrases.begin(), phrases.end(), [&](std::string_view phrase) {
               return end_of_phrase(page.words, line.begin, phrase) != line.begin;
           });
}

bool has_closing(const FrontTexts& texts) {
    static constexpr std::array<std::string_view, 12> kClosings{
        "yours sincerely",  "yours faithfully", "yours truly",  "sincerely",
        "respectfully",     "kind regards",     "best regards", "with kind regards",
        "mit freundlichen", "mit freundlichem", "freundliche",  "hochachtungsvoll"};
    constexpr std::size_t kPages = 3;
    for (std::size_t i = 0; i < std::min(kPages, texts.pages.size()); ++i)
        for (const Line& line : texts.pages[i].lines)
            if (starts_with_any(texts.pages[i], line, kClosings)) return true;
    return false;
}

// "FORM 10-Q" on a cover that says under which law it is filed; some covers have the law on the next page.
std::optional<Found<DocumentType>> read_form(const FrontTexts& texts) {
    constexpr std::size_t kPages = 3;
    struct Law {
        std::string_view phrase;
        DocumentType type;
    };
    static constexpr std::array<Law, 3> kLaws{{{"annual report pursuant to section", DocumentType::k10K},
                                               {"quarterly report pursuant to section", DocumentType::k10Q},
                                               {"current report pursuant to section", DocumentType::k8K}}};
    std::optional<Found<DocumentType>> form;
    std::optional<Found<DocumentType>> by_law;  // when the form's name is a picture
    bool is_filed = false;
    for (std::size_t i = 0; i < std::min(kPages, texts.pages.size()); ++i) {
        const FrontText& page = texts.pages[i];
        for (std::size_t at = 0; at < page.words.size(); ++at) {
            is_filed = is_filed || end_of_phrase(page.words, at, "pursuant to section") != at;
            for (const Law& law : kLaws)
                if (!by_law && end_of_phrase(page.words, at, law.phrase) != at) by_law = {law.type, page.at(at)};
            if (form || !page.words.is(at, "form")) continue;
            const auto mention = read_type(page.words, at + 1, TypeContext::kHeading);
            if (mention && is_form(mention->type)) form = {mention->type, page.at(at)};
        }
    }
    if (!form) return by_law;
    return is_filed ? form : std::nullopt;
}

// A heading about the paper has the phrase at one of its ends; common words only when hardly more is said.
bool heads(const Words& words, const Line& line, const TypeMention& mention) {
    if (line.size() > kHeadingWordsMax) return false;
    if (words.is(line.end - 1, ".") || words.is(line.end - 1, ":") || words.is(line.end - 1, ",")) return false;
    std::size_t end = line.end;
    while (end > mention.end && (words.is_mark(end - 1) || words.digits(end - 1) > 0)) --end;
    const bool is_last = mention.end == end;
    const bool is_first = mention.begin == line.begin;
    if (!words[mention.begin].is_capital && !words[line.begin].is_capital) return false;
    constexpr std::size_t kAfterMax = 4;  // "Invoice No. 2231", "Annual Report for 2024"
    return is_last || (is_first && line.end - mention.end <= kAfterMax);
}

std::optional<Found<DocumentType>> read_heading(const FrontText& text, std::size_t lines) {
    for (std::size_t i = 0; i < std::min(lines, text.lines.size()); ++i) {
        const Line& line = text.lines[i];
        for (std::size_t at = line.begin; at < line.end; ++at) {
            const auto mention = read_type(text.words, at, TypeContext::kHeading);
            if (!mention || mention->type == DocumentType::kLetter || is_form(mention->type)) continue;
            if (heads(text.words, line, *mention)) return {{mention->type, text.at(at)}};
        }
    }
    return std::nullopt;
}

// A title or a file's name: any phrase in it, the last one of common words.
std::optional<Found<DocumentType>> read_label(const FrontText& text) {
    std::optional<Found<DocumentType>> common;
    for (std::size_t at = 0; at < text.words.size(); ++at) {
        const auto mention = read_type(text.words, at, TypeContext::kHeading);
        if (!mention) continue;
        if (!mention->is_common_word) return {{mention->type, text.at(at)}};
        common = {mention->type, text.at(at)};
    }
    return common;
}

// "Example Corp. Reports Third Quarter Results".
std::optional<Found<DocumentType>> read_headline(const FrontText& page) {
    static constexpr std::array<std::string_view, 2> kVerbs{"reports", "announces"};
    constexpr std::size_t kLines = 15;
    constexpr std::size_t kBeforeMax = 8;
    constexpr std::size_t kLineWordsMax = 30;
    for (std::size_t i = 0; i < std::min(kLines, page.lines.size()); ++i) {
        const Line& line = page.lines[i];
        if (line.size() > kLineWordsMax || page.words.is(line.end - 1, ".")) continue;
        for (std::size_t at = line.begin + 1; at < std::min(line.end, line.begin + kBeforeMax); ++at) {
            const bool is_verb = std::find(kVerbs.begin(), kVerbs.end(), page.words.folded(at)) != kVerbs.end();
            const bool is_name = page.words[line.begin].is_capital || page.words.digits(line.begin) > 0;
            if (is_verb && page.words[at].is_capital && is_name) return {{DocumentType::kPressRelease, page.at(at)}};
        }
    }
    return std::nullopt;
}

bool is_report(DocumentType type) { return is_annual(type) || is_interim(type); }

}  // namespace

std::optional<std::size_t> find_salutation(const FrontText& page) {
    static constexpr std::array<std::string_view, 7> kGreetings{
        "dear", "sehr geehrte", "sehr geehrter", "liebe", "lieber", "to whom it may concern", "guten tag"};
    for (std::size_t i = 0; i < page.lines.size(); ++i)
        if (starts_with_any(page, page.lines[i], kGreetings)) return i;
    return std::nullopt;
}

std::optional<Found<DocumentType>> read_document_type(const FrontTexts& texts) {
    if (auto form = read_form(texts)) return form;
    if (!texts.pages.empty()) {
        const FrontText& first = texts.pages.front();
        const auto greeting = find_salutation(first);
        const auto heading = read_heading(first, std::min(kHeadLines, greeting.value_or(kHeadLines)));
        if (greeting && !(heading && is_report(heading->value)) && has_closing(texts))
            return {{DocumentType::kLetter, first.at(first.lines[*greeting].begin)}};
        if (heading) return heading;
        if (auto headline = read_headline(first)) return headline;
    }
    if (auto label = read_label(texts.title)) return label;
    return read_label(texts.file_name);
}

}  // namespace genai::facts
