// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "facts/date.hpp"
#include "facts/words.hpp"

namespace genai::facts {

// A stretch of time as a text names it: "30 June 2023", "June 2023", "Q3 2022", "FY23", "third quarter", "H1 2024",
// "2023". What is not said is 0. English and German.
struct TimeMention {
    std::size_t begin = 0;  // words [begin, end)
    std::size_t end = 0;
    Date date;  // its year, and its month and day
    int quarter = 0;
    int half = 0;
    bool is_fiscal = false;  // called a fiscal year or quarter

    bool has_year() const { return date.year != 0; }
    bool is_day() const { return date.day != 0; }
};

// How "04/05/2023" is meant; unknown, it means nothing unless one of the two cannot be a month.
enum class DayOrder { kUnknown, kMonthFirst };

// The mention that begins at this word.
std::optional<TimeMention> read_time(const Words& words, std::size_t at, DayOrder order = DayOrder::kUnknown);

// Those that begin in words [begin, end), from left to right, without overlap.
std::vector<TimeMention> find_times(const Words& words, std::size_t begin, std::size_t end,
                                    DayOrder order = DayOrder::kUnknown);

}  // namespace genai::facts
