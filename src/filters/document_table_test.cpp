// SPDX-License-Identifier: Apache-2.0
#include "filters/document_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/fake_catalog.hpp"
#include "filters/document_directory.hpp"
#include "filters/expression.hpp"

namespace genai::filters {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DocumentTableTest : public testing::Test {
protected:
    void add(const std::string& id, const FactChanges& facts = {}) {
        catalog::VersionRecord record{
            .document_id = id, .version = "v-" + id, .fingerprint = "f", .reason = "", .chunk_digest = ""};
        record.pages = static_cast<std::uint32_t>(id.size());
        record.bytes = 1000;
        ASSERT_TRUE(catalog_.flip({}, {"root", id + ".pdf"}, record));
        ASSERT_TRUE(catalog_.set_facts({}, id, facts));
    }

    std::vector<std::string> find(std::string_view filter) {
        const auto table = directory_.table({}).value();
        const Filter parsed = parse_expression(filter).value();
        std::vector<std::string> ids;
        for (const DocumentTable::Row& row : table->select(parsed)) ids.push_back(row.id);
        // Both ways of asking agree.
        const DocumentTable::Outcome outcome = table->resolve(parsed);
        EXPECT_EQ(outcome.documents, ids.size());
        for (const std::string& id : ids) EXPECT_TRUE(outcome.versions.allows("v-" + id)) << id;
        EXPECT_TRUE(outcome.versions.allows_all() || outcome.versions.versions().size() == ids.size());
        return ids;
    }

