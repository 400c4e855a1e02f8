// SPDX-License-Identifier: Apache-2.0
#include "chunks/sqlite_chunk_store.hpp"

#include <cmath>
#include <limits>
#include <thread>

#include "chunks/chunk_store_contract.hpp"
#include "chunks/page_codec.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::chunks {
namespace {

class SqliteRig {
public:
    ChunkStore& store() { return *store_; }
    platform::SqliteDatabase& database() { return *database_; }
    std::filesystem::path file() const { return folder_.path() / "genai.sqlite"; }

private:
    platform::TemporaryFolder folder_;
    std::unique_ptr<platform::SqliteDatabase> database_ =
        platform::SqliteDatabase::open({.file = folder_.path() / "genai.sqlite"}).value();
    std::unique_ptr<SqliteChunkStore> store_ = SqliteChunkStore::open(*database_).value();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ChunkStoreContract, SqliteRig);

class SqliteChunkStoreTest : public testing::Test {
protected:
    SqliteChunkStoreTest() {
        const std::vector pages{make_page(1, "Net revenues rose."), make_page(2, "They fell.")};
        const std::vector chunks{make_chunk(0, 1, "Net revenues rose."), make_chunk(1, 2, "They fell.")};
        EXPECT_TRUE(store().append({}, "v1", pages, chunks, make_embeddings(2)));
    }

    ChunkStore& store() { return rig_.store(); }

    void change(const char* sql) {
        ASSERT_TRUE(rig_.database().write([&](platform::Connection& connection) { return connection.run(sql); }))
            << sql;
    }

    template <class T>
    static void expect_damaged(const Result<T>& result, const char* names) {
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::kInternal);
        EXPECT_THAT(result.error().message, testing::HasSubstr(names));
        EXPECT_THAT(result.error().message, testing::HasSubstr("v1"));
    }

    SqliteRig rig_;
};

TEST_F(SqliteChunkStoreTest, IsThereAgainAfterReopening) {
    auto database = platform::SqliteDatabase::open({.file = rig_.file()}).value();
    auto again = SqliteChunkStore::open(*database).value();
    EXPECT_EQ(again->find_page("v1", 2).value()->text, "They fell.");
    EXPECT_EQ(again->chunk_digest("v1").value(), store().chunk_digest("v1").value());
}

TEST_F(SqliteChunkStoreTest, NoticesADamagedPage) {
    change("UPDATE pages SET text = zeroblob(length(text)) WHERE key & 0xFFFFFFFF = 1");
    expect_damaged(store().find_page("v1", 1), "page 1");
    expect_damaged(store().index_pages("v1"), "page 1");
    EXPECT_TRUE(store().find_page("v1", 2));
}

TEST_F(SqliteChunkStoreTest, NoticesADamagedLayout) {
    change("UPDATE pages SET layout = substr(layout, 1, length(layout) - 1)");
    expect_damaged(store().find_page("v1", 1), "page 1");
    EXPECT_TRUE(store().index_pages("v1"));
}

TEST_F(SqliteChunkStoreTest, NoticesPagesThatChangedPlaces) {
    change("UPDATE pages SET key = key + 10");
    change("UPDATE pages SET key = key - 9 WHERE key & 0xFFFFFFFF = 11");
    change("UPDATE pages SET key = key - 11 WHERE key & 0xFFFFFFFF = 12");
    expect_damaged(store().find_page("v1", 1), "page 1");
}

TEST_F(SqliteChunkStoreTest, NoticesADamagedChunk) {
    change("UPDATE chunks SET start = start + 1 WHERE key & 0xFFFFFFFF = 1");
    const std::vector<ChunkKey> keys{{"v1", 1}};
    expect_damaged(store().find_chunks(keys), "chunk 1");
    expect_damaged(store().chunks_of_page("v1", 2), "chunk 1");
    EXPECT_TRUE(store().chunks_of_page("v1", 1));
}

TEST_F(SqliteChunkStoreTest, NoticesADamagedVector) {
    change("UPDATE vectors SET vector = zeroblob(16) WHERE key & 0xFFFFFFFF = 1");
    expect_damaged(store().index_rows("v1"), "vector of chunk 1");
}

TEST_F(SqliteChunkStoreTest, NoticesAVersionThatMoved) {
    change("UPDATE chunk_versions SET collection = 'other'");
    expect_damaged(store().find_page("v1", 1), "version v1");
}

TEST_F(SqliteChunkStoreTest, NumbersOfErasedVersionsAreNotUsedAgain) {
    ASSERT_TRUE(store().erase("v1"));
    ASSERT_TRUE(store().append({}, "v2", {}, {}, {}));
    const auto id = rig_.database().read(
        [](platform::Connection& connection) { return connection.integer("SELECT id FROM chunk_versions"); });
    EXPECT_EQ(id.value(), 2);
}

