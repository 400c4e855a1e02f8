// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/flow/flow_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "extraction/child/flow/flow_text.hpp"

namespace genai::extraction::child {
namespace {

constexpr FlowLimits kSmall{.pages_max = 100, .page_bytes = 100, .heading_bytes = 40};

std::string block(const FlowPage& page, std::size_t index) {
    const auto& block = page.blocks.at(index);
    return std::string(slice_code_points(page.text, block.start, block.end));
}

TEST(FlowWriter, WritesBlocksInOrderWithAnEmptyLineBetweenThem) {
    FlowWriter writer({.pages_max = 10});
    writer.heading("Straße", 1);
    writer.paragraph("A paragraph.");
    writer.item("- one");
    writer.item("- two");
    writer.begin_table(1);
    writer.add_row(std::vector<std::string>{"Name", "Value", ""});
    writer.add_row(std::vector<std::string>{"", "2"});
    writer.end_table();
    const auto pages = writer.finish();
    ASSERT_EQ(pages.size(), 1U);
    EXPECT_EQ(pages[0].text, "Straße\n\nA paragraph.\n\n- one\n- two\n\nName\tValue\n\t2");
    ASSERT_EQ(pages[0].blocks.size(), 4U);
    EXPECT_EQ(pages[0].blocks[0].kind, BlockKind::kHeading);
    EXPECT_EQ(block(pages[0], 0), "Straße");
    EXPECT_EQ(block(pages[0], 2), "- one\n- two");
    EXPECT_EQ(pages[0].blocks[3].kind, BlockKind::kTable);
    EXPECT_EQ(pages[0].blocks[3].header_rows, 1);
    EXPECT_EQ(pages[0].code_points, count_code_points(pages[0].text));
}

TEST(FlowWriter, BeginsAPageAtAHeadingOnceThePageHasSomeTextAndCallsItByTheHeadings) {
    FlowWriter writer(kSmall);
    writer.heading("Guide", 1);
    writer.paragraph(std::string(50, 'a'));
    writer.heading("Install", 2);
    writer.paragraph("Short.");
    writer.heading("Linux", 3);
    writer.paragraph(std::string(60, 'b'));
    writer.heading("Use", 2);
    writer.paragraph("Last.");
    const auto pages = writer.finish();
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_EQ(pages[0].location, "Guide");
    EXPECT_EQ(pages[1].location, "Guide > Install");
    EXPECT_EQ(pages[1].text, "Install\n\nShort.\n\nLinux\n\n" + std::string(60, 'b'));
    EXPECT_EQ(pages[2].location, "Guide > Use");
}

TEST(FlowWriter, CutsALongParagraphAtSpacesAndLosesNothing) {
    FlowWriter writer(kSmall);
    std::string text;
    for (int i = 0; i < 100; ++i) text += "word" + std::to_string(i) + " ";
    writer.paragraph(to_lines(text));
    std::string read;
    for (const auto& page : writer.finish()) {
        EXPECT_LE(page.text.size(), 100U);
        read += page.text + " ";
    }
    EXPECT_EQ(read, text);
}

TEST(FlowWriter, RepeatsATablesHeaderOnEachPageAndNamesTheRows) {
    FlowWriter writer(kSmall);
    writer.begin_part("Sheet Q1", "rows", 40);
    writer.begin_table(1);
    writer.add_row(std::vector<std::string>{"Name", "Value"}, 1);
    for (std::uint32_t row = 2; row <= 6; ++row)
        writer.add_row(std::vector<std::string>{"long name " + std::to_string(row), "1"}, row);
    writer.end_table();
    writer.begin_part("Sheet Q2", "rows", 40);
    writer.paragraph("alone");
    const auto pages = writer.finish();
    ASSERT_GT(pages.size(), 3U);
    EXPECT_EQ(pages[0].location, "Sheet Q1, rows 1-3");
    EXPECT_EQ(pages[0].text, "Name\tValue\nlong name 2\t1\nlong name 3\t1");
    EXPECT_EQ(pages[1].location, "Sheet Q1, rows 4-5");
    EXPECT_EQ(pages[1].text, "Name\tValue\nlong name 4\t1\nlong name 5\t1");
    EXPECT_EQ(pages[1].blocks.at(0).header_rows, 1);
    EXPECT_EQ(pages.back().location, "Sheet Q2");
}

TEST(FlowWriter, StopsAbovePagesMaxAndSaysSo) {
    FlowWriter writer({.pages_max = 3, .page_bytes = 10, .heading_bytes = 5});
    for (int i = 0; i < 1000; ++i) writer.paragraph("some text");
    EXPECT_TRUE(writer.is_full());
    EXPECT_EQ(writer.finish().size(), 4U);
}

TEST(FlowWriter, KeepsAPagesFailureAmongThePages) {
    FlowWriter writer({.pages_max = 10});
    writer.begin_part("Sheet 1", "rows", 100);
    writer.paragraph("good");
    writer.fail_page("Sheet 2", "it is damaged");
    FlowPages pages(writer.finish());
    ASSERT_EQ(pages.pages(), 2U);
    EXPECT_EQ(pages.read_page(1)->location, "Sheet 1");
    EXPECT_EQ(pages.read_page(1)->boxes.size(), 4U);
    EXPECT_EQ(pages.read_page(2).error().message, "it is damaged");
}

TEST(FlowWriter, KeepsAHeadingThatHeadsNothingInItsPart) {
    FlowWriter writer({.pages_max = 10});
    writer.begin_part("slide 1", "part", 100);
    writer.keep_page();
    writer.heading("Title alone", 1);
    writer.begin_part("slide 2", "part", 100);
    writer.heading("Another", 1);
    writer.fail_page("slide 3", "it is damaged");
    const auto pages = writer.finish();
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_EQ(pages[0].text, "Title alone");
    EXPECT_EQ(pages[0].location, "slide 1");
    EXPECT_EQ(pages[1].text, "Another");
    EXPECT_EQ(pages[1].location, "slide 2");
    EXPECT_EQ(pages[2].text, "");
}

TEST(FlowWriter, BoundsALocation) {
    FlowWriter writer({.pages_max = 10});
    for (std::size_t level = 1; level <= 6; ++level) writer.heading(std::string(500, 'x'), level);
    writer.paragraph("text");
    EXPECT_LE(writer.finish().at(0).location.size(), kLocationBytesMax);
}

TEST(FlowText, MakesOneKindOfSpaceAndDropsWhatIsNotSeen) {
    using namespace std::string_view_literals;
    EXPECT_EQ(to_line("  a\t\n b\xC2\xA0\xE3\x80\x80"
                      "c\x07\0 "sv),
              "a b c");
    EXPECT_EQ(to_line("ab\xE2\x80\x8B\xC2\xAD\xE2\x80\xAE"
                      "cd\xEF\xBB\xBF"),
              "abcd");
    EXPECT_EQ(to_line("bad \xFF end"), "bad \xEF\xBF\xBD end");
    EXPECT_EQ(to_lines("  a  b \n\n  c\n"), "a  b\n\n  c");
}

}  // namespace
}  // namespace genai::extraction::child
