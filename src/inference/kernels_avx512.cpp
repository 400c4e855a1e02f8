// SPDX-License-Identifier: Apache-2.0
#if defined(__x86_64__)

// GCC 12 takes the undefined registers inside its own intrinsics for a mistake of the caller (GCC bug 105593).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"

#include "inference/kernels/kernel_set.hpp"
#include "inference/kernels/simd_avx512.hpp"

namespace genai::inference {

const Kernels& avx512_kernels();

const Kernels& avx512_kernels() {
    static const Kernels kSet = make_kernels<Avx512>();
    return kSet;
}

}  // namespace genai::inference

#endif
