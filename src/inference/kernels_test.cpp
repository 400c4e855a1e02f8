// SPDX-License-Identifier: Apache-2.0
#include "inference/kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <tuple>

#include "inference/aligned_buffer.hpp"
#include "inference/packed_linear.hpp"

namespace genai::inference {
namespace {

constexpr KernelSet kSets[] = {KernelSet::kPortable, KernelSet::kAvx2, KernelSet::kAvx512};
constexpr Precision kPrecisions[] = {Precision::kFp32, Precision::kInt16, Precision::kInt8};

std::string name_of(KernelSet set) {
    return set == KernelSet::kPortable ? "Portable" : set == KernelSet::kAvx2 ? "Avx2" : "Avx512";
}

AlignedArray<float> random_array(std::size_t size, unsigned seed, float deviation) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.1F, deviation);
    AlignedArray<float> array(size);
    for (float& value : array.span()) value = normal(random);
    return array;
}

// A layer, rows for it, and what they give by the definition.
struct LinearCase {
    LinearCase(std::size_t rows_count, std::size_t inputs, std::size_t outputs)
        : rows(rows_count), x(random_array(rows_count * inputs, 1, 1.0F)), layer{inputs, outputs, {}, {}} {
        const AlignedArray<float> weights = random_array(inputs * outputs, 2, 0.05F);
        const AlignedArray<float> bias = random_array(outputs, 3, 0.5F);
        layer.weights.assign(weights.span().begin(), weights.span().end());
        layer.bias.assign(bias.span().begin(), bias.span().end());
    }

    double expected(std::size_t row, std::size_t output) const {
        double sum = layer.bias[output];
        for (std::size_t k = 0; k < layer.inputs; ++k)
            sum += static_cast<double>(x[row * layer.inputs + k]) * layer.weights[output * layer.inputs + k];
        return sum;
    }

    std::size_t rows;
    AlignedArray<float> x;
    DenseLayer layer;
};

class LinearKernelsTest : public testing::TestWithParam<std::tuple<KernelSet, Precision>> {
protected:
    void SetUp() override {
        if (!is_supported(set())) GTEST_SKIP() << "this CPU has no " << to_string(set());
    }

    static KernelSet set() { return std::get<0>(GetParam()); }
    static Precision precision() { return std::get<1>(GetParam()); }
    static const LinearKernels& linear() { return kernels(set()).linear(precision()); }
    // How far a result may be off: the steps of 8 bits are coarse, those of 16 bits hardly visible.
    static double tolerance() {
        return precision() == Precision::kFp32 ? 2e-5 : precision() == Precision::kInt16 ? 2e-3 : 0.15;
    }

    RowsView quantised(const AlignedArray<float>& x, std::size_t rows, std::size_t columns) {
        if (linear().quantise == nullptr) return {x.data(), nullptr, nullptr, columns};
        values_ = AlignedArray<std::int16_t>(rows * columns);
        scale_ = AlignedArray<float>(rows);
        zero_ = AlignedArray<float>(rows);
        linear().quantise(x.data(), rows, {values_.data(), scale_.data(), zero_.data(), columns});
        return {values_.data(), scale_.data(), zero_.data(), columns};
    }

    AlignedArray<std::int16_t> values_;
    AlignedArray<float> scale_;
    AlignedArray<float> zero_;
};

TEST_P(LinearKernelsTest, AddsTheProductToTheResidualForEveryNumberOfRows) {
    constexpr std::size_t kOutputs = 64;
    for (const std::size_t rows : {1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 17, 18, 19, 23, 24, 25, 31, 37, 50}) {
        const LinearCase test(rows, 96, kOutputs);
        const PackedLinear packed(test.layer, precision(), kernels(set()));
        AlignedArray<float> out(rows * kOutputs);
        for (float& value : out.span()) value = 3.0F;
        linear().project_residual(packed.view(), quantised(test.x, rows, 96), {0, rows}, out.data());
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t i = 0; i < kOutputs; ++i)
                ASSERT_NEAR(out[row * kOutputs + i], 3.0 + test.expected(row, i), tolerance())
                    << rows << " rows, " << row;
    }
}

TEST_P(LinearKernelsTest, WritesOnlyTheRowsOfTheRange) {
    constexpr std::size_t kOutputs = 32;
    const LinearCase test(9, 32, kOutputs);
    const PackedLinear packed(test.layer, precision(), kernels(set()));
    AlignedArray<float> out(9 * kOutputs);
    linear().project_residual(packed.view(), quantised(test.x, 9, 32), {4, 7}, out.data());
    for (std::size_t row = 0; row < 9; ++row) {
        for (std::size_t i = 0; i < kOutputs; ++i) {
            const bool is_inside = row >= 4 && row < 7;
            ASSERT_NEAR(out[row * kOutputs + i], is_inside ? test.expected(row, i) : 0.0, tolerance()) << row;
        }
    }
}

