// SPDX-License-Identifier: Apache-2.0
#include "model/time_span.hpp"

#include <gtest/gtest.h>

namespace genai {
namespace {

constexpr std::int64_t kDay = 86'400;

TEST(TimeSpan, ReadsYearsQuartersMonthsDaysAndSeconds) {
    EXPECT_EQ(parse_time_span("1970").value(), (TimeSpan{0, 365 * kDay}));
    EXPECT_EQ(parse_time_span("1970-Q1").value(), (TimeSpan{0, 90 * kDay}));
    EXPECT_EQ(parse_time_span("1970-q4")->end, parse_time_span("1970")->end);
    EXPECT_EQ(parse_time_span("1970-02").value(), (TimeSpan{31 * kDay, 59 * kDay}));
    EXPECT_EQ(parse_time_span("1970-12")->end, parse_time_span("1971")->begin);
    EXPECT_EQ(parse_time_span("1970-01-02").value(), (TimeSpan{kDay, 2 * kDay}));
    EXPECT_EQ(parse_time_span("1970-01-02T01:02:03Z").value(), (TimeSpan{kDay + 3723, kDay + 3724}));
    EXPECT_EQ(parse_time_span("2023-06-30")->begin, 1'688'083'200);
    EXPECT_LT(parse_time_span("0001")->begin, 0);
    EXPECT_GT(parse_time_span("9999")->end, parse_time_span("9999")->begin);
}

TEST(TimeSpan, RefusesWhatIsNoTime) {
    for (const char* text : {"",
                             "0000",
                             "23",
                             "2023-",
                             "2023-0",
                             "2023-00",
                             "2023-13",
                             "2023-6",
                             "2023-Q0",
                             "2023-Q5",
                             "2023-Q12",
                             "2023-02-29",
                             "2023-06-31",
                             "2023-06-3",
                             "2023/06/30",
                             "2023-06-30T",
                             "2023-06-30T12:00",
                             "+202",
                             "-2023",
                             "2023-06-30T24:00:00Z",
                             "2023-06-30T12:00:60Z",
                             "2023-06-30T12:00:00+02:00",
                             "20230630",
                             "2023 ",
                             " 2023"})
        EXPECT_FALSE(parse_time_span(text)) << text;
    EXPECT_TRUE(parse_time_span("2024-02-29"));
}

}  // namespace
}  // namespace genai
