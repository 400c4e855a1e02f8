// SPDX-License-Identifier: Apache-2.0
#include "inference/encoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <numeric>
#include <tuple>

#include "inference/test_model.hpp"
#include "platform/temporary_folder.hpp"

namespace genai::inference {
namespace {

using testing::HasSubstr;
namespace json = boost::json;

double cosine(std::span<const float> a, std::span<const float> b) {
    double dot = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        dot += static_cast<double>(a[i]) * b[i];
        aa += static_cast<double>(a[i]) * a[i];
        bb += static_cast<double>(b[i]) * b[i];
    }
    return dot / std::sqrt(aa * bb);
}

std::vector<float> encode(const Encoder& encoder, const std::vector<std::vector<std::int32_t>>& sequences) {
    PackedBatch batch;
    for (const auto& sequence : sequences) batch.add(sequence);
    EncoderWorkspace workspace(encoder.model());
    std::vector<float> out(sequences.size() * encoder.dimension());
    encoder.encode(batch, workspace, out, [] {});
    return out;
}

std::vector<std::int32_t> ids_from(std::int32_t first, std::size_t count) {
    std::vector<std::int32_t> ids(count);
    std::iota(ids.begin(), ids.end(), first);
    return ids;
}

class EncoderTest : public testing::TestWithParam<std::tuple<KernelSet, Precision>> {
protected:
    void SetUp() override {
        if (!is_supported(std::get<0>(GetParam())))
            GTEST_SKIP() << "this CPU has no " << to_string(std::get<0>(GetParam()));
    }
    Result<std::unique_ptr<Encoder>> load(const std::string& model, const std::filesystem::path& folder) {
        return Encoder::load({model, folder, std::get<1>(GetParam()), std::get<0>(GetParam())});
    }
    double least_cosine() const { return std::get<1>(GetParam()) == Precision::kInt8 ? 0.99 : 0.99999; }

