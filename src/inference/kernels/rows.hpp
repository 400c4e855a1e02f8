// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inference/kernels.hpp"

namespace genai::inference {

template <class S>
void layer_norm(float* x, std::size_t rows, std::size_t columns, const float* gain, const float* bias, float epsilon) {
    using F = typename S::F;
    const float share = 1.0F / static_cast<float>(columns);
    for (; rows > 0; --rows, x += columns) {
        F sum0 = S::set(0.0F), sum1 = sum0;
        for (std::size_t k = 0; k < columns; k += 2 * S::kLanes) {
            sum0 = S::add(sum0, S::load(x + k));
            sum1 = S::add(sum1, S::load(x + k + S::kLanes));
        }
        const F mean = S::set(S::sum(S::add(sum0, sum1)) * share);
        F square0 = S::set(0.0F), square1 = square0;
        for (std::size_t k = 0; k < columns; k += 2 * S::kLanes) {
            const F a = S::sub(S::load(x + k), mean);
            const F b = S::sub(S::load(x + k + S::kLanes), mean);
            square0 = S::fma(a, a, square0);
            square1 = S::fma(b, b, square1);
        }
        const float variance = S::sum(S::add(square0, square1)) * share;
        const F inverse = S::set(1.0F / __builtin_sqrtf(variance + epsilon));
        for (std::size_t k = 0; k < columns; k += S::kLanes) {
            const F normal = S::mul(S::sub(S::load(x + k), mean), inverse);
            S::store(x + k, S::fma(normal, S::load(gain + k), S::load(bias + k)));
        }
    }
}

template <class S>
void quantise_int16(const float* x, std::size_t rows, const RowsTarget& target) {
    using F = typename S::F;
    auto* out = static_cast<std::int16_t*>(target.values);
    for (std::size_t row = 0; row < rows; ++row, x += target.columns, out += target.columns) {
        F greatest = S::set(0.0F), squares = greatest;
        for (std::size_t k = 0; k < target.columns; k += S::kLanes) {
            const F value = S::load(x + k);
            greatest = S::max(greatest, S::abs(value));
            squares = S::fma(value, value, squares);
        }
        const float by_greatest = S::greatest(greatest) / 32767.0F;
        const float by_norm = __builtin_sqrtf(S::sum(squares)) / kInt16RowNorm;
        const float scale = (by_greatest > by_norm ? by_greatest : by_norm) + kTinyScale;
        target.scale[row] = scale;
        const F inverse = S::set(1.0F / scale);
        for (std::size_t k = 0; k < target.columns; k += S::kLanes)
            S::store_int16(out + k, S::mul(S::load(x + k), inverse));
    }
}

template <class S>
void quantise_int8(const float* x, std::size_t rows, const RowsTarget& target) {
    using F = typename S::F;
    auto* out = static_cast<std::uint8_t*>(target.values);
    for (std::size_t row = 0; row < rows; ++row, x += target.columns, out += target.columns) {
        F greatest = S::set(0.0F), negated_least = greatest;
        for (std::size_t k = 0; k < target.columns; k += S::kLanes) {
            const F value = S::load(x + k);
            greatest = S::max(greatest, value);
            negated_least = S::max(negated_least, S::sub(S::set(0.0F), value));
        }
        const float below = S::greatest(negated_least);
        const float scale = (S::greatest(greatest) + below) / 255.0F + kTinyScale;
        const float zero = __builtin_floorf(below / scale + 0.5F);
        target.scale[row] = scale;
        target.zero[row] = zero;
        const F inverse = S::set(1.0F / scale);
        const F shift = S::set(zero);
        for (std::size_t k = 0; k < target.columns; k += S::kLanes)
            S::store_uint8(out + k, S::fma(S::load(x + k), inverse, shift));
    }
}

}  // namespace genai::inference
