// SPDX-License-Identifier: Apache-2.0
#include "retrieval/live_index.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <stop_token>

#include "catalog/fake_catalog.hpp"
#include "chunks/fake_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "lexical/fake_lexical_index.hpp"
#include "vectors/fake_vector_store.hpp"

namespace genai::retrieval {
namespace {

// Calls off the work of whoever adds a version, once it is added.
class InterruptingStore final : public vectors::VectorStore {
public:
    explicit InterruptingStore(std::stop_source& stop) : stop_(stop) {}

    Result<void> add(const Scope& scope, const std::string& version, std::span<const std::uint32_t> ordinals,
                     const Embeddings& rows) override {
        ++added;
        stop_.request_stop();
        return store_.add(scope, version, ordinals, rows);
    }
    Result<void> remove(const Scope& scope, std::span<const std::string> versions) override {
        return store_.remove(scope, versions);
    }
    Result<std::vector<std::string>> versions(const Scope& scope) override { return store_.versions(scope); }
    Result<std::vector<VectorHit>> search(const Scope& scope, const vectors::VectorQuery& query,
                                          const Limits& limits) override {
        return store_.search(scope, query, limits);
    }
    Result<std::vector<VectorHit>> score(const Scope& scope, std::span<const float> query,
                                         std::span<const ChunkKey> keys) override {
        return store_.score(scope, query, keys);
    }
    Result<vectors::IndexReport> report(const Scope& scope) override { return store_.report(scope); }
    Result<void> settle(const Limits& limits) override { return store_.settle(limits); }

    int added = 0;

private:
    std::stop_source& stop_;
    vectors::FakeVectorStore store_;
};

// Counts how often texts are read.
class CountingStore final : public chunks::FakeChunkStore {
public:
    Result<std::vector<chunks::IndexPage>> index_pages(const std::string& version) override {
        ++texts_read;
        return FakeChunkStore::index_pages(version);
    }
    int texts_read = 0;
};

// The shipped profiles, by the documents' types.
profiles::ProfileChoice load_finance() {
    const std::filesystem::path folder = std::filesystem::path(GENAI_SOURCE_DIR) / "share/genai/profiles";
    auto choice = profiles::ProfileChoice::load("auto", std::span(&folder, 1));
    EXPECT_TRUE(choice) << choice.error().message;
    return std::move(*choice);
}

class LiveIndexTest : public testing::Test {
protected:
    void add(const std::string& version) {
        const std::vector<std::string> texts{"text of " + version};
        Page page;
        page.number = 1;
        page.text = texts[0];
        page.boxes.resize(texts[0].size());
        Chunk chunk;
        chunk.id = version + "-0";
        chunk.page = chunk.page_end = 1;
        chunk.text = texts[0];
        const auto embeddings = embedder_.embed_documents(texts, {});
        ASSERT_TRUE(chunks_.append({}, version, std::span(&page, 1), std::span(&chunk, 1), *embeddings));
        catalog::VersionRecord record;
        record.document_id = "id of " + version;
        record.version = version;
        record.pages = record.chunks = 1;
        record.chunk_digest = *chunks_.chunk_digest(version);
        ASSERT_TRUE(catalog_.flip({}, {"root", version + ".pdf"}, record));
    }

    // A question that is called off as soon as one version was loaded for it.
    Result<std::shared_ptr<const LiveSet>> refresh_briefly() {
        stop_ = std::stop_source();
        return index_.refresh({}, {Deadline::never(), stop_.get_token()});
    }

