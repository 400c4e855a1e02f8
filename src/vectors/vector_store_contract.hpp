// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include "vectors/vector_store.hpp"

namespace genai::vectors {

// What every vector store does, on exact search. An adapter's test instantiates it with a rig: default constructible,
// `VectorStore& store()`.
template <class Rig>
class VectorStoreContract : public testing::Test {
protected:
    VectorStore& store() { return rig_.store(); }

    // Unit vectors in the plane at these angles in degrees; the question looks along 0, so that the cosines are known.
    static Embeddings at(std::initializer_list<double> degrees) {
        Embeddings rows(degrees.size(), 4);
        std::size_t i = 0;
        for (double angle : degrees) {
            rows.row(i)[0] = static_cast<float>(std::cos(angle * 3.14159265358979 / 180));
            rows.row(i++)[1] = static_cast<float>(std::sin(angle * 3.14159265358979 / 180));
        }
        return rows;
    }

    void add(const std::string& version, std::initializer_list<double> degrees, const Scope& scope = {}) {
        std::vector<std::uint32_t> ordinals;
        for (std::uint32_t i = 0; i < degrees.size(); ++i) ordinals.push_back(i);
        const auto added = store().add(scope, version, ordinals, at(degrees));
        ASSERT_TRUE(added) << added.error().message;
    }

    void remove(std::vector<std::string> versions) { ASSERT_TRUE(store().remove({}, versions)); }

    // "version:ordinal" of each hit.
    static std::vector<std::string> names(const Result<std::vector<VectorHit>>& hits) {
        std::vector<std::string> found;
        for (const VectorHit& hit : hits.value())
            found.push_back(hit.key.version + ":" + std::to_string(hit.key.ordinal));
        return found;
    }

    std::vector<std::string> search(std::size_t k, const Scope& scope = {}) {
        return names(store().search(scope, {.embedding = kAhead, .k = k}, {}));
    }

    std::vector<std::string> search_only(std::vector<std::string> versions, std::size_t k) {
        return names(store().search({}, {kAhead, k, VersionFilter(std::move(versions))}, {}));
    }

