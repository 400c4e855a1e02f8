// SPDX-License-Identifier: Apache-2.0
#include "facts/name_count.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace genai::facts {

namespace {

constexpr std::size_t kNameWordsMax = 12;
constexpr std::size_t kHeadOfPage = 12;  // lines
constexpr std::size_t kNamesMax = 256;   // distinct ones that are counted
constexpr std::size_t kDomainsMax = 8;

constexpr std::array<std::string_view, 38> kRoles{
    "act",      "agreement", "authority", "bank",       "board",       "borrower", "business",   "buyer",
    "client",   "company",   "contract",  "contractor", "corporation", "customer", "director",   "employer",
    "exchange", "firm",      "group",     "guarantor",  "holding",     "landlord", "lender",     "licensee",
    "licensor", "notes",     "parent",    "parties",    "party",       "plan",     "registrant", "seller",
    "shares",   "supplier",  "tenant",    "trust",      "we",          "you"};
constexpr std::array<std::string_view, 26> kLeading{
    "a",   "an",   "and", "as",  "at", "between", "by",  "copyright", "dear", "des", "der", "die",  "das",
    "for", "from", "in",  "its", "of", "on",      "our", "the",       "this", "to",  "von", "with", "zwischen"};
// Words that head a page, a table or a column, whoever writes.
constexpr std::array<std::string_view, 56> kFurniture{
    "accounting", "annual",    "april",        "assets",   "august",   "balance",    "cash",       "changes",
    "common",     "condensed", "consolidated", "contents", "controls", "credit",     "december",   "ended",
    "equity",     "exchange",  "executive",    "fair",     "february", "financial",  "form",       "income",
    "interest",   "item",      "january",      "july",     "june",     "loans",      "management", "march",
    "may",        "months",    "net",          "notes",    "november", "october",    "operating",  "other",
    "part",       "quarterly", "report",       "results",  "risk",     "securities", "september",  "statement",
    "statements", "states",    "stock",        "table",    "total",    "united",     "value",      "year"};

bool is_capitalised(const Words& words, std::size_t at) { return words.is_letters(at) && words[at].is_capital; }

// How many words back from `at` (exclusive) the name goes on: 0 when the word before is no part of one.
std::size_t step_back(const Words& words, std::size_t at) {
    const std::size_t last = at - 1;
    if (is_capitalised(words, last)) return 1;
    const bool has_more = last > 0 && words[last].line == words[last - 1].line;
    if (words.digits(last) > 0) return words.is_letters(at) && words[at].is_joined ? 1 : 0;
    if (!has_more) return 0;
    // The s of "McDonald's" and the com of "Example.com".
    if (words.is_letters(last) && words[last].is_joined && words[last - 1].is_joined &&
        (words.is(last - 1, "'") || (words.is(last, "com") && words.is(last - 1, "."))))
        return 2;
    const bool before_is_name = is_capitalised(words, last - 1) && !is_role(words.folded(last - 1));
    if (words.is(last, "&") || words.is(last, "and") || words.is(last, "und")) return before_is_name ? 1 : 0;
    if (words.is(last, "-")) return words[last].is_joined && before_is_name ? 1 : 0;
    if (words.is(last, ".")) {
        constexpr std::size_t kInitialsMax = 2;
        const bool is_short = words.folded(last - 1).size() <= kInitialsMax;
        const bool ends_form = end_of_legal_form(words, last - 1) == at;
        return words[last].is_joined && (ends_form || (is_short && before_is_name)) ? 1 : 0;
    }
    if (words.is(last, ",")) return before_is_name && end_of_legal_form(words, at) != at ? 1 : 0;
    static constexpr std::array<std::string_view, 4> kOfPlace{"bank", "banco", "port", "university"};
    const bool is_of = words.is(last, "of") || words.is(last, "de");
    return is_of && contains(kOfPlace, words.folded(last - 1)) ? 1 : 0;
}

// What was counted of one name.
struct Count {
    NamePlace first;
    std::size_t first_line = 0;  // on the first page; kHeadOfPage: not at its head
    std::set<std::size_t> pages;
    bool is_legal = false;  // with its legal form
    bool is_domain = false;