TEST_P(LinearKernelsTest, AppliesExactGelu) {
    const LinearCase test(7, 64, 96);
    const PackedLinear packed(test.layer, precision(), kernels(set()));
    AlignedArray<float> out(5 * 96);
    linear().project_gelu(packed.view(), quantised(test.x, 7, 64), {2, 7}, out.data());
    for (std::size_t row = 0; row < 5; ++row) {
        for (std::size_t i = 0; i < 96; ++i) {
            const double y = test.expected(row + 2, i);
            ASSERT_NEAR(out[row * 96 + i], 0.5 * y * (1.0 + std::erf(y / std::sqrt(2.0))), tolerance());
        }
    }
}

TEST_P(LinearKernelsTest, SpreadsQueriesKeysAndValuesOverTheirHeads) {
    constexpr std::size_t kHidden = 64;
    constexpr std::size_t kCapacity = 16;
    const LinearCase test(13, kHidden, 3 * kHidden);
    const PackedLinear packed(test.layer, precision(), kernels(set()));
    AlignedArray<float> out(3 * kCapacity * kHidden);
    const HeadsView heads = {out.data(), 2, kCapacity};
    linear().project_heads(packed.view(), quantised(test.x, 13, kHidden), {0, 13}, heads);
    for (std::size_t which = 0; which < 3; ++which)
        for (std::size_t row = 0; row < 13; ++row)
            for (std::size_t i = 0; i < kHidden; ++i)
                ASSERT_NEAR(heads.head(which, i / kHeadSize, row)[i % kHeadSize],
                            test.expected(row, which * kHidden + i), tolerance());
}

