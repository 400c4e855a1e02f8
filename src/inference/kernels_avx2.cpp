// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)

#include "inference/kernels/kernel_set.hpp"
#include "inference/kernels/simd_avx2.hpp"

namespace genai::inference {

const Kernels& avx2_kernels();

const Kernels& avx2_kernels() {
    static const Kernels kSet = make_kernels<Avx2>();
    return kSet;
}

}  // namespace genai::inference

#endif