    std::size_t score() const {
        constexpr std::size_t kHead = 2;
        return pages.size() + (first_line < kHeadOfPage ? kHead : 0) + (is_domain ? 1 : 0);
    }
};
using Counts = std::map<NameWords, Count>;

void count(Counts& counts, const NameWords& name, const NamePlace& place, std::size_t line) {
    auto found = counts.find(name);
    if (found == counts.end()) {
        if (counts.size() >= kNamesMax) return;
        found = counts.emplace(name, Count{place, kHeadOfPage, {}, false, false}).first;
    }
    found->second.pages.insert(place.page);
    if (place.page == 0) found->second.first_line = std::min(found->second.first_line, line);
}

void count_legal_names(const FrontTexts& texts, Counts& counts) {
    for (std::size_t p = 0; p < texts.pages.size(); ++p) {
        const FrontText& page = texts.pages[p];
        for (std::size_t l = 0; l < page.lines.size(); ++l) {
            for (std::size_t at = page.lines[l].begin; at < page.lines[l].end; ++at) {
                const auto span = legal_name_at(page.words, at);
                if (!span) continue;
                const auto names = short_names(page.words.slice(span->begin, span->end));
                if (names.empty()) continue;
                count(counts, names.front(), {p, *span}, l);
                if (const auto found = counts.find(names.front()); found != counts.end()) found->second.is_legal = true;
            }
        }
    }
}

// The part of "www.example.co.uk" or "a@example.com" that somebody chose, without hyphens; empty when this is no
// address.
std::string domain_at(const Words& words, std::size_t at) {
    const bool is_web = words.is(at, "www") && words.is_joined(at + 1, ".");
    const bool is_mail = words.is(at, "@") && at > 0 && words[at].is_joined;
    if (!is_web && !is_mail) return {};
    static constexpr std::array<std::string_view, 5> kSecondLevel{"co", "com", "org", "net", "ac"};
    constexpr std::size_t kPartsMax = 16;
    std::vector<std::string> parts{""};
    for (std::size_t i = is_web ? at + 2 : at + 1; i < words.size() && words[i].is_joined && i < at + kPartsMax; ++i) {
        if (words.is(i, ".")) {
            if (!words.is_letters(i + 1) || !words[i + 1].is_joined) break;
            parts.emplace_back();
        } else if (!words.is_mark(i)) {
            parts.back().append(words.folded(i));
        } else if (!words.is(i, "-")) {
            break;
        }
    }
    if (std::find(parts.begin(), parts.end(), "gov") != parts.end() || parts.size() < 2) return {};
    parts.pop_back();
    if (parts.size() > 1 && contains(kSecondLevel, parts.back())) parts.pop_back();
    return parts.back();
}

std::set<std::string> find_domains(const FrontTexts& texts) {
    constexpr std::size_t kLettersMin = 3;
    std::set<std::string> domains;
    for (const FrontText& page : texts.pages)
        for (std::size_t at = 0; at < page.words.size() && domains.size() < kDomainsMax; ++at)
            if (auto domain = domain_at(page.words, at); domain.size() >= kLettersMin)
                domains.insert(std::move(domain));
    return domains;
}

// Capitalised words that make up an address when they are written together.
void count_domain_names(const FrontTexts& texts, Counts& counts) {
    const std::set<std::string> domains = find_domains(texts);
    if (domains.empty()) return;
    constexpr std::size_t kWords = 3;
    for (std::size_t p = 0; p < texts.pages.size(); ++p) {
        const FrontText& page = texts.pages[p];
        for (std::size_t l = 0; l < page.lines.size(); ++l) {
            for (std::size_t at = page.lines[l].begin; at < page.lines[l].end; ++at) {
                std::string joined;
                for (std::size_t end = at; end < std::min(at + kWords, page.lines[l].end); ++end) {
                    if (!is_capitalised(page.words, end) || (end == at && page.words[at].is_joined)) break;
                    joined += page.words.folded(end);
                    if (!domains.contains(joined)) continue;
                    const NameWords name = to_name_words(page.words, at, end + 1);
                    count(counts, name, {p, {at, end + 1}}, l);
                    if (const auto found = counts.find(name); found != counts.end()) found->second.is_domain = true;
                }
            }
        }
    }
}

// Two capitalised words that come back on at least half of the pages of a filing.
void count_pairs(const FrontTexts& texts, Counts& counts) {
    constexpr std::size_t kLettersMin = 3;
    Counts pairs;
    for (std::size_t p = 0; p < texts.pages.size(); ++p) {
        const Words& words = texts.pages[p].words;
        const auto is_part = [&](std::size_t at) {
            return is_capitalised(words, at) && words.folded(at).size() >= kLettersMin && !words[at].is_joined &&
                   !contains(kFurniture, words.folded(at)) && !contains(kLeading, words.folded(at)) &&
                   !is_role(words.folded(at));
        };
        for (std::size_t at = 0; at + 1 < words.size(); ++at)
            if (is_part(at) && is_part(at + 1) && words[at].line == words[at + 1].line)
                count(pairs, to_name_words(words, at, at + 2), {p, {at, at + 2}}, kHeadOfPage);
    }
    constexpr std::size_t kPagesMin = 3;
    for (const auto& [name, found] : pairs)
        if (found.pages.size() >= kPagesMin && 2 * found.pages.size() >= texts.pages.size())
            counts.emplace(name, found);
}

bool extends(const NameWords& longer, const NameWords& name) {
    return longer.size() > name.size() && std::equal(name.begin(), name.end(), longer.begin());
}

// The name with its legal form for one without, unless it is that of a part: of "Example Finance Ltd" the document
// speaks once, of "Example" all the time.
Counts::const_iterator to_legal(const Counts& counts, Counts::const_iterator best) {
    constexpr std::size_t kSeldom = 3;
    if (best->second.is_legal) return best;
    for (auto other = counts.begin(); other != counts.end(); ++other) {
        const bool is_often =
            kSeldom * other->second.pages.size() >= best->second.pages.size() || other->second.first_line < kHeadOfPage;
        if (other->second.is_legal && extends(other->first, best->first) && is_often) return other;
    }
    return best;
}

}  // namespace

