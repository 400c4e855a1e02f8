// SPDX-License-Identifier: Apache-2.0
#include "answering/figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "answering/figure_choice.hpp"
#include "answering/table_grid.hpp"
#include "base/utf8.hpp"

namespace genai::answering {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A page of one table below a line; no boxes.
Page make_page(const std::string& line, const std::string& table, std::uint16_t header_rows) {
    Page page;
    page.text = line + "\n\n" + table;
    const auto start = static_cast<std::uint32_t>(count_code_points(line) + 2);
    page.blocks.push_back({BlockKind::kParagraph, 0, start - 2, 0});
    page.blocks.push_back(
        {BlockKind::kTable, start, static_cast<std::uint32_t>(count_code_points(page.text)), header_rows});
    return page;
}

const char* const kStatement =
    "\tThree Months Ended\t\tNine Months Ended\t\n\tJune 25,\tJune 26,\tJune 25,\tJune 26,\n\t2022\t2021\t2022\t2021\n"
    "Operating expenses:\nResearch and development\t6,797\t5,717\t19,490\t16,142\nTotal operating "
    "expenses\t12,809\t11,129\t38,144\t32,499\nOperating income\t23,076\t24,126\t94,543\t85,163\n"
    "Earnings per share:\nDiluted\t$1.20\t$1.30\t$4.82\t$4.38";

TEST(ParseNumber, ReadsFiguresAsTheyStand) {
    EXPECT_EQ(parse_number("$6,797"), 6797);
    EXPECT_EQ(parse_number("(10)"), -10);
    EXPECT_EQ(parse_number("$(0.20)"), -0.2);
    EXPECT_EQ(parse_number("(17)%"), -17);
    EXPECT_EQ(parse_number("53.5 %"), 53.5);
    EXPECT_EQ(parse_number("\u2212"
                           "3"),
              -3);
    for (const char* text : {"", "\u2014", "N/A", "H100", "$", "June 25,", "."})
        EXPECT_FALSE(parse_number(text)) << text;
}

TEST(Unit, IsReadAsItStands) {
    EXPECT_EQ(read_unit("(In millions, except per share amounts)"), "In millions");
    EXPECT_EQ(read_unit("were as follows (dollars in millions):"), "dollars in millions");
    EXPECT_EQ(read_unit("$ in billions"), "$ in billions");
    EXPECT_EQ(read_unit("in EUR million"), "EUR million");
    EXPECT_EQ(read_unit("Revenue grew"), "");
}

TEST(Figures, KnowTheirRowColumnPeriodAndUnit) {
    const Page page = make_page("(In millions, except per share amounts)", kStatement, 3);
    const auto rows = figure_rows(page);
    ASSERT_EQ(rows.size(), 4U);
    const Figure& figure = rows[0].figures.at(0);
    EXPECT_THAT(figure.row, ElementsAre("Operating expenses:", "Research and development"));
    EXPECT_THAT(figure.column, ElementsAre("Three Months Ended", "June 25,", "2022"));
    ASSERT_TRUE(figure.period);
    EXPECT_EQ(*figure.period, (Period{{2022, 6, 25}, 3, false, false}));
    EXPECT_EQ(figure.unit, "In millions");
    EXPECT_EQ(figure.value, "6,797");
    EXPECT_EQ(figure.number, 6797);
    EXPECT_EQ(slice_code_points(page.text, figure.start, figure.end), "6,797");
    EXPECT_EQ(figure.to_text(),
              "Operating expenses: Research and development, Three Months Ended June 25, 2022: 6,797 (In millions)");
    EXPECT_EQ(rows[0].figures.at(2).period->months, 9);
}

TEST(Figures, ATotalEndsItsGroup) {
    const auto rows = figure_rows(make_page("(In millions)", kStatement, 3));
    EXPECT_THAT(rows.at(2).figures.at(0).row, ElementsAre("Operating income"));
}

TEST(Figures, ForEachShareAreNotInMillions) {
    const auto rows = figure_rows(make_page("(In millions, except per share amounts)", kStatement, 3));
    EXPECT_EQ(rows.at(3).figures.at(0).unit, "");
    EXPECT_EQ(rows.at(3).figures.at(0).row_text(), "Earnings per share: Diluted");
}

// Headings of one, two and all of four columns, 40 points wide with 10 between, as boxes tell.
TEST(Figures, StandUnderTheHeadingsThatSpanThem) {
    Page page = make_page("$ in millions",
                          "\t\tThree Months Ended\t\t\n\tEnd\tAverage\tHigh\tLow\nTotal VaR\t$46\t$50\t$60\t$43", 2);
    page.boxes.resize(count_code_points(page.text));
    const auto place = [&page](const std::string& text, float x0, float x1) {
        const std::size_t at = page.text.find(text);
        for (std::size_t i = at; i < at + text.size(); ++i) page.boxes[i] = {x0, 0, x1, 10};
    };
    place("Three Months Ended", 150, 240);
    place("Total VaR", 0, 80);
    const std::pair<const char*, const char*> columns[] = {
        {"End\t", "$46"}, {"Average", "$50"}, {"High", "$60"}, {"Low", "$43"}};
    float x = 100;
    for (const auto& [heading, value] : columns) {
        place(heading, x, x + 40);
        place(value, x, x + 40);
        x += 50;
    }
    const auto rows = figure_rows(page);
    ASSERT_EQ(rows.size(), 1U);
    for (const Figure& figure : rows[0].figures) EXPECT_EQ(figure.column.front(), "Three Months Ended");
    EXPECT_THAT(rows[0].figures.at(3).column, ElementsAre("Three Months Ended", "Low"));

    // Over its first column alone it is that column's.
    place("Three Months Ended", 95, 145);
    const auto again = figure_rows(page);
    EXPECT_THAT(again[0].figures.at(0).column, ElementsAre("Three Months Ended", "End"));
    EXPECT_THAT(again[0].figures.at(3).column, ElementsAre("Low"));
}

TEST(Figures, OfATableWithoutHeadingsHaveTheirRowAlone) {
    const auto rows = figure_rows(make_page("Payments:", "2026\t$2,602\nFuel, 2027\t5", 0));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_THAT(rows[0].figures.at(0).column, IsEmpty());
    EXPECT_EQ(rows[0].figures.at(0).period->end.year, 2027);
}

TEST(FigureChoice, IsTheOneOfThePeriodAskedFor) {
    const auto rows = figure_rows(make_page("(In millions)", kStatement, 3));
    const auto choose = [&](std::string_view question) {
        return choose_figures(read_asked(question, {}), rows.at(0).figures);
    };
    const auto quarter = choose("How much was spent on R&D in the June quarter of 2021?");
    ASSERT_EQ(quarter.size(), 1U);
    EXPECT_EQ(quarter[0].figure->value, "5,717");
    EXPECT_EQ(quarter[0].period, PeriodFit::kSame);
    EXPECT_EQ(choose("R&D in the nine months ended June 25, 2022?").at(0).figure->value, "19,490");
    EXPECT_EQ(choose("How much was R&D?").at(0).figure->value, "6,797");
    EXPECT_EQ(choose("R&D in the March quarter of 2019?").at(0).period, PeriodFit::kContrary);
}

TEST(FigureChoice, NamesOneForEachPeriod) {
    const auto rows = figure_rows(make_page("(In millions)", kStatement, 3));
    const auto both = choose_figures(
        read_asked("R&D in the three months ended June 25, 2022 against the three months ended June 26, 2021?", {}),
        rows.at(0).figures);
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(both[0].figure->value, "6,797");
    EXPECT_EQ(both[1].figure->value, "5,717");
}

TEST(FigureChoice, OfNothingIsNothing) { EXPECT_TRUE(choose_figures(Asked{}, {}).empty()); }

}  // namespace
}  // namespace genai::answering
