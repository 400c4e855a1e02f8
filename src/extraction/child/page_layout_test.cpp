// SPDX-License-Identifier: Apache-2.0
#include "extraction/child/page_layout.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "extraction/child/page_fixture.hpp"

namespace genai::extraction::child {

namespace {

constexpr PageFixture::Style kBold{.em = 10, .is_bold = true};
constexpr PageFixture::Style kSmall{.em = 6, .is_bold = false};
constexpr float kPitch = 12;

std::vector<std::string> blocks(const Page& page) {
    std::vector<std::string> texts;
    for (const auto& block : page.blocks) texts.emplace_back(slice_code_points(page.text, block.start, block.end));
    return texts;
}

// Five lines of running text, each about 40 characters.
void add_prose(PageFixture& page, float x, float y, const std::string& name, int lines) {
    for (int i = 0; i < lines; ++i)
        page.text(x, y + kPitch * static_cast<float>(i),
                  name + " line " + std::to_string(i) + " with some words to fill it up");
}

// A table of two columns of numbers under a header, labels from x on.
void add_table(PageFixture& page, float x, float y) {
    page.text(x + 150, y, "Three Months Ended");
    page.right(x + 190, y + kPitch, "2025").right(x + 240, y + kPitch, "2024");
    page.text(x, y + kPitch, "$ in millions");
    const std::vector<std::vector<std::string>> rows{
        {"Advisory", "563", "461"}, {"Equity", "319", "(430)"}, {"Total", "1,559", "1,447"}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const float row = y + kPitch * static_cast<float>(i + 2);
        page.text(x, row, rows[i][0]).right(x + 190, row, rows[i][1]).right(x + 240, row, rows[i][2]);
        if (i == 0) page.text(x + 155, row, "$").text(x + 205, row, "$");
    }
}

}  // namespace

TEST(PageLayout, GivesNothingForAnEmptyPage) {
    const auto page = lay_out(PageFixture().glyphs());
    EXPECT_EQ(page.text, "");
    EXPECT_TRUE(page.boxes.empty());
    EXPECT_TRUE(page.blocks.empty());
}

TEST(PageLayout, HasABoxForEachCodePointAndEmptyOnesForWhatItInserted) {
    const auto page = lay_out(PageFixture().text(72, 100, "Ünder stood").glyphs());
    EXPECT_EQ(page.text, "Ünder stood");
    ASSERT_EQ(page.boxes.size(), count_code_points(page.text));
    EXPECT_FLOAT_EQ(page.boxes[0].x0, 72);
    EXPECT_FLOAT_EQ(page.boxes[0].x1, 77);
    EXPECT_EQ(page.boxes[5].x0, page.boxes[5].x1);
}

TEST(PageLayout, FindsWordsByTheirGapsWithoutSpacesInTheFile) {
    PageFixture fixture;
    fixture.text(72, 100, "two words");
    for (auto& glyph : fixture.glyphs().glyphs) glyph.after_space = false;
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "two words");
}

TEST(PageLayout, DoesNotBelieveASpaceThatIsOnlyGuessed) {
    PageFixture fixture;
    fixture.text(72, 100, "letters");
    for (auto& glyph : fixture.glyphs().glyphs) glyph.after_guess = true;
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "letters");
}

TEST(PageLayout, MakesASuperscriptAWordOfItsOwnOnTheSameLine) {
    const auto page = lay_out(PageFixture().text(72, 100, "ROTCE").text(97, 96, "2", kSmall).glyphs());
    EXPECT_EQ(page.text, "ROTCE 2");
}

TEST(PageLayout, JoinsPiecesOfAWordThatTheFileDrawsOutOfOrder) {
    const auto page = lay_out(PageFixture().text(92, 100, "put").text(72, 100, "out-").glyphs());
    EXPECT_EQ(page.text, "out-put");
}

TEST(PageLayout, ReadsColumnsOneAfterTheOther) {
    PageFixture fixture;
    add_prose(fixture, 50, 100, "left", 8);
    add_prose(fixture, 320, 106, "right", 8);  // its lines stand between the left one's
    const auto page = lay_out(fixture.glyphs());
    EXPECT_LT(page.text.find("left line 7"), page.text.find("right line 0"));
}

TEST(PageLayout, ReadsBandByBandAroundALineOverBothColumns) {
    PageFixture fixture;
    add_prose(fixture, 50, 200, "first", 6);
    add_prose(fixture, 320, 200, "second", 6);
    fixture.text(50, 300, "A line that runs over both of the columns and leaves no gutter between them");
    add_prose(fixture, 50, 340, "third", 6);
    add_prose(fixture, 320, 340, "fourth", 6);
    const auto page = lay_out(fixture.glyphs());
    std::size_t position = 0;
    for (const char* part : {"first line 5", "second line 0", "A line that", "third line 0", "fourth line 0"}) {
        const auto found = page.text.find(part);
        ASSERT_NE(found, std::string::npos) << part;
        EXPECT_GT(found + 1, position) << part;
        position = found;
    }
}

