// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "inference/aligned_buffer.hpp"
#include "inference/kernels.hpp"

namespace genai::inference {

// A linear layer as a model file has it: y = W x + b with weights [outputs][inputs].
struct DenseLayer {
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    std::vector<float> weights;
    std::vector<float> bias;
};

// A weight that stays fp32 beside the int8 ones.
struct Outlier {
    std::uint32_t output = 0;
    std::uint32_t input = 0;
    float weight = 0.0F;
};

// What becomes of weights far out in the tails when a layer is packed as int8: kExact keeps them apart as outliers.
enum class Tails { kQuantised, kExact };

// A linear layer in the form that one kernel set reads (LinearView). Owns its memory; read-only once packed, so that
// any number of threads may compute with it.
class PackedLinear {
public:
    PackedLinear() = default;
    PackedLinear(const DenseLayer& layer, Precision precision, const Kernels& kernels, Tails tails = Tails::kQuantised);

    LinearView view() const;
    // int8 with kExact only: the caller adds weight * x[input] to y[output] of each row. These some 4 weights in a
    // million would otherwise stretch their output's scale so far that all others lose their precision.
    std::span<const Outlier> outliers() const { return outliers_; }

private:
    void pack_row(std::span<const float> row, std::size_t output, Precision precision, std::size_t panel_columns);

    std::size_t inputs_ = 0;
    std::size_t outputs_ = 0;
    AlignedBytes panels_;
    AlignedArray<float> bias_;
    AlignedArray<float> scale_;
    AlignedArray<float> sum_;
    std::vector<Outlier> outliers_;
};

}  // namespace genai::inference
