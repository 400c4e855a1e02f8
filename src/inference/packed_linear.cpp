// SPDX-License-Identifier: Apache-2.0
#include "inference/packed_linear.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "base/result.hpp"

namespace genai::inference {

namespace {

constexpr float kOutlierSigmas = 8.0F;

float norm(std::span<const float> row) {
    double squares = 0.0;
    for (const float weight : row) squares += static_cast<double>(weight) * weight;
    return static_cast<float>(std::sqrt(squares));
}

float greatest(std::span<const float> row) {
    float most = 0.0F;
    for (const float weight : row) most = std::max(most, std::fabs(weight));
    return most;
}

// The L2 norm becomes kInt16WeightNorm at most, which keeps every dot product inside int32.
float int16_scale(std::span<const float> row) {
    return std::max(norm(row) / kInt16WeightNorm, greatest(row) / 32767.0F) + kTinyScale;
}

// On AVX2 four products of uint8 and int8 meet in one 16-bit lane: inputs k, k+1 and k+4, k+5 (vpmaddubsw, twice,
// added). 255 times the sum of the positive, or of the negative, weights among them stays within 32767 when that sum is
// at most 128.4, rounding by up to .5 each included: 126.4 before it. Other CPUs have no such limit, but the same
// integers everywhere mean the same vectors everywhere.
float int8_scale(std::span<const float> row) {
    constexpr float kFourMax = 126.4F;
    float most = greatest(row) / 127.0F;
    for (std::size_t k = 0; k + 8 <= row.size(); k += 8) {
        for (const std::size_t pair : {k, k + 2}) {
            float positive = 0.0F, negative = 0.0F;
            for (const std::size_t at : {pair, pair + 1, pair + 4, pair + 5})
                (row[at] > 0.0F ? positive : negative) += std::fabs(row[at]);
            most = std::max(most, std::max(positive, negative) / kFourMax);
        }
    }
    return most + kTinyScale;
}

std::size_t bytes_each(Precision precision) {
    return precision == Precision::kFp32 ? sizeof(float) : precision == Precision::kInt16 ? 2 : 1;
}

// Writes one output's weights into its column of its panel, each divided by the scale; returns their sum.
template <class T, std::size_t group>
double scatter(std::span<const float> row, float scale, T* column, std::size_t panel_columns) {
    double sum = 0.0;
    for (std::size_t k = 0; k < row.size(); ++k) {
        T& place = column[k / group * panel_columns * group + k % group];
        if constexpr (std::is_floating_point_v<T>) {
            place = row[k];
        } else {
            place = static_cast<T>(std::lrintf(row[k] / scale));
        }
        sum += place;
    }
    return sum;
}

}  // namespace

PackedLinear::PackedLinear(const DenseLayer& layer, Precision precision, const Kernels& kernels, Tails tails)
    : inputs_(layer.inputs),
      outputs_(layer.outputs),
      panels_(layer.inputs * layer.outputs * bytes_each(precision)),
      bias_(layer.outputs),
      scale_(layer.outputs),
      sum_(layer.outputs) {
    ensure(inputs_ % kColumnUnit == 0 && outputs_ % kColumnUnit == 0, "a layer's dimensions fit the kernels");
    ensure(layer.weights.size() == inputs_ * outputs_ && layer.bias.size() == outputs_, "a layer is complete");
    std::ranges::copy(layer.bias, bias_.data());
    std::vector<float> row(inputs_);
    for (std::size_t output = 0; output < outputs_; ++output) {
        const auto weights = std::span(layer.weights).subspan(output * inputs_, inputs_);
        std::ranges::copy(weights, row.begin());
        if (precision == Precision::kInt8 && tails == Tails::kExact) {
            const float limit = kOutlierSigmas * norm(weights) / std::sqrt(static_cast<float>(inputs_));
            for (std::size_t k = 0; k < inputs_; ++k) {
                if (std::fabs(row[k]) <= limit) continue;
                outliers_.push_back({static_cast<std::uint32_t>(output), static_cast<std::uint32_t>(k), row[k]});
                row[k] = 0.0F;
            }
        }
        pack_row(row, output, precision, kernels.panel_columns);
    }
}

void PackedLinear::pack_row(std::span<const float> row, std::size_t output, Precision precision,
                            std::size_t panel_columns) {
    const std::size_t panel = output / panel_columns * panel_columns * inputs_;
    const std::size_t column = output % panel_columns;
    const auto write = [&]<class T, std::size_t group>(float scale) {
        scale_[output] = scale;
        T* place = reinterpret_cast<T*>(panels_.data()) + panel + column * group;
        sum_[output] = static_cast<float>(scatter<T, group>(row, scale, place, panel_columns));
    };
    switch (precision) {
        case Precision::kFp32: return write.operator()<float, 1>(1.0F);
        case Precision::kInt16: return write.operator()<std::int16_t, 2>(int16_scale(row));
        case Precision::kInt8: return write.operator()<std::int8_t, 4>(int8_scale(row));
    }
}

LinearView PackedLinear::view() const {
    return {panels_.data(), bias_.data(), scale_.data(), sum_.data(), inputs_, outputs_};
}

}  // namespace genai::inference
