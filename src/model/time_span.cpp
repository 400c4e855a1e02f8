// SPDX-License-Identifier: Apache-2.0
#include "model/time_span.hpp"

#include <charconv>
#include <chrono>

namespace genai {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::years;

// Takes exactly so many digits off the text.
std::optional<unsigned> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    unsigned value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc() || stop != text.data() + digits) return std::nullopt;
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char wanted) {
    if (!text.starts_with(wanted)) return false;
    text.remove_prefix(1);
    return true;
}

std::int64_t seconds_at(std::chrono::year_month_day date) {
    return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::sys_days(date).time_since_epoch()).count();
}

// From the first of this month for so many months.
TimeSpan whole_months(std::chrono::year_month first, months count) {
    return {seconds_at(first / day(1)), seconds_at((first + count) / day(1))};
}

// "12:00:00Z" of the day that begins at this second.
std::optional<TimeSpan> parse_second(std::string_view text, std::int64_t midnight) {
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59 || !take(text, ':')) return std::nullopt;
    const auto second = take_number(text, 2);
    if (!second || *second > 59 || (text != "Z" && text != "z")) return std::nullopt;
    const std::int64_t at = midnight + *hour * 3600 + *minute * 60 + *second;
    return TimeSpan{at, at + 1};
}

}  // namespace

std::optional<TimeSpan> parse_time_span(std::string_view text) {
    constexpr std::int64_t kDay = 86'400;
    const auto number = take_number(text, 4);
    if (!number || *number == 0) return std::nullopt;
    const year which(static_cast<int>(*number));
    if (text.empty()) return whole_months(which / month(1), months(12));
    if (!take(text, '-')) return std::nullopt;
    if (take(text, 'Q') || take(text, 'q')) {
        const auto quarter = take_number(text, 1);
        if (!quarter || *quarter < 1 || *quarter > 4 || !text.empty()) return std::nullopt;
        return whole_months(which / month(3 * *quarter - 2), months(3));
    }
    const auto of_year = take_number(text, 2);
    if (!of_year || !month(*of_year).ok()) return std::nullopt;
    if (text.empty()) return whole_months(which / month(*of_year), months(1));
    if (!take(text, '-')) return std::nullopt;
    const auto of_month = take_number(text, 2);
    if (!of_month || !(which / month(*of_year) / day(*of_month)).ok()) return std::nullopt;
    const std::int64_t midnight = seconds_at(which / month(*of_year) / day(*of_month));
    if (text.empty()) return TimeSpan{midnight, midnight + kDay};
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    return parse_second(text, midnight);
}

}  // namespace genai