TEST_F(SqliteChunkStoreTest, RefusesWhatNoReaderCouldUse) {
    const auto kind_of = [this](const Page& page) {
        const auto written = store().append({}, "v9", std::vector{page}, {}, {});
        return written ? std::optional<ErrorKind>() : written.error().kind;
    };
    EXPECT_EQ(kind_of(make_page(0, "a")), ErrorKind::kInvalidInput);
    Page page = make_page(1, "abc");
    page.boxes.pop_back();
    EXPECT_EQ(kind_of(page), ErrorKind::kInvalidInput);
    page = make_page(1, "abc");
    page.blocks = {{BlockKind::kParagraph, 0, 4, 0}};
    EXPECT_EQ(kind_of(page), ErrorKind::kInvalidInput);
    EXPECT_EQ(kind_of({.number = 1, .text = std::string(kPageTextBytesMax + 1, 'a'), .boxes = {}, .blocks = {}}),
              ErrorKind::kTooLarge);
    EXPECT_EQ(kind_of({.number = 1, .text = "a text file has no boxes", .boxes = {}, .blocks = {}}), std::nullopt);

    Embeddings embeddings = make_embeddings(1);
    embeddings.row(0)[2] = std::numeric_limits<float>::quiet_NaN();
    const std::vector chunks{make_chunk(0, 1, "a")};
    EXPECT_EQ(store().append({}, "v9", {}, chunks, embeddings).error().kind, ErrorKind::kInvalidInput);
}

TEST_F(SqliteChunkStoreTest, AnErrorLeavesNothingOfTheBatchBehind) {
    const std::vector pages{make_page(3, "new")};
    // The second chunk's text is longer than a row may be.
    const std::vector chunks{make_chunk(2, 3, "new"), make_chunk(3, 3, std::string(65 << 20, 'x'))};
    const auto written = store().append({}, "v1", pages, chunks, make_embeddings(2));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::kTooLarge);
    EXPECT_EQ(store().find_page("v1", 3).value(), std::nullopt);
    EXPECT_EQ(store().index_rows("v1").value().size(), 2U);
}

TEST_F(SqliteChunkStoreTest, ReadersSeeWholeBatchesWhileAnotherWrites) {
    std::jthread writer([this] {
        for (std::uint32_t i = 1; i <= 20; ++i) {
            const std::vector chunks{make_chunk(2 * i, i, "a"), make_chunk(2 * i + 1, i, "b")};
            EXPECT_TRUE(store().append({}, "v1", {}, chunks, make_embeddings(2)));
        }
    });
    for (int i = 0; i < 50; ++i) EXPECT_EQ(store().index_rows("v1").value().size() % 2, 0U);
}

TEST_F(SqliteChunkStoreTest, TheCheckNamesEachDamagedRow) {
    change("UPDATE pages SET text = zeroblob(length(text)) WHERE key & 0xFFFFFFFF = 1");
    change("UPDATE chunks SET text = 'x' WHERE key & 0xFFFFFFFF = 0");
    change("UPDATE vectors SET vector = zeroblob(length(vector)) WHERE key & 0xFFFFFFFF = 1");
    const VersionCheck check = store().check("v1").value();
    EXPECT_EQ(check.pages, 2U);
    EXPECT_EQ(check.chunks, 2U);
    EXPECT_EQ(check.vectors, 2U);
    EXPECT_THAT(check.damage, testing::ElementsAre(testing::HasSubstr("page 1"), testing::HasSubstr("chunk 0"),
                                                   testing::HasSubstr("vector of chunk 1")));
}

TEST_F(SqliteChunkStoreTest, FindsAndErasesRowsOfNoVersion) {
    change("UPDATE chunks SET key = key + (7 << 32) WHERE key & 0xFFFFFFFF = 0");
    change("UPDATE vectors SET key = key + (7 << 32) WHERE key & 0xFFFFFFFF = 0");
    EXPECT_EQ(store().count_stray_rows().value(), 2U);
    EXPECT_EQ(store().erase_stray_rows().value(), 2U);
    EXPECT_EQ(store().count_stray_rows().value(), 0U);
    EXPECT_EQ(store().check("v1").value().chunks, 1U);
}

TEST_F(SqliteChunkStoreTest, NoticesADamagedDraft) {
    const Draft draft{.version = "v1", .document_id = "d", .fingerprint = "f", .source = "", .section = ""};
    ASSERT_TRUE(store().append({}, draft, {}, {}, {}));
    change("UPDATE drafts SET next_page = 99");
    expect_damaged(store().drafts({}), "draft");
}

}  // namespace
}  // namespace genai::chunks
