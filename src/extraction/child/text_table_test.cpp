// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text_table.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "extraction/child/page_fixture.hpp"
#include "extraction/child/page_layout.hpp"

namespace genai::extraction::child {

namespace {

constexpr PageFixture::Style kBold{.em = 10, .is_bold = true};
constexpr float kPitch = 12;    // of the lines of a cell
constexpr float kPadding = 18;  // of rows

std::vector<std::string> tables(const Page& page) {
    std::vector<std::string> texts;
    for (const auto& block : page.blocks)
        if (block.kind == BlockKind::kTable) texts.emplace_back(slice_code_points(page.text, block.start, block.end));
    return texts;
}

}  // namespace

TEST(TextTable, ReadsRowsAcrossItsColumns) {
    PageFixture page;
    page.text(72, 100, "Code", kBold).text(150, 100, "Meaning", kBold).text(300, 100, "Remedy", kBold);
    const std::vector<std::vector<std::string>> rows{{"E01", "No echo", "Clear the beam"},
                                                     {"E02", "Echo too near", "Mount it higher"},
                                                     {"E04", "Tilt", "Level it again"},
                                                     {"E07", "Cable fault", "Measure the cable"}};
    float y = 100;
    for (const auto& row : rows) {
        y += kPadding;
        page.text(72, y, row[0]).text(150, y, row[1]).text(300, y, row[2]);
    }
    const auto read = lay_out(page.glyphs());
    EXPECT_EQ(tables(read),
              std::vector<std::string>{"Code\tMeaning\tRemedy\nE01\tNo echo\tClear the beam\nE02\tEcho too near\tMount "
                                       "it higher\nE04\tTilt\tLevel it again\nE07\tCable fault\tMeasure the cable"});
    ASSERT_EQ(read.blocks.size(), 1U);
    EXPECT_EQ(read.blocks[0].header_rows, 1);
}

TEST(TextTable, JoinsACellThatGoesOnBelow) {
    PageFixture page;
    float y = 100;
    for (const std::string row : {"one", "two", "three"}) {
        page.text(72, y, "Risk " + row)
            .text(200, y, "What it could do to")
            .text(200, y + kPitch, "the group as a whole");
        y += kPitch + kPadding;
    }
    EXPECT_EQ(
        tables(lay_out(page.glyphs())),
        std::vector<std::string>{"Risk one\tWhat it could do to the group as a whole\nRisk two\tWhat it could do to "
                                 "the group as a whole\nRisk three\tWhat it could do to the group as a whole"});
}

TEST(TextTable, JoinsALabelThatGoesOnBelow) {
    PageFixture page;
    page.text(72, 100, "Cash flow").text(200, 100, "Of the group");
    page.text(72, 100 + kPitch, "statement");
    page.text(72, 100 + kPitch + kPadding, "Income").text(200, 100 + kPitch + kPadding, "Of the year");
    page.text(72, 100 + kPitch + 2 * kPadding, "Assets").text(200, 100 + kPitch + 2 * kPadding, "Of the firm");
    EXPECT_EQ(tables(lay_out(page.glyphs())),
              std::vector<std::string>{"Cash flow statement\tOf the group\nIncome\tOf the year\nAssets\tOf the firm"});
}

TEST(TextTable, StartsARowWhereANumberStandsBelowANumber) {
    PageFixture page;
    page.text(72, 100, "1").text(120, 100, "Harbour").text(220, 100, "Gauge").right(400, 100, "$14,200");
    page.text(72, 118, "2").text(120, 118, "Basin").text(220, 118, "Monitor, six").right(400, 118, "$9,100");
    page.text(220, 130, "users");
    page.text(72, 148, "3").text(120, 148, "Buoy").text(220, 148, "Profiler").right(400, 148, "$700");
    page.text(120, 166, "Total").right(400, 166, "$24,000");
    EXPECT_EQ(tables(lay_out(page.glyphs())),
              std::vector<std::string>{"1\tHarbour\tGauge\t$14,200\n2\tBasin\tMonitor, six users\t$9,100\n"
                                       "3\tBuoy\tProfiler\t$700\n\tTotal\t\t$24,000"});
}

TEST(TextTable, TakesNoListForATable) {
    PageFixture page;
    for (int i = 0; i < 5; ++i) {
        const float y = 100 + kPadding * static_cast<float>(i);
        page.text(72, y, "(" + std::string(1, static_cast<char>('a' + i)) + ")").text(110, y, "an item of a list");
    }
    EXPECT_TRUE(tables(lay_out(page.glyphs())).empty());
}

TEST(TextTable, LeavesTwoColumnsOfProseAlone) {
    PageFixture page;
    for (int i = 0; i < 12; ++i) {
        const float y = 100 + kPitch * static_cast<float>(i);
        page.text(72, y, "left column of running text, line " + std::to_string(i));
        page.text(320, y, "right column of running text, line " + std::to_string(i));
    }
    const auto read = lay_out(page.glyphs());
    EXPECT_TRUE(tables(read).empty());
    EXPECT_LT(read.text.find("line 11"), read.text.find("right column"));
}

TEST(TextTable, EndsWhereTheTextNoLongerKeepsToTheColumns) {
    PageFixture page;
    for (int i = 0; i < 3; ++i) {
        const float y = 100 + kPadding * static_cast<float>(i);
        page.text(72, y, "Month " + std::to_string(i)).text(200, y, "Something happened then");
    }
    page.text(72, 160, "A sentence that runs over both of the columns ends it.");
    const auto found = tables(lay_out(page.glyphs()));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].find("A sentence"), std::string::npos);
}

}  // namespace genai::extraction::child
