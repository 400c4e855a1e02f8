// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace genai::inference {

// The vector operations of a CPU with AVX2 and FMA. simd_avx512.hpp and simd_portable.hpp have the same members; the
// kernels are written once over them. 16 registers hold a tile of 6 x 16 floats, or 4 x 16 integers and the products.
struct Avx2 {
    using F = __m256;
    using I = __m256i;
    static constexpr std::size_t kLanes = 8;
    static constexpr int kFloatTileRows = 6;
    static constexpr int kIntTileRows = 4;

    static F set(float x) { return _mm256_set1_ps(x); }
    static F load(const float* x) { return _mm256_loadu_ps(x); }
    static void store(float* out, F x) { _mm256_storeu_ps(out, x); }
    static F add(F a, F b) { return _mm256_add_ps(a, b); }
    static F sub(F a, F b) { return _mm256_sub_ps(a, b); }
    static F mul(F a, F b) { return _mm256_mul_ps(a, b); }
    static F div(F a, F b) { return _mm256_div_ps(a, b); }
    static F max(F a, F b) { return _mm256_max_ps(a, b); }
    static F min(F a, F b) { return _mm256_min_ps(a, b); }
    static F fma(F a, F b, F c) { return _mm256_fmadd_ps(a, b, c); }
    static F abs(F x) { return _mm256_and_ps(x, _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff))); }
    static F round(F x) { return _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }
    // x * 2^n for whole n that leave the result normal.
    static F scale(F x, F n) {
        return _mm256_castsi256_ps(
            _mm256_add_epi32(_mm256_castps_si256(x), _mm256_slli_epi32(_mm256_cvtps_epi32(n), 23)));
    }

    static float sum(F x) {
        __m128 half = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
        half = _mm_add_ps(half, _mm_movehl_ps(half, half));
        return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
    }
    static float greatest(F x) {
        __m128 half = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
        half = _mm_max_ps(half, _mm_movehl_ps(half, half));
        return _mm_cvtss_f32(_mm_max_ss(half, _mm_movehdup_ps(half)));
    }

    static I zero() { return _mm256_setzero_si256(); }
    static I load_int(const void* x) { return _mm256_loadu_si256(static_cast<const __m256i*>(x)); }
    static F to_float(I x) { return _mm256_cvtepi32_ps(x); }
    // Four bytes, repeated in every lane.
    static I broadcast(const void* x) {
        int four;
        __builtin_memcpy(&four, x, sizeof four);
        return _mm256_set1_epi32(four);
    }

    // sum + a . b over the two int16 of each lane.
    static I dot_int16(I sum, I a, I b) {
        accumulate(sum, _mm256_madd_epi16(a, b));
        return sum;
    }
    // sum + a0 . b0 + a1 . b1 over the four bytes of each lane; a unsigned, b signed and bounded (packed_linear.cpp),
    // so that the sums of 16 bits cannot saturate.
    static I dot_int8(I sum, I a0, I b0, I a1, I b1) {
        const __m256i pairs = _mm256_add_epi16(_mm256_maddubs_epi16(a0, b0), _mm256_maddubs_epi16(a1, b1));
        accumulate(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
        return sum;
    }

    // Rounded to the nearest integer.
    static void store_int16(std::int16_t* out, F x) {
        const __m256i wide = _mm256_cvtps_epi32(x);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out),
                         _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1)));
    }
    static void store_uint8(std::uint8_t* out, F x) {
        const __m256i wide = _mm256_cvtps_epi32(x);
        const __m128i half = _mm_packs_epi32(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(half, half));
    }

private:
    // sum += x. Assembler, since GCC 12 copies the sums around its own intrinsic until they no longer fit the
    // registers.
    static void accumulate(I& sum, I x) { __asm__("vpaddd %1, %0, %0" : "+x"(sum) : "x"(x)); }
};
}  // namespace genai::inference
