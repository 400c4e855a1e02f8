// SPDX-License-Identifier: Apache-2.0
// What a store with an index does: searching, filters, changes and merges.
#include <atomic>
#include <thread>

#include "platform/temporary_folder.hpp"
#include "vectors/faiss_vector_store.hpp"
#include "vectors/made_up_rows.hpp"
#include "vectors/vector_store_contract.hpp"

namespace genai::vectors {
namespace {

platform::Log& quiet_log() {
    static platform::Log log({.level = platform::LogLevel::kError});
    return log;
}

FaissVectorStore::Options small_options(IndexType type) {
    FaissVectorStore::Options options;
    options.policy.type = type;
    options.policy.index_rows_min = 1'000;
    options.policy.flat_rows_max = 3'000;
    options.policy.stale_rows_max = 200;
    options.policy.exact_rows_max = 100;
    options.quiet = std::chrono::milliseconds(1);
    return options;
}

std::unique_ptr<FaissVectorStore> make_store(IndexType type) {
    return FaissVectorStore::make(small_options(type), quiet_log()).value();
}

// Indexes when settle() asks for it, so that a slow machine's index holds the same rows as a fast one's.
std::unique_ptr<FaissVectorStore> make_waiting_store(IndexType type) {
    FaissVectorStore::Options options = small_options(type);
    options.quiet = std::chrono::hours(1);
    return FaissVectorStore::make(options, quiet_log()).value();
}

VersionFilter every(std::size_t nth, std::size_t documents) {
    std::vector<std::string> versions;
    for (std::size_t i = 0; i < documents; i += nth) versions.push_back(MadeUpRows::version(i));
    return VersionFilter(std::move(versions));
}

class IndexedSearch : public testing::TestWithParam<IndexType> {
protected:
    // 3,000 rows, indexed.
    void SetUp() override {
        rows_.add_to(*store_, 0, kDocuments);
        ASSERT_TRUE(store_->settle({}));
        ASSERT_EQ(report().indexed_rows, kRows);
    }

    IndexReport report() { return store_->report({}).value(); }
    std::vector<VectorHit> search(std::size_t k, const VersionFilter& filter = {}) {
        return store_->search({}, {rows_.make_query(), k, filter}, {}).value();
    }
    double recall(const VersionFilter& filter = {}) { return recall_of(*store_, rows_, 100, filter); }

    static constexpr std::size_t kDocuments = 150;
    static constexpr std::size_t kRows = kDocuments * MadeUpRows::kRowsPerDocument;
    MadeUpRows rows_{kDocuments * 2};
    std::unique_ptr<FaissVectorStore> store_ = make_waiting_store(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Faiss, IndexedSearch, testing::Values(IndexType::kIvf, IndexType::kHnsw),
                         [](const auto& type) { return type.param == IndexType::kIvf ? "Ivf" : "Hnsw"; });

TEST_P(IndexedSearch, FindsTheNearestWithTheirExactCosines) {
    EXPECT_GE(recall(), 0.99);
    const std::vector<float> query = rows_.make_query();
    const auto exact = store_->search({}, {query, 3, {}, Accuracy::kExact}, {}).value();
    const auto found = store_->search({}, {query, 3}, {}).value();
    ASSERT_EQ(found.size(), 3U);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].key, exact[i].key);
        EXPECT_EQ(found[i].cosine, exact[i].cosine);
    }
}

TEST_P(IndexedSearch, FiltersBeforeItRanks) {
    for (const std::size_t nth : {2, 4, 6, 20, 150}) {
        const VersionFilter filter = every(nth, kDocuments);
        EXPECT_GE(recall(filter), 0.99) << "1 of " << nth;
        for (const VectorHit& hit : search(10, filter)) EXPECT_TRUE(filter.allows(hit.key.version));
    }
}

TEST_P(IndexedSearch, SeesAtOnceWhatCameSinceTheIndexWasBuilt) {
    rows_.add_to(*store_, kDocuments, 5);
    for (std::size_t i = kDocuments; i < kDocuments + 5; ++i) {
        const auto row = rows_.document(i).row(3);
        const auto hits = store_->search({}, {row, 1}, {}).value();
        ASSERT_EQ(hits.size(), 1U);
        EXPECT_EQ(hits[0].key, (ChunkKey{MadeUpRows::version(i), 3}));
    }
    EXPECT_EQ(report().rows, kRows + 100);
    EXPECT_EQ(report().indexed_rows, kRows);
}

TEST_P(IndexedSearch, NeverFindsWhatWasRemoved) {
    for (std::size_t i = 0; i < 15; ++i) ASSERT_TRUE(store_->remove({}, std::vector{MadeUpRows::version(i * 10)}));
    const VersionFilter removed = every(10, kDocuments);
    for (int i = 0; i < 50; ++i)
        for (const VectorHit& hit : search(50)) EXPECT_FALSE(removed.allows(hit.key.version)) << hit.key.version;
    EXPECT_GE(recall(), 0.99);
}

TEST_P(IndexedSearch, SearchesAReplacedVersionAsItIsNow) {
    const std::vector<std::uint32_t> ordinals{0};
    Embeddings row(1, MadeUpRows::kDimension);
    std::copy_n(rows_.document(kDocuments).row(0).begin(), MadeUpRows::kDimension, row.row(0).begin());
    ASSERT_TRUE(store_->add({}, MadeUpRows::version(7), ordinals, row));
    EXPECT_EQ(store_->search({}, {row.row(0), 1}, {}).value()[0].key, (ChunkKey{MadeUpRows::version(7), 0}));
    EXPECT_TRUE(store_->settle({}));
    const auto old = store_->search({}, {rows_.document(7).row(5), 1}, {}).value();
    EXPECT_LT(old[0].cosine, 0.9999F);
}

