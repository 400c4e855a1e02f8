// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include "lexical/lexical_index.hpp"

namespace genai::lexical {

// What every keyword index does. An adapter's test instantiates it with a rig: default constructible,
// `LexicalIndex& index()`.
template <class Rig>
class LexicalIndexContract : public testing::Test {
protected:
    LexicalIndex& index() { return rig_.index(); }

    // Pages 1, 2, ... with these texts.
    void add(const std::string& version, std::initializer_list<const char*> texts, const Scope& scope = {}) {
        std::vector<LexicalPage> pages;
        for (const char* text : texts) pages.push_back({static_cast<std::uint32_t>(pages.size() + 1), text});
        const auto added = index().add(scope, version, pages);
        ASSERT_TRUE(added) << added.error().message;
    }

    void remove(std::vector<std::string> versions) { ASSERT_TRUE(index().remove({}, versions)); }

    LexicalResult search(std::string_view question, std::size_t k = 10, const Scope& scope = {}) {
        return index().search(std::span(&scope, 1), {question}, k, {}, {}).value();
    }

    // "version:page" of each hit.
    std::vector<std::string> names(std::string_view question, std::size_t k = 10, const Scope& scope = {}) {
        std::vector<std::string> found;
        const LexicalResult result = search(question, k, scope);
        for (const KeywordHit& hit : result.hits) found.push_back(hit.key.version + ":" + std::to_string(hit.key.page));
        return found;
    }

