// SPDX-License-Identifier: Apache-2.0
#include "facts/time_mention.hpp"

#include <gtest/gtest.h>

#include <string>

namespace genai::facts {
namespace {

// "year month day quarter half", for the one mention in the text; "none", "several".
std::string read(std::string_view text, DayOrder order = DayOrder::kUnknown) {
    const Words words(text);
    const auto times = find_times(words, 0, words.size(), order);
    if (times.empty()) return "none";
    if (times.size() > 1) return "several";
    const TimeMention& time = times.front();
    std::string all = std::to_string(time.date.year);
    if (time.date.month != 0) all = to_string(time.date);
    if (time.quarter != 0) all += " Q" + std::to_string(time.quarter);
    if (time.half != 0) all += " H" + std::to_string(time.half);
    if (time.is_fiscal) all += " fiscal";
    return all;
}

TEST(TimeMention, ReadsDaysInManySpellings) {
    for (const char* text :
         {"30 June 2023", "June 30, 2023", "JUNE 30th 2023", "30. Juni 2023", "the 30th of June, 2023", "2023-06-30",
          "30.06.2023", "30/06/2023", "06/30/2023", "30-Jun-2023", "Jun. 30, 2023"})
        EXPECT_EQ(read(text), "2023-06-30") << text;
    EXPECT_EQ(read("1. M\xC3\xA4rz 2024"), "2024-03-01");
}

TEST(TimeMention, ReadsAnAmbiguousDayOnlyWhenTheOrderIsKnown) {
    EXPECT_NE(read("04/05/2023"), "2023-04-05");
    EXPECT_NE(read("04/05/2023"), "2023-05-04");
    EXPECT_EQ(read("04/05/2023", DayOrder::kMonthFirst), "2023-04-05");
    EXPECT_EQ(read("24/05/2023", DayOrder::kMonthFirst), "2023-05-24");
}

TEST(TimeMention, KnowsThatNoCalendarHasSomeDays) {
    EXPECT_EQ(read("June 31, 2023"), "2023");
    EXPECT_NE(read("2023-13-01"), "2023-13-01");
    EXPECT_NE(read("29.02.2023"), "2023-02-29");
}

TEST(TimeMention, ReadsQuartersWithTheirYear) {
    for (const char* text :
         {"Q3 2022", "2022 Q3", "2022-Q3", "2022Q3", "Q3'22", "3Q22", "3Q 2022", "third quarter of 2022",
          "the 3rd quarter 2022", "third-quarter 2022", "2022 third quarter", "Quarter 3, 2022", "3. Quartal 2022",
          "drittes Quartal 2022", "dritten Quartal des Jahres 2022"})
        EXPECT_EQ(read(text), "2022 Q3") << text;
    EXPECT_EQ(read("Q3 FY2022"), "2022 Q3 fiscal");
    EXPECT_EQ(read("FY22 Q3"), "2022 Q3 fiscal");
    EXPECT_EQ(read("third quarter of fiscal year 2022"), "2022 Q3 fiscal");
    EXPECT_EQ(read("in the second quarter"), "0 Q2");
    EXPECT_EQ(read("H1 2024"), "2024 H1");
    EXPECT_EQ(read("first half of 2024"), "2024 H1");
    EXPECT_EQ(read("2. Halbjahr 2024"), "2024 H2");
}

TEST(TimeMention, ReadsYearsAndFiscalYears) {
    EXPECT_EQ(read("in 2023"), "2023");
    EXPECT_EQ(read("FY23"), "2023 fiscal");
    EXPECT_EQ(read("FY '23"), "2023 fiscal");
    EXPECT_EQ(read("fiscal 2023"), "2023 fiscal");
    EXPECT_EQ(read("Gesch\xC3\xA4"
                   "ftsjahr 2023/24"),
              "2024 fiscal");
    EXPECT_EQ(read("2023/2024"), "2024 fiscal");
    EXPECT_EQ(read("June 2023"), "2023-06");
    EXPECT_EQ(read("2023-06"), "2023-06");
    EXPECT_EQ(read("06/2023"), "2023-06");
}

TEST(TimeMention, LeavesFiguresAlone) {
    for (const char* text : {"$2023", "2,023", "2023.5", "2023%", "1,2023", "12023", "H1", "q35", "may", "10-Q",
                             "SA-2231", "section 3 of part 2", "1.2.3", "99/99/9999", "0000-00-00"})
        EXPECT_EQ(read(text), "none") << text;
}

TEST(TimeMention, KeepsTwoPeriodsApart) {
    const Words words("Q1 2023 and Q3 2022, then 2021");
    const auto times = find_times(words, 0, words.size());
    ASSERT_EQ(times.size(), 3U);
    EXPECT_EQ(times[0].date.year, 2023);
    EXPECT_EQ(times[0].quarter, 1);
    EXPECT_EQ(times[1].date.year, 2022);
    EXPECT_EQ(times[1].quarter, 3);
    EXPECT_EQ(times[2].date.year, 2021);
    EXPECT_EQ(times[2].quarter, 0);
}

}  // namespace
}  // namespace genai::facts
