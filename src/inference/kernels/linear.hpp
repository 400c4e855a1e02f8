// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "inference/kernels.hpp"
#include "inference/kernels/tiles.hpp"
#include "inference/kernels/vector_math.hpp"

namespace genai::inference {

// The three precisions. Each says how a tile of sums is accumulated and how the sums become fp32 results.
template <class S>
struct Fp32Layer {
    using F = typename S::F;
    using Sum = typename S::F;
    using Value = float;
    using Weight = float;
    static constexpr std::size_t kGroup = 1;
    static constexpr int kTileRows = S::kFloatTileRows;

    // sum[r] += rows[r][0, inputs) . panel, where the panel's inputs lie `panel_stride` weights apart.
    template <int R, std::size_t panel_stride = kTileVectors* S::kLanes>
    [[gnu::always_inline]] static void accumulate(const float* rows, std::size_t stride, const float* panel,
                                                  std::size_t inputs, Sum (&sum)[R][kTileVectors]) {
        for (std::size_t k = 0; k < inputs; ++k, panel += panel_stride) {
            const F b0 = S::load(panel);
            const F b1 = S::load(panel + S::kLanes);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                const F a = S::set(rows[static_cast<std::size_t>(r) * stride + k]);
                sum[r][0] = S::fma(a, b0, sum[r][0]);
                sum[r][1] = S::fma(a, b1, sum[r][1]);
            }
        }
    }
    static Sum zero() { return S::set(0.0F); }

    // What the columns of a panel have in common.
    struct Columns {
        F bias[kTileVectors];
        Columns(const LinearView& linear, std::size_t column) {
            for (int j = 0; j < kTileVectors; ++j) bias[j] = S::load(linear.bias + column + j * S::kLanes);
        }
        F result(Sum sum, int j, const RowsView&, std::size_t) const { return S::add(sum, bias[j]); }
    };
};

template <class S>
struct Int16Layer {
    using F = typename S::F;
    using Sum = typename S::I;
    using Value = std::int16_t;
    using Weight = std::int16_t;
    static constexpr std::size_t kGroup = 2;
    static constexpr int kTileRows = S::kIntTileRows;

    template <int R>
    [[gnu::always_inline]] static void accumulate(const std::int16_t* rows, std::size_t stride,
                                                  const std::int16_t* panel, std::size_t inputs,
                                                  Sum (&sum)[R][kTileVectors]) {
        constexpr std::size_t kVector = S::kLanes * kGroup;
        for (std::size_t k = 0; k < inputs; k += kGroup, panel += kTileVectors * kVector) {
            const Sum b0 = S::load_int(panel);
            const Sum b1 = S::load_int(panel + kVector);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                const Sum a = S::broadcast(rows + static_cast<std::size_t>(r) * stride + k);
                sum[r][0] = S::dot_int16(sum[r][0], a, b0);
                sum[r][1] = S::dot_int16(sum[r][1], a, b1);
            }
        }
    }
    static Sum zero() { return S::zero(); }

    struct Columns {
        F bias[kTileVectors];
        F scale[kTileVectors];
        Columns(const LinearView& linear, std::size_t column) {
            for (int j = 0; j < kTileVectors; ++j) {
                bias[j] = S::load(linear.bias + column + j * S::kLanes);
                scale[j] = S::load(linear.scale + column + j * S::kLanes);
            }
        }
        F result(Sum sum, int j, const RowsView& rows, std::size_t row) const {
            return S::fma(S::to_float(sum), S::mul(scale[j], S::set(rows.scale[row])), bias[j]);
        }
    };
};

template <class S>
struct Int8Layer {
    using F = typename S::F;
    using Sum = typename S::I;
    using Value = std::uint8_t;
    using Weight = std::int8_t;
    static constexpr std::size_t kGroup = 4;
    static constexpr int kTileRows = S::kIntTileRows;

    template <int R>
    [[gnu::always_inline]] static void accumulate(const std::uint8_t* rows, std::size_t stride,
                                                  const std::int8_t* panel, std::size_t inputs,
                                                  Sum (&sum)[R][kTileVectors]) {
        constexpr std::size_t kVector = S::kLanes * kGroup;
        for (std::size_t k = 0; k < inputs; k += 2 * kGroup, panel += 2 * kTileVectors * kVector) {
            const Sum b0 = S::load_int(panel);
            const Sum b1 = S::load_int(panel + kVector);
            const Sum b2 = S::load_int(panel + 2 * kVector);
            const Sum b3 = S::load_int(panel + 3 * kVector);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                const std::uint8_t* row = rows + static_cast<std::size_t>(r) * stride + k;
                const Sum a0 = S::broadcast(row);
                const Sum a1 = S::broadcast(row + kGroup);
                sum[r][0] = S::dot_int8(sum[r][0], a0, b0, a1, b2);
                sum[r][1] = S::dot_int8(sum[r][1], a0, b1, a1, b3);
            }
        }
    }
    static Sum zero() { return S::zero(); }

    struct Columns {
        F bias[kTileVectors];
        F scale[kTileVectors];
        F sums[kTileVectors];
        Columns(const LinearView& linear, std::size_t column) {
            for (int j = 0; j < kTileVectors; ++j) {
                bias[j] = S::load(linear.bias + column + j * S::kLanes);
                scale[j] = S::load(linear.scale + column + j * S::kLanes);
                sums[j] = S::load(linear.sum + column + j * S::kLanes);
            }
        }
        // The zero point of a row takes zero * (sum of the output's integers) from the dot product.
        F result(Sum sum, int j, const RowsView& rows, std::size_t row) const {
            const F exact = S::fma(S::set(-rows.zero[row]), sums[j], S::to_float(sum));
            return S::fma(exact, S::mul(scale[j], S::set(rows.scale[row])), bias[j]);
        }
    };
};

