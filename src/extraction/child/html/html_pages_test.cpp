// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/html/html_pages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genai::extraction::child {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<FlowPage> read_html(std::string_view html, std::uint32_t pages_max = 1000) {
    FlowWriter writer({.pages_max = pages_max});
    write_html(html, writer);
    return writer.finish();
}

std::string text_of_html(std::string_view html) {
    const auto pages = read_html(html);
    return pages.empty() ? "" : pages.front().text;
}

std::vector<FlowPage> read_markdown(std::string_view markdown) {
    FlowWriter writer({.pages_max = 1000});
    write_markdown(markdown, writer);
    return writer.finish();
}

TEST(HtmlPages, GiveHeadingsParagraphsAndLists) {
    const auto pages = read_html(
        "<title>Report</title><h2>Results</h2><p>Revenue <b>ro</b>se<br>by 3&nbsp;%.\n It fell.</p>"
        "<ul><li>one<li>two <ol><li>deep</ol></ul><div>End<div>of it</div></div>");
    ASSERT_EQ(pages.size(), 1U);
    EXPECT_EQ(pages[0].text,
              "Report\n\nResults\n\nRevenue rose\nby 3 %. It fell.\n\n- one\n- two\n  1. deep\n\nEnd\n\nof it");
    EXPECT_EQ(pages[0].blocks.at(1).kind, BlockKind::kHeading);
    EXPECT_EQ(pages[0].location, "Report");
}

TEST(HtmlPages, LeaveOutWhatABrowserDoesNotShowAndMenus) {
    const auto text = text_of_html(
        "<h1>T</h1><script>a()</script><style>b{}</style><nav>menu</nav><!-- c --><template>d</template>"
        "<p hidden>e</p><p style='Display : none'>f</p><p aria-hidden=true>g</p><noscript>h</noscript><p>seen");
    EXPECT_EQ(text, "T\n\nseen");
}

TEST(HtmlPages, ReadTablesWithHeadersAndSpans) {
    const auto pages = read_html(
        "<table><caption>Sales</caption><thead><tr><th>Region<th>Year<th>Revenue</thead>"
        "<tr><td rowspan=2>North<td>2023<td>5<tr><td>2024<td>6<tr><td colspan=2>Total<td>11</table>");
    EXPECT_EQ(pages.at(0).text, "Sales\n\nRegion\tYear\tRevenue\nNorth\t2023\t5\nNorth\t2024\t6\nTotal\t\t11");
    EXPECT_EQ(pages[0].blocks.at(1).header_rows, 1);
}

TEST(HtmlPages, PutTheNumbersOfFilingsTogether) {
    const auto text = text_of_html(
        "<table><tr><td></td><td></td><td colspan=3>2024</td><td></td><td colspan=3>2023</td></tr>"
        "<tr><td>Revenue</td><td></td><td>$</td><td>1,577</td><td></td><td></td><td>$</td><td>(20</td><td>)</td></tr>"
        "<tr><td>Margin</td><td></td><td colspan=2>12</td><td>%</td><td></td><td colspan=2>13</td><td>%</td></tr>"
        "</table>");
    EXPECT_EQ(text, "\t2024\t2023\nRevenue\t$1,577\t$(20)\nMargin\t12%\t13%");
}

TEST(HtmlPages, TakeATableThatArrangesThePageAsItsText) {
    EXPECT_EQ(text_of_html("<table><tr><td>left<td>right</table>"), "left\n\nright");
    EXPECT_EQ(text_of_html("<table><tr><td><table><tr><td>a<td>b<tr><td>c<td>d</table><td>e<tr><td>f</table>"),
              "a\tb\nc\td\n\ne\n\nf");
}

TEST(HtmlPages, TakeAnyDepthAnyEndAndZeros) {
    using namespace std::string_view_literals;
    std::string deep;
    for (int i = 0; i < 3000; ++i) deep += "<div>";
    EXPECT_EQ(text_of_html(deep + "core"), "core");
    EXPECT_EQ(text_of_html("<p>a\0b</"sv), "ab</");
    EXPECT_EQ(text_of_html(""), "");
    EXPECT_EQ(text_of_html("<table><tr><td rowspan=99999999999 colspan=-1>x<td>y<tr><td>z"), "x\ty\nx\tz");
}

TEST(HtmlPages, StopAtTheLargestNumberOfPages) {
    std::string html;
    for (int i = 0; i < 20'000; ++i) html += "<p>A paragraph of some words.</p>";
    EXPECT_EQ(read_html(html, 3).size(), 4U);
}

TEST(HtmlPages, SayTheEncodingThatIsDeclared) {
    EXPECT_EQ(declared_encoding("<meta charset=\"ISO-8859-1\">"), "iso-8859-1");
    EXPECT_EQ(declared_encoding("<meta http-equiv=content-type content='text/html; charset=windows-1251'>"),
              "windows-1251");
    EXPECT_EQ(declared_encoding("<?xml version='1.0' encoding='shift_jis'?>"), "shift_jis");
    EXPECT_EQ(declared_encoding("<p>"), "");
    EXPECT_EQ(declared_encoding("charset="), "");
}

TEST(MarkdownPages, GiveHeadingsListsTablesAndCode) {
    const auto pages = read_markdown(
        "# Guide\n\nSome *text* &amp; [a link](http://x).\n\n1. one\n2. two\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n"
        "```\ncode  here\n```\n<script>no</script>\n");
    ASSERT_EQ(pages.size(), 1U);
    EXPECT_EQ(pages[0].text, "Guide\n\nSome text & a link.\n\n1. one\n2. two\n\nx\ty\n1\t2\n\ncode  here");
    EXPECT_EQ(pages[0].blocks.at(3).kind, BlockKind::kTable);
    EXPECT_EQ(pages[0].location, "Guide");
}

TEST(MarkdownPages, BeginAPageAtHeadingsOfALongText) {
    std::string text = "# Book\n\n";
    for (int i = 1; i <= 20; ++i) {
        text += "## Chapter " + std::to_string(i) + "\n\n";
        for (int j = 0; j < 50; ++j) text += "A sentence that fills the chapter with words and more words.\n";
    }
    const auto pages = read_markdown(text);
    ASSERT_GE(pages.size(), 20U);
    EXPECT_EQ(pages[1].location, "Book > Chapter 2");
    EXPECT_THAT(pages[1].text, Not(HasSubstr("Chapter 3")));
}

TEST(MarkdownPages, TakeDeepNestingAndBrokenTables) {
    EXPECT_FALSE(read_markdown(std::string(20'000, '>') + " quoted").empty());
    EXPECT_FALSE(read_markdown("| a |\n|---|---|\n|||||||\n" + std::string(10'000, '[')).empty());
}

}  // namespace
}  // namespace genai::extraction::child
