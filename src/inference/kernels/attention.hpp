// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inference/kernels.hpp"
#include "inference/kernels/linear.hpp"
#include "inference/kernels/tiles.hpp"
#include "inference/kernels/vector_math.hpp"

namespace genai::inference {

// One head's keys as panels [keys / columns][kHeadSize][columns], with zeros after the last key: the form in which a
// linear layer reads its weights.
template <class S>
inline void transpose_keys(const float* keys, std::size_t length, float* panels) {
    constexpr std::size_t kColumns = kTileVectors * S::kLanes;
    for (std::size_t first = 0; first < length; first += kColumns, panels += kColumns * kHeadSize) {
        const std::size_t count = length - first < kColumns ? length - first : kColumns;
        const float* key = keys + first * kHeadSize;
        for (std::size_t d = 0; d < kHeadSize; ++d) {
            float* out = panels + d * kColumns;
            for (std::size_t j = 0; j < count; ++j) out[j] = key[j * kHeadSize + d];
            for (std::size_t j = count; j < kColumns; ++j) out[j] = 0.0F;
        }
    }
}

// scores[0, padded) = e^(score - greatest); those past `length` become 0. Returns 1 / their sum.
template <class S>
inline float softmax(float* scores, std::size_t length, std::size_t padded) {
    using F = typename S::F;
    for (std::size_t j = length; j < padded; ++j) scores[j] = -1e30F;
    F greatest = S::load(scores);
    for (std::size_t j = S::kLanes; j < padded; j += S::kLanes) greatest = S::max(greatest, S::load(scores + j));
    const F shift = S::set(S::greatest(greatest));
    F sum = S::set(0.0F);
    for (std::size_t j = 0; j < padded; j += S::kLanes) {
        const F value = exp_of_negative<S>(S::sub(S::load(scores + j), shift));
        S::store(scores + j, value);
        sum = S::add(sum, value);
    }
    return 1.0F / S::sum(sum);
}

template <class S>
void attend(const HeadsView& heads, std::size_t head, RowRange range, float* scratch, float* context,
            std::size_t stride) {
    using Layer = Fp32Layer<S>;
    constexpr std::size_t kColumns = kTileVectors * S::kLanes;
    const std::size_t length = range.last - range.first;
    const std::size_t padded = (length + kColumns - 1) / kColumns * kColumns;
    const float* queries = heads.head(0, head, range.first);
    const float* values = heads.head(2, head, range.first);
    float* key_panels = scratch;
    float* scores = scratch + padded * kHeadSize;
    transpose_keys<S>(heads.head(1, head, range.first), length, key_panels);

    for_row_tiles<Layer::kTileRows>(0, length, [&]<int R>(RowCount<R>, std::size_t row) {
        for (std::size_t first = 0; first < padded; first += kColumns) {
            typename S::F sum[R][kTileVectors];
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) sum[r][0] = sum[r][1] = Layer::zero();
            Layer::template accumulate<R>(queries + row * kHeadSize, kHeadSize, key_panels + first * kHeadSize,
                                          kHeadSize, sum);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                S::store(scores + static_cast<std::size_t>(r) * padded + first, sum[r][0]);
                S::store(scores + static_cast<std::size_t>(r) * padded + first + S::kLanes, sum[r][1]);
            }
        }
        float inverse[R];
        for (int r = 0; r < R; ++r)
            inverse[r] = softmax<S>(scores + static_cast<std::size_t>(r) * padded, length, padded);
        for (std::size_t column = 0; column < kHeadSize; column += kColumns) {
            typename S::F sum[R][kTileVectors];
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) sum[r][0] = sum[r][1] = Layer::zero();
            Layer::template accumulate<R, kHeadSize>(scores, padded, values + column, length, sum);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                float* out = context + (row + static_cast<std::size_t>(r)) * stride + column;
                S::store(out, S::mul(sum[r][0], S::set(inverse[r])));
                S::store(out + S::kLanes, S::mul(sum[r][1], S::set(inverse[r])));
            }
        }
    });
}

}  // namespace genai::inference
