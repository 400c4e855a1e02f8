// SPDX-License-Identifier: Apache-2.0

// The period that a document covers: "for the quarterly period ended June 25, 2022", "Annual Report 2025",
// "Geschäftsjahr 2024", else its metadata and its file's name.
#include <algorithm>
#include <array>
#include <cstdio>

#include "facts/front_text.hpp"
#include "facts/time_mention.hpp"

namespace genai::facts {

namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kMonthsPerQuarter = 3;
constexpr std::size_t kPages = 3;

// How long a period is called in these words: "fiscal year" 12, "nine months" 9; 0 when nothing is said.
int length_in(const Words& words, std::size_t begin, std::size_t end) {
    struct Name {
        std::string_view words;
        int months;
    };
    static constexpr std::array<Name, 17> kNames{{{"quarter", 3},
                                                  {"quarterly", 3},
                                                  {"quartal", 3},
                                                  {"three months", 3},
                                                  {"thirteen weeks", 3},
                                                  {"six months", 6},
                                                  {"half year", 6},
                                                  {"halbjahr", 6},
                                                  {"26 weeks", 6},
                                                  {"nine months", 9},
                                                  {"39 weeks", 9},
                                                  {"year", 12},
                                                  {"geschaftsjahr", 12},
                                                  {"jahr", 12},
                                                  {"twelve months", 12},
                                                  {"52 weeks", 12},
                                                  {"annual period", 12}}};
    int months = 0;
    for (std::size_t at = begin; at < end; ++at)
        for (const Name& name : kNames)
            if (end_of_phrase(words, at, name.words) != at) months = name.months;
    return months;
}

struct Anchor {
    Period period;
    Origin origin;
};

// "... year ended 31 December 2025": the date after "ended", and before it how long.
std::optional<Anchor> read_ended(const FrontText& page, std::size_t at) {
    static constexpr std::array<std::string_view, 6> kEnded{"ended", "ending", "endete", "endend", "beendet", "ends"};
    const Words& words = page.words;
    if (std::find(kEnded.begin(), kEnded.end(), words.folded(at)) == kEnded.end()) return std::nullopt;
    std::size_t date = at + 1;
    static constexpr std::array<std::string_view, 4> kBetween{":", "on", "am", "zum"};
    if (std::find(kBetween.begin(), kBetween.end(), words.folded(date)) != kBetween.end()) ++date;
    const auto mention = read_time(words, date, DayOrder::kMonthFirst);
    if (!mention || !mention->is_day()) return std::nullopt;
    constexpr std::size_t kBefore = 8;
    const int months = length_in(words, at - std::min(at, kBefore), at);
    return Anchor{{mention->date, months, 0, 0}, page.at(date)};
}

// "Geschäftsjahr vom 1. Januar bis zum 31. Dezember 2024", "for the year to 31 March 2025".
std::optional<Anchor> read_until(const FrontText& page, std::size_t at) {
    static constexpr std::array<std::string_view, 5> kUntil{"to", "bis", "zum", "through", "-"};
    const Words& words = page.words;
    if (std::find(kUntil.begin(), kUntil.end(), words.folded(at)) == kUntil.end()) return std::nullopt;
    const auto mention = read_time(words, at + 1);
    if (!mention || !mention->is_day()) return std::nullopt;
    constexpr std::size_t kBefore = 8;
    const int months = length_in(words, at - std::min(at, kBefore), at);
    if (months == 0) return std::nullopt;
    return Anchor{{mention->date, months, 0, 0}, page.at(at + 1)};
}

// On the first pages, the first date that a length goes with, else the first one.
std::optional<Anchor> read_anchor(const FrontTexts& texts, std::size_t pages) {
    std::optional<Anchor> found;
    for (std::size_t p = 0; p < std::min(pages, texts.pages.size()); ++p) {
        const FrontText& page = texts.pages[p];
        for (std::size_t at = 0; at < page.words.size(); ++at) {
            auto anchor = read_ended(page, at);
            if (!anchor) anchor = read_until(page, at);
            if (!anchor) continue;
            if (anchor->period.months != 0) return anchor;
            if (!found) found = anchor;
        }
    }
    return found;
}

// The quarter of a quarterly report: its statements also run from the beginning of the year.
int read_quarter_from_statements(const FrontTexts& texts) {
    static constexpr std::array<std::string_view, 4> kThird{"nine months ended", "39 weeks ended", "thirty nine weeks",
                                                            "first nine months"};
    static constexpr std::array<std::string_view, 5> kSecond{"six months ended", "26 weeks ended", "twenty six weeks",
                                                             "first six months", "first half of"};
    int quarter = 1;
    for (const FrontText& page : texts.pages) {
        const Words& words = page.words;
        const auto stands = [&](std::size_t at, const auto& phrases) {
            return std::any_of(phrases.begin(), phrases.end(),
                               [&](std::string_view phrase) { return end_of_phrase(words, at, phrase) != at; });
        };
        for (std::size_t at = 0; at < words.size(); ++at) {
            if (stands(at, kThird)) return 3;
            if (stands(at, kSecond)) quarter = 2;
        }
    }
    return quarter;
}

// The fiscal year of a quarter, by the month in which it ends.
int fiscal_year_of(const Date& end, int quarter) {
    const Date month = accounting_month(end);
    return (month_index(month) + kMonthsPerQuarter * (4 - quarter)) / kMonthsPerYear;
}

// What the length of a period says of its year and quarter. The calendar's, where the text does not count its own.
void add_year(const FrontTexts& texts, std::optional<DocumentType> type, Period& period) {
    const Date month = accounting_month(period.end);
    period.year = month.year;
    if (type == DocumentType::k8K) return;
    const bool is_quarterly = type && (*type == DocumentType::k10Q || *type == DocumentType::kQuarterlyReport);
    if (type && is_annual(*type)) period.months = kMonthsPerYear;
    if (period.months == 0 && is_quarterly) period.months = kMonthsPerQuarter;
    if (is_quarterly) {
        period.quarter = read_quarter_from_statements(texts);
        period.year = fiscal_year_of(period.end, period.quarter);
    } else if (period.months == kMonthsPerQuarter || period.months == 3 * kMonthsPerQuarter) {
        period.quarter = (month.month + 2) / kMonthsPerQuarter;
    }
}

std::optional<Period> to_period(const TimeMention& time) {
    Period period;
    period.year = time.date.year;
    period.quarter = time.quarter;
    if (time.quarter > 0) {
        period.months = kMonthsPerQuarter;
    } else if (time.half > 0) {
        period.months = 2 * kMonthsPerQuarter;
        period.quarter = 2 * time.half;
    } else if (time.date.month == 0) {
        period.months = kMonthsPerYear;
    } else {
        return std::nullopt;  // a date is when it was issued
    }
    return period.year == 0 ? std::nullopt : std::optional(period);
}

// A year or a quarter in the heading of a report.
std::optional<Found<Period>> read_heading(const FrontText& text, std::size_t lines) {
    constexpr std::size_t kHeadingWordsMax = 12;
    std::optional<Found<Period>> found;
    for (std::size_t i = 0; i < std::min(lines, text.lines.size()); ++i) {
        const Line& line = text.lines[i];
        if (line.size() > kHeadingWordsMax) continue;
        for (const TimeMention& time : find_times(text.words, line.begin, line.end)) {
            const auto period = to_period(time);
            if (!period || (found && (found->value.quarter != 0 || period->quarter == 0))) continue;
            found = {*period, text.at(time.begin)};
        }
    }
    return found;
}

// A headline of results: "Reports Third Quarter 2023 Results".
std::optional<Found<Period>> read_results(const FrontText& page) {
    constexpr std::size_t kWords = 200;
    const auto times = find_times(page.words, 0, std::min(kWords, page.words.size()));
    for (std::size_t i = 0; i < times.size(); ++i) {
        TimeMention time = times[i];
        if (time.quarter == 0 && time.half == 0 && !time.is_fiscal) continue;
        // "Fourth-Quarter and Full-Year 2022 Results"
        if (!time.has_year() && i + 1 < times.size() && times[i + 1].date.month == 0) time.date = times[i + 1].date;
        if (const auto period = to_period(time)) return {{*period, page.at(time.begin)}};
    }
    return std::nullopt;
}

// "Date of Report (Date of earliest event reported): October 27, 2022".
std::optional<Found<Period>> read_report_date(const FrontText& page) {
    constexpr std::size_t kAfter = 16;
    for (std::size_t at = 0; at < page.words.size(); ++at) {
        if (end_of_phrase(page.words, at, "date of report") == at) continue;
        for (const TimeMention& time : find_times(page.words, at, at + kAfter, DayOrder::kMonthFirst))
            if (time.is_day()) return {{{time.date, 0, time.date.year, 0}, page.at(time.begin)}};
    }
    return std::nullopt;
}

}  // namespace