TEST_P(IndexedSearch, MergesTheTailOnceItHasGrown) {
    rows_.add_to(*store_, kDocuments, 40);
    ASSERT_TRUE(store_->settle({}));
    EXPECT_EQ(report().indexed_rows, kRows + 40 * MadeUpRows::kRowsPerDocument);
    EXPECT_GE(recall(), 0.99);
}

TEST_P(IndexedSearch, IsBuiltAnewWhenMuchOfItIsGone) {
    for (std::size_t i = 0; i < 50; ++i) ASSERT_TRUE(store_->remove({}, std::vector{MadeUpRows::version(i)}));
    ASSERT_TRUE(store_->settle({}));
    EXPECT_EQ(report().rows, 100 * MadeUpRows::kRowsPerDocument);
    EXPECT_EQ(report().indexed_rows, 100 * MadeUpRows::kRowsPerDocument);
    EXPECT_GE(recall(), 0.99);
}

TEST_P(IndexedSearch, ScoresAsItSearches) {
    for (const VectorHit& hit : search(20)) {
        const std::vector<ChunkKey> keys{hit.key};
        const std::vector<float> query = rows_.make_query();
        const auto scored = store_->score({}, query, keys).value();
        ASSERT_EQ(scored.size(), 1U);
        const auto all = store_->search({}, {query, kRows, {}, Accuracy::kExact}, {}).value();
        const auto same =
            std::find_if(all.begin(), all.end(), [&](const VectorHit& other) { return other.key == hit.key; });
        EXPECT_EQ(scored[0].cosine, same->cosine);
    }
}

TEST_P(IndexedSearch, StaysInTheCallingThread) {
    const auto count_threads = [] {
        const std::filesystem::directory_iterator tasks("/proc/self/task");
        return std::distance(begin(tasks), end(tasks));
    };
    const auto before = count_threads();
    for (int i = 0; i < 20; ++i) ASSERT_TRUE(store_->search({}, {rows_.make_query(), 200}, {}));
    EXPECT_EQ(count_threads(), before);
}

TEST_P(IndexedSearch, ForgetsTheIndexWithTheLastRow) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < kDocuments; ++i) all.push_back(MadeUpRows::version(i));
    ASSERT_TRUE(store_->remove({}, all));
    ASSERT_TRUE(store_->settle({}));
    EXPECT_TRUE(store_->search({}, {rows_.make_query(), 5}, {}).value().empty());
    rows_.add_to(*store_, 0, 2);
    EXPECT_EQ(store_->search({}, {rows_.make_query(), 50}, {}).value().size(), 40U);
}

TEST(AutomaticIndex, ComparesEveryRowWhileThereAreFew) {
    MadeUpRows rows(200);
    const auto store = make_store(IndexType::kAuto);
    rows.add_to(*store, 0, 100);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(store->report({}).value().kind, "flat");
    EXPECT_THAT(store->report({}).value().why, testing::HasSubstr("auto"));
    rows.add_to(*store, 100, 100);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(store->report({}).value().kind, "ivf");
    EXPECT_GE(recall_of(*store, rows, 100), 0.99);
}

TEST(AutomaticIndex, DoesWithoutAnIndexThatFindsTooLittle) {
    FaissVectorStore::Options options = small_options(IndexType::kAuto);
    options.policy.recall_min = 1.1;
    const auto store = FaissVectorStore::make(options, quiet_log()).value();
    MadeUpRows rows(200);
    rows.add_to(*store, 0, 200);
    ASSERT_TRUE(store->settle({}));
    EXPECT_EQ(store->report({}).value().kind, "flat");
    EXPECT_THAT(store->report({}).value().why, testing::HasSubstr("too few"));
    EXPECT_EQ(recall_of(*store, rows, 20), 1);
}

TEST(IndexBuild, DelaysNeitherSearchesNorChangesNorTheEnd) {
    MadeUpRows rows(2'000);
    auto store = make_store(IndexType::kHnsw);
    rows.add_to(*store, 0, 1'900);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // it is being built by now
    for (std::size_t i = 0; i < 50; ++i) {
        const auto start = std::chrono::steady_clock::now();
        rows.add_to(*store, 1'900 + i, 1);
        ASSERT_TRUE(store->remove({}, std::vector{MadeUpRows::version(i)}));
        ASSERT_EQ(store->search({}, {rows.document(1'900 + i).row(0), 1}, {}).value()[0].key.version,
                  MadeUpRows::version(1'900 + i));
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
    }
    const auto start = std::chrono::steady_clock::now();
    store.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(IndexBuild, SurvivesChangesAndSearchesBesideIt) {
    MadeUpRows rows(160);
    const auto store = make_store(IndexType::kIvf);
    rows.add_to(*store, 0, 100);
    std::atomic<bool> stop = false;
    const std::vector<float> query = rows.make_query();
    std::vector<std::jthread> readers;
    for (int t = 0; t < 2; ++t)
        readers.emplace_back([&] {
            while (!stop) {
                EXPECT_EQ(store->search({}, {query, 5}, {}).value().size(), 5U);
                std::this_thread::sleep_for(std::chrono::microseconds(100));
            }
        });
    for (std::size_t i = 0; i < 60; ++i) {
        rows.add_to(*store, 100 + i, 1);
        EXPECT_TRUE(i % 3 != 0 || store->remove({}, std::vector{MadeUpRows::version(i)}));
        EXPECT_TRUE(i % 20 != 0 || store->settle({}));
    }
    stop = true;
    readers.clear();
    ASSERT_TRUE(store->settle({}));
    EXPECT_GE(recall_of(*store, rows, 100), 0.99);
}

}  // namespace
}  // namespace genai::vectors
