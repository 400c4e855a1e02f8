// SPDX-License-Identifier: Apache-2.0
#include "embedding/local_embedder.hpp"

#include <fstream>
#include <thread>

#include "embedding/embedder_contract.hpp"
#include "embedding/make_embedder.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::embedding {
namespace {

using testing::HasSubstr;
using testing::Not;

Settings settings() {
    Settings settings;
    settings.model_folder = GENAI_BUILD_DIR "/share/genai/models/all-MiniLM-L6-v2";
    settings.device = Device::kCpu;
    return settings;
}

std::unique_ptr<Embedder> make_local(const Settings& chosen) {
    auto embedder = make_embedder(chosen);
    EXPECT_TRUE(embedder) << embedder.error().message << "; build the target genai first";
    return embedder ? std::move(*embedder) : nullptr;
}

struct MakeLocal {
    static std::unique_ptr<Embedder> make() { return make_local(settings()); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Local, EmbedderContract, MakeLocal);

TEST(LocalEmbedder, HasTheModelsWindowAndDimension) {
    const auto embedder = make_local(settings());
    EXPECT_EQ(embedder->window_tokens(), 254U);
    EXPECT_EQ(embedder->dimension(), 384U);
    EXPECT_EQ(embedder->count_tokens("Net revenues were $17,739 million"), 9U);
}

TEST(LocalEmbedder, GivesTheSimilaritiesOfTheModelsCard) {
    const auto embedder = make_local(settings());
    const std::vector<std::string> texts = {"That is a happy person", "That is a happy dog",
                                            "That is a very happy person", "Today is a sunny day"};
    const auto vectors = embedder->embed_documents(texts, {});
    ASSERT_TRUE(vectors);
    const auto similarity = [&](std::size_t i) {
        const auto first = vectors->row(0);
        return std::inner_product(first.begin(), first.end(), vectors->row(i).begin(), 0.0);
    };
    EXPECT_NEAR(similarity(1), 0.695, 0.001);
    EXPECT_NEAR(similarity(2), 0.943, 0.001);
    EXPECT_NEAR(similarity(3), 0.257, 0.001);
}

TEST(LocalEmbedder, StartsAsManyThreadsAsAreSetWithinWhatTheCoresCanUse) {
    Settings chosen = settings();
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (const auto& [set, started] : {std::pair{std::size_t{0}, cores}, {1, 1}, {3, 3}, {1024, cores * 4}}) {
        chosen.threads = set;
        const auto embedder = make_local(chosen);
        EXPECT_EQ(dynamic_cast<LocalEmbedder&>(*embedder).threads(), started) << set;
        EXPECT_TRUE(embedder->embed_question("Does it answer?", {})) << set;
    }
}

TEST(LocalEmbedder, HandsTheEngineBatchesOfTheGivenSize) {
    Settings chosen = settings();
    chosen.threads = 1;
    for (const std::size_t size : {1, 5, 20}) {
        chosen.batch_size = size;
        const auto embedder = make_local(chosen);
        ASSERT_TRUE(embedder->embed_documents(std::vector<std::string>(20, "revenue"), {}));
        EXPECT_EQ(dynamic_cast<const LocalEmbedder&>(*embedder).batches(), 20 / size);
    }
}

TEST(LocalEmbedder, ComputesInTheChosenPrecisionAndSaysSo) {
    Settings chosen = settings();
    const auto automatic = make_local(chosen);
    chosen.precision = Precision::kInt8;
    const auto int8 = make_local(chosen);
    chosen.precision = Precision::kFp32;
    const auto fp32 = make_local(chosen);
    EXPECT_THAT(automatic->description(), HasSubstr("all-MiniLM-L6-v2, int16 on "));
    EXPECT_THAT(int8->description(), HasSubstr("int8"));
    EXPECT_THAT(fp32->description(), HasSubstr("fp32"));
    EXPECT_NE(int8->fingerprint(), fp32->fingerprint());
    EXPECT_NE(automatic->fingerprint(), fp32->fingerprint());
    const auto exact = fp32->embed_question("net revenues", {});
    const auto coarse = int8->embed_question("net revenues", {});
    ASSERT_TRUE(exact && coarse);
    const double cosine = std::inner_product(exact->row(0).begin(), exact->row(0).end(), coarse->row(0).begin(), 0.0);
    EXPECT_GT(cosine, 0.99);
    EXPECT_LT(cosine, 0.99999);
}

TEST(LocalEmbedder, StopsWhereCudaIsAskedForAndNotThere) {
    Settings chosen = settings();
    chosen.device = Device::kCuda;
    const auto embedder = make_embedder(chosen);
    ASSERT_FALSE(embedder);
    EXPECT_EQ(embedder.error().kind, ErrorKind::kUnavailable);
    EXPECT_THAT(embedder.error().message, HasSubstr("EMBEDDING_DEVICE=cuda"));
}

TEST(LocalEmbedder, SaysThatAutoFellBackToTheCpu) {
    Settings chosen = settings();
    EXPECT_THAT(make_local(chosen)->description(), Not(HasSubstr("CUDA")));
    chosen.device = Device::kAuto;
    EXPECT_THAT(make_local(chosen)->description(), HasSubstr("no CUDA"));
}

TEST(LocalEmbedder, NamesTheFileOfAModelThatIsNotThere) {
    Settings chosen = settings();
    chosen.model_folder = "/nonexistent";
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("/nonexistent/model.safetensors"));
    chosen.model = "another-model";
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("another-model"));
}

TEST(LocalEmbedder, RefusesADamagedModel) {
    const platform::TemporaryFolder folder;
    Settings chosen = settings();
    std::filesystem::copy(chosen.model_folder / "vocab.txt", folder.path());
    std::filesystem::copy_file(chosen.model_folder / "model.safetensors", folder.path() / "model.safetensors");
    std::fstream file(folder.path() / "model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(50'000'000).put('\x7f');
    file.close();
    chosen.model_folder = folder.path();
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("not the expected one"));
}

TEST(LocalEmbedder, RefusesAVocabularyOfAnotherModel) {
    const platform::TemporaryFolder folder;
    Settings chosen = settings();
    std::filesystem::create_symlink(chosen.model_folder / "model.safetensors", folder.path() / "model.safetensors");
    std::ofstream(folder.path() / "vocab.txt") << "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
    chosen.model_folder = folder.path();
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("vocabulary"));
}

TEST(LocalEmbedder, RefusesSettingsThatMakeNoSense) {
    Settings chosen = settings();
    chosen.batch_size = 0;
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("EMBEDDING_BATCH_SIZE"));
    chosen = settings();
    chosen.threads = 100'000;
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("threads"));
    chosen = settings();
    chosen.provider = "oracle";
    EXPECT_THAT(make_embedder(chosen).error().message, HasSubstr("EMBEDDING_PROVIDER=oracle"));
}

}  // namespace
}  // namespace genai::embedding
