// SPDX-License-Identifier: Apache-2.0

// The shipped profile of finance, held to what it is for.
#include <string>

#include "profiles/profile_fixture.hpp"

namespace genai::profiles {
namespace {

class FinanceTest : public testing::Test {
protected:
    float asks(std::string_view question, std::string_view id) const {
        return statement(profile, profile.match(question), id);
    }
    float shows(std::string_view page, std::string_view id) const {
        return statement(profile, profile.read_page(page), id);
    }

    Profile profile = finance();
};

constexpr std::string_view kBalanceSheet =
    "ACME AG\nConsolidated statement of financial position\n"
    "Property, plant and equipment 1,200 1,100\nGoodwill 300 300\nIntangible assets 40 50\n"
    "Total non-current assets 1,540 1,450\nInventories 210 190\nTrade and other receivables 330 310\n"
    "Cash and cash equivalents 120 90\nTotal current assets 660 590\nTotal assets 2,200 2,040\n"
    "Share capital 100 100\nShare premium 250 250\nRetained earnings 700 640\nTotal equity 1,050 990\n"
    "Borrowings 500 520\nTrade and other payables 400 340\nTotal current liabilities 650 530\n"
    "Total liabilities 1,150 1,050\nTotal equity and liabilities 2,200 2,040\n";

constexpr std::string_view kIncomeStatement =
    "Gewinn- und Verlustrechnung\n"
    "Umsatzerlöse 5.400 5.100\nUmsatzkosten -3.100 -3.000\nBruttoergebnis vom Umsatz 2.300 2.100\n"
    "Vertriebskosten -800 -780\nVerwaltungskosten -300 -290\nBetriebsergebnis 1.200 1.030\nZinsertrag 10 12\n"
    "Zinsaufwand -60 -55\nErgebnis vor Ertragsteuern 1.150 987\nErtragsteuern -345 -300\nJahresüberschuss 805 687\n"
    "Ergebnis je Aktie 2,01 1,72\nverwässert 2,00 1,71\nMitarbeiter 10 11 12 13 14 15\n";

TEST_F(FinanceTest, KnowsTheStatementsByTheirNamesHereAndThere) {
    EXPECT_GT(shows(kBalanceSheet, "balance_sheet"), 0.5F);
    EXPECT_LT(shows(kBalanceSheet, "income_statement"), 0.1F);
    EXPECT_GT(shows(kIncomeStatement, "income_statement"), 0.5F);
    EXPECT_LT(shows(kIncomeStatement, "balance_sheet"), 0.1F);
}

TEST_F(FinanceTest, IsForFilingsAndReportsAndNothingElse) {
    for (const char* type : {"10-K", "10-Q", "8-K", "20-F", "annual report", "press release"}) {
        EXPECT_TRUE(profile.is_for(type)) << type;
    }
    for (const char* type : {"", "contract", "manual", "10-K annual report", "10"}) {
        EXPECT_FALSE(profile.is_for(type)) << type;
    }
}

TEST_F(FinanceTest, LooksWhereAnAnalystWould) {
    EXPECT_EQ(asks("What is the FY2018 capital expenditure of 3M? Use the cash flow statement.", "cash_flow"), 2);
    EXPECT_EQ(asks("What was total PP&E at year end?", "balance_sheet"), 2);
    EXPECT_EQ(asks("What is the diluted EPS?", "income_statement"), 2);
    EXPECT_EQ(asks("What is the ROA for 2022?", "balance_sheet"), 2);
    EXPECT_EQ(asks("What is the ROA for 2022?", "income_statement"), 2);
    EXPECT_EQ(asks("Wie hoch war der Jahresüberschuss?", "income_statement"), 2);
    EXPECT_EQ(asks("What does the statement of financial position show for share capital?", "balance_sheet"), 2);
}

TEST_F(FinanceTest, PrefersSegmentsWhenAPartOfTheCompanyIsAsked) {
    constexpr std::string_view kQuestion = "What was the operating profit of the Greater China segment?";
    EXPECT_GT(asks(kQuestion, "segments"), asks(kQuestion, "income_statement"));
}

TEST_F(FinanceTest, PrefersProseWhenReasonsAreAsked) {
    const QuestionSignals why = profile.match("Why did the gross margin fall?");
    EXPECT_GT(why.cues.at(index_of(profile.cues(), "why")), statement(profile, why, "income_statement"));
}

TEST_F(FinanceTest, LooksAtTheCoverForRegisteredSecurities) {
    const auto cover = index_of(profile.cues(), "cover");
    EXPECT_GT(profile.match("Which debt securities are registered to trade on an exchange?").cues.at(cover), 0);
    EXPECT_EQ(profile.read_page("Title of each class  Name of each exchange on which registered").cues.at(cover), 1);
}

TEST_F(FinanceTest, SaysWhatTheDocumentsSay) {
    EXPECT_TRUE(has_expansion(profile.match("What was the capex?"), "purchases of property, plant and equipment"));
    EXPECT_TRUE(has_expansion(profile.match("How high was R&D?"), "research and development"));
    EXPECT_TRUE(has_expansion(profile.match("How many shares were bought back?"), "repurchases of common stock"));
}

TEST_F(FinanceTest, HasNothingToSayOfOtherFields) {
    for (const char* question :
         {"Which risk factors raise mortality in this region?", "Does ultrasound guidance reduce attempts?",
          "One reason for incomplete responses to therapy", "DNA segments in Europe", "What drives cell division?",
          "Health equity in acquired disease", "The current balance of the sheet metal press",
          "unit cost of a vaccine"}) {
        EXPECT_TRUE(profile.match(question).is_empty()) << question;
    }
}

}  // namespace
}  // namespace genai::profiles