    catalog::FakeCatalog catalog_;
    CountingStore chunks_;
    embedding::FakeEmbedder embedder_;
    std::stop_source stop_;
    InterruptingStore vectors_{stop_};
    lexical::FakeLexicalIndex pages_, passages_, documents_;
    profiles::ProfileChoice profiles_ = load_finance();
    LiveIndex index_{catalog_, chunks_, {vectors_, pages_, passages_, documents_}, profiles_};
};

TEST_F(LiveIndexTest, GoesOnWhereAQuestionThatWasCalledOffStopped) {
    for (const char* version : {"v1", "v2", "v3"}) add(version);
    EXPECT_EQ(refresh_briefly().error().kind, ErrorKind::kCancelled);
    EXPECT_EQ(refresh_briefly().error().kind, ErrorKind::kCancelled);
    const auto done = refresh_briefly();
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ((*done)->versions.size(), 3U);
    EXPECT_EQ(vectors_.added, 3) << "nothing was loaded twice";
}

TEST_F(LiveIndexTest, RefusesAVersionThatHasLostAPage) {
    add("v1");
    const Chunk chunk = chunks_.chunks_of_page("v1", 1)->front();
    const auto embeddings = embedder_.embed_documents(std::span(&chunk.text, 1), {});
    ASSERT_TRUE(chunks_.erase("v1"));
    ASSERT_TRUE(chunks_.append({}, "v1", {}, std::span(&chunk, 1), *embeddings));
    const auto refused = index_.refresh({}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kInternal);
    EXPECT_NE(refused.error().message.find("restore DATA_DIR from a backup"), std::string::npos);
}

TEST_F(LiveIndexTest, RefusesAVersionWhoseChunksAreNotThoseFromTheFirstOn) {
    add("v1");
    Chunk chunk = chunks_.chunks_of_page("v1", 1)->front();
    const Page page = **chunks_.find_page("v1", 1);
    const auto embeddings = embedder_.embed_documents(std::span(&chunk.text, 1), {});
    ASSERT_TRUE(chunks_.erase("v1"));
    chunk.ordinal = 1;  // the digest is over the ids and stays the same
    ASSERT_TRUE(chunks_.append({}, "v1", std::span(&page, 1), std::span(&chunk, 1), *embeddings));
    const auto refused = index_.refresh({}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kInternal);
}

TEST_F(LiveIndexTest, ForgetsWhatWasLoadedForNothing) {
    for (const char* version : {"v1", "v2"}) add(version);
    EXPECT_EQ(refresh_briefly().error().kind, ErrorKind::kCancelled);
    ASSERT_TRUE(catalog_.remove({}, "id of v1"));
    ASSERT_TRUE(catalog_.remove({}, "id of v2"));
    const auto done = refresh_briefly();
    ASSERT_TRUE(done);
    EXPECT_TRUE((*done)->versions.empty());
    EXPECT_TRUE(vectors_.versions({})->empty());
}

TEST_F(LiveIndexTest, KnowsWhatPeopleSaidOfADocumentWithoutReadingItsTextAnew) {
    for (const char* version : {"v1", "v2"}) add(version);
    ASSERT_TRUE(index_.refresh({}, {}));
    EXPECT_TRUE((*index_.refresh({}, {}))->facts->match("What does Lanternbay charge?").scores.empty());
    ASSERT_TRUE(catalog_.set_facts({}, "id of v2", {{FactKey::kOrganisation, "Lanternbay Inc."}}));
    const auto live = index_.refresh({}, {});
    ASSERT_TRUE(live);
    EXPECT_EQ((*live)->order, (std::vector<std::string>{"v1", "v2"}));
    const auto scores = (*live)->facts->match("What does Lanternbay charge?").scores;
    ASSERT_EQ(scores.size(), 2U);
    EXPECT_GT(scores[1], scores[0]);
    EXPECT_EQ(chunks_.texts_read, 2) << "once a version";
}

TEST_F(LiveIndexTest, ReadsThePeriodInADocumentsNewName) {
    for (const char* version : {"v1", "v2"}) add(version);
    const auto best = [&] {
        const auto scores = (*index_.refresh({}, {}))->facts->match("the fee in the second quarter of 2023").scores;
        return scores.empty() ? -1 : static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
    };
    EXPECT_EQ(best(), -1);
    ASSERT_TRUE(catalog_.add_name({}, {"root", "2023 Q2.pdf"}, "id of v2"));
    ASSERT_TRUE(catalog_.remove_name({}, {"root", "v2.pdf"}));
    EXPECT_EQ(best(), 1);
}

TEST_F(LiveIndexTest, ReadsThePagesByTheProfileForTheDocumentsType) {
    for (const char* version : {"v1", "v2"}) add(version);
    EXPECT_TRUE((*index_.refresh({}, {}))->profiles.empty());
    ASSERT_TRUE(catalog_.set_facts({}, "id of v2", {{FactKey::kType, "10-K"}}));
    auto live = index_.refresh({}, {});
    ASSERT_TRUE(live);
    EXPECT_EQ((*live)->versions.at("v1")->profile, nullptr);
    ASSERT_NE((*live)->versions.at("v2")->profile, nullptr);
    EXPECT_EQ((*live)->versions.at("v2")->profile->name(), "finance");
    EXPECT_EQ((*live)->versions.at("v2")->signals.size(), 1U);
    EXPECT_EQ((*live)->profiles.size(), 1U);
    EXPECT_EQ(chunks_.texts_read, 3) << "v2 once more";

    ASSERT_TRUE(catalog_.set_facts({}, "id of v2", {{FactKey::kType, "letter"}}));
    live = index_.refresh({}, {});
    EXPECT_EQ((*live)->versions.at("v2")->profile, nullptr);
    EXPECT_TRUE((*live)->versions.at("v2")->signals.empty());
}

}  // namespace
}  // namespace genai::retrieval
