// SPDX-License-Identifier: Apache-2.0
#include "facts/document_facts.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace genai::facts {
namespace {

DocumentFacts read(const std::vector<std::string>& texts, std::string_view file_name = "", std::string_view title = "",
                   std::string_view author = "") {
    std::vector<FrontPage> pages;
    for (const std::string& text : texts) pages.push_back({static_cast<int>(pages.size()) + 1, text});
    return read_document({pages, file_name, title, author});
}

std::string organisation_of(const DocumentFacts& facts) {
    return facts.organisation ? facts.organisation->value.name : "";
}
std::string type_of(const DocumentFacts& facts) {
    return facts.type ? std::string(to_string(facts.type->value)) : std::string();
}
std::string title_of(const DocumentFacts& facts) { return facts.title ? facts.title->value : ""; }
std::string period_of(const DocumentFacts& facts) { return facts.period ? to_string(facts.period->value) : ""; }
std::string date_of(const DocumentFacts& facts) { return facts.date ? to_string(facts.date->value) : ""; }

std::string cover(const std::string& form, const std::string& report, const std::string& ended,
                  const std::string& name) {
    return "UNITED STATES\nSECURITIES AND EXCHANGE COMMISSION\n\nFORM " + form + "\n\n" + report +
           " PURSUANT TO SECTION 13 OR 15(d) OF THE ACT\n\nFor the " + ended +
           "\n\nor\nTRANSITION REPORT\nFor the transition period from to .\n\nCommission File Number: 001-00000\n\n" +
           name +
           "\n\n(Exact name of Registrant as specified in its charter)\n\nTitle of each class Trading symbol(s)\n"
           "Common Stock, $0.001 par value LNTB The Nasdaq Stock Market LLC\n";
}

TEST(DocumentFacts, ReadsTheCoverOfAQuarterlyFiling) {
    const auto facts =
        read({cover("10-Q", "QUARTERLY REPORT", "quarterly period ended July 1, 2023", "LANTERNBAY.COM, INC."),
              "Three Months Ended Nine Months Ended\nNine months ended July 1, 2023"},
             "x.pdf");
    EXPECT_EQ(type_of(facts), "10-Q");
    EXPECT_EQ(organisation_of(facts), "LANTERNBAY.COM, INC.");
    EXPECT_EQ(facts.organisation->value.ticker, "LNTB");
    ASSERT_TRUE(facts.period);
    EXPECT_EQ(to_string(facts.period->value.end), "2023-07-01");
    EXPECT_EQ(facts.period->value.year, 2023);
    EXPECT_EQ(facts.period->value.quarter, 3);
    EXPECT_EQ(period_of(facts), "2023-Q2");
    EXPECT_EQ(facts.period->origin.source, FactSource::kText);
    EXPECT_EQ(facts.period->origin.page, 1);
    EXPECT_FALSE(facts.title);
}

TEST(DocumentFacts, CountsTheFiscalYearByItsQuarter) {
    const auto first =
        read({cover("10-Q", "QUARTERLY REPORT", "quarterly period ended September 30, 2023", "Lanternbay Inc.")});
    EXPECT_EQ(first.period->value.year, 2024);
    EXPECT_EQ(first.period->value.quarter, 1);
    const auto second =
        read({cover("10-Q", "QUARTERLY REPORT", "quarterly period ended July 30, 2023", "Lanternbay Inc."),
              "Six Months Ended July 30, 2023"});
    EXPECT_EQ(second.period->value.year, 2024);
    EXPECT_EQ(second.period->value.quarter, 2);
    const auto year = read({cover("10-K", "ANNUAL REPORT", "fiscal year ended January 29, 2023", "Lanternbay Inc.")});
    EXPECT_EQ(year.period->value.quarter, 0);
    EXPECT_EQ(period_of(year), "2023");
}

TEST(DocumentFacts, FindsTheRegistrantWhoseNameIsAPictureByItsAddressAndItsPages) {
    std::string first = cover("10-Q", "QUARTERLY REPORT", "quarterly period ended March 31, 2025", "");
    first += "of Skelder Bay Finance LLC\n";
    std::vector<std::string> pages{first};
    for (int i = 0; i < 4; ++i) pages.emplace_back("Skelder Bay is a harbour. See www.skelderbay.example for more.");
    EXPECT_EQ(organisation_of(read(pages)), "Skelder Bay");
}

TEST(DocumentFacts, ReadsANameBesideTheWordsThatSayWhatItIs) {
    std::string text = cover("10-K", "ANNUAL REPORT", "fiscal year ended May 31, 2023", "lanternBay Inc.");
    EXPECT_EQ(organisation_of(read({text})), "lanternBay Inc.");
    text.replace(text.find("Inc.\n\n(Exact"), 6, "Inc. ");
    EXPECT_EQ(organisation_of(read({text})), "lanternBay Inc.");
}

TEST(DocumentFacts, KnowsAFormByItsLawWhenItsNameIsAPicture) {
    const auto facts =
        read({"QUARTERLY REPORT PURSUANT TO SECTION 13 OR 15(d)\nFor the quarterly period ended June 30, 2024\n"});
    EXPECT_EQ(type_of(facts), "10-Q");
    EXPECT_EQ(period_of(facts), "2024-Q2");
}

TEST(DocumentFacts, ReadsAReportOfAnEvent) {
    const auto facts = read({cover("8-K", "CURRENT REPORT", "year", "3M-Lanternbay Co.") +
                             "Date of Report (Date of earliest event reported): October 27, 2022\n"});
    EXPECT_EQ(type_of(facts), "8-K");
    EXPECT_EQ(organisation_of(facts), "3M-Lanternbay Co.");
    EXPECT_EQ(period_of(facts), "2022-10-27");
}

TEST(DocumentFacts, ReadsAnAnnualReport) {
    const auto facts =
        read({"Lanternbay Instruments plc\n\nAnnual Report\n2025\n\nFor the year ended 31 December 2025\n",
              "Lanternbay Instruments plc | At a glance\n\nDear shareholder,\n\nYours sincerely"});
    EXPECT_EQ(type_of(facts), "annual report");
    EXPECT_EQ(title_of(facts), "Annual Report 2025");
    EXPECT_EQ(organisation_of(facts), "Lanternbay Instruments plc");
    EXPECT_EQ(period_of(facts), "2025");
    EXPECT_EQ(facts.organisation->origin.offset, 0U);
}

TEST(DocumentFacts, ReadsAGermanAnnualReport) {
    const auto facts =
        read({"Wellenm\xC3\xBCller AG\n\nGesch\xC3\xA4"
              "ftsbericht 2024\n",
              "Die Wellenm\xC3\xBCller AG ist ein Hersteller. Gesch\xC3\xA4"
              "ftsjahr vom 1. Oktober 2023 bis 30. September 2024"});
    EXPECT_EQ(type_of(facts), "annual report");
    EXPECT_EQ(organisation_of(facts), "Wellenm\xC3\xBCller AG");
    EXPECT_EQ(title_of(facts),
              "Gesch\xC3\xA4"
              "ftsbericht 2024");
    EXPECT_EQ(period_of(facts), "2024");
    EXPECT_EQ(to_string(facts.period->value.end), "2024-09-30");
}

TEST(DocumentFacts, ReadsALetter) {
    const auto facts =
        read({"Lanternbay Instruments plc\n\nQuay House\n\n14 October 2025\n\nPort of Skelder\n1 Quay\n\n"
              "Your reference: SBA/25\n\nRenewal of service agreement SA-2231\n\nDear Ms Brockvale,\n\n"
              "The service agreement ends on 31 December 2025.\n\nYours sincerely,\n\nCaspian Wrexley"});
    EXPECT_EQ(type_of(facts), "letter");
    EXPECT_EQ(title_of(facts), "Renewal of service agreement SA-2231");
    EXPECT_EQ(date_of(facts), "2025-10-14");
    EXPECT_EQ(organisation_of(facts), "Lanternbay Instruments plc");
    EXPECT_FALSE(facts.period);
}

TEST(DocumentFacts, ReadsAGermanLetter) {
    const auto facts =
        read({"Wellenm\xC3\xBCller GmbH\n\nSaltmere, den 3. Mai 2025\n\nBetreff: Ihr Angebot vom April\n\n"
              "Sehr geehrte Frau Brockvale,\n\nvielen Dank.\n\nMit freundlichen Gr\xC3\xBC\xC3\x9F"
              "en"});
    EXPECT_EQ(type_of(facts), "letter");
    EXPECT_EQ(title_of(facts), "Ihr Angebot vom April");
    EXPECT_EQ(date_of(facts), "2025-05-03");
}

TEST(DocumentFacts, ReadsAManualAnInvoiceAndAContract) {
    const auto manual =
        read({"TG-40 Radar\nTide Gauge\n\nInstallation and maintenance manual\nRevision 4, June 2025\n"});
    EXPECT_EQ(type_of(manual), "manual");
    EXPECT_EQ(title_of(manual), "TG-40 Radar Tide Gauge");
    EXPECT_EQ(date_of(manual), "2025-06");
    EXPECT_FALSE(manual.organisation);

    const auto invoice = read({"Lanternbay Ltd\n\nInvoice No. 2231\n\nInvoice date: 2025-02-03\n\nTotal 12.00\n"});
    EXPECT_EQ(type_of(invoice), "invoice");
    EXPECT_EQ(date_of(invoice), "2025-02-03");

    const auto contract =
        read({"SERVICE AGREEMENT\n\nbetween Lanternbay Ltd\n\nand Skelder Bay GmbH\n\nThe parties agree.\n"});
    EXPECT_EQ(type_of(contract), "contract");
    EXPECT_EQ(title_of(contract), "SERVICE AGREEMENT");
    EXPECT_FALSE(contract.organisation) << "both parties are named alike";
}

TEST(DocumentFacts, ReadsAPressRelease) {
    const auto facts =
        read({"Lanternbay Reports Third Quarter 2023 Results\n\nSALTMERE, October 26, 2023 - Lanternbay Corp. "
              "(NASDAQ: LNTB) today reported.\n"});
    EXPECT_EQ(type_of(facts), "press release");
    EXPECT_EQ(organisation_of(facts), "Lanternbay Corp.");
    EXPECT_EQ(facts.organisation->value.ticker, "LNTB");
    EXPECT_EQ(facts.period->value.year, 2023);
    EXPECT_EQ(facts.period->value.quarter, 3);
    EXPECT_EQ(date_of(facts), "2023-10-26");
    EXPECT_EQ(title_of(facts), "Lanternbay Reports Third Quarter 2023 Results");
}

TEST(DocumentFacts, GivesAHeadlinesQuarterTheYearThatFollows) {
    const auto facts = read({"7L Reports Fourth-Quarter and Full-Year 2022 Results\n\nmore\n"});
    EXPECT_EQ(type_of(facts), "press release");
    EXPECT_EQ(organisation_of(facts), "7L");
    EXPECT_EQ(period_of(facts), "2022-Q4");
}

TEST(DocumentFacts, TakesWhatADocumentCallsItselfForAnotherName) {
    const auto facts =
        read({"Annual Report 2025\n\nLanternbay Instruments plc (\"LBI\") and its subsidiaries (the \"Group\")\n",
              "Lanternbay Instruments plc (\"Company\")"});
    EXPECT_EQ(organisation_of(facts), "Lanternbay Instruments plc");
    EXPECT_EQ(facts.organisation->value.other_names, std::vector<std::string>{"LBI"});
}

TEST(DocumentFacts, FallsBackToMetadataAndFileName) {
    const auto facts = read({"no capital letters and nothing else\n"}, "/a/b/annual-report-2024.pdf",
                            "10-Q - 10/28/2022 - Lanternbay Corporation", "anonymous");
    EXPECT_EQ(type_of(facts), "10-Q");
    EXPECT_EQ(facts.type->origin.source, FactSource::kMetadata);
    EXPECT_EQ(organisation_of(facts), "Lanternbay Corporation");
    EXPECT_EQ(title_of(facts), "10-Q - 10/28/2022 - Lanternbay Corporation");
    EXPECT_EQ(date_of(facts), "2022-10-28");
    const auto named = read({}, "annual-report-2024.pdf");
    EXPECT_EQ(type_of(named), "annual report");
    EXPECT_EQ(period_of(named), "2024");
    EXPECT_EQ(named.period->origin.source, FactSource::kFileName);
}

TEST(DocumentFacts, ReadsPeriodsInTheFilesName) {
    using Named = std::vector<NamedPeriod>;
    EXPECT_EQ(read({}, "2022 Q3 LNTB.pdf").named_periods, (Named{{2022, 3}}));
    EXPECT_EQ(read({}, "LNTB_2023Q2_10Q.pdf").named_periods, (Named{{2023, 2}}));
    EXPECT_EQ(read({}, "q1/report FY2021.pdf").named_periods, (Named{{2021, 0}}));
    EXPECT_EQ(read({}, "10q0325.pdf").named_periods, Named{});
}

TEST(DocumentFacts, RefusesTitlesThatProgramsWrote) {
    for (const char* title : {"Microsoft Word - report.doc", "0000320193-22-000070", "final_v2_report",
                              "report new.docx", "untitled", "x", "04.01.2023 10Q Document"})
        EXPECT_EQ(title_of(read({}, "", title)), "") << title;
}

TEST(DocumentFacts, GivesNothingForWhatSaysNothing) {
    for (const char* text : {"", "\n\n", "the quick brown fox jumps over the lazy dog and then it goes home to sleep.",
                             "12345 67890\n\x01\x02", "\xFF\xFE\xC3(", "Contents\n\n1 Introduction .... 3"}) {
        const auto facts = read({text}, "scan0001.pdf");
        EXPECT_FALSE(facts.organisation) << text;
        EXPECT_FALSE(facts.type) << text;
        EXPECT_FALSE(facts.period) << text;
        EXPECT_FALSE(facts.date) << text;
    }
}

TEST(DocumentFacts, DoesNotTakeProseForATitle) {
    const std::string prose =
        "This is a long paragraph of running text that goes on for quite a while and has more words "
        "than any heading would have, so it cannot be one.\n\nHeading after it\n";
    EXPECT_FALSE(read({prose}).title);
}

// Twice the text, about twice the time: nothing that is repeated without end costs more.
TEST(DocumentFacts, ReadsHostileTextInLinearTime) {
    const std::vector<std::string> hostile{
        "Inc. ", "A ",       "Co & ",  "(NYSE: ", "(\"A ",  "Dear ", "year ended ", "form 10-", "1/1/",
        "2023/", "@a.",      "www.a.", "first-",  "Q1 of ", "s.a.",  "\n\n",        "A\n\n",    "Exact name of\n",
        "to 1 ", "\xC3\xA4", "\xFF",   "1,",      "A & A ", "A's ",  "FY",          "bis "};
    for (const std::string& piece : hostile) {
        std::string text;
        while (text.size() < kPageBytesMax) text += piece;
        const auto begin = std::chrono::steady_clock::now();
        (void)read({text, text, text}, text, text, text);
        const auto took = std::chrono::steady_clock::now() - begin;
        // Some 200 KiB; a text that made a scanner go back to its beginning would take minutes.
        EXPECT_LT(took, std::chrono::seconds(2)) << piece;
    }
}

}  // namespace
}  // namespace genai::facts
