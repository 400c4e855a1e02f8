// SPDX-License-Identifier: Apache-2.0
#include "app/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "platform/options_docs.hpp"
#include "platform/options_load.hpp"

namespace genai::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kDocumentBytesMax = 1 << 20;

struct Table {
    Table() { describe(settings, options); }
    platform::LoadReport load(std::map<std::string, std::string, std::less<>> environment) {
        platform::Sources sources;
        sources.environment = std::move(environment);
        return platform::load(options, sources);
    }

    Settings settings;
    platform::Options options;
};

std::string repository_file(const char* name) {
    auto text = platform::read_file(std::filesystem::path(GENAI_SOURCE_DIR) / name, kDocumentBytesMax);
    return text ? *text : text.error().message;
}

TEST(Settings, AreDocumentedAsTheyAre) {
    Table table;
    EXPECT_TRUE(repository_file("docs/configuration.md") == platform::to_markdown(table.options))
        << "write it anew: genai config docs > docs/configuration.md";
}

TEST(Settings, HaveAnExampleOfDotenv) {
    Table table;
    EXPECT_TRUE(repository_file(".env.example") == platform::to_dotenv_example(table.options))
        << "write it anew: genai config docs --dotenv > .env.example";
}

TEST(Settings, KeepEverythingUnderDataDir) {
    Table table;
    ASSERT_THAT(table.load({{"DATA_DIR", "/srv/genai"}}).errors, IsEmpty());
    EXPECT_EQ(table.settings.raw_data_dir, "/srv/genai/raw");
    EXPECT_EQ(table.settings.store_dir, "/srv/genai/store");
}

TEST(Settings, PutTheStoreWhereItIsSaid) {
    Table table;
    ASSERT_THAT(table.load({{"RAW_DATA_DIR", "/in"}, {"FAISS_PERSIST_DIR", "/fast"}}).errors, IsEmpty());
    EXPECT_EQ(table.settings.raw_data_dir, "/in");
    EXPECT_EQ(table.settings.store_dir, "/fast");
}

TEST(Settings, NameTheChoicesWhenAProviderIsNotInThisBuild) {
    for (const auto& [name, value, choice] :
         std::vector<std::tuple<std::string, std::string, std::string>>{{"VECTORDB_PROVIDER", "redis", "faiss"},
                                                                        {"FAISS_INDEX_TYPE", "lsh", "auto"},
                                                                        {"EMBEDDING_PROVIDER", "openai", "local"},
                                                                        {"EMBEDDING_MODEL", "bge", "all-MiniLM-L6-v2"},
                                                                        {"LLM_PROVIDER", "openai", "none"}}) {
        Table table;
        EXPECT_THAT(table.load({{name, value}}).errors, ElementsAre(HasSubstr(choice))) << name;
    }
}

TEST(Settings, RefuseAnOverlapThatIsNoSmallerThanTheChunk) {
    Table table;
    EXPECT_THAT(table.load({{"CHUNK_SIZE", "500"}, {"CHUNK_OVERLAP", "500"}}).errors,
                ElementsAre(HasSubstr("CHUNK_OVERLAP=500")));
}

TEST(Settings, RefuseAnOverlapThatIsLargerThanAChunkOfTokens) {
    Table table;
    EXPECT_THAT(table.load({{"CHUNK_OVERLAP", "100000"}}).errors,
                ElementsAre("CHUNK_OVERLAP=100000: expected less than the 680 characters that CHUNK_TOKENS=170 come "
                            "to"));
    EXPECT_THAT(table.load({{"CHUNK_OVERLAP", "200"}}).errors, IsEmpty());
}

TEST(Settings, AreAllWrongAtOnce) {
    Table table;
    EXPECT_EQ(
        table.load({{"TOP_K", "0"}, {"PORT", "x"}, {"SIMILARITY_THRESHOLD", "2"}, {"CHUNK_TOKENS", "1"}}).errors.size(),
        4u);
}

TEST(Settings, ReachTheModules) {
    Table table;
    ASSERT_THAT(table
                    .load({{"TOP_K", "7"},
                           {"VECTOR_WEIGHT", "0.9"},
                           {"CANDIDATES", "50"},
                           {"CHUNK_SIZE", "900"},
                           {"CHUNK_OVERLAP", "90"},
                           {"CHUNK_TOKENS", "99"},
                           {"SIMILARITY_THRESHOLD", "0.5"},
                           {"FAISS_INDEX_TYPE", "ivf"},
                           {"INGEST_WORKERS", "3"},
                           {"FILE_BYTES_MAX", "1000"},
                           {"EMBEDDING_PRECISION", "int8"},
                           {"EMBEDDING_DEVICE", "cpu"},
                           {"EMBEDDING_BATCH_SIZE", "64"},
                           {"EMBEDDING_THREADS", "1"},
                           {"EMBEDDING_MODEL_PATH", "/models"}})
                    .errors,
                IsEmpty());
    EXPECT_EQ(table.settings.retrieval.top_k, 7u);
    EXPECT_EQ(table.settings.retrieval.vector_weight, 0.9);
    EXPECT_EQ(table.settings.retrieval.candidates, 50u);
    EXPECT_EQ(table.settings.chunking.chunk_size, 900u);
    EXPECT_EQ(table.settings.chunking.chunk_overlap, 90u);
    EXPECT_EQ(table.settings.chunking.chunk_tokens, 99u);
    EXPECT_EQ(table.settings.answering.similarity_threshold, 0.5);
    EXPECT_EQ(table.settings.vectors.index_type, vectors::IndexType::kIvf);
    EXPECT_EQ(table.settings.ingestion.workers, 3u);
    EXPECT_EQ(table.settings.ingestion.file_bytes_max, 1000u);
    EXPECT_EQ(table.settings.embedding.precision, embedding::Precision::kInt8);
    EXPECT_EQ(table.settings.embedding.device, embedding::Device::kCpu);
    EXPECT_EQ(table.settings.embedding.batch_size, 64u);
    EXPECT_EQ(table.settings.embedding.threads, 1u);
    EXPECT_EQ(table.settings.embedding.model_folder, "/models");
}

}  // namespace
}  // namespace genai::app