TEST_P(LinearKernelsTest, KeepsExtremeRowsInsideTheIntegers) {
    constexpr std::size_t kInputs = 1536;
    LinearCase test(6, kInputs, 32);
    for (std::size_t k = 0; k < kInputs; ++k) {
        test.x[k] = 0.0F;                 // a row of nothing
        test.x[kInputs + k] = 1e6F;       // all equal
        test.x[2 * kInputs + k] = -1e6F;  // all equal and negative
        test.x[3 * kInputs + k] = k == 7 ? 1e5F : 0.0F;
        test.x[4 * kInputs + k] = k % 2 == 0 ? 1e5F : -1e5F;
    }
    for (std::size_t k = 0; k < kInputs; ++k) test.layer.weights[k] = 1.0F;  // the greatest sum there can be
    const PackedLinear packed(test.layer, precision(), kernels(set()));
    AlignedArray<float> out(6 * 32);
    linear().project_residual(packed.view(), quantised(test.x, 6, kInputs), {0, 6}, out.data());
    for (std::size_t row = 0; row < 6; ++row) {
        for (std::size_t i = 0; i < 32; ++i) {
            double size = 0;  // an overflow would be off by a multiple of this
            for (std::size_t k = 0; k < kInputs; ++k)
                size += std::fabs(test.x[row * kInputs + k] * test.layer.weights[i * kInputs + k]);
            EXPECT_NEAR(out[row * 32 + i], test.expected(row, i), 0.03 * size + 300.0 + tolerance()) << row;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, LinearKernelsTest,
                         testing::Combine(testing::ValuesIn(kSets), testing::ValuesIn(kPrecisions)),
                         [](const auto& row) {
                             return name_of(std::get<0>(row.param)) + "_" +
                                    std::string(to_string(std::get<1>(row.param)));
                         });

class KernelsTest : public testing::TestWithParam<KernelSet> {
protected:
    void SetUp() override {
        if (!is_supported(GetParam())) GTEST_SKIP() << "this CPU has no " << to_string(GetParam());
    }
};

TEST_P(KernelsTest, NormalisesEachRow) {
    constexpr std::size_t kColumns = 96;
    const AlignedArray<float> before = random_array(5 * kColumns, 4, 2.0F);
    const AlignedArray<float> gain = random_array(kColumns, 5, 0.3F);
    const AlignedArray<float> bias = random_array(kColumns, 6, 0.3F);
    AlignedArray<float> x(5 * kColumns);
    std::ranges::copy(before.span(), x.data());
    kernels(GetParam()).layer_norm(x.data(), 5, kColumns, gain.data(), bias.data(), 1e-12F);
    for (std::size_t row = 0; row < 5; ++row) {
        const auto in = before.span().subspan(row * kColumns, kColumns);
        double mean = 0, variance = 0;
        for (const float value : in) mean += value / static_cast<double>(kColumns);
        for (const float value : in) variance += (value - mean) * (value - mean) / static_cast<double>(kColumns);
        for (std::size_t k = 0; k < kColumns; ++k)
            ASSERT_NEAR(x[row * kColumns + k], (in[k] - mean) / std::sqrt(variance) * gain[k] + bias[k], 1e-5);
    }
}

TEST_P(KernelsTest, AttendsWithinTheSequenceForEveryLength) {
    constexpr std::size_t kCapacity = kSequenceMax;
    const AlignedArray<float> values = random_array(3 * 2 * kCapacity * kHeadSize, 8, 0.7F);
    const HeadsView heads = {values.data(), 2, kCapacity};
    AlignedArray<float> scratch(attention_scratch());
    for (const std::size_t length : {1, 2, 5, 7, 8, 12, 15, 16, 17, 31, 32, 33, 64, 100, 257, 509}) {
        const std::size_t first = 3;
        AlignedArray<float> context(length * 2 * kHeadSize);
        kernels(GetParam()).attend(heads, 1, {first, first + length}, scratch.data(), context.data(), 2 * kHeadSize);
        for (std::size_t row = 0; row < length; ++row) {
            std::vector<double> scores(length);
            double sum = 0;
            for (std::size_t key = 0; key < length; ++key) {
                double dot = 0;
                for (std::size_t d = 0; d < kHeadSize; ++d)
                    dot += static_cast<double>(heads.head(0, 1, first + row)[d]) * heads.head(1, 1, first + key)[d];
                sum += scores[key] = std::exp(dot);
            }
            for (std::size_t d = 0; d < kHeadSize; ++d) {
                double expected = 0;
                for (std::size_t key = 0; key < length; ++key)
                    expected += scores[key] / sum * heads.head(2, 1, first + key)[d];
                ASSERT_NEAR(context[row * 2 * kHeadSize + d], expected, 2e-5) << length << " tokens, row " << row;
            }
        }
    }
}

TEST_P(KernelsTest, SurvivesScoresThatLieFarApart) {
    AlignedArray<float> values(3 * 40 * kHeadSize);
    const HeadsView heads = {values.data(), 1, 40};
    for (std::size_t row = 0; row < 40; ++row) {
        heads.head(0, 0, row)[0] = 1000.0F;
        heads.head(1, 0, row)[0] = row == 17 ? 100.0F : -100.0F;
        heads.head(2, 0, row)[3] = static_cast<float>(row);
    }
    AlignedArray<float> scratch(attention_scratch());
    AlignedArray<float> context(40 * kHeadSize);
    kernels(GetParam()).attend(heads, 0, {0, 40}, scratch.data(), context.data(), kHeadSize);
    for (std::size_t row = 0; row < 40; ++row) EXPECT_NEAR(context[row * kHeadSize + 3], 17.0F, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(All, KernelsTest, testing::ValuesIn(kSets),
                         [](const auto& row) { return name_of(row.param); });

TEST(Kernels, ChoosesASetThatThisCpuHas) {
    EXPECT_TRUE(is_supported(KernelSet::kPortable));
    EXPECT_TRUE(is_supported(best_kernel_set()));
}

TEST(PackedLinear, KeepsEveryFourWeightsOfInt8WithinWhatSixteenBitsHold) {
    const AlignedArray<float> weights = random_array(64 * 32, 9, 0.3F);
    DenseLayer layer = {64, 32, {weights.span().begin(), weights.span().end()}, std::vector<float>(32)};
    for (std::size_t k = 0; k < 64; ++k) layer.weights[k] = 1.0F;  // the row that needs the bound
    const Kernels& set = kernels(KernelSet::kPortable);
    const PackedLinear packed(layer, Precision::kInt8, set);
    const auto* panel = static_cast<const std::int8_t*>(packed.view().panels);
    const auto integer = [&](std::size_t output, std::size_t k) {
        const std::size_t columns = set.panel_columns;
        return panel[output / columns * columns * 64 + (k / 4 * columns + output % columns) * 4 + k % 4];
    };
    for (std::size_t output = 0; output < 32; ++output) {
        for (std::size_t k = 0; k < 64; k += 8) {
            for (const std::size_t pair : {k, k + 2}) {
                int positive = 0, negative = 0;
                for (const std::size_t at : {pair, pair + 1, pair + 4, pair + 5})
                    (integer(output, at) > 0 ? positive : negative) += integer(output, at);
                EXPECT_LE(255 * positive, 32767);
                EXPECT_GE(255 * negative, -32768);
            }
        }
    }
}

TEST(PackedLinear, SetsWeightsFarOutInTheTailsApart) {
    const AlignedArray<float> weights = random_array(96 * 32, 10, 0.05F);
    DenseLayer layer = {96, 32, {weights.span().begin(), weights.span().end()}, std::vector<float>(32)};
    layer.weights[5 * 96 + 11] = 20.0F;
    const Kernels& set = kernels(KernelSet::kPortable);
    EXPECT_TRUE(PackedLinear(layer, Precision::kInt8, set).outliers().empty());
    EXPECT_TRUE(PackedLinear(layer, Precision::kInt16, set, Tails::kExact).outliers().empty());
    const PackedLinear packed(layer, Precision::kInt8, set, Tails::kExact);
    ASSERT_EQ(packed.outliers().size(), 1U);
    EXPECT_EQ(packed.outliers()[0].output, 5U);
    EXPECT_EQ(packed.outliers()[0].input, 11U);
    EXPECT_EQ(packed.outliers()[0].weight, 20.0F);
    EXPECT_LT(packed.view().scale[5], 0.01F);
}

}  // namespace
}  // namespace genai::inference