bool is_role(std::string_view folded) { return contains(kRoles, folded); }

NameSpan name_before(const Words& words, std::size_t end) {
    NameSpan span{end, end};
    if (end == 0) return span;
    const auto line = words[end - 1].line;
    for (std::size_t at = end; at > 0 && words[at - 1].line == line && end - at < kNameWordsMax;) {
        const std::size_t step = step_back(words, at);
        if (step == 0 || step > at) break;
        at -= step;
        if (is_capitalised(words, at) || words.digits(at) > 0) span.begin = at;
    }
    while (span.begin < end && contains(kLeading, words.folded(span.begin))) ++span.begin;
    while (span.begin < end && words.is_mark(span.begin)) ++span.begin;
    return span;
}

std::optional<NameSpan> legal_name_at(const Words& words, std::size_t form) {
    if (form == 0 || (!words[form].is_capital && !words.is(form, "plc"))) return std::nullopt;
    const std::size_t end = end_of_legal_form(words, form);
    if (end == form) return std::nullopt;
    std::size_t before = form;
    if (words.is(before - 1, ",")) --before;
    if (before == 0 || words[before - 1].line != words[form].line) return std::nullopt;
    const NameSpan span = name_before(words, before);
    if (span.begin == span.end) return std::nullopt;
    bool has_own_word = false;
    for (std::size_t at = span.begin; at < span.end; ++at)
        has_own_word =
            has_own_word || (words.is_letters(at) && !is_role(words.folded(at)) && !is_general_word(words.folded(at)));
    if (!has_own_word) return std::nullopt;
    // "QUARTERLY REPORT AS OF": in capitals, these words say nothing unless the line ends with them.
    const bool is_line = end == words.size() || words[end].line != words[form].line;
    if (is_doubtful_legal_form(words, form) && words[before - 1].is_capitals && !is_line) return std::nullopt;
    return NameSpan{span.begin, end};
}

bool ends_with_name(const Words& words, std::size_t end, const NameWords& name) {
    constexpr std::size_t kFormWordsMax = 8;
    if (name.empty()) return false;
    for (std::size_t skipped = 0; skipped <= std::min(kFormWordsMax, end); ++skipped) {
        std::size_t at = end - skipped;
        std::size_t matched = 0;
        while (at > 0 && matched < name.size()) {
            --at;
            if (words.is_mark(at) && !words.is(at, "&")) {
                if (matched == 0) break;
                continue;
            }
            if (words.folded(at) != name[name.size() - 1 - matched] &&
                !(words.is(at, "&") && name[name.size() - 1 - matched] == "and"))
                break;
            ++matched;
        }
        if (matched < name.size()) continue;
        // What stands between must be the legal form.
        const std::size_t between = end - skipped;
        std::size_t form = between;
        while (form < end && words.is_mark(form)) ++form;
        return form >= end || end_of_legal_form(words, form) >= end;
    }
    return false;
}

std::optional<NamePlace> most_named(const FrontTexts& texts, std::optional<DocumentType> type) {
    Counts counts;
    count_legal_names(texts, counts);
    count_domain_names(texts, counts);
    if (type && is_form(*type)) count_pairs(texts, counts);
    auto best = counts.cend();
    bool is_tie = false;
    for (auto one = counts.cbegin(); one != counts.cend(); ++one) {
        if (best == counts.cend() || one->second.score() > best->second.score()) {
            best = one;
            is_tie = false;
        } else if (one->second.score() == best->second.score() && !extends(one->first, best->first)) {
            const bool is_headed = one->second.first_line != best->second.first_line && type != DocumentType::kContract;
            is_tie = !is_headed;
            if (is_headed && one->second.first_line < best->second.first_line) best = one;
        }
    }
    constexpr std::size_t kScoreMin = 2;
    if (best == counts.cend() || is_tie || best->second.score() < kScoreMin) return std::nullopt;
    return to_legal(counts, best)->second.first;
}

}  // namespace genai::facts
