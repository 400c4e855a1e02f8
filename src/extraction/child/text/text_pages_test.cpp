// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/text/text_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extraction/child/text/csv_pages.hpp"

namespace genai::extraction::child {
namespace {

std::vector<FlowPage> read(void (*write)(std::string_view, FlowWriter&), std::string_view text,
                           std::uint32_t pages_max = 1000) {
    FlowWriter writer({.pages_max = pages_max});
    write(text, writer);
    return writer.finish();
}

TEST(TextPages, MakeParagraphsOfLinesBetweenEmptyOnesAndOnePageOfAShortText) {
    const auto pages = read(&write_text, "First line\r\nsecond line\n\n \t\nNext.\r");
    ASSERT_EQ(pages.size(), 1U);
    EXPECT_EQ(pages[0].text, "First line\nsecond line\n\nNext.");
    EXPECT_EQ(pages[0].blocks.size(), 2U);
    EXPECT_EQ(pages[0].location, "");
}

TEST(TextPages, NameTheLinesOfALongText) {
    std::string text;
    for (int i = 1; i <= 300; ++i) text += "This is line number " + std::to_string(i) + " of a long text.\n\n";
    const auto pages = read(&write_text, text);
    ASSERT_GE(pages.size(), 2U);
    EXPECT_THAT(pages[0].location, testing::StartsWith("lines 1-"));
    EXPECT_THAT(pages.back().location, testing::EndsWith("-599"));
    for (const auto& page : pages) EXPECT_LE(page.text.size(), 6000U);
}

TEST(TextPages, EndAPageAtAFormFeed) {
    const auto pages = read(&write_text, "one\n\ftwo\n");
    ASSERT_EQ(pages.size(), 2U);
    EXPECT_EQ(pages[1].text, "two");
}

TEST(TextPages, TakeAnEmptyTextALongLineAndZeros) {
    using namespace std::string_view_literals;
    EXPECT_TRUE(read(&write_text, "").empty());
    EXPECT_TRUE(read(&write_text, "\n\n \n\f\n").empty());
    EXPECT_EQ(read(&write_text, "a\0b\n"sv).at(0).text, "ab");
    std::size_t letters = 0;
    for (const auto& page : read(&write_text, std::string(100'000, 'x'))) letters += page.text.size();
    EXPECT_EQ(letters, 100'000U);
    EXPECT_EQ(read(&write_text, std::string(1'000'000, 'x'), 5).size(), 6U) << "one more than may be";
}

TEST(CsvPages, MakeATableWithItsHeader) {
    const auto pages = read(&write_csv, "Region,Year,Revenue\nNorth,2023,\"1,577\"\nSouth,2024,\"a \"\"b\"\"\nc\"\n");
    ASSERT_EQ(pages.size(), 1U);
    EXPECT_EQ(pages[0].text, "Region\tYear\tRevenue\nNorth\t2023\t1,577\nSouth\t2024\ta \"b\" c");
    ASSERT_EQ(pages[0].blocks.size(), 1U);
    EXPECT_EQ(pages[0].blocks[0].kind, BlockKind::kTable);
    EXPECT_EQ(pages[0].blocks[0].header_rows, 1);
}

TEST(CsvPages, FindTheSeparator) {
    EXPECT_EQ(read(&write_csv, "a;b\n1,5;2\n").at(0).text, "a\tb\n1,5\t2");
    EXPECT_EQ(read(&write_csv, "a\tb, c\n1\t2\n").at(0).text, "a\tb, c\n1\t2");
    EXPECT_EQ(read(&write_csv, "a|b\n1|2").at(0).text, "a\tb\n1\t2");
}

TEST(CsvPages, TellAHeaderFromFigures) {
    EXPECT_EQ(read(&write_csv, "1,2\n3,4\n").at(0).blocks.at(0).header_rows, 0);
    EXPECT_EQ(read(&write_csv, ",2023,2024\nRevenue,4,5\n").at(0).blocks.at(0).header_rows, 1);
}

TEST(CsvPages, NameTheLinesOfALongTable) {
    std::string text = "Name,Value\n";
    for (int i = 2; i <= 1000; ++i) text += "name of row " + std::to_string(i) + ",17\n";
    const auto pages = read(&write_csv, text);
    ASSERT_GE(pages.size(), 3U);
    EXPECT_THAT(pages[1].text, testing::StartsWith("Name\tValue\nname of row "));
    EXPECT_THAT(pages.back().location, testing::EndsWith("-1000"));
}

TEST(CsvPages, TakeAQuoteThatNeverEndsAndRowsOfManyCells) {
    EXPECT_FALSE(read(&write_csv, "a,b\n\"" + std::string(50'000, 'x')).empty());
    EXPECT_FALSE(read(&write_csv, std::string(100'000, ',') + "x\n1,2\n").empty());
    EXPECT_EQ(read(&write_csv, std::string(3'000'000, '\n') + "a,b").size(), 1U);
}

}  // namespace
}  // namespace genai::extraction::child
