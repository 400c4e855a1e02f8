// SPDX-License-Identifier: Apache-2.0
#include "vectors/faiss_vector_store.hpp"

#include <atomic>
#include <filesystem>
#include <limits>
#include <random>
#include <thread>

#include "vectors/fake_vector_store.hpp"
#include "vectors/flat_rows.hpp"
#include "vectors/vector_store_contract.hpp"

namespace genai::vectors {
namespace {

platform::Log& quiet_log() {
    static platform::Log log({.level = platform::LogLevel::kError});
    return log;
}

class FaissRig {
public:
    VectorStore& store() { return *store_; }

private:
    std::unique_ptr<FaissVectorStore> store_ = FaissVectorStore::make({}, quiet_log()).value();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Faiss, VectorStoreContract, FaissRig);

// Rows whose products are exact in floats, whichever order they are summed in: many of them tie.
Embeddings make_rows(std::mt19937& random, std::size_t count, std::size_t dimension) {
    Embeddings rows(count, dimension);
    for (float& value : rows.values()) value = static_cast<float>(static_cast<int>(random() % 9) - 4) / 64.0F;
    return rows;
}

std::vector<std::uint32_t> make_ordinals(std::size_t count) {
    std::vector<std::uint32_t> ordinals(count);
    for (std::size_t i = 0; i < count; ++i) ordinals[i] = static_cast<std::uint32_t>(i);
    return ordinals;
}

TEST(FaissVectorStore, AgreesWithComparingEveryRowThroughManyChanges) {
    std::mt19937 random(3);
    FaissRig faiss;
    FakeVectorStore fake;
    for (int round = 0; round < 120; ++round) {
        const std::string version = "v" + std::to_string(random() % 30);
        if (random() % 3 == 0) {
            const std::vector<std::string> gone{version};
            ASSERT_TRUE(faiss.store().remove({}, gone));
            ASSERT_TRUE(fake.remove({}, gone));
        } else {
            const std::size_t count = random() % 60;
            const Embeddings rows = make_rows(random, count, count == 0 ? 0 : 24);
            ASSERT_TRUE(faiss.store().add({}, version, make_ordinals(count), rows));
            ASSERT_TRUE(fake.add({}, version, make_ordinals(count), rows));
        }
        const Embeddings query = make_rows(random, 1, 24);
        const std::size_t k = 1 + random() % 40;
        const auto expected = fake.search({}, {.embedding = query.row(0), .k = k}, {}).value();
        const auto found = faiss.store().search({}, {.embedding = query.row(0), .k = k}, {}).value();
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            // Products of zero and less are all clamped to 0 and in the end ordered by what they were.
            if (expected[i].cosine == 0) break;
            ASSERT_EQ(found[i].key, expected[i].key) << "round " << round << ", hit " << i;
            ASSERT_EQ(found[i].cosine, expected[i].cosine);
        }
        ASSERT_EQ(faiss.store().versions({}).value(), fake.versions({}).value());
    }
}

TEST(FaissVectorStore, RefusesAnotherDimension) {
    std::mt19937 random(3);
    FaissRig rig;
    ASSERT_TRUE(rig.store().add({}, "a", make_ordinals(2), make_rows(random, 2, 8)));
    const auto added = rig.store().add({}, "b", make_ordinals(2), make_rows(random, 2, 9));
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().kind, ErrorKind::kInvalidInput);
    EXPECT_EQ(rig.store().search({}, {.embedding = std::vector<float>(9), .k = 1}, {}).error().kind,
              ErrorKind::kInvalidInput);
    const std::vector<ChunkKey> keys{{"a", 0}};
    EXPECT_EQ(rig.store().score({}, std::vector<float>(9), keys).error().kind, ErrorKind::kInvalidInput);
    EXPECT_THAT(rig.store().versions({}).value(), testing::ElementsAre("a"));

