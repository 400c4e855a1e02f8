// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_catalog.hpp"

#include <thread>

#include "catalog/catalog_contract.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::catalog {
namespace {

class SqliteRig {
public:
    Catalog& catalog() { return *catalog_; }
    platform::SqliteDatabase& database() { return *database_; }
    std::filesystem::path file() const { return folder_.path() / "genai.sqlite"; }

private:
    platform::TemporaryFolder folder_;
    std::unique_ptr<platform::SqliteDatabase> database_ =
        platform::SqliteDatabase::open({.file = folder_.path() / "genai.sqlite"}).value();
    std::unique_ptr<SqliteCatalog> catalog_ = SqliteCatalog::open(*database_).value();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, CatalogContract, SqliteRig);

VersionRecord record(const std::string& document, const std::string& version) {
    return {.document_id = document, .version = version, .fingerprint = "f", .reason = "", .chunk_digest = "c"};
}

TEST(SqliteCatalog, IsThereAgainAfterReopening) {
    SqliteRig rig;
    ASSERT_TRUE(rig.catalog().flip({}, {"root", "a.pdf"}, record("a", "v1")));
    const std::string version = rig.catalog().collection_version({}).value();

    auto database = platform::SqliteDatabase::open({.file = rig.file()}).value();
    auto again = SqliteCatalog::open(*database).value();
    EXPECT_EQ(again->collection_version({}).value(), version);
    EXPECT_EQ(again->find_by_name({}, {"root", "a.pdf"}).value().value().id, "a");
}

// The file as the version before facts left it: one step of the schema behind.
TEST(SqliteCatalog, OpensAStoreFromBeforeThereWereFacts) {
    SqliteRig rig;
    ASSERT_TRUE(rig.catalog().flip({}, {"root", "a.pdf"}, record("a", "v1")));
    ASSERT_TRUE(rig.database().write([](platform::Connection& connection) {
        return connection.script("DROP TABLE facts; UPDATE schema_versions SET version = 1 WHERE module = 'catalog'");
    }));
    auto database = platform::SqliteDatabase::open({.file = rig.file()}).value();
    auto again = SqliteCatalog::open(*database);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE((*again)->find_document({}, "a").value().value().facts.empty());
    EXPECT_EQ((*again)->set_facts({}, "a", {{FactKey::kTitle, "T"}}).value().facts.size(), 1U);
}

TEST(SqliteCatalog, SeesAtOnceWhatAnotherProcessFlipped) {
    SqliteRig rig;
    auto database = platform::SqliteDatabase::open({.file = rig.file()}).value();
    auto other = SqliteCatalog::open(*database).value();
    EXPECT_EQ(rig.catalog().collection_version({}).value(), "");
    ASSERT_TRUE(other->flip({}, {"root", "a.pdf"}, record("a", "v1")));
    EXPECT_EQ(rig.catalog().collection_version({}).value(), other->collection_version({}).value());
    EXPECT_EQ(rig.catalog().live_versions({}).value().size(), 1U);
}

TEST(SqliteCatalog, FlipsOfSeveralThreadsAllTakeEffect) {
    SqliteRig rig;
    constexpr int kThreads = 4;
    constexpr int kFlips = 10;
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&rig, t] {
            for (int i = 0; i < kFlips; ++i) {
                const std::string id = std::to_string(t) + "-" + std::to_string(i);
                EXPECT_TRUE(rig.catalog().flip({}, {"root", id}, record(id, "v" + id)));
                EXPECT_TRUE(rig.catalog().documents({}, 0, 5));
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(rig.catalog().documents({}, 0, 1).value().total, static_cast<std::uint64_t>(kThreads * kFlips));
}

// Each way in which a row may be changed behind our back, and a call that must notice.
struct Damage {
    const char* sql;
    const char* names;
};

class SqliteCatalogDamage : public testing::TestWithParam<Damage> {};

TEST_P(SqliteCatalogDamage, IsRefused) {
    SqliteRig rig;
    ASSERT_TRUE(rig.catalog().flip({}, {"root", "a.pdf"}, record("a", "v1")));
    ASSERT_TRUE(rig.catalog().set_facts({}, "a", {{FactKey::kTitle, "T"}}));
    ASSERT_TRUE(rig.database().write([](platform::Connection& connection) { return connection.run(GetParam().sql); }));
    EXPECT_FALSE(rig.catalog().all_documents({}));
    const auto found = rig.catalog().find_by_name({}, {"root", "a.pdf"});
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::kInternal);
    EXPECT_THAT(found.error().message, testing::HasSubstr(GetParam().names));
    EXPECT_THAT(found.error().message, testing::HasSubstr("restore it from a backup"));
}

INSTANTIATE_TEST_SUITE_P(Rows, SqliteCatalogDamage,
                         testing::Values(Damage{"UPDATE documents SET pages = 8", "document a"},
                                         Damage{"UPDATE documents SET state = 'gone'", "document a"},
                                         Damage{"UPDATE documents SET version = 'v2'", "document a"},
                                         Damage{"UPDATE names SET crc = crc + 1", "a.pdf"},
                                         Damage{"UPDATE facts SET value = 'U'", "a fact of document a"},
                                         Damage{"UPDATE facts SET key = 'type'", "a fact of document a"},
                                         Damage{"UPDATE scopes SET version = 'x'", "collection default"}));

}  // namespace
}  // namespace genai::catalog
