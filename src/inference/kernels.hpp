// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace genai::inference {

// What the linear layers compute in. Attention, normalisation and GELU are fp32 always.
enum class Precision { kFp32, kInt16, kInt8 };
enum class KernelSet { kPortable, kAvx2, kAvx512 };

std::string_view to_string(Precision precision);
std::string_view to_string(KernelSet set);

inline constexpr std::size_t kHeadSize = 32;      // of every model that this encoder reads
inline constexpr std::size_t kSequenceMax = 512;  // tokens of one sequence
// Columns of matrices are multiples of this, so that no kernel has a tail of columns.
inline constexpr std::size_t kColumnUnit = 32;

// An output's int16 weights have at most the first L2 norm, a row's activations at most the second: by Cauchy-Schwarz
// no dot product passes 2.1e9 < 2^31, so int32 cannot overflow, whatever the text.
inline constexpr float kInt16WeightNorm = 30000.0F;
inline constexpr float kInt16RowNorm = 2.1e9F / kInt16WeightNorm;
inline constexpr float kTinyScale = 1e-30F;  // keeps the scale of a row of zeros positive

// The weights of one layer y = W x + b, quantised and packed for one kernel set. The panels hold `panel_columns`
// outputs each: [outputs / panel_columns][inputs / group][panel_columns][group], group = neighbouring inputs that one
// instruction multiplies (1 float, 2 int16, 4 int8).
struct LinearView {
    const void* panels = nullptr;
    const float* bias = nullptr;   // [outputs]
    const float* scale = nullptr;  // [outputs]; integers only: weight = scale * integer
    const float* sum = nullptr;    // [outputs]; int8 only: the sum of an output's integers, for the zero points
    std::size_t inputs = 0;
    std::size_t outputs = 0;
};

// The rows that a linear layer reads: fp32 as they are; integers with value = scale * (integer - zero) for each row.
struct RowsView {
    const void* values = nullptr;  // [rows][columns] of float, int16 or uint8
    const float* scale = nullptr;  // [rows]
    const float* zero = nullptr;   // [rows], int8 only
    std::size_t columns = 0;
};

// The same, to be written by a quantise kernel.
struct RowsTarget {
    void* values = nullptr;
    float* scale = nullptr;
    float* zero = nullptr;
    std::size_t columns = 0;
};

struct RowRange {
    std::size_t first = 0;
    std::size_t last = 0;
};

// Queries, keys and values by head: [3][heads][capacity][kHeadSize]. Head-major rows lie densely; in a row-major matrix
// the stride of 4.6 KB would put a head's rows on the same few lines of the L1 cache.
struct HeadsView {
    float* values = nullptr;
    std::size_t heads = 0;
    std::size_t capacity = 0;  // rows

    // Always inlined: it must not become a symbol that several instruction sets share (kernels/kernel_set.hpp).
    [[gnu::always_inline]] float* head(std::size_t which, std::size_t head, std::size_t row) const {
        return values + ((which * heads + head) * capacity + row) * kHeadSize;
    }
};

// The linear layers of one precision. Each comes with what happens to its result while that is still in registers.
struct LinearKernels {
    std::size_t group = 1;
    // Writes queries, keys and values (outputs in this order) to their heads.
    void (*project_heads)(const LinearView&, const RowsView&, RowRange, const HeadsView&) = nullptr;
    // out[row - range.first][outputs] = GELU(y)
    void (*project_gelu)(const LinearView&, const RowsView&, RowRange, float* out) = nullptr;
    // x[row][outputs] += y, where the input's rows begin at range.first.
    void (*project_residual)(const LinearView&, const RowsView&, RowRange, float* x) = nullptr;
    // Rows of fp32 to rows of integers, counted from 0 in both; null for fp32.
    void (*quantise)(const float* x, std::size_t rows, const RowsTarget&) = nullptr;
};

// The kernels for one kind of CPU. Stateless functions, safe from any thread; the pointers they take are aligned to
// 64 bytes and their columns are multiples of kColumnUnit.
struct Kernels {
    std::size_t panel_columns = 0;
    LinearKernels fp32;
    LinearKernels int16;
    LinearKernels int8;
    // In place, each row: x = (x - mean) / sqrt(variance + epsilon) * gain + bias.
    void (*layer_norm)(float* x, std::size_t rows, std::size_t columns, const float* gain, const float* bias,
                       float epsilon) = nullptr;
    // Softmax attention of the sequence in rows [range.first, range.last), for one head; queries come scaled. Writes
    // context[row - range.first][kHeadSize] with `stride` floats from row to row. `scratch` holds attention_scratch()
    // floats.
    void (*attend)(const HeadsView&, std::size_t head, RowRange, float* scratch, float* context,
                   std::size_t stride) = nullptr;

    const LinearKernels& linear(Precision precision) const {
        return precision == Precision::kFp32 ? fp32 : precision == Precision::kInt16 ? int16 : int8;
    }
};

// Floats of scratch memory that `attend` needs for the longest sequence, whatever the kernel set.
constexpr std::size_t attention_scratch() { return (kHeadSize + 16) * (kSequenceMax + kColumnUnit); }

// Whether this CPU (and operating system) can run the set.
bool is_supported(KernelSet set);
// The fastest set that this CPU can run.
KernelSet best_kernel_set();
// The set must be supported.
const Kernels& kernels(KernelSet set);

}  // namespace genai::inference