    catalog::FakeCatalog catalog_;
    DocumentDirectory directory_{catalog_};
};

TEST_F(DocumentTableTest, ComparesTextsWithoutRegardToCase) {
    add("a", {{FactKey::kOrganisation, "Ørsted A/S"}});
    add("b", {{FactKey::kOrganisation, "Orsted"}});
    add("c", {{FactKey::kOrganisation, "CAFE\xCC\x81"}});  // with a combining accent
    EXPECT_THAT(find("organisation = 'ørsted a/s'"), ElementsAre("a"));
    EXPECT_THAT(find("organisation = Café"), ElementsAre("c"));
    EXPECT_THAT(find("organisation != ORSTED"), ElementsAre("a", "c"));
    EXPECT_THAT(find("organisation contains RSTED"), ElementsAre("a", "b"));
    EXPECT_THAT(find("organisation in (orsted, café, x)"), ElementsAre("b", "c"));
    EXPECT_THAT(find("organisation not in (orsted, café)"), ElementsAre("a"));
    EXPECT_THAT(find("organisation >= o and organisation < p"), ElementsAre("b"));
}

TEST_F(DocumentTableTest, ComparesNumbersAndWhatTheCatalogKnows) {
    add("a");
    add("bb");
    add("ccc");
    EXPECT_THAT(find("pages > 1"), ElementsAre("bb", "ccc"));
    EXPECT_THAT(find("pages <= 2.5"), ElementsAre("a", "bb"));
    EXPECT_THAT(find("pages in (1, 3)"), ElementsAre("a", "ccc"));
    EXPECT_THAT(find("pages != 1 and pages < 3"), ElementsAre("bb"));
    EXPECT_THAT(find("bytes = 1000 and chunks = 0"), ElementsAre("a", "bb", "ccc"));
    EXPECT_THAT(find("id = bb or name = CCC.pdf"), ElementsAre("bb", "ccc"));
    EXPECT_THAT(find("collection = default and state = indexed and indexed_at >= 2020"), ElementsAre("a", "bb", "ccc"));
    EXPECT_THAT(find("collection = other or indexed_at < 2020 or state = damaged"), IsEmpty());
}

TEST_F(DocumentTableTest, ComparesTimesAsTheStretchesThatTheyAre) {
    add("year", {{FactKey::kPeriod, "2023"}});
    add("quarter", {{FactKey::kPeriod, "2023-Q2"}});
    add("day", {{FactKey::kPeriod, "2023-06-30"}});
    add("later", {{FactKey::kPeriod, "2024-01"}});
    EXPECT_THAT(find("period = 2023"), ElementsAre("day", "quarter", "year"));
    EXPECT_THAT(find("period = 2023-Q2"), ElementsAre("day", "quarter"));
    EXPECT_THAT(find("period = 2023-06-30"), ElementsAre("day"));
    EXPECT_THAT(find("period != 2023"), ElementsAre("later"));
    EXPECT_THAT(find("period in (2024, 2023-06)"), ElementsAre("day", "later"));
    EXPECT_THAT(find("period >= 2023-01-01"), ElementsAre("day", "later", "quarter", "year"));
    EXPECT_THAT(find("period >= 2023-04"), ElementsAre("day", "later", "quarter"));
    EXPECT_THAT(find("period > 2023"), ElementsAre("later"));
    EXPECT_THAT(find("period <= 2023"), ElementsAre("day", "quarter", "year"));
    EXPECT_THAT(find("period < 2023-06-30"), IsEmpty()) << "the others last beyond that day's begin";
    EXPECT_THAT(find("period < 2024"), ElementsAre("day", "quarter", "year"));
}

TEST_F(DocumentTableTest, AMissingFactMakesEveryComparisonFalse) {
    add("with", {{FactKey::kOrganisation, "ACME"}});
    add("without");
    EXPECT_THAT(find("organisation = ACME"), ElementsAre("with"));
    EXPECT_THAT(find("organisation != ACME"), IsEmpty());
    EXPECT_THAT(find("organisation not in (ACME)"), IsEmpty());
    EXPECT_THAT(find("organisation != X"), ElementsAre("with"));
    EXPECT_THAT(find("not organisation = ACME"), ElementsAre("without"));
    EXPECT_THAT(find("not organisation contains ''"), ElementsAre("without"));
    EXPECT_THAT(find("not (date > 2020)"), ElementsAre("with", "without"));
    EXPECT_THAT(find("date > 2020 or not date > 2020"), ElementsAre("with", "without"));
}

TEST_F(DocumentTableTest, ADocumentHasEachOfItsNames) {
    add("a");
    ASSERT_TRUE(catalog_.add_name({}, {"root", "copy.pdf"}, "a"));
    EXPECT_THAT(find("name = a.pdf"), ElementsAre("a"));
    EXPECT_THAT(find("name = copy.pdf"), ElementsAre("a"));
    EXPECT_THAT(find("name != copy.pdf"), IsEmpty());
    EXPECT_THAT(find("name != other.pdf"), ElementsAre("a"));
}

TEST_F(DocumentTableTest, AllowsAllWhenAllPassAndNothingWhenNoneDoes) {
    const auto table = directory_.table({}).value();
    EXPECT_FALSE(table->resolve(parse_expression("pages >= 0").value()).versions.allows_all()) << "no documents";
    add("a");
    add("b");
    const auto full = directory_.table({}).value();
    EXPECT_TRUE(full->resolve(parse_expression("pages >= 0").value()).versions.allows_all());
    const auto none = full->resolve(parse_expression("pages > 7").value());
    EXPECT_FALSE(none.versions.allows_all());
    EXPECT_THAT(none.versions.versions(), IsEmpty());
    EXPECT_EQ(none.documents, 0U);
}

TEST_F(DocumentTableTest, ForgetsOutcomesRatherThanGrow) {
    add("a");
    for (std::size_t i = 0; i < 3 * kOutcomesMax; ++i)
        EXPECT_EQ(find("pages = " + std::to_string(i)).size(), i == 1 ? 1U : 0U);
}

TEST_F(DocumentTableTest, TheDirectorySeesEveryChangeAndReadsNothingTwice) {
    add("a");
    const auto first = directory_.table({}).value();
    EXPECT_EQ(directory_.table({}).value(), first);
    ASSERT_TRUE(catalog_.set_facts({}, "a", {{FactKey::kTitle, "T"}}));
    EXPECT_NE(directory_.table({}).value(), first);
    EXPECT_THAT(find("title = t"), ElementsAre("a"));
    ASSERT_TRUE(catalog_.remove({}, "a"));
    EXPECT_THAT(find("title = t"), IsEmpty());
    EXPECT_EQ(first->size(), 1U) << "whoever holds a table keeps it";
    for (std::size_t i = 0; i < 2 * kTablesMax; ++i)
        EXPECT_EQ(directory_.table({"default", std::to_string(i)}).value()->size(), 0U);
}

}  // namespace
}  // namespace genai::filters
