// SPDX-License-Identifier: Apache-2.0
#include "facts/fact_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace genai::facts {
namespace {

DocumentFacts document(const std::string& name, DocumentType type, const Period& period,
                       const std::string& ticker = "") {
    DocumentFacts facts;
    if (!name.empty()) facts.organisation = {{name, {}, ticker}, {}};
    facts.type = {type, {}};
    facts.period = {period, {}};
    return facts;
}

DocumentFacts quarterly(const std::string& name, int year, int quarter, const std::string& ticker = "") {
    return document(name, DocumentType::k10Q, {{year, 3 * quarter, 30}, 3, year, quarter}, ticker);
}

DocumentFacts annual(const std::string& name, int year) {
    return document(name, DocumentType::k10K, {{year, 12, 31}, 12, year, 0});
}

// The documents with the best score; none when the question names nothing.
std::vector<std::size_t> best(const FactIndex& index, std::string_view question) {
    const auto scores = index.match(question).scores;
    std::vector<std::size_t> found;
    if (scores.empty()) return found;
    const float most = *std::max_element(scores.begin(), scores.end());
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (scores[i] == most) found.push_back(i);
    return found;
}
using Found = std::vector<std::size_t>;

class TwoCompanies : public ::testing::Test {
protected:
    FactIndex index_{std::vector<DocumentFacts>{
        quarterly("LANTERNBAY.COM, INC.", 2022, 3, "LNTB"), quarterly("LANTERNBAY.COM, INC.", 2023, 1, "LNTB"),
        annual("Lanternbay.com Inc", 2022), quarterly("Amberly Exports Corp", 2022, 3),
        annual("Amberly Exports Corp", 2023), DocumentFacts{}}};
};

TEST_F(TwoCompanies, AreFoundByTheirNames) {
    EXPECT_EQ(best(index_, "How did Lanternbay do?"), (Found{0, 1, 2}));
    EXPECT_EQ(best(index_, "What is Lanternbay's margin?"), (Found{0, 1, 2}));
    EXPECT_EQ(best(index_, "How did Lanternbay.com, Inc. do?"), (Found{0, 1, 2}));
    EXPECT_EQ(best(index_, "how did lanternbay do?"), (Found{0, 1, 2}));
    EXPECT_EQ(best(index_, "How did LNTB do?"), (Found{0, 1, 2}));
    EXPECT_EQ(best(index_, "How did Amberly do?"), (Found{3, 4}));
    EXPECT_EQ(best(index_, "How did AMEX do?"), (Found{3, 4}));
    EXPECT_EQ(best(index_, "Compare Lanternbay and Amberly Exports"), (Found{0, 1, 2, 3, 4}));
}

TEST_F(TwoCompanies, AreLeftAloneWhenNothingIsNamed) {
    EXPECT_TRUE(index_.match("What was the gross margin?").scores.empty());
    EXPECT_TRUE(index_.match("").scores.empty());
    EXPECT_TRUE(index_.match("Which amberly stones are there in Ohio?").scores.empty())
        << "a common word in small letters";
    EXPECT_TRUE(index_.match("How did Amberly Harbour do?").scores.empty()) << "another name";
    EXPECT_TRUE(index_.match("WHAT DID WE EARN AE?").scores.empty()) << "in capitals, every word looks like a symbol";
}

TEST_F(TwoCompanies, AreToldApartByPeriodAndForm) {
    EXPECT_EQ(best(index_, "What did Lanternbay earn in Q3 2022?"), Found{0});
    EXPECT_EQ(best(index_, "What did Lanternbay earn in the first quarter of 2023?"), Found{1});
    EXPECT_EQ(best(index_, "What did Lanternbay earn according to its 10-K?"), Found{2});
    EXPECT_EQ(best(index_, "What did Lanternbay earn in FY2022?"), Found{2});
    EXPECT_EQ(best(index_, "Amberly Exports, as of December 2023"), Found{4});
    EXPECT_EQ(best(index_, "Lanternbay's latest report"), Found{1});
    EXPECT_EQ(best(index_, "Amberly Exports's most recent 10-Q"), Found{3});
}

TEST_F(TwoCompanies, KeepADocumentOfUnknownFactsAtZero) {
    EXPECT_EQ(index_.match("What did Lanternbay earn in Q3 2022?").scores[5], 0);
}

TEST_F(TwoCompanies, BoostEachPeriodOfAComparison) {
    const auto scores = index_.match("Compare Lanternbay's margin in Q3 2022 with Q1 2023").scores;
    ASSERT_EQ(scores.size(), index_.size());
    EXPECT_EQ(scores[0], scores[1]);
    EXPECT_GT(scores[0], scores[2]);
    EXPECT_GT(scores[0], scores[3]);
}

TEST_F(TwoCompanies, GoOutOfTheText) {
    const auto match = index_.match("What was Lanternbay's gross margin in Q3 2022?");
    EXPECT_EQ(match.rest, "What was gross margin?");
    EXPECT_EQ(match.organisations, std::vector<std::string>{"LANTERNBAY.COM, INC."});
}

TEST_F(TwoCompanies, AreLeftAloneWhenNothingFits) {
    const auto match = index_.match("What were the terms of the 1998 notes?");
    EXPECT_TRUE(match.scores.empty());
    EXPECT_EQ(match.rest, "What were the terms of the 1998 notes?");
    EXPECT_TRUE(index_.match("Is LNTB2 a protein?").scores.empty()) << "a code";
}

TEST(FactIndex, PrefersTheLongerOfTwoNames) {
    const FactIndex index(std::vector{annual("Skelder Corp", 2022), annual("Skelder Bay Trust", 2022)});
    EXPECT_EQ(best(index, "How did Skelder Bay Trust do?"), Found{1});
    EXPECT_EQ(best(index, "How did Skelder do?"), Found{0});
}

TEST(FactIndex, CountsThePeriodInAFilesNameAsItIsWritten) {
    auto first = quarterly("Skelder Corp", 2024, 1);
    auto second = quarterly("Skelder Corp", 2023, 3);
    first.period->value.end = {2023, 9, 30};
    first.named_periods = {{2023, 3}};
    second.period->value.end = {2023, 3, 31};
    second.named_periods = {{2023, 2}};
    const FactIndex index(std::vector{first, second});
    EXPECT_EQ(best(index, "What did Skelder earn in Q3 2023?"), Found{0});
}

TEST(FactIndex, GivesAFiscalYearThatEndsInWinterItsOtherNameToo) {
    const FactIndex index(std::vector{document("Skelder Corp", DocumentType::k10K, {{2023, 1, 29}, 12, 2023, 0}),
                                      document("Skelder Corp", DocumentType::k10K, {{2021, 1, 31}, 12, 2021, 0})});
    EXPECT_EQ(best(index, "What did Skelder earn in 2022?"), Found{0});
}

TEST(FactIndex, FindsALetterByItsDate) {
    DocumentFacts letter;
    letter.type = {DocumentType::kLetter, {}};
    letter.date = {{2025, 10, 14}, {}};
    DocumentFacts other = letter;
    other.date->value = {2024, 2, 1};
    const FactIndex index(std::vector{other, letter});
    EXPECT_EQ(best(index, "What was proposed in October 2025?"), Found{1});
    EXPECT_EQ(best(index, "What was proposed in the latest letter?"), Found{1});
}

TEST(FactIndex, IgnoresANameThatTooManyShare) {
    std::vector<DocumentFacts> documents;
    for (const char* name : {"Brockvale Azure", "Brock Amber", "Brook Alder", "Birch Anvil", "Bell Arbour"})
        documents.push_back(annual(name, 2022));
    EXPECT_TRUE(FactIndex(documents).match("How did BA do?").scores.empty());
}

TEST(FactIndex, TakesNoAbbreviationOfTheLanguageForAName) {
    const FactIndex index(std::vector{annual("Umber Sable", 2022), annual("Egret Pine Slate", 2022)});
    EXPECT_TRUE(index.match("What was EPS in the US?").scores.empty());
}

TEST(FactIndex, IsEmptyWithoutDocuments) {
    const FactIndex index(std::vector<DocumentFacts>{});
    EXPECT_TRUE(index.match("the latest 10-K for 2022").scores.empty());
}

}  // namespace
}  // namespace genai::facts