TEST(PageLayout, DoesNotTakeATablesGapForAGutter) {
    PageFixture fixture;
    for (int i = 0; i < 12; ++i) {
        const float y = 200 + kPitch * static_cast<float>(i);
        fixture.text(50, y, "Label " + std::to_string(i)).right(350, y, "1,00" + std::to_string(i));
        fixture.right(450, y, "2,00" + std::to_string(i));
    }
    const auto page = lay_out(fixture.glyphs());
    ASSERT_EQ(page.blocks.size(), 1U);
    EXPECT_EQ(page.blocks[0].kind, BlockKind::kTable);
    EXPECT_TRUE(page.text.starts_with("Label 0\t1,000\t2,000\nLabel 1\t1,001")) << page.text;
}

TEST(PageLayout, KeepsATableBesideProseInItsColumn) {
    PageFixture fixture;
    add_prose(fixture, 50, 100, "left", 12);
    add_table(fixture, 320, 100);
    add_prose(fixture, 320, 180, "right", 6);
    const auto page = lay_out(fixture.glyphs());
    EXPECT_NE(page.text.find("Advisory\t$563\t$461"), std::string::npos) << page.text;
    EXPECT_LT(page.text.find("left line 11"), page.text.find("Advisory"));
}

TEST(PageLayout, WritesATableRowByRowWithItsHeader) {
    PageFixture fixture;
    fixture.text(72, 180, "Some words before the table that end.");
    add_table(fixture, 72, 220);
    const auto page = lay_out(fixture.glyphs());
    ASSERT_EQ(page.blocks.size(), 2U);
    EXPECT_EQ(blocks(page)[1],
              "\tThree Months Ended\n$ in millions\t2025\t2024\nAdvisory\t$563\t$461\nEquity\t319\t(430)\n"
              "Total\t1,559\t1,447");
    EXPECT_EQ(page.blocks[1].kind, BlockKind::kTable);
    EXPECT_EQ(page.blocks[1].header_rows, 2);
}

TEST(PageLayout, KeepsTheColumnOfANumberWhenCellsAreEmpty) {
    PageFixture fixture;
    for (int i = 0; i < 3; ++i) {
        const float y = 200 + kPitch * static_cast<float>(i);
        fixture.text(72, y, "Label " + std::to_string(i)).right(350, y, "7");
        if (i != 1) fixture.right(250, y, "5");
    }
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "Label 0\t5\t7\nLabel 1\t\t7\nLabel 2\t5\t7");
}

TEST(PageLayout, JoinsTheLinesOfALabelToOneRow) {
    PageFixture fixture;
    fixture.text(72, 200, "Revenues").right(350, 200, "5").right(400, 200, "6");
    fixture.text(72, 220, "Income applicable to").text(82, 231, "common shareholders");
    fixture.right(350, 231, "17").right(400, 231, "18");
    fixture.text(72, 251, "Taxes").right(350, 251, "1").right(400, 251, "2");
    EXPECT_EQ(lay_out(fixture.glyphs()).text,
              "Revenues\t5\t6\nIncome applicable to common shareholders\t17\t18\nTaxes\t1\t2");
}

TEST(PageLayout, KeepsASectionsLabelAsARowOfItsOwn) {
    PageFixture fixture;
    fixture.text(72, 200, "Assets", kBold);
    for (int i = 0; i < 3; ++i) {
        const float y = 200 + 16 * static_cast<float>(i);
        if (i != 1) fixture.text(72, y, i == 0 ? "Cash" : "Loans").right(350, y, "1" + std::to_string(i));
    }
    fixture.text(72, 216, "Lending", kBold);
    fixture.glyphs().glyphs.erase(fixture.glyphs().glyphs.begin(), fixture.glyphs().glyphs.begin() + 6);
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "Cash\t10\nLending\nLoans\t12");
}

TEST(PageLayout, BringsSignsToTheirNumbers) {
    PageFixture fixture;
    for (int i = 0; i < 2; ++i) {
        const float y = 200 + kPitch * static_cast<float>(i);
        fixture.text(72, y, "Margin").text(250, y, "$").right(300, y, "1,234").right(360, y, "12").text(366, y, "%");
        fixture.text(400, y, "(").text(408, y, "5").text(416, y, ")");
    }
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "Margin\t$1,234\t12%\t(5)\nMargin\t$1,234\t12%\t(5)");
}

