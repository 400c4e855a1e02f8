// SPDX-License-Identifier: Apache-2.0
#include "facts/time_mention.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace genai::facts {

namespace {

constexpr int kMonths = 12;
constexpr int kQuarters = 4;
constexpr int kCentury = 100;

// A number and the word after it.
struct Reading {
    int value = 0;
    std::size_t end = 0;
};

template <std::size_t N>
bool is_any(const Words& words, std::size_t at, const std::array<std::string_view, N>& of) {
    return at < words.size() && std::find(of.begin(), of.end(), words.folded(at)) != of.end();
}

std::size_t skip(const Words& words, std::size_t at, std::string_view word) { return words.is(at, word) ? at + 1 : at; }

// Digits that are part of a longer figure, an amount or a share: "2,023", "$2023", "20.23", "2023%".
bool is_part_of_figure(const Words& words, std::size_t at) {
    const bool joins_left = at > 0 && words[at].is_joined;
    if (joins_left) {
        const std::string_view left = words.folded(at - 1);
        if (left == "$" || left == "€" || left == "£" || left == "#") return true;
        if ((left == "." || left == ",") && words[at - 1].is_joined && words.digits(at - 2) > 0) return true;
    }
    if (words.is(at + 1, "%")) return true;
    const bool has_point = words.is_joined(at + 1, ".") || words.is_joined(at + 1, ",");
    return has_point && words.digits(at + 2) > 0 && words[at + 2].is_joined;
}

// A year in four digits.
std::optional<Reading> read_year(const Words& words, std::size_t at) {
    if (words.digits(at) != 4 || is_part_of_figure(words, at)) return std::nullopt;
    const int value = *words.number(at);
    if (!is_valid({value, 0, 0})) return std::nullopt;
    return Reading{value, at + 1};
}

// "23" or "'23" after something that says that it is a year.
std::optional<Reading> read_short_year(const Words& words, std::size_t at) {
    at = skip(words, at, "'");
    if (words.digits(at) != 2) return std::nullopt;
    constexpr int kThisCentury = 2000;
    return Reading{kThisCentury + *words.number(at), at + 1};
}

// The second year of "2023/24", "2023/2024" or "2023-24": the one that a fiscal year is called by.
std::optional<Reading> read_second_year(const Words& words, const Reading& first) {
    const bool is_dash = words.is_joined(first.end, "-");
    if (!is_dash && !words.is_joined(first.end, "/")) return std::nullopt;
    const std::size_t at = first.end + 1;
    const auto number = words.number(at);
    if (!number || !words[at].is_joined) return std::nullopt;
    const bool is_short = words.digits(at) == 2 && *number == (first.value + 1) % kCentury;
    const bool is_whole = !is_dash && words.digits(at) == 4 && *number == first.value + 1;
    if (!is_short && !is_whole) return std::nullopt;
    return Reading{first.value + 1, at + 1};
}

std::size_t skip_ordinal(const Words& words, std::size_t at) {
    static constexpr std::array<std::string_view, 5> kEnds{"st", "nd", "rd", "th", "."};
    return is_any(words, at, kEnds) && words[at].is_joined ? at + 1 : at;
}

TimeMention to_mention(std::size_t begin, std::size_t end, const Date& date) { return {begin, end, date, 0, 0, false}; }

// "June 30, 2023", "June 30th 2023", "June 2023".
std::optional<TimeMention> read_month_first(const Words& words, std::size_t begin) {
    const auto month = month_of(words.folded(begin));
    if (!month) return std::nullopt;
    std::size_t at = skip(words, begin + 1, ".");
    if (const auto day = words.number(at); day && words.digits(at) <= 2) {
        const std::size_t after = skip(words, skip_ordinal(words, at + 1), ",");
        const auto year = read_year(words, after);
        if (!year) return std::nullopt;
        const Date date{year->value, *month, *day};
        return is_valid(date) ? std::optional(to_mention(begin, year->end, date)) : std::nullopt;
    }
    at = skip(words, skip(words, at, ","), "of");
    const auto year = read_year(words, at);
    if (!year) return std::nullopt;
    return to_mention(begin, year->end, {year->value, *month, 0});
}

// "30 June 2023", "30. Juni 2023", "30th of June, 2023".
std::optional<TimeMention> read_day_first(const Words& words, std::size_t begin) {
    const auto day = words.number(begin);
    if (!day || words.digits(begin) > 2) return std::nullopt;
    std::size_t at = skip(words, skip_ordinal(words, begin + 1), "of");
    at = skip(words, at, "-");
    const auto month = month_of(words.folded(at));
    if (!month) return std::nullopt;
    at = skip(words, skip(words, skip(words, at + 1, "."), "-"), ",");
    const auto year = read_year(words, at);
    if (!year) return std::nullopt;
    const Date date{year->value, *month, *day};
    return is_valid(date) ? std::optional(to_mention(begin, year->end, date)) : std::nullopt;
}

// Three numbers joined by the same mark: "2023-06-30", "30.06.2023", "06/30/2023".
std::optional<TimeMention> read_digits(const Words& words, std::size_t begin, DayOrder order) {
    constexpr std::size_t kParts = 3;
    constexpr std::size_t kSpan = 2 * kParts - 1;
    if (words.digits(begin) == 0 || begin + kSpan > words.size()) return std::nullopt;
    if (begin > 0 && words[begin].is_joined && words.is_mark(begin - 1) && words.digits(begin - 2) > 0)
        return std::nullopt;
    const std::string_view mark = words.folded(begin + 1);
    if (mark != "-" && mark != "." && mark != "/") return std::nullopt;
    std::array<int, kParts> parts{};
    for (std::size_t i = 0; i < kParts; ++i) {
        const std::size_t at = begin + 2 * i;
        const auto number = words.number(at);
        if (!number || (i > 0 && (!words[at].is_joined || !words.is_joined(at - 1, mark)))) return std::nullopt;
        parts[i] = *number;
    }
    Date date;
    if (words.digits(begin) == 4 && words.digits(begin + 2) <= 2 && words.digits(begin + 4) <= 2 && mark != ".") {
        date = {parts[0], parts[1], parts[2]};
    } else if (words.digits(begin + 4) == 4 && words.digits(begin) <= 2 && words.digits(begin + 2) <= 2) {
        const bool is_clear = mark != "/" || parts[0] > kMonths || parts[0] == parts[1];
        const bool is_month_first =
            mark == "/" && parts[0] <= kMonths && (parts[1] > kMonths || order == DayOrder::kMonthFirst);
        if (!is_clear && !is_month_first) return std::nullopt;
        date = is_month_first ? Date{parts[2], parts[0], parts[1]} : Date{parts[2], parts[1], parts[0]};
    }
    if (date.month == 0 || date.day == 0 || !is_valid(date)) return std::nullopt;
    return to_mention(begin, begin + kSpan, date);
}

// "2023-06" and "06/2023".
std::optional<TimeMention> read_digit_month(const Words& words, std::size_t begin) {
    const std::size_t last = begin + 2;
    if (last >= words.size() || !words[begin + 1].is_joined || !words[last].is_joined) return std::nullopt;
    if (words.is_joined(last + 1, words.folded(begin + 1)) || is_part_of_figure(words, last)) return std::nullopt;
    const bool is_year_first = words.is(begin + 1, "-") && words.digits(begin) == 4 && words.digits(last) == 2;
    const bool is_month_first = words.is(begin + 1, "/") && words.digits(begin) == 2 && words.digits(last) == 4;
    if (!is_year_first && !is_month_first) return std::nullopt;
    if (begin > 0 && words[begin].is_joined && words.is_mark(begin - 1)) return std::nullopt;
    const Date date{*words.number(is_year_first ? begin : last), *words.number(is_year_first ? last : begin), 0};
    if (date.month == 0 || !is_valid(date)) return std::nullopt;
    return to_mention(begin, last + 1, date);
}

// "first", "1st", "1.", "erstes", "ersten" ...: 1 to 4.
std::optional<Reading> read_ordinal(const Words& words, std::size_t at) {
    static constexpr std::array<std::string_view, kQuarters> kEnglish{"first", "second", "third", "fourth"};
    static constexpr std::array<std::string_view, kQuarters> kGerman{"erste", "zweite", "dritte", "vierte"};
    const std::string_view word = words.folded(at);
    for (int i = 0; i < kQuarters; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const bool is_german = word.starts_with(kGerman.at(index)) && word.size() <= kGerman.at(index).size() + 1;
        if (word == kEnglish.at(index) || is_german) return Reading{i + 1, at + 1};
    }
    const auto number = words.number(at);
    const std::size_t end = skip_ordinal(words, at + 1);
    if (!number || words.digits(at) != 1 || *number < 1 || *number > kQuarters || end == at + 1) return std::nullopt;
    return Reading{*number, end};
}

// A quarter, or a half, without its year.
std::optional<TimeMention> read_part(const Words& words, std::size_t begin) {
    static constexpr std::array<std::string_view, 2> kQuarter{"quarter", "quartal"};
    static constexpr std::array<std::string_view, 3> kHalf{"half", "halbjahr", "halbjahres"};
    TimeMention mention{begin, begin, {}, 0, 0, false};
    const auto small_number = [&](std::size_t at, int max) {
        const auto number = words.number(at);
        return words.digits(at) == 1 && *number >= 1 && *number <= max ? *number : 0;
    };
    if (words.is(begin, "q") && begin + 1 < words.size() && words[begin + 1].is_joined) {
        mention.quarter = small_number(begin + 1, kQuarters);
        mention.end = begin + 2;
    } else if (words.is(begin, "h") && begin + 1 < words.size() && words[begin + 1].is_joined) {
        mention.half = small_number(begin + 1, 2);
        mention.end = begin + 2;
    } else if (words.is_joined(begin + 1, "q") && !is_part_of_figure(words, begin)) {
        mention.quarter = small_number(begin, kQuarters);
        mention.end = begin + 2;
    } else if (is_any(words, begin, kQuarter)) {
        mention.quarter = small_number(begin + 1, kQuarters);
        mention.end = begin + 2;
    } else if (const auto ordinal = read_ordinal(words, begin)) {
        std::size_t at = skip(words, ordinal->end, "-");
        if (words.is(at, "fiscal")) {
            mention.is_fiscal = true;
            ++at;
        }
        if (is_any(words, at, kQuarter)) mention.quarter = ordinal->value;
        if (is_any(words, at, kHalf) && ordinal->value <= 2) mention.half = ordinal->value;
        mention.end = at + 1;
    }
    if (mention.quarter == 0 && mention.half == 0) return std::nullopt;
    // "Q35" is something else, and so is "Q1.5".
    if (mention.end < words.size() && words.digits(mention.end - 1) > 0 && is_part_of_figure(words, mention.end - 1))
        return std::nullopt;
    return mention;
}

// "fy", "fiscal", "fiscal year", "Geschäftsjahr", and the word after; or begin.
std::size_t skip_fiscal(const Words& words, std::size_t at) {
    static constexpr std::array<std::string_view, 4> kOneWord{"fy", "gj", "geschaftsjahr", "geschaftsjahres"};
    if (is_any(words, at, kOneWord)) return at + 1;
    if (words.is(at, "fiscal")) return skip(words, at + 1, "year");
    const bool is_kind = words.is(at, "financial") || words.is(at, "business");
    return is_kind && words.is(at + 1, "year") ? at + 2 : at;
}

// The year that follows a quarter: "Q3 2022", "Q3 of fiscal year 2022", "Q3'22", "third quarter of 2022".
void add_year(const Words& words, TimeMention& mention) {
    static constexpr std::array<std::string_view, 13> kBetween{"of", "the", "in",   "des",      "im", "jahres", ",",
                                                               "-",  "/",   "year", "calendar", "'",  "ended"};
    constexpr int kBetweenMax = 4;
    std::size_t at = mention.end;
    bool is_fiscal = mention.is_fiscal;
    bool says_year = at < words.size() && (words[at].is_joined || words.is(at, "'"));
    for (int i = 0; i < kBetweenMax; ++i) {
        if (const std::size_t after = skip_fiscal(words, at); after != at) {
            is_fiscal = says_year = true;
            at = after;
        } else if (is_any(words, at, kBetween)) {
            ++at;
        }
    }
    auto year = read_year(words, at);
    if (year) {
        if (const auto second = read_second_year(words, *year); second && is_fiscal) year = second;
    } else if (says_year) {
        year = read_short_year(words, at);
    }
    if (!year) return;
    mention.date.year = year->value;
    mention.end = year->end;
    mention.is_fiscal = is_fiscal;
}

// "2022", "2022 Q3", "FY2022", "fiscal year 2022/23", "2022's third quarter".
std::optional<TimeMention> read_from_year(const Words& words, std::size_t begin) {
    std::size_t at = skip_fiscal(words, begin);
    TimeMention mention{begin, begin, {}, 0, 0, at != begin};
    auto year = read_year(words, at);
    if (!year && mention.is_fiscal) year = read_short_year(words, at);
    if (!year) return std::nullopt;
    if (const auto second = read_second_year(words, *year)) {
        year = second;
        mention.is_fiscal = true;
    }
    mention.date.year = year->value;
    mention.end = year->end;
    at = year->end;
    if (words.is(at, "'") && words.is(at + 1, "s")) at += 2;
    if (words.is(at, "-") || words.is(at, ",")) ++at;
    const auto part = read_part(words, at);
    // "in 2022, Q3 2023": the quarter has a year of its own.
    if (!part) return mention;
    TimeMention own = *part;
    add_year(words, own);
    if (own.has_year()) return mention;
    mention.quarter = part->quarter;
    mention.half = part->half;
    mention.end = part->end;
    return mention;
}

}  // namespace

std::optional<TimeMention> read_time(const Words& words, std::size_t at, DayOrder order) {
    if (words.is_mark(at)) return std::nullopt;
    if (auto day = read_digits(words, at, order)) return day;
    if (auto day = read_day_first(words, at)) return day;
    if (auto month = read_month_first(words, at)) return month;
    if (auto month = read_digit_month(words, at)) return month;
    if (auto part = read_part(words, at)) {
        add_year(words, *part);
        // "H1" is a heading or a vitamin when no year goes with it.
        if (part->half == 0 || part->has_year() || !words.is(at, "h")) return part;
    }
    return read_from_year(words, at);
}

std::vector<TimeMention> find_times(const Words& words, std::size_t begin, std::size_t end, DayOrder order) {
    std::vector<TimeMention> found;
    for (std::size_t at = begin; at < std::min(end, words.size());) {
        const auto mention = read_time(words, at, order);
        at = mention ? mention->end : at + 1;
        if (mention) found.push_back(*mention);
    }
    return found;
}

}  // namespace genai::facts
