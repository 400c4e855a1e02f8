// SPDX-License-Identifier: Apache-2.0
#include "answering/period.hpp"

#include <gtest/gtest.h>

namespace genai::answering {
namespace {

Period read(std::string_view text) {
    const auto periods = read_periods(text);
    EXPECT_EQ(periods.size(), 1U) << text;
    return periods.empty() ? Period{} : periods.front();
}

TEST(Period, OfAHeadingHasItsEndAndItsLength) {
    EXPECT_EQ(read("Three Months Ended June 25, 2022"), (Period{{2022, 6, 25}, 3, false, false}));
    EXPECT_EQ(read("13 weeks ended 1 July 2023"), (Period{{2023, 7, 1}, 3, false, false}));
    EXPECT_EQ(read("Year Ended December 31, 2024"), (Period{{2024, 12, 31}, 12, false, false}));
    EXPECT_EQ(read("March 31, 2025"), (Period{{2025, 3, 31}, 0, false, false}));
    EXPECT_EQ(read("2025"), (Period{{2025, 0, 0}, 0, false, false}));
}

TEST(Period, OfAQuestionIsUnderstoodInManyWords) {
    EXPECT_EQ(read("the June quarter of 2022"), (Period{{2022, 6, 0}, 3, false, false}));
    EXPECT_EQ(read("in the first half of 2024"), (Period{{2024, 6, 0}, 6, false, false}));
    EXPECT_EQ(read("in the first nine months of 2023"), (Period{{2023, 9, 0}, 9, false, false}));
    EXPECT_EQ(read("between July and September 2022"), (Period{{2022, 9, 0}, 3, false, false}));
    EXPECT_EQ(read("in April-June 2023"), (Period{{2023, 6, 0}, 3, false, false}));
    EXPECT_EQ(read("in Q1 2025"), (Period{{2025, 3, 0}, 3, false, false}));
    EXPECT_EQ(read("in the quarter that ended on April 1, 2023"), (Period{{2023, 4, 1}, 3, false, false}));
    EXPECT_EQ(read("at the end of September 2022"), (Period{{2022, 9, 0}, 0, true, false}));
}

TEST(Period, OfAFiscalYearHasNoMonth) {
    EXPECT_EQ(read("in the second quarter of fiscal 2024"), (Period{{2024, 0, 0}, 3, false, true}));
}

TEST(Period, TextsWithoutTimeNameNone) {
    EXPECT_TRUE(read_periods("How much is the fee?").empty());
    EXPECT_TRUE(read_periods("").empty());
}

TEST(PeriodFit, TellsOtherEndsAndLengthsApart) {
    const Period quarter = read("three months ended June 30, 2024");
    EXPECT_EQ(fit(quarter, read("Three Months Ended June 30, 2024")), PeriodFit::kSame);
    EXPECT_EQ(fit(quarter, read("Six Months Ended June 30, 2024")), PeriodFit::kContrary);
    EXPECT_EQ(fit(quarter, read("Three Months Ended June 30, 2023")), PeriodFit::kContrary);
    EXPECT_EQ(fit(quarter, read("June 30, 2024")), PeriodFit::kPart);
    EXPECT_EQ(fit(read("in 2025"), read("2025")), PeriodFit::kSame);
    EXPECT_EQ(fit(read("in 2025"), read("2024")), PeriodFit::kContrary);
    EXPECT_EQ(fit(Period{}, read("2024")), PeriodFit::kOpen);
}

TEST(PeriodFit, AMonthHoldsTheDaysThatEndIt) {
    EXPECT_EQ(fit(read("in the June quarter of 2022"), read("Three Months Ended June 25, 2022")), PeriodFit::kSame);
    EXPECT_EQ(fit(read("Q3 2022"), read("Three Months Ended October 1, 2022")), PeriodFit::kSame);
}

TEST(PeriodFit, OnlyItsOrganisationKnowsWhenAFiscalQuarterIs) {
    const Period fiscal = read("second quarter of fiscal 2024");
    EXPECT_EQ(fit(fiscal, read("Three Months Ended July 30, 2023")), PeriodFit::kOpen);
    EXPECT_EQ(fit(fiscal, read("Six Months Ended July 30, 2023")), PeriodFit::kContrary);
}

}  // namespace
}  // namespace genai::answering
