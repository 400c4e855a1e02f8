// SPDX-License-Identifier: Apache-2.0
#include "inference/kernels/kernel_set.hpp"
#include "inference/kernels/simd_portable.hpp"

namespace genai::inference {

const Kernels& portable_kernels();

const Kernels& portable_kernels() {
    static const Kernels kSet = make_kernels<Portable>();
    return kSet;
}

}  // namespace genai::inference
