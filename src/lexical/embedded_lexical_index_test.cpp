// SPDX-License-Identifier: Apache-2.0
#include "lexical/embedded_lexical_index.hpp"

#include <atomic>
#include <random>
#include <thread>

#include "lexical/fake_lexical_index.hpp"
#include "lexical/lexical_index_contract.hpp"
#include "lexical/page_index.hpp"

namespace genai::lexical {
namespace {

class EmbeddedRig {
public:
    LexicalIndex& index() { return index_; }

private:
    EmbeddedLexicalIndex index_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Embedded, LexicalIndexContract, EmbeddedRig);

// A text of words w0 to w39, the low numbers most often.
std::string make_text(std::mt19937& random, std::size_t words) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) text += "w" + std::to_string(random() % (1 + random() % 40)) + " ";
    return text;
}

std::vector<LexicalPage> make_pages(std::mt19937& random, std::size_t count) {
    std::vector<LexicalPage> pages;
    for (std::size_t i = 0; i < count; ++i)
        pages.push_back({static_cast<std::uint32_t>(i + 1), make_text(random, random() % 30)});
    return pages;
}

TEST(EmbeddedLexicalIndex, AgreesWithCountingAnewThroughManyChanges) {
    std::mt19937 random(5);
    EmbeddedLexicalIndex embedded;
    FakeLexicalIndex fake;
    for (int round = 0; round < 150; ++round) {
        const std::string version = "v" + std::to_string(random() % 20);
        if (random() % 3 == 0) {
            const std::vector<std::string> gone{version};
            ASSERT_TRUE(embedded.remove({}, gone));
            ASSERT_TRUE(fake.remove({}, gone));
        } else {
            const auto pages = make_pages(random, random() % 8);
            ASSERT_TRUE(embedded.add({}, version, pages));
            ASSERT_TRUE(fake.add({}, version, pages));
        }
        ASSERT_EQ(embedded.versions({}).value(), fake.versions({}).value());
        const std::string question = make_text(random, 4);
        const auto expected = fake.search({}, {question}, 1'000, {}, {}).value();
        const auto found = embedded.search({}, {question}, 1'000, {}, {}).value();
        ASSERT_EQ(found.hits.size(), expected.hits.size()) << round;
        std::map<PageKey, std::pair<float, float>> by_key;
        for (std::size_t i = 0; i < expected.hits.size(); ++i)
            by_key[expected.hits[i].key] = {expected.hits[i].bm25, expected.matched_idf[i]};
        for (std::size_t i = 0; i < found.hits.size(); ++i) {
            // Sums are taken in another order: pages whose scores are equal but for that may change places.
            const auto [score, matched] = by_key.at(found.hits[i].key);
            ASSERT_NEAR(found.hits[i].bm25, score, 1e-4);
            ASSERT_NEAR(found.hits[i].bm25, expected.hits[i].bm25, 1e-4);
            ASSERT_NEAR(found.matched_idf[i], matched, 1e-5);
        }
    }
}

TEST(EmbeddedLexicalIndex, ChangesAreNotHeldUpByUnbrokenSearches) {
    std::mt19937 random(5);
    EmbeddedLexicalIndex index;
    ASSERT_TRUE(index.add({}, "a", make_pages(random, 500)));
    std::atomic<bool> stop = false;
    std::vector<std::jthread> readers;
    for (int t = 0; t < 3; ++t)
        readers.emplace_back([&] {
            while (!stop)
                EXPECT_FALSE(index.search(std::vector<Scope>(1), {"w0 w1 w2"}, 5, {}, {}).value().hits.empty());
        });
    for (int i = 0; i < 20; ++i) {
        const std::vector<std::string> version{"b" + std::to_string(i)};
        EXPECT_TRUE(index.add({}, version[0], make_pages(random, 20)));
        EXPECT_TRUE(index.remove({}, version));
    }
    stop = true;
}

TEST(PageIndex, WinsRoomBackOnceAQuarterIsDead) {
    std::mt19937 random(5);
    Analyzer analyzer;
    PageIndex index({});
    for (int i = 0; i < 10; ++i) {
        std::vector<PageTerms> pages;
        const auto texts = make_pages(random, 10);
        for (const LexicalPage& page : texts) pages.emplace_back(page, analyzer);
        ASSERT_TRUE(index.add("v" + std::to_string(i), pages));
    }
    const std::size_t before = index.bytes();
    index.remove("v0");
    index.remove("v1");
    EXPECT_EQ(index.held(), 100U);
    EXPECT_EQ(index.live(), 80U);
    index.remove("v2");
    EXPECT_EQ(index.held(), 70U);
    EXPECT_LT(index.bytes(), before);
    for (int i = 3; i < 10; ++i) index.remove("v" + std::to_string(i));
    EXPECT_EQ(index.held(), 0U);
}

TEST(PageIndex, CountsAFrequencyUpTo255) {
    Analyzer analyzer;
    std::string text;
    for (int i = 0; i < 300; ++i) text += "alpha ";
    const PageTerms terms({1, text}, analyzer);
    ASSERT_EQ(terms.entries().size(), 1U);
    EXPECT_EQ(terms.entries()[0].frequency, 255U);
    EXPECT_EQ(terms.length(), 300U);
}

}  // namespace
}  // namespace genai::lexical
