// SPDX-License-Identifier: Apache-2.0
#include "answering/period.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "facts/time_mention.hpp"

namespace genai::answering {

namespace {

using facts::Date;
using facts::Words;
using facts::WordSpan;

constexpr int kQuarterMonths = 3;
constexpr int kHalfMonths = 6;
constexpr int kYearMonths = 12;
// How far from a time the words may stand that say what it is.
constexpr std::size_t kBeforeMax = 5;

// "three months", "nine-month", "13 weeks", "twelve months": the months that these words before `at` count, looking
// back over small words alone.
struct Length {
    int months = 0;
    std::size_t begin = 0;
    bool is_first = false;  // "the first nine months of"
};

std::optional<int> small_number(const Words& words, std::size_t at) {
    static constexpr std::array<std::string_view, 12> kNumbers{"one",   "two",   "three", "four", "five",   "six",
                                                               "seven", "eight", "nine",  "ten",  "eleven", "twelve"};
    const auto named = std::find(kNumbers.begin(), kNumbers.end(), words.folded(at));
    if (named != kNumbers.end()) return static_cast<int>(named - kNumbers.begin()) + 1;
    if (at < words.size() && words.digits(at) > 0 && words.digits(at) <= 2) return words.number(at);
    return std::nullopt;
}

// The length that the word `unit` stands for: "months" of "three months", "quarter".
Length length_at(const Words& words, std::size_t at) {
    const std::string_view unit = words.folded(at);
    Length length{0, at, false};
    if (unit == "quarter" || unit == "quartal") {
        length.months = kQuarterMonths;
    } else if (unit == "months" || unit == "month" || unit == "weeks" || unit == "week") {
        const std::size_t dash = at > 0 && words.is(at - 1, "-") ? 1 : 0;
        if (at < 1 + dash) return length;
        const auto count = small_number(words, at - 1 - dash);
        if (!count) return length;
        constexpr double kWeeksPerMonth = 52.0 / 12;
        const bool is_weeks = unit.starts_with("week");
        length.months = is_weeks ? static_cast<int>(std::lround(*count / kWeeksPerMonth)) : *count;
        length.begin = at - 1 - dash;
    } else if (unit == "year" && (words.is(at + 1, "ended") || words.is(at + 1, "to"))) {
        length.months = kYearMonths;
    }
    length.is_first = length.months > 0 && length.begin > 0 && words.is(length.begin - 1, "first");
    if (length.is_first) --length.begin;
    return length;
}

bool is_between(std::string_view word) {
    static constexpr std::array<std::string_view, 22> kBetween{
        "ended", "ending", "end",    "to",   "the",   "of",   "in", "late", "early", "mid", "calendar",
        "-",     "until",  "fiscal", "year", "years", "that", "on", "its",  ",",     "(",   "ends"};
    return facts::contains(kBetween, word);
}

// What the words before a time say of its length.
Length length_before(const Words& words, std::size_t begin) {
    for (std::size_t back = 1; back <= kBeforeMax && back <= begin; ++back) {
        const std::size_t at = begin - back;
        if (const Length length = length_at(words, at); length.months > 0) return length;
        if (!is_between(words.folded(at))) break;
    }
    return {};
}

bool is_end_before(const Words& words, std::size_t begin) {
    static constexpr std::array<std::string_view, 6> kEnd{"end", "at", "close", "eve", "mid", "as"};
    constexpr std::size_t kMax = 4;
    for (std::size_t back = 1; back <= kMax && back <= begin; ++back) {
        if (facts::contains(kEnd, words.folded(begin - back))) return true;
        if (!is_between(words.folded(begin - back))) return false;
    }
    return false;
}

bool is_fiscal_before(const Words& words, std::size_t begin) {
    for (std::size_t back = 1; back <= 2 && back <= begin; ++back)
        if (words.is(begin - back, "fiscal")) return true;
    return false;
}

// "July and" before "September 2022": the month that a stretch begins with.
std::optional<int> month_before(const Words& words, std::size_t begin) {
    static constexpr std::array<std::string_view, 6> kTo{"and", "to", "-", "through", "\u2013", "until"};
    if (begin < 2 || !facts::contains(kTo, words.folded(begin - 1))) return std::nullopt;
    return facts::month_of(words.folded(begin - 2));
}

// "June quarter": the month that a quarter is called by, before a year or after it. The words [begin, end).
std::optional<WordSpan> named_quarter(const Words& words, std::size_t at) {
    if (at + 1 < words.size() && facts::month_of(words.folded(at)) && words.is(at + 1, "quarter"))
        return WordSpan{at, at + 2};
    return std::nullopt;
}

Period to_period(const Words& words, const facts::TimeMention& mention, std::size_t& begin) {
    Period period;
    period.end = mention.date;
    period.is_fiscal = mention.is_fiscal || is_fiscal_before(words, mention.begin);
    const Length length = length_before(words, mention.begin);
    if (length.months > 0) {
        period.months = length.months;
        begin = length.begin;
    }
    if (mention.quarter > 0) {
        period.months = kQuarterMonths;
        if (!period.is_fiscal && mention.has_year()) period.end.month = mention.quarter * kQuarterMonths;
    } else if (mention.half > 0) {
        period.months = kHalfMonths;
        if (!period.is_fiscal && mention.has_year()) period.end.month = mention.half * kHalfMonths;
    } else if (mention.date.month == 0 && length.is_first && !period.is_fiscal && length.months <= kYearMonths) {
        period.end.month = length.months;  // the first nine months of 2023
    } else if (mention.date.month == 0 && length.months == 0 && is_end_before(words, mention.begin) &&
               !period.is_fiscal) {
        period.end.month =
            words.is(mention.begin - 1, "mid") || words.is(mention.begin - 2, "mid") ? kHalfMonths : kYearMonths;
    }
    if (const auto first = month_before(words, mention.begin); first && mention.date.month > 0) {
        period.months = (mention.date.month - *first + kYearMonths) % kYearMonths + 1;
        begin = mention.begin - 2;
    }
    if (period.months == 0 || is_end_before(words, begin))
        period.is_instant = is_end_before(words, mention.begin) || is_end_before(words, begin);
    if (period.is_instant) period.months = 0;
    return period;
}

}  // namespace

std::vector<Period> read_periods(const Words& words, std::vector<WordSpan>* spans) {
    std::vector<Period> periods;
    std::optional<WordSpan> quarter;  // "June quarter", before its year
    for (std::size_t at = 0; at < words.size() && periods.size() < facts::kTimesMax;) {
        if (const auto named = named_quarter(words, at)) {
            quarter = named;
            at = named->end;
            continue;
        }
        const auto mention = facts::read_time(words, at);
        if (!mention) {
            ++at;
            continue;
        }
        std::size_t begin = mention->begin;
        Period period = to_period(words, *mention, begin);
        if (quarter && mention->begin - quarter->end <= 2 && mention->date.month == 0) {
            period.end.month = *facts::month_of(words.folded(quarter->begin));
            period.months = kQuarterMonths;
            period.is_instant = is_end_before(words, quarter->begin);
            if (period.is_instant) period.months = 0;
            period.is_fiscal = false;
            begin = quarter->begin;
        } else if (mention->date.month > 0 && mention->date.day == 0 && words.is(mention->end, "quarter")) {
            period.months = kQuarterMonths;  // the June 2022 quarter
        }
        quarter.reset();
        periods.push_back(period);
        if (spans != nullptr) spans->push_back({begin, mention->end});
        at = mention->end;
    }
    return periods;
}

std::vector<Period> read_periods(std::string_view text) { return read_periods(Words(text)); }

PeriodFit fit(const Period& asked, const Period& said) {
    const bool has_lengths = asked.months > 0 && said.months > 0;
    if (has_lengths && asked.months != said.months) return PeriodFit::kContrary;
    if (asked.is_instant && said.months > 0) return PeriodFit::kContrary;
    if (asked.is_fiscal || said.is_fiscal || asked.end.year == 0 || said.end.year == 0) return PeriodFit::kOpen;
    const bool has_days = asked.end.day > 0 && said.end.day > 0;
    if (has_days && asked.end != said.end) return PeriodFit::kContrary;
    if (!has_days && asked.end.month > 0 && said.end.month > 0) {
        const auto month = [](const Date& date) { return date.day > 0 ? accounting_month(date) : date; };
        const Date a = month(asked.end);
        const Date b = month(said.end);
        if (a.year != b.year || a.month != b.month) return PeriodFit::kContrary;
    } else if (!has_days && asked.end.year != said.end.year) {
        return PeriodFit::kContrary;
    }
    const bool is_length_known = has_lengths || (asked.months == 0 && said.months == 0);
    return is_length_known ? PeriodFit::kSame : PeriodFit::kPart;
}

}  // namespace genai::answering
