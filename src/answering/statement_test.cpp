// SPDX-License-Identifier: Apache-2.0
#include "answering/statement.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace genai::answering {
namespace {

Page make_page() {
    Page page;
    page.number = 3;
    const auto add = [&page](BlockKind kind, const std::string& text, std::uint16_t header_rows = 0) {
        if (!page.text.empty()) page.text += "\n\n";
        const auto start = static_cast<std::uint32_t>(count_code_points(page.text));
        page.text += text;
        page.blocks.push_back({kind, start, static_cast<std::uint32_t>(count_code_points(page.text)), header_rows});
    };
    add(BlockKind::kHeading, "Results\u2014of operations");
    add(BlockKind::kParagraph, "Revenue grew by 5% in the year. It fell in the year before, as was expected.\nPage 3");
    add(BlockKind::kTable, "$ in millions\t2025\t2024\nRevenue\t1,577\t1,502\nCosts\nTotal\t99\t98", 1);
    return page;
}

TEST(Statements, AreTheSentencesAndTheRowsWithFigures) {
    const Page page = make_page();
    const auto statements = statements_of(page);
    ASSERT_EQ(statements.size(), 4U);
    EXPECT_EQ(statements[0].quote, "Revenue grew by 5% in the year.");
    EXPECT_EQ(statements[0].heading, "Results\u2014of operations");
    EXPECT_FALSE(statements[0].is_row);
    EXPECT_EQ(statements[2].quote, "Revenue\t1,577\t1,502");
    EXPECT_TRUE(statements[2].is_row);
    EXPECT_EQ(statements[2].header, "$ in millions\t2025\t2024");
    EXPECT_EQ(statements[2].in_context(),
              "Results\u2014of operations\n$ in millions\t2025\t2024\nRevenue\t1,577\t1,502");
    EXPECT_EQ(statements[3].quote, "Total\t99\t98");
}

Page make_page(const std::vector<std::pair<BlockKind, std::string>>& blocks) {
    Page page;
    for (const auto& [kind, text] : blocks) {
        if (!page.text.empty()) page.text += "\n\n";
        const auto start = static_cast<std::uint32_t>(count_code_points(page.text));
        page.text += text;
        page.blocks.push_back({kind, start, static_cast<std::uint32_t>(count_code_points(page.text)), 0});
    }
    return page;
}

TEST(Statements, OfATableAreItsRowsOfWordsToo) {
    const auto statements = statements_of(make_page({{BlockKind::kTable, "E07\tCable fault\tMeasure it\n\tTotal\t7"}}));
    ASSERT_EQ(statements.size(), 2U);
    EXPECT_EQ(statements[0].quote, "E07\tCable fault\tMeasure it");
    EXPECT_EQ(statements[0].label(), "E07");
    EXPECT_EQ(statements[1].label(), "Total");
}

TEST(Statements, ARowStandsUnderTheLabelAboveIt) {
    const auto statements =
        statements_of(make_page({{BlockKind::kTable, "Revenue\nMooring\t5\t4\nCapital expenditure\nMooring\t2\t1"}}));
    ASSERT_EQ(statements.size(), 2U);
    EXPECT_EQ(statements[0].group, "Revenue");
    EXPECT_EQ(statements[1].group, "Capital expenditure");
    EXPECT_EQ(statements[1].in_context(), "Capital expenditure\nMooring\t2\t1");
}

TEST(Statements, GoOnInTheNextBlock) {
    const Page page = make_page({{BlockKind::kHeading, "Ports"},
                                 {BlockKind::kParagraph, "All of the program is"},
                                 {BlockKind::kParagraph, "used by 41 ports. It is new to them."},
                                 {BlockKind::kParagraph, "Another matter stands here."}});
    const auto statements = statements_of(page);
    ASSERT_EQ(statements.size(), 3U);
    EXPECT_EQ(statements[0].quote, "All of the program is\n\nused by 41 ports.");
    EXPECT_EQ(slice_code_points(page.text, statements[0].start, statements[0].end), statements[0].quote);
    EXPECT_EQ(statements[2].quote, "Another matter stands here.");
}

TEST(Statements, AreNoRunningHeadersAndFooters) {
    const auto statements =
        statements_of(make_page({{BlockKind::kParagraph, "Orrevane Instruments plc | Annual Report"},
                                 {BlockKind::kParagraph, "The firm of Pellworth audits it"},
                                 {BlockKind::kParagraph, "Apple Inc. | Q1 2023 Form 10-Q | 12"}}));
    ASSERT_EQ(statements.size(), 1U);
    EXPECT_EQ(statements[0].quote, "The firm of Pellworth audits it");
}

TEST(Statements, AreNoFormsAndScraps) {
    EXPECT_TRUE(statements_of(make_page({{BlockKind::kParagraph, "Name: .............. Date: ............"},
                                         {BlockKind::kParagraph, "Page 3"},
                                         {BlockKind::kTable, "1,577\t1,502\nonly a label"}}))
                    .empty());
}

TEST(Statements, QuoteExactlyTheirRangeOfThePage) {
    const Page page = make_page();
    for (const Statement& statement : statements_of(page))
        EXPECT_EQ(slice_code_points(page.text, statement.start, statement.end), statement.quote);
}

TEST(LineBoxes, JoinTheGlyphsOfEachLine) {
    Page page;
    page.text = "ab c\nd";
    page.boxes = {{10, 10, 15, 20}, {15, 12, 20, 20}, {}, {25, 10, 30, 20}, {}, {10, 30, 15, 40}};
    EXPECT_EQ(line_boxes(page, 0, 6), (std::vector<Box>{{10, 10, 30, 20}, {10, 30, 15, 40}}));
    EXPECT_EQ(line_boxes(page, 1, 2), (std::vector<Box>{{15, 12, 20, 20}}));
    EXPECT_TRUE(line_boxes(page, 6, 9).empty());
}

}  // namespace
}  // namespace genai::answering