TEST(PageLayout, TakesAYearForALabelWhenNumbersFollow) {
    PageFixture fixture;
    for (int i = 0; i < 3; ++i) {
        const float y = 200 + kPitch * static_cast<float>(i);
        fixture.text(72, y, std::to_string(2025 + i)).right(250, y, "10").right(350, y, "20");
    }
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "2025\t10\t20\n2026\t10\t20\n2027\t10\t20");
}

TEST(PageLayout, LeavesTheFiguresOfAChartAlone) {
    PageFixture fixture;
    fixture.text(100, 200, "$15,136").text(300, 200, "$17,739").text(100, 212, "$6,880").text(300, 212, "$7,327");
    for (const auto& block : lay_out(fixture.glyphs()).blocks) EXPECT_EQ(block.kind, BlockKind::kParagraph);
}

TEST(PageLayout, LeavesProseWithAmountsAlone) {
    PageFixture fixture;
    fixture.text(72, 200, "a severance cost of $144 million in 2025 and of");
    fixture.text(72, 212, "$16 million, after taxes of $3 in 2024 and 2023");
    fixture.text(72, 224, "respectively, of which 12% is paid to $5 holders");
    const auto page = lay_out(fixture.glyphs());
    ASSERT_EQ(page.blocks.size(), 1U);
    EXPECT_EQ(page.blocks[0].kind, BlockKind::kParagraph);
}

TEST(PageLayout, PartsParagraphsAtGapsBulletsAndStyle) {
    PageFixture fixture;
    fixture.text(72, 100, "A Heading", kBold);
    fixture.text(72, 112, "The first paragraph is here and goes");
    fixture.text(72, 124, "on for one more line of text, to end.");
    fixture.text(72, 148, "The second paragraph is as long as it");
    fixture.text(72, 160, "needs to be, and then it ends as well.");
    fixture.text(72, 172, "\u2022 a point to be made, in a list of");
    fixture.text(82, 184, "points that has lines of this length");
    fixture.text(72, 196, "\u2022 and one more point after the first");
    const auto page = lay_out(fixture.glyphs());
    const auto texts = blocks(page);
    ASSERT_EQ(texts.size(), 5U) << page.text;
    EXPECT_EQ(texts[0], "A Heading");
    EXPECT_EQ(page.blocks[0].kind, BlockKind::kHeading);
    EXPECT_EQ(texts[1], "The first paragraph is here and goes\non for one more line of text, to end.");
    EXPECT_EQ(page.blocks[1].kind, BlockKind::kParagraph);
    EXPECT_TRUE(texts[3].starts_with("\u2022 a point"));
    EXPECT_TRUE(texts[4].starts_with("\u2022 and one"));
}

TEST(PageLayout, KeepsHeadersAndFootersAtTheEnds) {
    PageFixture fixture;
    fixture.text(320, 30, "Running header").text(50, 770, "Footer").text(320, 770, "12");
    add_prose(fixture, 50, 100, "left", 8);
    add_prose(fixture, 320, 100, "right", 8);
    const auto texts = blocks(lay_out(fixture.glyphs()));
    ASSERT_GE(texts.size(), 4U);
    EXPECT_EQ(texts.front(), "Running header");
    EXPECT_EQ(texts.back(), "Footer 12");
}

TEST(PageLayout, ReadsRightToLeftLinesInTheirOrder) {
    PageFixture fixture;
    // Two words of Hebrew, each letter left of the one before it.
    const std::u32string letters = U"\u05D0\u05D1 \u05D2\u05D3";
    for (std::size_t i = 0; i < letters.size(); ++i) {
        std::string text;
        append_utf8(text, letters[i]);
        if (letters[i] != U' ') fixture.text(300 - 5 * static_cast<float>(i), 100, text);
    }
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "\u05D0\u05D1 \u05D2\u05D3");
}

TEST(PageLayout, PutsTextOfAnotherDirectionLast) {
    PageFixture fixture;
    fixture.text(30, 300, "sideways");
    for (auto& glyph : fixture.glyphs().glyphs) glyph.turn = Turn::kCounterClockwise;
    fixture.text(72, 100, "The page's own words");
    EXPECT_EQ(lay_out(fixture.glyphs()).text, "The page's own words\n\nsideways");
}

TEST(PageLayout, SurvivesGlyphsPiledUpInOnePlaceAndFarAway) {
    PageFixture fixture;
    for (int i = 0; i < 300; ++i) fixture.text(72, 100, "x");
    fixture.text(1e9F, 1e9F, "far").text(-1e9F, -1e9F, "away");
    const auto page = lay_out(fixture.glyphs());
    EXPECT_EQ(page.boxes.size(), count_code_points(page.text));
}

}  // namespace genai::extraction::child