std::string to_string(const Period& period) {
    if (period.months == kMonthsPerYear && period.year != 0) return to_string(Date{period.year, 0, 0});
    int year = period.year;
    int quarter = period.quarter;
    if (period.end.month != 0) {
        if (period.months == 0) return to_string(period.end);
        const Date month = accounting_month(period.end);
        year = month.year;
        quarter = (month.month + 2) / kMonthsPerQuarter;
    }
    return to_string(Date{year, 0, 0}) + (quarter == 0 ? "" : "-Q" + std::to_string(quarter));
}

std::optional<Found<Period>> read_period(const FrontTexts& texts, std::optional<DocumentType> type) {
    const bool is_report = type && (is_annual(*type) || is_interim(*type));
    const bool is_release = type == DocumentType::kPressRelease;
    if (type == DocumentType::k8K && !texts.pages.empty()) return read_report_date(texts.pages.front());
    if (type && !is_report && !is_release) return std::nullopt;
    if (is_report) {
        if (const auto anchor = read_anchor(texts, kPages)) {
            Found<Period> found{anchor->period, anchor->origin};
            add_year(texts, type, found.value);
            return found;
        }
        constexpr std::size_t kHeadingLines = 12;
        if (!texts.pages.empty())
            if (auto heading = read_heading(texts.pages.front(), kHeadingLines)) return heading;
        if (auto title = read_heading(texts.title, 1)) return title;
        return read_heading(texts.file_name, 1);
    }
    if (is_release && !texts.pages.empty()) return read_results(texts.pages.front());
    // Of an unknown kind, only what the first page says in so many words.
    auto anchor = read_anchor(texts, 1);
    if (is_release || !anchor || anchor->period.months == 0) return std::nullopt;
    add_year(texts, type, anchor->period);
    return {{anchor->period, anchor->origin}};
}

std::vector<NamedPeriod> read_named_periods(const FrontTexts& texts) {
    std::vector<NamedPeriod> periods;
    const Words& words = texts.file_name.words;
    for (const TimeMention& time : find_times(words, 0, words.size())) {
        if (!time.has_year() || periods.size() >= kNamedPeriodsMax) continue;
        const NamedPeriod period{time.date.year, time.half > 0 ? 2 * time.half : time.quarter};
        if (std::find(periods.begin(), periods.end(), period) == periods.end()) periods.push_back(period);
    }
    return periods;
}

}  // namespace genai::facts
