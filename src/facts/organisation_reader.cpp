// SPDX-License-Identifier: Apache-2.0

// The organisation that a document is from. Where a document says so in so many words, that is taken; else the name
// that stands at its head and comes back on its pages. Two that do so alike give none.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/utf8.hpp"
#include "facts/front_text.hpp"
#include "facts/name_count.hpp"

namespace genai::facts {

namespace {

constexpr std::size_t kNameWordsMax = 14;

std::optional<Found<Organisation>> to_organisation(const FrontText& text, const NameSpan& span) {
    Organisation organisation;
    organisation.name = to_one_line(text.words.slice(span.begin, span.end), kFactLengthMax);
    return {{std::move(organisation), text.at(span.begin)}};
}

// A line that is a name: it has letters, is short and does not begin with a number.
std::optional<NameSpan> to_name_line(const FrontText& page, const Line& line) {
    NameSpan span{line.begin, line.end};
    while (span.begin < span.end && page.words.is_mark(span.begin)) ++span.begin;
    while (span.end > span.begin && page.words.is_mark(span.end - 1) && !page.words.is(span.end - 1, ".")) --span.end;
    if (span.begin == span.end || span.end - span.begin > kNameWordsMax) return std::nullopt;
    std::size_t letters = 0;
    for (std::size_t at = span.begin; at < span.end; ++at)
        if (page.words.is_letters(at)) letters += page.words.folded(at).size();
    constexpr std::size_t kLettersMin = 2;  // a number alone is the file's
    if (letters < kLettersMin) return std::nullopt;
    static constexpr std::array<std::string_view, 5> kOther{"commission", "form", "n", "or", "table"};
    if (std::find(kOther.begin(), kOther.end(), page.words.folded(span.begin)) != kOther.end()) return std::nullopt;
    const bool has_name = !short_names(page.words.slice(span.begin, span.end)).empty();
    const bool is_form_alone = end_of_legal_form(page.words, span.begin) >= span.end;
    return has_name && !is_form_alone ? std::optional(span) : std::nullopt;
}

// The line above "(Exact name of registrant as specified in its charter)", or what stands before it on its line.
std::optional<Found<Organisation>> read_exact_name(const FrontText& page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const Line& line = page.lines[i];
        for (std::size_t at = line.begin; at < line.end; ++at) {
            if (end_of_phrase(page.words, at, "exact name of") == at) continue;
            const bool is_alone = at <= line.begin + 1;
            if (is_alone && i == 0) continue;
            const Line before = is_alone ? page.lines[i - 1] : Line{line.begin, at, false};
            if (const auto span = to_name_line(page, before)) return to_organisation(page, *span);
        }
    }
    return std::nullopt;
}

// The line below the file's number.
std::optional<Found<Organisation>> read_numbered_name(const FrontText& page) {
    for (std::size_t i = 0; i + 1 < page.lines.size(); ++i) {
        const std::size_t begin = page.lines[i].begin;
        const bool is_number = end_of_phrase(page.words, begin, "commission file number") != begin ||
                               end_of_phrase(page.words, begin, "commission file no") != begin;
        if (!is_number || page.words.is(page.lines[i + 1].begin, "(")) continue;
        if (const auto span = to_name_line(page, page.lines[i + 1])) return to_organisation(page, *span);
    }
    return std::nullopt;
}

std::optional<Found<Organisation>> read_registrant(const FrontTexts& texts) {
    constexpr std::size_t kPages = 2;
    for (const auto read : {read_exact_name, read_numbered_name})
        for (std::size_t p = 0; p < std::min(kPages, texts.pages.size()); ++p)
            if (auto found = read(texts.pages[p])) return found;
    return std::nullopt;
}

// "Example Corp. (NYSE: EXA)".
std::optional<Found<Organisation>> read_listed(const FrontTexts& texts) {
    static constexpr std::array<std::string_view, 10> kExchanges{"nyse",  "nasdaq", "lse", "asx",      "tsx",
                                                                 "xetra", "fwb",    "etr", "euronext", "six"};
    constexpr std::size_t kPages = 3;
    for (std::size_t p = 0; p < std::min(kPages, texts.pages.size()); ++p) {
        const FrontText& page = texts.pages[p];
        for (std::size_t at = 1; at < page.words.size(); ++at) {
            if (!page.words.is(at, "(")) continue;
            if (std::find(kExchanges.begin(), kExchanges.end(), page.words.folded(at + 1)) == kExchanges.end())
                continue;
            constexpr std::size_t kMarketWordsMax = 4;  // "NASDAQ GS:"
            std::size_t colon = at + 2;
            while (colon < at + kMarketWordsMax && !page.words.is(colon, ":")) ++colon;
            const std::size_t symbol = colon + 1;
            if (!page.words.is(colon, ":") || !page.words.is_letters(symbol) || !page.words[symbol].is_capitals)
                continue;
            const NameSpan span = name_before(page.words, at);
            if (span.begin == span.end) continue;
            auto found = to_organisation(page, span);
            found->value.ticker = std::string(page.words.slice(symbol, symbol + 1));
            return found;
        }
    }
    return std::nullopt;
}

// A headline: "Example Corp. Reports Third Quarter Results".
std::optional<Found<Organisation>> read_headline(const FrontTexts& texts) {
    static constexpr std::array<std::string_view, 4> kVerbs{"reports", "announces", "reported", "announced"};
    constexpr std::size_t kLines = 15;
    if (texts.pages.empty()) return std::nullopt;
    const FrontText& page = texts.pages.front();
    for (std::size_t i = 0; i < std::min(kLines, page.lines.size()); ++i) {
        const Line& line = page.lines[i];
        for (std::size_t at = line.begin + 1; at < std::min(line.end, line.begin + kNameWordsMax); ++at) {
            if (std::find(kVerbs.begin(), kVerbs.end(), page.words.folded(at)) == kVerbs.end()) continue;
            const NameSpan span = name_before(page.words, at);
            if (span.begin == line.begin && span.end == at) return to_organisation(page, span);
        }
    }
    return std::nullopt;
}

// A name with its legal form in a title: "Form 10-Q for Example Corp filed 10/24/2022".
std::optional<Found<Organisation>> read_label(const FrontText& text) {
    for (std::size_t at = 0; at < text.words.size(); ++at)
        if (const auto span = legal_name_at(text.words, at)) return to_organisation(text, *span);
    return std::nullopt;
}

// The symbol before the name of its exchange on the cover of a form.
std::string read_ticker(const FrontTexts& texts) {
    static constexpr std::array<std::string_view, 4> kExchanges{"nasdaq", "nyse", "new york stock exchange",
                                                                "london stock exchange"};
    static constexpr std::array<std::string_view, 8> kOther{"on", "of", "the", "by", "and", "llc", "inc", "or"};
    constexpr std::size_t kPages = 2;
    constexpr std::size_t kLettersMax = 5;
    for (std::size_t p = 0; p < std::min(kPages, texts.pages.size()); ++p) {
        const Words& words = texts.pages[p].words;
        for (std::size_t at = 0; at < words.size(); ++at) {
            const bool is_symbol = words.is_letters(at) && words[at].is_capitals &&
                                   words.folded(at).size() <= kLettersMax && !words[at].is_joined &&
                                   std::find(kOther.begin(), kOther.end(), words.folded(at)) == kOther.end();
            if (!is_symbol) continue;
            const std::size_t next = words.is(at + 1, "the") ? at + 2 : at + 1;
            const bool is_listed = std::any_of(kExchanges.begin(), kExchanges.end(), [&](std::string_view name) {
                return end_of_phrase(words, next, name) != next;
            });
            if (is_listed) return std::string(words.slice(at, at + 1));
        }
    }
    return {};
}

// ("Orrevane") after the name: what the document calls it from there on.
std::vector<std::string> read_defined_names(const FrontTexts& texts, const NameWords& name) {
    static constexpr std::size_t kNamesMax = 4;
    static constexpr std::size_t kWordsMax = 4;
    std::set<std::string> names;
    for (const FrontText& page : texts.pages) {
        const Words& words = page.words;
        for (std::size_t at = 0; at + 3 < words.size() && names.size() < kNamesMax; ++at) {
            if (!words.is(at, "(") || !words.is(at + 1, "\"") || !ends_with_name(words, at, name)) continue;
            std::size_t end = at + 2;
            while (end < at + 2 + kWordsMax && end < words.size() && !words.is(end, "\"")) ++end;
            if (!words.is(end, "\"") || !words[at + 2].is_capital) continue;
            const NameWords defined = to_name_words(words, at + 2, end);
            if (defined.empty() || is_role(defined.back()) || is_role(defined.front())) continue;
            names.emplace(words.slice(at + 2, end));
        }
    }
    return {names.begin(), names.end()};
}

}  // namespace

std::optional<Found<Organisation>> read_organisation(const FrontTexts& texts, std::optional<DocumentType> type) {
    const bool is_filing = type && is_form(*type);
    std::optional<Found<Organisation>> found;
    if (is_filing) found = read_registrant(texts);
    const auto listed = read_listed(texts);
    if (!found) found = listed;
    if (!found && !is_filing) found = read_headline(texts);
    if (!found)
        if (const auto most = most_named(texts, type)) found = to_organisation(texts.pages[most->page], most->span);
    if (!found) found = read_label(texts.title);
    if (!found) found = read_label(texts.author);
    if (!found || short_names(found->value.name).empty()) return std::nullopt;
    const NameWords name = short_names(found->value.name).front();
    if (listed && found->value.ticker.empty()) {
        const auto listed_names = short_names(listed->value.name);
        if (!listed_names.empty() && listed_names.front() == name) found->value.ticker = listed->value.ticker;
    }
    if (is_filing && found->value.ticker.empty()) found->value.ticker = read_ticker(texts);
    found->value.other_names = read_defined_names(texts, name);
    return found;
}

}  // namespace genai::facts
