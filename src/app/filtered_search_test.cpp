// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/fake_catalog.hpp"
#include "chunks/fake_chunk_store.hpp"
#include "embedding/fake_embedder.hpp"
#include "filters/expression.hpp"
#include "lexical/embedded_lexical_index.hpp"
#include "platform/log.hpp"
#include "retrieval/retriever.hpp"
#include "vectors/faiss_vector_store.hpp"

namespace genai::app {
namespace {

constexpr std::size_t kDocuments = 400;
constexpr std::size_t kChunks = 6;  // of a document, each on a page of its own
constexpr std::size_t kWords = 40;  // to choose from

// A retriever over the adapters that users get, its vectors behind an HNSW graph, against a comparison with every chunk
// of the documents that may be found.
class FilteredSearch : public testing::Test {
protected:
    FilteredSearch() {
        vectors::FaissVectorStore::Options options;
        options.policy.type = vectors::IndexType::kHnsw;
        options.quiet = std::chrono::milliseconds(1);
        vectors_ = vectors::FaissVectorStore::make(options, log_).value();
        retrieval::Settings settings;
        settings.candidates = 50;
        retriever_ = std::make_unique<retrieval::Retriever>(
            settings, retrieval::Retriever::Ports{
                          catalog_, chunks_, embedder_, {*vectors_, pages_, passages_, documents_}, directory_});
        for (std::size_t i = 0; i < kDocuments; ++i) add(i);
    }

    std::string words(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "word" + std::to_string(random_() % kWords) + " ";
        return text;
    }

    void add(std::size_t number) {
        const std::string id = std::to_string(1000 + number);
        std::vector<Page> pages(kChunks);
        std::vector<Chunk> chunks(kChunks);
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < kChunks; ++i) {
            Chunk& chunk = chunks[i];
            chunk.id = id + "-" + std::to_string(i);
            chunk.ordinal = static_cast<std::uint32_t>(i);
            chunk.page = chunk.page_end = static_cast<std::uint32_t>(i + 1);
            chunk.text = pages[i].text = words(12);
            chunk.end = static_cast<std::uint32_t>(chunk.text.size());
            pages[i].number = static_cast<int>(i + 1);
            pages[i].boxes.resize(chunk.text.size());
            texts.push_back(chunk.text);
        }
        const auto embeddings = embedder_.embed_documents(texts, {}).value();
        ensure(chunks_.append({}, "v" + id, pages, chunks, embeddings).has_value(), "the store takes them");
        catalog::VersionRecord record;
        record.document_id = id;
        record.version = "v" + id;
        record.pages = record.chunks = kChunks;
        record.bytes = number;
        record.chunk_digest = chunks_.chunk_digest(record.version).value();
        ensure(catalog_.flip({}, {"root", id}, record).has_value(), "the catalog takes it");
        rows_.emplace_back(id, embeddings);
    }

    // The best cosines of the pages of documents [0, allowed), best first.
    std::vector<float> exact(const std::vector<float>& question, std::size_t allowed, std::size_t k) const {
        std::vector<float> cosines;
        for (std::size_t i = 0; i < allowed; ++i) {
            for (std::size_t row = 0; row < kChunks; ++row) {
                const auto vector = rows_[i].second.row(row);
                cosines.push_back(std::inner_product(vector.begin(), vector.end(), question.begin(), 0.0F));
            }
        }
        std::sort(cosines.rbegin(), cosines.rend());
        cosines.resize(std::min(k, cosines.size()));
        return cosines;
    }

    std::mt19937 random_{11};
    platform::Log log_{platform::LogSettings{}};
    catalog::FakeCatalog catalog_;
    chunks::FakeChunkStore chunks_;
    embedding::FakeEmbedder embedder_;
    std::unique_ptr<vectors::VectorStore> vectors_;
    lexical::EmbeddedLexicalIndex pages_, passages_, documents_;
    filters::DocumentDirectory directory_{catalog_};
    std::unique_ptr<retrieval::Retriever> retriever_;
    std::vector<std::pair<std::string, Embeddings>> rows_;
};

TEST_F(FilteredSearch, FindsWhatComparingWithEveryAllowedChunkFinds) {
    ASSERT_TRUE(retriever_->refresh({}, {}));
    ASSERT_TRUE(vectors_->settle({}));
    EXPECT_EQ(vectors_->report({}).value().kind, "hnsw");
    for (const std::size_t allowed : {200U, 40U, 4U, 1U}) {
        for (int i = 0; i < 5; ++i) {
            Question question{.text = words(6), .top_k = 10};
            question.filter = filters::parse_expression("bytes < " + std::to_string(allowed)).value();
            const auto found = retriever_->retrieve(question, retrieval::Legs::kVector, {});
            ASSERT_TRUE(found) << found.error().message;
            EXPECT_EQ(found->documents_allowed, allowed);
            std::vector<float> cosines;
            for (const Passage& passage : found->passages) {
                EXPECT_LT(passage.document.bytes, allowed);
                cosines.push_back(*passage.scores.vector);
            }
            EXPECT_THAT(cosines,
                        testing::Pointwise(testing::FloatNear(1e-5F), exact(found->question_embedding, allowed, 10)))
                << allowed << " documents";
            const auto all_legs = retriever_->retrieve(question, retrieval::Legs::kHybrid, {});
            for (const Passage& passage : all_legs->passages) EXPECT_LT(passage.document.bytes, allowed);
            EXPECT_EQ(all_legs->passages.size(), std::min<std::size_t>(10, allowed * kChunks));
        }
    }
}

}  // namespace
}  // namespace genai::app
