// SPDX-License-Identifier: Apache-2.0
#include "facts/date.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

namespace genai::facts {

namespace {

constexpr int kYearFirst = 1900;
constexpr int kYearLast = 2099;
constexpr int kMonthsPerYear = 12;
// The latest day of a month on which a period of 13 or 52 weeks ends that belongs to the month before.
constexpr int kWeekRemainder = 10;

constexpr std::array<std::pair<std::string_view, int>, 33> kMonths{{
    {"apr", 4},       {"april", 4},    {"aug", 8},     {"august", 8},   {"dec", 12}, {"december", 12}, {"dez", 12},
    {"dezember", 12}, {"feb", 2},      {"februar", 2}, {"february", 2}, {"jan", 1},  {"januar", 1},    {"january", 1},
    {"jul", 7},       {"juli", 7},     {"july", 7},    {"jun", 6},      {"june", 6}, {"juni", 6},      {"mai", 5},
    {"mar", 3},       {"march", 3},    {"marz", 3},    {"may", 5},      {"mrz", 3},  {"nov", 11},      {"november", 11},
    {"oct", 10},      {"october", 10}, {"okt", 10},    {"oktober", 10}, {"sep", 9},
}};

}  // namespace

bool is_valid(const Date& date) {
    if (date.year < kYearFirst || date.year > kYearLast || date.month < 0 || date.day < 0) return false;
    if (date.month == 0) return date.day == 0;
    if (date.day == 0) return date.month <= kMonthsPerYear;
    return std::chrono::year_month_day(std::chrono::year(date.year),
                                       std::chrono::month(static_cast<unsigned>(date.month)),
                                       std::chrono::day(static_cast<unsigned>(date.day)))
        .ok();
}

std::string to_string(const Date& date) {
    std::array<char, 40> text{};
    if (date.month == 0) {
        std::snprintf(text.data(), text.size(), "%04d", date.year);
    } else if (date.day == 0) {
        std::snprintf(text.data(), text.size(), "%04d-%02d", date.year, date.month);
    } else {
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
    }
    return text.data();
}

int month_index(const Date& date) { return date.year * kMonthsPerYear + date.month - 1; }

Date accounting_month(const Date& end) {
    const int index = month_index(end) - (end.day > 0 && end.day <= kWeekRemainder ? 1 : 0);
    return {index / kMonthsPerYear, index % kMonthsPerYear + 1, 0};
}

std::optional<int> month_of(std::string_view word) {
    if (word == "sept" || word == "september") return 9;
    const auto found = std::lower_bound(kMonths.begin(), kMonths.end(), word,
                                        [](const auto& row, std::string_view name) { return row.first < name; });
    if (found == kMonths.end() || found->first != word) return std::nullopt;
    return found->second;
}

}  // namespace genai::facts
