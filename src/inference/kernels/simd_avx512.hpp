// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace genai::inference {

// The vector operations of a CPU with AVX-512 and VNNI, whose dot products add up in one instruction. 32 registers hold
// a tile of 12 x 32. The members are explained in simd_avx2.hpp.
struct Avx512 {
    using F = __m512;
    using I = __m512i;
    static constexpr std::size_t kLanes = 16;
    static constexpr int kFloatTileRows = 12;
    static constexpr int kIntTileRows = 12;

    static F set(float x) { return _mm512_set1_ps(x); }
    static F load(const float* x) { return _mm512_loadu_ps(x); }
    static void store(float* out, F x) { _mm512_storeu_ps(out, x); }
    static F add(F a, F b) { return _mm512_add_ps(a, b); }
    static F sub(F a, F b) { return _mm512_sub_ps(a, b); }
    static F mul(F a, F b) { return _mm512_mul_ps(a, b); }
    static F div(F a, F b) { return _mm512_div_ps(a, b); }
    static F max(F a, F b) { return _mm512_max_ps(a, b); }
    static F min(F a, F b) { return _mm512_min_ps(a, b); }
    static F fma(F a, F b, F c) { return _mm512_fmadd_ps(a, b, c); }
    static F abs(F x) { return _mm512_abs_ps(x); }
    static F round(F x) { return _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
    static F scale(F x, F n) { return _mm512_scalef_ps(x, n); }
    static float sum(F x) { return _mm512_reduce_add_ps(x); }
    static float greatest(F x) { return _mm512_reduce_max_ps(x); }

    static I zero() { return _mm512_setzero_si512(); }
    static I load_int(const void* x) { return _mm512_loadu_si512(x); }
    static F to_float(I x) { return _mm512_cvtepi32_ps(x); }
    static I broadcast(const void* x) {
        int four;
        __builtin_memcpy(&four, x, sizeof four);
        return _mm512_set1_epi32(four);
    }

    // Assembler, since GCC 12 copies the sums around its own intrinsics until they no longer fit the registers.
    static I dot_int16(I sum, I a, I b) {
        __asm__("vpdpwssd %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
        return sum;
    }
    static I dot_int8(I sum, I a0, I b0, I a1, I b1) {
        __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a0), "v"(b0));
        __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(a1), "v"(b1));
        return sum;
    }

    static void store_int16(std::int16_t* out, F x) {
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm512_cvtsepi32_epi16(_mm512_cvtps_epi32(x)));
    }
    static void store_uint8(std::uint8_t* out, F x) {
        const __m512i wide = _mm512_max_epi32(_mm512_cvtps_epi32(x), _mm512_setzero_si512());
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm512_cvtusepi32_epi8(wide));
    }
};

}  // namespace genai::inference
