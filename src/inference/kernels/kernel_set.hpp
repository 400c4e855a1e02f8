// SPDX-License-Identifier: Apache-2.0
#pragma once

// The kernels over one set of vector operations. Included by kernels_portable.cpp, kernels_avx2.cpp and
// kernels_avx512.cpp alone, each compiled for its CPU. Nothing in kernels/ may use an inline function of the standard
// library or of ours that is not a template over S: the linker keeps one copy of such a function, which could be the
// one with instructions that the CPU lacks.
#include "inference/kernels/attention.hpp"
#include "inference/kernels/linear.hpp"
#include "inference/kernels/rows.hpp"

namespace genai::inference {

template <class S, class Layer>
LinearKernels make_linear_kernels(void (*quantise)(const float*, std::size_t, const RowsTarget&)) {
    LinearKernels set;
    set.group = Layer::kGroup;
    set.project_heads = project_heads<S, Layer>;
    set.project_gelu = project_gelu<S, Layer>;
    set.project_residual = project_residual<S, Layer>;
    set.quantise = quantise;
    return set;
}

template <class S>
Kernels make_kernels() {
    Kernels set;
    set.panel_columns = kTileVectors * S::kLanes;
    set.fp32 = make_linear_kernels<S, Fp32Layer<S>>(nullptr);
    set.int16 = make_linear_kernels<S, Int16Layer<S>>(quantise_int16<S>);
    set.int8 = make_linear_kernels<S, Int8Layer<S>>(quantise_int8<S>);
    set.layer_norm = layer_norm<S>;
    set.attend = attend<S>;
    return set;
}

}  // namespace genai::inference