    Rig rig_;
};

TYPED_TEST_SUITE_P(LexicalIndexContract);

TYPED_TEST_P(LexicalIndexContract, FindsNothingInAnEmptyScope) {
    EXPECT_TRUE(this->names("anything").empty());
    EXPECT_TRUE(this->index().versions({}).value().empty());
}

TYPED_TEST_P(LexicalIndexContract, FindsPagesBestFirst) {
    this->add("a", {"net revenues rose", "net interest income and net interest expense", "headcount"});
    this->add("b", {"interest"});
    EXPECT_THAT(this->names("interest income"), testing::ElementsAre("a:2", "b:1"));
    EXPECT_THAT(this->names("net interest income"), testing::ElementsAre("a:2", "b:1", "a:1"));
    EXPECT_THAT(this->names("net interest income", 1), testing::ElementsAre("a:2"));
    EXPECT_TRUE(this->names("net interest income", 0).empty());
    EXPECT_TRUE(this->names("dividends").empty());
    EXPECT_TRUE(this->names("").empty());
}

TYPED_TEST_P(LexicalIndexContract, ScoresByTheFormula) {
    this->add("a", {"alpha alpha beta", "beta", "gamma delta", "delta delta"});
    const auto result = this->search("alpha beta");
    ASSERT_EQ(result.hits.size(), 2U);
    const auto idf = [](double with) { return std::log(1 + (4 - with + 0.5) / (with + 0.5)); };
    const auto part = [](double frequency, double length) {
        return 2.2 * frequency / (frequency + 1.2 * (0.25 + 0.75 * length / 2.0));
    };
    EXPECT_NEAR(result.hits[0].bm25, idf(1) * part(2, 3) + idf(2) * part(1, 3), 1e-4);
    EXPECT_NEAR(result.hits[1].bm25, idf(2) * part(1, 1), 1e-4);
    EXPECT_NEAR(result.matched_idf[0], 1, 1e-6);
    EXPECT_NEAR(result.matched_idf[1], idf(2) / (idf(1) + idf(2)), 1e-5);
}

TYPED_TEST_P(LexicalIndexContract, ATermAskedTwiceCountsTwice) {
    this->add("a", {"alpha", "beta", "gamma"});
    const float once = this->search("alpha").hits.at(0).bm25;
    EXPECT_NEAR(this->search("alpha alpha").hits.at(0).bm25, 2 * once, 1e-5);
}

TYPED_TEST_P(LexicalIndexContract, UnknownTermsAreUnmatchedMass) {
    this->add("a", {"alpha", "beta"});
    const auto result = this->search("alpha zeppelin");
    ASSERT_EQ(result.hits.size(), 1U);
    EXPECT_GT(result.matched_idf[0], 0);
    EXPECT_LE(result.matched_idf[0], 0.5);
}

TYPED_TEST_P(LexicalIndexContract, OrdersTiesByKey) {
    this->add("b", {"alpha", "alpha"});
    this->add("a", {"alpha", "beta"});
    EXPECT_THAT(this->names("alpha"), testing::ElementsAre("a:1", "b:1", "b:2"));
    EXPECT_THAT(this->names("alpha", 2), testing::ElementsAre("a:1", "b:1"));
}

TYPED_TEST_P(LexicalIndexContract, ForgetsRemovedVersionsInItsStatisticsToo) {
    this->add("a", {"alpha beta", "gamma", "gamma gamma delta"});
    const auto before = this->search("alpha gamma");
    this->add("b", {"alpha alpha", "alpha", "epsilon zeta eta theta"});
    this->remove({"b", "none"});
    const auto after = this->search("alpha gamma");
    ASSERT_EQ(after.hits.size(), before.hits.size());
    for (std::size_t i = 0; i < after.hits.size(); ++i) {
        EXPECT_EQ(after.hits[i].key, before.hits[i].key);
        EXPECT_EQ(after.hits[i].bm25, before.hits[i].bm25);
        EXPECT_EQ(after.matched_idf[i], before.matched_idf[i]);
    }
    EXPECT_THAT(this->index().versions({}).value(), testing::ElementsAre("a"));
    this->remove({"a"});
    EXPECT_TRUE(this->names("alpha").empty());
}

TYPED_TEST_P(LexicalIndexContract, AddingAVersionAgainReplacesIt) {
    this->add("a", {"alpha", "beta"});
    this->add("a", {"gamma"});
    EXPECT_TRUE(this->names("alpha").empty());
    EXPECT_THAT(this->names("gamma"), testing::ElementsAre("a:1"));
}

TYPED_TEST_P(LexicalIndexContract, AVersionWithoutPagesIsHeld) {
    ASSERT_TRUE(this->index().add({}, "empty", {}));
    this->add("a", {""});
    EXPECT_THAT(this->index().versions({}).value(), testing::ElementsAre("a", "empty"));
    EXPECT_TRUE(this->names("alpha").empty());
}

TYPED_TEST_P(LexicalIndexContract, ScopesDoNotSeeEachOther) {
    const Scope other{"default", "other"};
    this->add("a", {"alpha beta", "beta"});
    const float alone = this->search("alpha").hits.at(0).bm25;
    this->add("b", {"alpha", "alpha", "alpha"}, other);
    EXPECT_THAT(this->names("alpha"), testing::ElementsAre("a:1"));
    EXPECT_EQ(this->search("alpha").hits.at(0).bm25, alone);
    EXPECT_THAT(this->names("alpha", 10, other), testing::ElementsAre("b:1", "b:2", "b:3"));
    this->remove({"b"});
    EXPECT_THAT(this->names("alpha", 1, other), testing::ElementsAre("b:1"));
}

TYPED_TEST_P(LexicalIndexContract, SearchesSeveralScopesAsIfTheyWereOne) {
    const Scope first{"default", "first"}, second{"default", "second"}, whole{"default", "whole"};
    this->add("a", {"alpha beta", "beta"}, first);
    this->add("b", {"alpha", "alpha alpha gamma delta", "gamma", "delta"}, second);
    this->add("a", {"alpha beta", "beta"}, whole);
    this->add("b", {"alpha", "alpha alpha gamma delta", "gamma", "delta"}, whole);
    const std::vector<Scope> both{second, first, {"default", "none"}};
    for (const std::size_t k : {1U, 3U, 10U}) {
        const auto expected = this->search("alpha beta gamma", k, whole);
        const auto found = this->index().search(both, {"alpha beta gamma"}, k, {}, {}).value();
        ASSERT_EQ(found.hits.size(), expected.hits.size());
        for (std::size_t i = 0; i < found.hits.size(); ++i) {
            EXPECT_EQ(found.hits[i].key, expected.hits[i].key);
            EXPECT_FLOAT_EQ(found.hits[i].bm25, expected.hits[i].bm25);
            EXPECT_FLOAT_EQ(found.matched_idf[i], expected.matched_idf[i]);
        }
    }
    const auto filtered = this->index().search(both, {"alpha"}, 10, VersionFilter({"a"}), {}).value();
    ASSERT_EQ(filtered.hits.size(), 1U);
    EXPECT_EQ(filtered.hits[0].key.version, "a");
    EXPECT_TRUE(this->index().search({}, {"alpha"}, 10, {}, {}).value().hits.empty());
}

TYPED_TEST_P(LexicalIndexContract, WordsOfEveryQuestionDoNotCount) {
    this->add("a", {"what was the", "revenue"});
    EXPECT_THAT(this->names("What was the revenue?"), testing::ElementsAre("a:2"));
    EXPECT_THAT(this->names("what was the"), testing::ElementsAre("a:1"));
}

TYPED_TEST_P(LexicalIndexContract, FindsTheVersionsThatTheFilterAllowsAlone) {
    this->add("a", {"alpha", "beta"});
    this->add("b", {"alpha alpha beta", "alpha"});
    this->add("c", {"gamma alpha"});
    const auto whole = this->search("alpha");
    const auto only = [&](std::vector<std::string> versions, std::size_t k) {
        const Scope scope;
        return this->index().search(std::span(&scope, 1), {"alpha"}, k, VersionFilter(std::move(versions)), {}).value();
    };
    const auto found = only({"c", "b", "none"}, 9);
    ASSERT_EQ(found.hits.size(), 3U);
    for (const KeywordHit& hit : found.hits) {
        EXPECT_NE(hit.key.version, "a");
        const auto same = std::find_if(whole.hits.begin(), whole.hits.end(),
                                       [&](const KeywordHit& candidate) { return candidate.key == hit.key; });
        ASSERT_NE(same, whole.hits.end());
        EXPECT_EQ(hit.bm25, same->bm25) << "the statistics are the whole scope's";
    }
    EXPECT_EQ(only({"a", "c"}, 1).hits.size(), 1U);
    EXPECT_TRUE(only({}, 9).hits.empty());
    this->remove({"b"});
    EXPECT_EQ(only({"b", "c"}, 9).hits.size(), 1U);
}

TYPED_TEST_P(LexicalIndexContract, ExpansionsCountAsFarAsTheyWeigh) {
    this->add("a", {"capex rose", "purchases of property", "purchases of property", "headcount", "offices"});
    const Scope scope;
    const auto search = [&](std::vector<Expansion> expansions) {
        return this->index().search(std::span(&scope, 1), {"capex", expansions}, 10, {}, {}).value();
    };
    const auto whole = this->search("purchases property");
    const auto half = search({{"purchases of property", 0.5F}, {"the property", 0.2F}});
    ASSERT_EQ(half.hits.size(), 3U);
    EXPECT_EQ(half.hits[0].key.page, 1U);
    EXPECT_NEAR(half.hits[1].bm25, whole.hits[0].bm25 / 2, 1e-5) << "each word once, by the greatest weight";
    EXPECT_THAT(half.matched_idf, testing::ElementsAre(1, 0, 0)) << "the question's own words";
    const auto own = search({{"capex", 0.5F}});
    EXPECT_EQ(own.hits[0].bm25, this->search("capex").hits[0].bm25);
}

TYPED_TEST_P(LexicalIndexContract, StopsWhenToldTo) {
    this->add("a", {"alpha"});
    std::stop_source source;
    source.request_stop();
    const Limits stopped{.deadline = Deadline::never(), .stop = source.get_token()};
    const Scope scope;
    EXPECT_EQ(this->index().search(std::span(&scope, 1), {"alpha"}, 1, {}, stopped).error().kind,
              ErrorKind::kCancelled);
    const Limits late{.deadline = Deadline::after(std::chrono::seconds(-1)), .stop = {}};
    EXPECT_EQ(this->index().search(std::span(&scope, 1), {"alpha"}, 1, {}, late).error().kind, ErrorKind::kTimeout);
}

REGISTER_TYPED_TEST_SUITE_P(LexicalIndexContract, FindsNothingInAnEmptyScope, FindsPagesBestFirst, ScoresByTheFormula,
                            ATermAskedTwiceCountsTwice, UnknownTermsAreUnmatchedMass, OrdersTiesByKey,
                            ForgetsRemovedVersionsInItsStatisticsToo, AddingAVersionAgainReplacesIt,
                            AVersionWithoutPagesIsHeld, ScopesDoNotSeeEachOther, SearchesSeveralScopesAsIfTheyWereOne,
                            WordsOfEveryQuestionDoNotCount, FindsTheVersionsThatTheFilterAllowsAlone,
                            ExpansionsCountAsFarAsTheyWeigh, StopsWhenToldTo);

}  // namespace genai::lexical