    static inline const std::vector<float> kAhead{1, 0, 0, 0};
    Rig rig_;
};

TYPED_TEST_SUITE_P(VectorStoreContract);

TYPED_TEST_P(VectorStoreContract, FindsNothingInAnEmptyScope) {
    EXPECT_TRUE(this->search(5).empty());
    EXPECT_TRUE(this->store().versions({}).value().empty());
    const std::vector<ChunkKey> keys{{"a", 0}};
    EXPECT_TRUE(this->store().score({}, this->kAhead, keys).value().empty());
}

TYPED_TEST_P(VectorStoreContract, FindsTheNearestBestFirst) {
    this->add("a", {40, 10});
    this->add("b", {20, 30});
    EXPECT_THAT(this->search(3), testing::ElementsAre("a:1", "b:0", "b:1"));
    EXPECT_THAT(this->search(10), testing::SizeIs(4));
    EXPECT_TRUE(this->search(0).empty());
    const auto hits = this->store().search({}, {.embedding = this->kAhead, .k = 1}, {}).value();
    EXPECT_NEAR(hits[0].cosine, std::cos(10 * 3.14159265358979 / 180), 1e-6);
}

TYPED_TEST_P(VectorStoreContract, CosinesStayBetweenZeroAndOne) {
    this->add("a", {0, 90, 180});
    Embeddings long_row(1, 4);
    long_row.row(0)[0] = 1.0000001F;
    const std::vector<std::uint32_t> ordinals{0};
    ASSERT_TRUE(this->store().add({}, "b", ordinals, long_row));
    const auto hits = this->store().search({}, {.embedding = this->kAhead, .k = 4}, {}).value();
    ASSERT_EQ(hits.size(), 4U);
    for (const VectorHit& hit : hits) {
        EXPECT_GE(hit.cosine, 0);
        EXPECT_LE(hit.cosine, 1);
    }
}

TYPED_TEST_P(VectorStoreContract, OrdersTiesByKey) {
    this->add("b", {30, 30, 30});
    this->add("a", {30, 30});
    this->add("c", {30, 10});
    EXPECT_THAT(this->search(4), testing::ElementsAre("c:1", "a:0", "a:1", "b:0"));
    EXPECT_THAT(this->search(2), testing::ElementsAre("c:1", "a:0"));
}

TYPED_TEST_P(VectorStoreContract, ForgetsRemovedVersions) {
    this->add("a", {10, 50});
    this->add("b", {20});
    this->remove({"a", "none"});
    EXPECT_THAT(this->search(5), testing::ElementsAre("b:0"));
    EXPECT_THAT(this->store().versions({}).value(), testing::ElementsAre("b"));
    this->remove({"b"});
    EXPECT_TRUE(this->search(5).empty());
}

TYPED_TEST_P(VectorStoreContract, AddingAVersionAgainReplacesIt) {
    this->add("a", {10, 50, 60});
    this->add("a", {20});
    EXPECT_THAT(this->search(5), testing::ElementsAre("a:0"));
    EXPECT_NEAR(this->store().search({}, {.embedding = this->kAhead, .k = 1}, {}).value()[0].cosine,
                std::cos(20 * 3.14159265358979 / 180), 1e-6);
}

TYPED_TEST_P(VectorStoreContract, AVersionWithoutChunksIsHeld) {
    ASSERT_TRUE(this->store().add({}, "empty", {}, {}));
    EXPECT_TRUE(this->search(5).empty());
    this->add("a", {10});
    EXPECT_THAT(this->store().versions({}).value(), testing::ElementsAre("a", "empty"));
    EXPECT_THAT(this->search(5), testing::ElementsAre("a:0"));
}

TYPED_TEST_P(VectorStoreContract, ScopesDoNotSeeEachOther) {
    const Scope other{"default", "other"};
    this->add("a", {10});
    this->add("b", {5}, other);
    EXPECT_THAT(this->search(5), testing::ElementsAre("a:0"));
    EXPECT_THAT(this->search(5, other), testing::ElementsAre("b:0"));
    this->remove({"b"});
    EXPECT_THAT(this->search(5, other), testing::ElementsAre("b:0"));
}

TYPED_TEST_P(VectorStoreContract, ScoresTheChunksAskedFor) {
    this->add("a", {10, 50});
    this->add("b", {20, 120});
    const std::vector<ChunkKey> keys{{"b", 0}, {"a", 7}, {"none", 0}, {"a", 1}, {"b", 1}};
    const auto hits = this->store().score({}, this->kAhead, keys);
    EXPECT_THAT(this->names(hits), testing::ElementsAre("b:0", "a:1", "b:1"));
    EXPECT_NEAR(hits.value()[1].cosine, std::cos(50 * 3.14159265358979 / 180), 1e-6);
    EXPECT_EQ(hits.value()[2].cosine, 0);
}

TYPED_TEST_P(VectorStoreContract, ScoresAsItSearches) {
    this->add("a", {11, 37, 53, 71});
    const auto hits = this->store().search({}, {.embedding = this->kAhead, .k = 4}, {}).value();
    for (const VectorHit& hit : hits) {
        const std::vector<ChunkKey> keys{hit.key};
        EXPECT_EQ(this->store().score({}, this->kAhead, keys).value()[0].cosine, hit.cosine);
    }
}

TYPED_TEST_P(VectorStoreContract, StopsWhenToldTo) {
    this->add("a", {10});
    std::stop_source source;
    source.request_stop();
    const auto stopped = this->store().search({}, {.embedding = this->kAhead, .k = 1},
                                              {.deadline = Deadline::never(), .stop = source.get_token()});
    EXPECT_EQ(stopped.error().kind, ErrorKind::kCancelled);
    const auto late = this->store().search({}, {.embedding = this->kAhead, .k = 1},
                                           {.deadline = Deadline::after(std::chrono::seconds(-1)), .stop = {}});
    EXPECT_EQ(late.error().kind, ErrorKind::kTimeout);
}

TYPED_TEST_P(VectorStoreContract, FindsTheVersionsThatTheFilterAllowsAlone) {
    this->add("a", {10, 40});
    this->add("b", {5, 30, 30});
    this->add("c", {20, 50});
    EXPECT_THAT(this->search_only({"c", "a"}, 3), testing::ElementsAre("a:0", "c:0", "a:1"));
    EXPECT_THAT(this->search_only({"b", "none"}, 2), testing::ElementsAre("b:0", "b:1"));
    EXPECT_THAT(this->search_only({"b"}, 9), testing::ElementsAre("b:0", "b:1", "b:2"));
    EXPECT_TRUE(this->search_only({}, 9).empty());
    EXPECT_TRUE(this->search_only({"none"}, 9).empty());
    this->remove({"a"});
    EXPECT_THAT(this->search_only({"c", "a"}, 3), testing::ElementsAre("c:0", "c:1"));
}

TYPED_TEST_P(VectorStoreContract, ComparesWithEveryRowWhenAsked) {
    this->add("a", {40, 10});
    this->add("b", {20, 30});
    const VectorQuery query{this->kAhead, 3, VersionFilter(), Accuracy::kExact};
    EXPECT_THAT(this->names(this->store().search({}, query, {})), testing::ElementsAre("a:1", "b:0", "b:1"));
}

TYPED_TEST_P(VectorStoreContract, ReportsHowItSearches) {
    EXPECT_EQ(this->store().report({}).value().rows, 0U);
    this->add("a", {40, 10});
    this->add("b", {20, 30});
    ASSERT_TRUE(this->store().settle({}));
    const IndexReport report = this->store().report({}).value();
    EXPECT_EQ(report.rows, 4U);
    EXPECT_LE(report.indexed_rows, 4U);
    EXPECT_FALSE(report.kind.empty());
    EXPECT_FALSE(report.why.empty());
}

TYPED_TEST_P(VectorStoreContract, RefusesRowsWithoutOrdinals) {
    const std::vector<std::uint32_t> ordinals{0};
    EXPECT_EQ(this->store().add({}, "a", ordinals, this->at({10, 20})).error().kind, ErrorKind::kInvalidInput);
    EXPECT_TRUE(this->store().versions({}).value().empty());
}

REGISTER_TYPED_TEST_SUITE_P(VectorStoreContract, FindsNothingInAnEmptyScope, FindsTheNearestBestFirst,
                            CosinesStayBetweenZeroAndOne, OrdersTiesByKey, ForgetsRemovedVersions,
                            AddingAVersionAgainReplacesIt, AVersionWithoutChunksIsHeld, ScopesDoNotSeeEachOther,
                            ScoresTheChunksAskedFor, ScoresAsItSearches, StopsWhenToldTo,
                            FindsTheVersionsThatTheFilterAllowsAlone, ComparesWithEveryRowWhenAsked,
                            ReportsHowItSearches, RefusesRowsWithoutOrdinals);

}  // namespace genai::vectors
