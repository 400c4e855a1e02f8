// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <string>

#include "profiles/profile_fixture.hpp"

namespace genai::profiles {
namespace {

constexpr std::string_view kProfile = R"({
    "name": "test",
    "statements": [{"id": "balance", "headings": ["balance sheet"],
                    "rows": [["total assets"], ["total liabilities"], ["goodwill"], ["inventories", "stocks"]]}],
    "cues": [{"id": "why", "question": ["why"], "page": ["due to", "driven by"], "enough": 4}],
    "appendix": {"after": ["signatures"], "headings": ["exhibit"], "question": ["exhibit"], "penalty": 0.5}})";

// Rows with figures, enough of them for a page of a statement.
std::string rows(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "Item\t1,234\t5,678\t9,012\n";
    return text;
}

constexpr std::string_view kFourRows = "Total assets 12 13\nTotal liabilities 5 6\nGoodwill 1 2\nInventories 3 4\n";

float balance(std::string_view text) {
    static const Profile kRead = to_profile(kProfile);
    return kRead.read_page(text).statements[0];
}

TEST(PageReader, TakesAPageWithTheHeadingAllRowsAndManyFiguresForTheStatementWholly) {
    EXPECT_FLOAT_EQ(balance("Consolidated Balance Sheets\n" + std::string(kFourRows) + rows(20)), 1);
}

TEST(PageReader, CountsAPageWithoutTheHeadingHalf) {
    EXPECT_FLOAT_EQ(balance(std::string(kFourRows) + rows(20)), 0.5F);
    std::string below = rows(20) + "Balance sheet\n" + std::string(kFourRows);
    EXPECT_FLOAT_EQ(balance(below), 0.5F);
}

TEST(PageReader, TakesNoLongLineForAHeading) {
    const std::string sentence =
        "As we said in an earlier report to all of our shareholders the condensed balance sheet of last year was "
        "restated\n";
    EXPECT_FLOAT_EQ(balance(sentence + std::string(kFourRows) + rows(30)), 0.5F);
}

TEST(PageReader, CountsTheShareOfRowsEachOnceByAnySpelling) {
    const std::string head = "Balance sheet\n";
    EXPECT_FLOAT_EQ(balance(head + "Goodwill 1\nGoodwill 2\nGoodwill 3\n" + rows(20)), 0.25F);
    EXPECT_FLOAT_EQ(balance(head + "Stocks 1\nTotal assets 3\n" + rows(20)), 0.5F);
}

TEST(PageReader, CountsARowNamedInRunningTextLess) {
    const std::string prose = "Balance sheet\nWe tested the goodwill of all units in 2022\n" + rows(20);
    EXPECT_LT(balance(prose), 0.25F);
    EXPECT_GT(balance(prose), 0);
}

TEST(PageReader, CountsAPageWithFewFiguresLess) {
    const std::string head = "Balance sheet\n";
    EXPECT_LT(balance(head + std::string(kFourRows)), 0.5F);
    EXPECT_EQ(balance("Balance sheet\nTotal assets\nTotal liabilities\nGoodwill"), 0);
    std::string prose;
    for (int i = 0; i < 200; ++i) prose += "our auditors have read all of it and say so, ";
    EXPECT_LT(balance(head + std::string(kFourRows) + prose + rows(20)), 0.5F);
}

TEST(PageReader, SeesNothingOnAnEmptyPage) {
    EXPECT_EQ(to_profile(kProfile).read_page(""), PageSignals{});
    EXPECT_EQ(to_profile(R"({"name": "none"})").read_page(rows(20)), PageSignals{});
}

TEST(PageReader, MeasuresACueByHowOftenItsPhrasesStandOnThePage) {
    const Profile profile = to_profile(kProfile);
    EXPECT_FLOAT_EQ(profile.read_page("Sales fell due to weather.").cues[0], 0.25F);
    EXPECT_FLOAT_EQ(profile.read_page("due to a, due to b, driven by c, due to d, due to e").cues[0], 1);
}

TEST(PageReader, SeesTheEndOfTheBodyInALineOfItsOwnOnly) {
    const Profile profile = to_profile(kProfile);
    EXPECT_TRUE(profile.read_page("SIGNATURES\nPursuant to the requirements").ends_body);
    EXPECT_FALSE(profile.read_page("Signatures 43").ends_body);
    EXPECT_FALSE(profile.read_page("The signatures of both were missing").ends_body);
}

TEST(PageReader, SeesTheAppendixWhereALineAtTheTopBeginsWithItsHeading) {
    const Profile profile = to_profile(kProfile);
    EXPECT_TRUE(profile.read_page("Acme Inc.\nExhibit 31.1\nCertification").begins_appendix);
    EXPECT_FALSE(profile.read_page("See our Exhibit 31.1").begins_appendix);
    EXPECT_FALSE(profile.read_page(rows(20) + "Exhibit 31.1").begins_appendix);
}

// A page is read in time that grows with its text and not faster, whatever stands in it.
TEST(PageReader, ReadsHostilePagesInLinearTime) {
    const Profile profile = finance();
    std::string phrases;
    while (phrases.size() < 64 << 10) phrases += "net cash provided by used in operating activities total ";
    std::string lines;
    while (lines.size() < 64 << 10) lines += "1\n";
    for (const std::string& page : {phrases, lines, std::string(64 << 10, 'a'), std::string(64 << 10, '&'),
                                    std::string(64 << 10, '\xff'), std::string(8 << 20, '7')}) {
        const auto start = std::chrono::steady_clock::now();
        const PageSignals signals = profile.read_page(page);
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
        for (const float value : signals.statements) EXPECT_LE(value, 1);
    }
}

TEST(PageReader, ReadsNoMoreThanItsLimitOfAPage) {
    const std::string page = std::string(kPageBytesMax, ' ') + "due to due to due to due to";
    EXPECT_EQ(to_profile(kProfile).read_page(page).cues[0], 0);
}

}  // namespace
}  // namespace genai::profiles