    platform::TemporaryFolder folder_;
};

TEST_P(EncoderTest, EqualsTheReferenceModel) {
    const auto encoder = load("all-MiniLM-L6-v2", minilm_folder(GENAI_BUILD_DIR));
    ASSERT_TRUE(encoder) << encoder.error().message << "; build the target genai first";
    std::ifstream golden(GENAI_SOURCE_DIR "/src/inference/testdata/golden_vectors.jsonl");
    std::size_t cases = 0;
    for (std::string line; std::getline(golden, line); ++cases) {
        const json::value row = json::parse(line);
        const auto ids = json::value_to<std::vector<std::int32_t>>(row.at("ids"));
        const auto expected = json::value_to<std::vector<float>>(row.at("vector"));
        EXPECT_GE(cosine(encode(**encoder, {ids}), expected), least_cosine()) << row.at("name");
    }
    EXPECT_GE(cases, 17U);
}

TEST_P(EncoderTest, GivesASequenceTheSameVectorInAnyCompany) {
    write_test_model(folder_.path());
    const auto encoder = load("mine", folder_.path());
    ASSERT_TRUE(encoder) << encoder.error().message;
    const auto sequence = ids_from(3, 21);
    const std::vector<float> alone = encode(**encoder, {sequence});
    const std::vector<float> packed = encode(**encoder, {ids_from(9, 40), sequence, ids_from(1, 1), sequence});
    for (const std::size_t place : {1, 3})
        EXPECT_GE(cosine(alone, std::span(packed).subspan(place * 64, 64)), 0.9999999) << place;
}

TEST_P(EncoderTest, GivesVectorsOfLengthOneForBatchesOfEverySize) {
    write_test_model(folder_.path());
    const auto encoder = load("mine", folder_.path());
    ASSERT_TRUE(encoder) << encoder.error().message;
    for (const std::size_t sequences : {1, 2, 3, 7, 8}) {
        const std::vector<float> out = encode(**encoder, std::vector(sequences, ids_from(0, sequences == 8 ? 50 : 13)));
        for (std::size_t i = 0; i < sequences; ++i) {
            const auto vector = std::span(out).subspan(i * 64, 64);
            EXPECT_NEAR(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0), 1.0, 1e-5);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, EncoderTest,
                         testing::Combine(testing::Values(KernelSet::kPortable, KernelSet::kAvx2, KernelSet::kAvx512),
                                          testing::Values(Precision::kFp32, Precision::kInt16, Precision::kInt8)),
                         [](const auto& row) {
                             const KernelSet set = std::get<0>(row.param);
                             const std::string name = set == KernelSet::kPortable ? "Portable"
                                                      : set == KernelSet::kAvx2   ? "Avx2"
                                                                                  : "Avx512";
                             return name + "_" + std::string(to_string(std::get<1>(row.param)));
                         });

TEST(EncoderLoad, RefusesAnotherFileUnderTheNameOfAModelThatWeShip) {
    platform::TemporaryFolder folder;
    write_test_model(folder.path());
    const auto encoder = Encoder::load({.model = "all-MiniLM-L6-v2", .folder = folder.path()});
    ASSERT_FALSE(encoder);
    EXPECT_THAT(encoder.error().message, HasSubstr("not the expected one"));
}

TEST(EncoderLoad, NamesATensorThatIsMissingOrMisshapen) {
    platform::TemporaryFolder folder;
    write_test_model(folder.path());
    TestTensors tensors = make_test_tensors({});
    tensors.erase("encoder.layer.1.output.dense.bias");
    write_file(folder.path() / "model.safetensors", safetensors_bytes(tensors));
    EXPECT_THAT(Encoder::load({.model = "mine", .folder = folder.path()}).error().message,
                HasSubstr("encoder.layer.1.output.dense.bias"));
    write_file(folder.path() / "model.safetensors", safetensors_bytes(make_test_tensors({.vocabulary = 49})));
    EXPECT_THAT(Encoder::load({.model = "mine", .folder = folder.path()}).error().message,
                HasSubstr("F32 [49, 64]; F32 [50, 64] is needed"));
}

TEST(EncoderLoad, PoolsTheFirstTokenWhereTheModelSaysSo) {
    platform::TemporaryFolder folder;
    write_test_model(folder.path(), {.layers = 1});
    const auto mean = Encoder::load({.model = "mine", .folder = folder.path()});
    std::filesystem::create_directory(folder.path() / "1_Pooling");
    write_file(folder.path() / "1_Pooling" / "config.json", R"({"pooling_mode_cls_token": true})");
    const auto first = Encoder::load({.model = "mine", .folder = folder.path()});
    ASSERT_TRUE(mean && first);
    EXPECT_LT(cosine(encode(**mean, {ids_from(0, 9)}), encode(**first, {ids_from(0, 9)})), 0.999);
    EXPECT_GT(cosine(encode(**mean, {ids_from(0, 1)}), encode(**first, {ids_from(0, 1)})), 0.99999);
}

TEST(EncoderLoad, RefusesWhatWouldReadOutsideTheModel) {
    platform::TemporaryFolder folder;
    write_test_model(folder.path());
    const auto encoder = Encoder::load({.model = "mine", .folder = folder.path()});
    ASSERT_TRUE(encoder);
    EXPECT_THROW(encode(**encoder, {{50}}), BrokenInvariant);  // no such token
    EXPECT_THROW(encode(**encoder, {{-1}}), BrokenInvariant);
    EXPECT_THROW(encode(**encoder, {std::vector<std::int32_t>(65, 1)}), BrokenInvariant);  // no such position
    EXPECT_THROW(encode(**encoder, {{}}), BrokenInvariant);
    EXPECT_THROW(encode(**encoder, std::vector(11, ids_from(0, 50))), BrokenInvariant);  // no room for 550 tokens
}

}  // namespace
}  // namespace genai::inference
