// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace genai::facts {

// A day; or a month or a year when no more is known: what is not known is 0.
struct Date {
    int year = 0;
    int month = 0;
    int day = 0;

    auto operator<=>(const Date&) const = default;
};

// False for the 31st of June, and for years outside of 1900 to 2099: earlier numbers in texts are seldom years.
bool is_valid(const Date& date);

// "2025", "2025-06" or "2025-06-30".
std::string to_string(const Date& date);

// Months counted through: those of two dates can be compared by subtraction. The date has a month.
int month_index(const Date& date);

// The month with which an accounting period ends: a period of whole weeks that ends in the first days of a month is the
// one of the month before. The date has a day.
Date accounting_month(const Date& end);

// The month of a folded word, English or German, whole or abbreviated.
std::optional<int> month_of(std::string_view word);

}  // namespace genai::facts