    const std::vector<std::string> gone{"a"};
    ASSERT_TRUE(rig.store().remove({}, gone));
    EXPECT_TRUE(rig.store().add({}, "b", make_ordinals(2), make_rows(random, 2, 9)));
}

TEST(FaissVectorStore, RefusesWhatIsNoNumber) {
    FaissRig rig;
    Embeddings rows(1, 4);
    rows.row(0)[1] = std::numeric_limits<float>::infinity();
    EXPECT_EQ(rig.store().add({}, "a", make_ordinals(1), rows).error().kind, ErrorKind::kInvalidInput);
    const std::vector<std::uint32_t> twice{1, 1};
    EXPECT_EQ(rig.store().add({}, "a", twice, Embeddings(2, 4)).error().kind, ErrorKind::kInvalidInput);
}

TEST(FlatRows, WinsRoomBackOnceAQuarterIsDead) {
    std::mt19937 random(3);
    FlatRows rows(8);
    for (int i = 0; i < 10; ++i) rows.add("v" + std::to_string(i), make_ordinals(10), make_rows(random, 10, 8));
    rows.remove("v0");
    rows.remove("v1");
    EXPECT_EQ(rows.held(), 100U);
    rows.remove("v2");
    EXPECT_EQ(rows.held(), 70U);
    EXPECT_EQ(rows.live(), 70U);
}

TEST(FlatRows, SearchesAcrossSegments) {
    std::mt19937 random(3);
    FlatRows rows(2);
    constexpr std::size_t kRows = 40'000;
    Embeddings vectors(kRows, 2);
    for (std::size_t i = 0; i < kRows; ++i) vectors.row(i)[0] = static_cast<float>(i % 20'000) / 20'000;
    rows.add("a", make_ordinals(kRows), vectors);
    const float query[2] = {1, 0};
    BestRows best(3);
    ASSERT_TRUE(rows.compare(query, FlatRows::Part::kAll, best, {}));
    const auto hits = best.take();
    ASSERT_EQ(hits.size(), 3U);
    EXPECT_EQ(hits[0].key.ordinal, 19'999U);
    EXPECT_EQ(hits[1].key.ordinal, 39'999U);
    EXPECT_EQ(hits[2].key.ordinal, 19'998U);
    rows.remove("a");
    EXPECT_EQ(rows.held(), 0U);
}

std::size_t count_threads() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST(FaissVectorStore, SearchesInTheCallingThreadAlone) {
    std::mt19937 random(3);
    FaissRig rig;
    const std::size_t before = count_threads();
    ASSERT_TRUE(rig.store().add({}, "a", make_ordinals(5'000), make_rows(random, 5'000, 384)));
    ASSERT_EQ(rig.store().search({}, {.embedding = make_rows(random, 1, 384).row(0), .k = 50}, {}).value().size(), 50U);
    EXPECT_EQ(count_threads(), before);
}

TEST(FaissVectorStore, ChangesAreNotHeldUpByUnbrokenSearches) {
    std::mt19937 random(3);
    FaissRig rig;
    const Embeddings query = make_rows(random, 1, 32);
    ASSERT_TRUE(rig.store().add({}, "a", make_ordinals(2'000), make_rows(random, 2'000, 32)));
    std::atomic<bool> stop = false;
    std::vector<std::jthread> readers;
    for (int t = 0; t < 3; ++t)
        readers.emplace_back([&] {
            while (!stop) EXPECT_FALSE(rig.store().search({}, {.embedding = query.row(0), .k = 5}, {}).value().empty());
        });
    for (int i = 0; i < 20; ++i) {
        const std::string version = "b" + std::to_string(i);
        EXPECT_TRUE(rig.store().add({}, version, make_ordinals(10), make_rows(random, 10, 32)));
        EXPECT_TRUE(rig.store().remove({}, std::vector{version}));
    }
    stop = true;
}

}  // namespace
}  // namespace genai::vectors
