// SPDX-License-Identifier: Apache-2.0
#include "maintenance/reconciler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <ostream>

#include "base/hash.hpp"
#include "catalog/sqlite_catalog.hpp"
#include "chunking/settings.hpp"
#include "chunks/sqlite_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "extraction/fake_extractor.hpp"
#include "ingestion/ingestor.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::maintenance {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Silent : public ingestion::IngestObserver {
public:
    void on_progress(const ingestion::Progress&) override {}
    void on_file(const ingestion::FileReport&) override {}
};

// Real stores with two documents, which can be damaged behind their backs.
class ReconcilerTest : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directory(root());
        for (const char* name : {"a.pdf", "b.pdf"}) {
            std::ofstream(root() / name) << "bytes of " << name;
            extractor_.set_text(name, {"First page of a document.", "Its second page."});
        }
        ingest(ingestion::Reindex::kNo);
    }

    fs::path root() const { return folder_.path() / "in"; }
    void ingest(ingestion::Reindex reindex) { ingest_files(ingestion::discover({root()})->files, reindex); }
    void ingest_files(const std::vector<ingestion::SourceFile>& files, ingestion::Reindex reindex) {
        // One after the other, so that a.pdf has the first rows.
        ingestion::Ingestor ingestor({.workers = 1}, {}, {*catalog_, *chunks_, extractor_, embedder_});
        Silent silent;
        ASSERT_TRUE(ingestor.ingest({}, files, reindex, silent, {}));
    }
    void change(const char* sql) {
        auto changed = database_->write([&](platform::Connection& connection) { return connection.run(sql); });
        ASSERT_TRUE(changed) << changed.error().message;
        ASSERT_GT(*changed, 0) << sql;
    }
    ReconcileReport inspect() {
        auto report = Reconciler(*catalog_, *chunks_, std::chrono::milliseconds(0)).inspect({});
        EXPECT_TRUE(report) << report.error().message;
        return report ? *report : ReconcileReport{};
    }

    platform::TemporaryFolder folder_;
    std::unique_ptr<platform::SqliteDatabase> database_ =
        platform::SqliteDatabase::open({.file = folder_.path() / "genai.sqlite"}).value();
    std::unique_ptr<catalog::SqliteCatalog> catalog_ = catalog::SqliteCatalog::open(*database_).value();
    std::unique_ptr<chunks::SqliteChunkStore> chunks_ = chunks::SqliteChunkStore::open(*database_).value();
    extraction::FakeExtractor extractor_;
    embedding::FakeEmbedder embedder_;
};

TEST_F(ReconcilerTest, FindsAStoreInOrder) {
    const auto report = inspect();
    EXPECT_TRUE(report.is_in_order());
    ASSERT_EQ(report.collections.size(), 1U);
    EXPECT_EQ(report.collections[0].documents, 2U);
    EXPECT_EQ(report.collections[0].pages, 4U);
    EXPECT_EQ(report.collections[0].chunks, 4U);
}

// Each way in which a version may differ from what its flip recorded, and what is said about it.
struct Damage {
    const char* sql;
    const char* what;

    friend std::ostream& operator<<(std::ostream& out, const Damage& damage) { return out << damage.what; }
};

class ReconcilerDamage : public ReconcilerTest, public testing::WithParamInterface<Damage> {};

TEST_P(ReconcilerDamage, IsNamedAndMendedByReadingTheFileAgain) {
    change(GetParam().sql);
    const auto report = inspect();
    EXPECT_FALSE(report.is_in_order());
    ASSERT_EQ(report.collections[0].problems.size(), 1U);
    EXPECT_EQ(report.collections[0].problems[0].document.display_name(), "a.pdf");
    EXPECT_THAT(report.collections[0].problems[0].what, HasSubstr(GetParam().what));

    // Reading again needs the file as it was.
    std::ofstream(root() / "a.pdf") << "other bytes";
    EXPECT_TRUE(Reconciler::sources(report.collections[0]).empty());
    std::ofstream(root() / "a.pdf") << "bytes of a.pdf";
    const auto files = Reconciler::sources(report.collections[0]);
    ASSERT_EQ(files.size(), 1U);
    ingest_files(files, ingestion::Reindex::kAll);
    const auto mended = inspect();
    EXPECT_TRUE(mended.is_in_order());
    EXPECT_EQ(mended.collections[0].leftovers.garbage.size(), 1U);
    ASSERT_TRUE(Reconciler(*catalog_, *chunks_, std::chrono::milliseconds(0)).clean(mended));
    EXPECT_TRUE(inspect().collections[0].leftovers.garbage.empty());
    EXPECT_EQ(inspect().collections[0].chunks, 4U);
}

