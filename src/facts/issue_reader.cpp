// SPDX-License-Identifier: Apache-2.0

// When a document was issued: a date by itself at its head, one that is called so, or what its metadata says.
#include <algorithm>
#include <array>

#include "facts/front_text.hpp"
#include "facts/time_mention.hpp"

namespace genai::facts {

namespace {

constexpr std::size_t kAroundMax = 6;  // words of a line that is little more than a date

std::optional<TimeMention> only_date(const FrontText& page, const Line& line) {
    const auto times = find_times(page.words, line.begin, line.end);
    if (times.size() != 1 || times.front().date.month == 0) return std::nullopt;
    return times.front();
}

// A line that is a date, with a place before it: "Saltmere, 14 October 2025".
bool is_date_line(const FrontText& page, const Line& line, const TimeMention& time) {
    if (!time.is_day() || time.end + 1 < line.end) return false;
    const std::size_t before = time.begin - line.begin;
    if (before == 0) return true;
    const bool is_place =
        page.words[line.begin].is_capital && page.words.is_letters(line.begin) && before <= kAroundMax;
    const bool has_comma = page.words.is(time.begin - 1, ",") || page.words.is(time.begin - 2, ",");
    return is_place && has_comma;
}

// "Date: ...", "Invoice date", "Revision 4, June 2025", "Stand: Juni 2025".
bool is_called_issue(const FrontText& page, const Line& line, const TimeMention& time) {
    static constexpr std::array<std::string_view, 18> kNames{"date",
                                                             "dated",
                                                             "datum",
                                                             "invoice date",
                                                             "issued",
                                                             "issue date",
                                                             "published",
                                                             "publication date",
                                                             "rechnungsdatum",
                                                             "released",
                                                             "revision",
                                                             "edition",
                                                             "version",
                                                             "stand",
                                                             "ausgabe",
                                                             "issue",
                                                             "rev",
                                                             "as of"};
    constexpr std::size_t kBefore = 8;
    const std::size_t from = std::max(line.begin, time.begin - std::min(time.begin, kBefore));
    for (std::size_t at = from; at < time.begin; ++at)
        for (const std::string_view name : kNames)
            if (end_of_phrase(page.words, at, name) != at) return line.size() <= 3 * kAroundMax;
    return false;
}

// "SALTMERE, 14 October 2025 - Orrevane ...": how releases begin.
bool is_dateline(const FrontText& page, const Line& line, const TimeMention& time) {
    constexpr std::size_t kBeforeMax = 10;
    if (time.begin - line.begin > kBeforeMax || !time.is_day()) return false;
    return page.words.is(time.end, "-") || page.words.is(time.end, "\xE2\x80\x94") || page.words.is(time.end, "(") ||
           page.words.is(time.end, "/") || page.words.is(time.end, ")");
}

std::optional<Found<Date>> read_page(const FrontText& page, std::optional<DocumentType> type) {
    std::optional<Found<Date>> called;
    for (std::size_t i = 0; i < std::min(kHeadLines, page.lines.size()); ++i) {
        const Line& line = page.lines[i];
        const auto time = only_date(page, line);
        if (!time) continue;
        const Found<Date> found{time->date, page.at(time->begin)};
        if (is_date_line(page, line, *time)) return found;
        if (type == DocumentType::kPressRelease && is_dateline(page, line, *time)) return found;
        if (!called && is_called_issue(page, line, *time)) called = found;
    }
    return called;
}

// A day in the title, unless it is the period's: "10-Q filed 10/24/2022".
std::optional<Found<Date>> read_label(const FrontText& text, std::optional<DocumentType> type,
                                      const std::optional<Period>& period) {
    const DayOrder order = type && is_form(*type) ? DayOrder::kMonthFirst : DayOrder::kUnknown;
    for (const TimeMention& time : find_times(text.words, 0, text.words.size(), order))
        if (time.is_day() && (!period || time.date > period->end)) return {{time.date, text.at(time.begin)}};
    return std::nullopt;
}

}  // namespace

std::optional<Found<Date>> read_issue_date(const FrontTexts& texts, std::optional<DocumentType> type,
                                           const std::optional<Period>& period) {
    if (type == DocumentType::k8K && period) return std::nullopt;  // the report's date is its period
    const bool is_report = type && (is_form(*type) || is_annual(*type) || is_interim(*type));
    if (!is_report && !texts.pages.empty())
        if (auto date = read_page(texts.pages.front(), type)) return date;
    return read_label(texts.title, type, period);
}

}  // namespace genai::facts