// Where a panel's results go: row r of the output begins at base + r * stride.
struct PanelTarget {
    float* base;
    std::size_t stride;
};

// Fetches the panel after the current one into the cache, a share with each tile of rows: a short query reads all
// weights for a few rows, and would wait for the memory at the start of every panel.
class PanelFetch {
public:
    [[gnu::always_inline]] PanelFetch(const void* panel, std::size_t bytes, std::size_t tiles)
        : at_(static_cast<const char*>(panel)), end_(at_ + bytes), share_((bytes / kLine / tiles + 1) * kLine) {}

    [[gnu::always_inline]] void fetch_share() {
        const char* const until = static_cast<std::size_t>(end_ - at_) < share_ ? end_ : at_ + share_;
        for (; at_ < until; at_ += kLine) __builtin_prefetch(at_, 0, 2);
    }

private:
    static constexpr std::size_t kLine = 64;
    const char* at_;
    const char* end_;
    std::size_t share_;
};

// y = W x + b for the rows of the range, panel by panel; finish(address, y) takes the results from the registers.
template <class S, class Layer, class Target, class Finish>
inline void project(const LinearView& linear, const RowsView& rows, RowRange range, const Target& target,
                    const Finish& finish) {
    constexpr std::size_t kColumns = kTileVectors * S::kLanes;
    const auto* values = static_cast<const typename Layer::Value*>(rows.values);
    const auto* panel = static_cast<const typename Layer::Weight*>(linear.panels);
    const std::size_t panel_weights = kColumns * linear.inputs;
    const std::size_t tiles = (range.last - range.first) / Layer::kTileRows + 1;
    for (std::size_t column = 0; column < linear.outputs; column += kColumns, panel += panel_weights) {
        const bool is_last = column + kColumns == linear.outputs;
        PanelFetch next(panel + panel_weights, is_last ? 0 : panel_weights * sizeof *panel, tiles);
        const typename Layer::Columns columns(linear, column);
        const PanelTarget out = target(column);
        for_row_tiles<Layer::kTileRows>(range.first, range.last, [&]<int R>(RowCount<R>, std::size_t row) {
            next.fetch_share();
            typename Layer::Sum sum[R][kTileVectors];
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) sum[r][0] = sum[r][1] = Layer::zero();
            Layer::template accumulate<R>(values + row * rows.columns, rows.columns, panel, linear.inputs, sum);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                const std::size_t at = row + static_cast<std::size_t>(r);
                float* address = out.base + at * out.stride;
                finish(address, columns.result(sum[r][0], 0, rows, at));
                finish(address + S::kLanes, columns.result(sum[r][1], 1, rows, at));
            }
        });
    }
}

template <class S, class Layer>
void project_heads(const LinearView& linear, const RowsView& rows, RowRange range, const HeadsView& heads) {
    const std::size_t hidden = heads.heads * kHeadSize;
    const auto target = [&](std::size_t column) {
        const std::size_t within = column % hidden;
        return PanelTarget{heads.head(column / hidden, within / kHeadSize, 0) + within % kHeadSize, kHeadSize};
    };
    project<S, Layer>(linear, rows, range, target, [](float* out, typename S::F y) { S::store(out, y); });
}

template <class S, class Layer>
void project_gelu(const LinearView& linear, const RowsView& rows, RowRange range, float* out) {
    const auto target = [&](std::size_t column) {
        return PanelTarget{out + column - range.first * linear.outputs, linear.outputs};
    };
    project<S, Layer>(linear, rows, range, target, [](float* at, typename S::F y) { S::store(at, gelu<S>(y)); });
}

template <class S, class Layer>
void project_residual(const LinearView& linear, const RowsView& rows, RowRange range, float* x) {
    const auto target = [&](std::size_t column) { return PanelTarget{x + column, linear.outputs}; };
    project<S, Layer>(linear, rows, range, target,
                      [](float* at, typename S::F y) { S::store(at, S::add(S::load(at), y)); });
}

}  // namespace genai::inference
