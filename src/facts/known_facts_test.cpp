// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "facts/document_facts.hpp"

namespace genai::facts {
namespace {

DocumentFacts sample() {
    DocumentFacts facts;
    facts.title = {"Report", {FactSource::kMetadata, 0, 0}};
    facts.organisation = {{"Lanternbay Inc.", {"LBI"}, "LNTB"}, {FactSource::kText, 1, 7}};
    facts.type = {DocumentType::k10Q, {}};
    facts.period = {{{2023, 9, 30}, 3, 2024, 1}, {}};
    facts.date = {{2023, 10, 24}, {FactSource::kFileName, 0, 0}};
    return facts;
}

TEST(KnownFacts, AreWrittenAsTheCatalogTakesThem) {
    const Facts facts = to_facts(sample());
    EXPECT_EQ(facts.at(FactKey::kTitle), (Fact{"Report", FactSource::kMetadata}));
    EXPECT_EQ(facts.at(FactKey::kOrganisation), (Fact{"Lanternbay Inc.", FactSource::kText}));
    EXPECT_EQ(facts.at(FactKey::kType), (Fact{"10-Q", FactSource::kText}));
    EXPECT_EQ(facts.at(FactKey::kPeriod), (Fact{"2023-Q3", FactSource::kText}));
    EXPECT_EQ(facts.at(FactKey::kDate), (Fact{"2023-10-24", FactSource::kFileName}));
    EXPECT_TRUE(to_facts({}).empty());
}

TEST(KnownFacts, ComeBackAsTheyWere) {
    const Facts facts = to_facts(sample());
    EXPECT_EQ(to_facts(with_known({}, facts)), facts);
    // What was read knows more than the catalog; it stays.
    EXPECT_EQ(with_known(sample(), facts).period->value.year, 2024);
    EXPECT_EQ(with_known(sample(), facts).organisation->value.ticker, "LNTB");
}

TEST(KnownFacts, YieldToWhatPeopleHaveSet) {
    const Facts set{{FactKey::kOrganisation, {"Skelder Corp", FactSource::kUser}},
                    {FactKey::kType, {"annual report", FactSource::kUser}},
                    {FactKey::kPeriod, {"2022-Q4", FactSource::kUser}},
                    {FactKey::kDate, {"2023-02", FactSource::kUser}}};
    const DocumentFacts facts = with_known(sample(), set);
    EXPECT_EQ(facts.organisation->value, (Organisation{"Skelder Corp", {}, ""}));
    EXPECT_EQ(facts.type->value, DocumentType::kAnnualReport);
    EXPECT_EQ(facts.period->value, (Period{{2022, 12, 0}, 3, 2022, 4}));
    EXPECT_EQ(facts.date->value, (Date{2023, 2, 0}));
    EXPECT_EQ(facts.title->value, "Report");
}

TEST(KnownFacts, KeepTheOtherNamesOfAnOrganisationThatIsSpelledDifferently) {
    const Facts set{{FactKey::kOrganisation, {"Lanternbay", FactSource::kUser}}};
    EXPECT_EQ(with_known(sample(), set).organisation->value, (Organisation{"Lanternbay", {"LBI"}, "LNTB"}));
}

TEST(KnownFacts, KnowNoTypeThatIsNotOneOfTheirs) {
    const Facts set{{FactKey::kType, {"budget", FactSource::kUser}}};
    EXPECT_FALSE(with_known(sample(), set).type);
}

}  // namespace
}  // namespace genai::facts