// Version row 1 is that of a.pdf.
#define GENAI_OF_A " WHERE key >> 32 = (SELECT min(id) FROM chunk_versions) AND key & 0xFFFFFFFF = 1"
INSTANTIATE_TEST_SUITE_P(Rows, ReconcilerDamage,
                         testing::Values(Damage{"UPDATE chunks SET text = 'x'" GENAI_OF_A, "chunk 1"},
                                         Damage{"UPDATE pages SET text = zeroblob(length(text))" GENAI_OF_A, "page 1"},
                                         Damage{"UPDATE vectors SET vector = zeroblob(length(vector))" GENAI_OF_A,
                                                "vector of chunk 1"},
                                         Damage{"DELETE FROM chunks" GENAI_OF_A, "2 chunks, 1 are there"},
                                         Damage{"DELETE FROM vectors" GENAI_OF_A, "2 vectors, 1 are there"},
                                         Damage{"DELETE FROM pages" GENAI_OF_A, "2 pages, 1 are there"}));
#undef GENAI_OF_A

TEST_F(ReconcilerTest, TellsGarbageFromAnUnfinishedVersion) {
    std::ofstream(root() / "c.pdf") << "bytes of c.pdf";
    const ingestion::SourceState source = ingestion::source_state((root() / "c.pdf").string());
    const chunks::Draft draft{.version = "draft",
                              .document_id = sha256_hex("bytes of c.pdf"),
                              .fingerprint = "f",
                              .source = (root() / "c.pdf").string(),
                              .source_bytes = source.bytes,
                              .source_modified_ns = source.modified_ns,
                              .section = ""};
    ASSERT_TRUE(chunks_->append({}, draft, {}, {}, {}));
    ASSERT_TRUE(chunks_->append({}, "garbage", {}, {}, {}));
    const auto report = inspect();
    EXPECT_TRUE(report.is_in_order());
    EXPECT_THAT(report.collections[0].leftovers.garbage, testing::ElementsAre("garbage"));
    EXPECT_THAT(report.collections[0].leftovers.unfinished, testing::ElementsAre(draft));
    ASSERT_TRUE(Reconciler(*catalog_, *chunks_, std::chrono::milliseconds(0)).clean(report));
    EXPECT_EQ(chunks_->versions({})->size(), 3U);

    fs::remove(root() / "c.pdf");
    EXPECT_THAT(inspect().collections[0].leftovers.garbage, testing::ElementsAre("draft"));
}

TEST_F(ReconcilerTest, FindsAndRemovesRowsOfNoVersion) {
    change("UPDATE vectors SET key = key + (90 << 32) WHERE key >> 32 = (SELECT max(id) FROM chunk_versions)");
    const auto report = inspect();
    EXPECT_EQ(report.stray_rows, 2U);
    EXPECT_FALSE(report.is_in_order());
    ASSERT_TRUE(Reconciler(*catalog_, *chunks_, std::chrono::milliseconds(0)).clean(report));
    EXPECT_EQ(inspect().stray_rows, 0U);
}

TEST_F(ReconcilerTest, LooksAtEveryCollection) {
    ASSERT_TRUE(chunks_->append({"default", "other"}, "v", {}, {}, {}));
    const auto report = inspect();
    ASSERT_EQ(report.collections.size(), 2U);
    EXPECT_EQ(report.collections[1].leftovers.garbage.size(), 1U);
}

TEST_F(ReconcilerTest, RefusesADamagedCatalogWithTheAdviceToRestore) {
    change("UPDATE documents SET chunks = 7");
    const auto report = Reconciler(*catalog_, *chunks_, std::chrono::milliseconds(0)).inspect({});
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().message, HasSubstr("restore it from a backup"));
}

TEST_F(ReconcilerTest, CanBeCalledOff) {
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(Reconciler(*catalog_, *chunks_, std::chrono::milliseconds(0))
                  .inspect({Deadline::never(), stop.get_token()})
                  .error()
                  .kind,
              ErrorKind::kCancelled);
}

}  // namespace
}  // namespace genai::maintenance
