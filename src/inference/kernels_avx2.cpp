// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)

#include "inference/kernels/kernel_set.hpp"
#include "inference/kernels/simd_avx2.hpp"

namespace genai::inference {

const Kernels& avx2_kernels();

const Kernels& avx2_kernels() {
    static const Kernels set = make_kernels<Avx2>();
    return set;
}

}  // namespace genai::inference

#endif
