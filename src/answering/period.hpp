// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "facts/date.hpp"
#include "facts/question_facts.hpp"
#include "facts/words.hpp"

namespace genai::answering {

// A stretch of time that ends with `end` and takes `months`, as a column's heading or a question names it. What is not
// known is 0: months of "March 31, 2025", the end of "the second quarter of fiscal 2024", of which only its
// organisation knows when that is.
struct Period {
    facts::Date end;
    int months = 0;
    bool is_instant = false;  // "as of", "at the end of"
    bool is_fiscal = false;   // year and quarter are as the organisation counts them

    bool operator==(const Period&) const = default;
};

// The periods that a text names, in its order: "Three Months Ended June 25, 2022", "the June quarter of 2022", "first
// half of 2024", "between July and September 2022", "Q1 2023", "2025". `spans`, when given, gets the words that were
// understood.
std::vector<Period> read_periods(const facts::Words& words, std::vector<facts::WordSpan>* spans = nullptr);
std::vector<Period> read_periods(std::string_view text);

// How well what a heading says fits what a question asks for.
enum class PeriodFit {
    kContrary,  // another time
    kOpen,      // one of them does not say
    kPart,      // the end fits, the length is not known
    kSame,
};
PeriodFit fit(const Period& asked, const Period& said);

}  // namespace genai::answering
