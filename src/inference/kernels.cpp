// SPDX-License-Identifier: Apache-2.0
#include "inference/kernels.hpp"

#include "base/result.hpp"

namespace genai::inference {

const Kernels& portable_kernels();
#if defined(__x86_64__)
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();
#endif

std::string_view to_string(Precision precision) {
    switch (precision) {
        case Precision::kFp32: return "fp32";
        case Precision::kInt16: return "int16";
        case Precision::kInt8: return "int8";
    }
    return "fp32";
}

std::string_view to_string(KernelSet set) {
    switch (set) {
        case KernelSet::kPortable: return "portable";
        case KernelSet::kAvx2: return "AVX2";
        case KernelSet::kAvx512: return "AVX-512";
    }
    return "portable";
}

bool is_supported(KernelSet set) {
#if defined(__x86_64__)
    // The built-in also asks the operating system whether it saves the wide registers.
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
                        __builtin_cpu_supports("avx512vnni");
    return set == KernelSet::kPortable || (set == KernelSet::kAvx2 && avx2) || (set == KernelSet::kAvx512 && avx512);
#else
    return set == KernelSet::kPortable;
#endif
}

KernelSet best_kernel_set() {
    if (is_supported(KernelSet::kAvx512)) return KernelSet::kAvx512;
    if (is_supported(KernelSet::kAvx2)) return KernelSet::kAvx2;
    return KernelSet::kPortable;
}

const Kernels& kernels(KernelSet set) {
    ensure(is_supported(set), "the CPU has the instructions of the chosen kernels");
#if defined(__x86_64__)
    if (set == KernelSet::kAvx512) return avx512_kernels();
    if (set == KernelSet::kAvx2) return avx2_kernels();
#endif
    return portable_kernels();
}

}  // namespace genai::inference
