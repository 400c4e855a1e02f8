// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace genai::inference {

// The vector operations of any CPU, in the compiler's own vectors of 16 bytes (SSE2 on x86-64, NEON on ARM). The
// members are explained in simd_avx2.hpp.
struct Portable {
    using F = float __attribute__((vector_size(16)));
    using I = std::int32_t __attribute__((vector_size(16)));
    using I16 = std::int16_t __attribute__((vector_size(16)));
    static constexpr std::size_t kLanes = 4;
    static constexpr int kFloatTileRows = 4;
    static constexpr int kIntTileRows = 4;

    static F set(float x) { return F{x, x, x, x}; }
    static F load(const float* x) {
        F out;
        __builtin_memcpy(&out, x, sizeof out);
        return out;
    }
    static void store(float* out, F x) { __builtin_memcpy(out, &x, sizeof x); }
    static F add(F a, F b) { return a + b; }
    static F sub(F a, F b) { return a - b; }
    static F mul(F a, F b) { return a * b; }
    static F div(F a, F b) { return a / b; }
    static F max(F a, F b) { return a > b ? a : b; }
    static F min(F a, F b) { return a < b ? a : b; }
    static F fma(F a, F b, F c) { return a * b + c; }
    static F abs(F x) { return max(x, -x); }
    // Adding 1.5 * 2^23 pushes the fraction out of a float; exact for |x| < 2^22.
    static F round(F x) {
        const F shift = set(12582912.0F);
        return (x + shift) - shift;
    }
    static F scale(F x, F n) {
        return reinterpret_cast<F>(reinterpret_cast<I>(x) + (__builtin_convertvector(n, I) << 23));
    }
    static float sum(F x) { return (x[0] + x[1]) + (x[2] + x[3]); }
    static float greatest(F x) {
        const float a = x[0] > x[1] ? x[0] : x[1];
        const float b = x[2] > x[3] ? x[2] : x[3];
        return a > b ? a : b;
    }

    static I zero() { return I{}; }
    static I load_int(const void* x) {
        I out;
        __builtin_memcpy(&out, x, sizeof out);
        return out;
    }
    static F to_float(I x) { return __builtin_convertvector(x, F); }
    static I broadcast(const void* x) {
        std::int32_t four;
        __builtin_memcpy(&four, x, sizeof four);
        return I{four, four, four, four};
    }

    static I dot_int16(I sum, I a, I b) {
#if defined(__SSE2__)
        return sum + reinterpret_cast<I>(_mm_madd_epi16(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
        return sum + ((a << 16) >> 16) * ((b << 16) >> 16) + (a >> 16) * (b >> 16);
#endif
    }
    static I dot_int8(I sum, I a0, I b0, I a1, I b1) { return dot_int8(dot_int8(sum, a0, b0), a1, b1); }

    static void store_int16(std::int16_t* out, F x) {
        const I whole = __builtin_convertvector(round(x), I);
        for (std::size_t i = 0; i < kLanes; ++i) out[i] = static_cast<std::int16_t>(within(whole[i], -32768, 32767));
    }
    static void store_uint8(std::uint8_t* out, F x) {
        const I whole = __builtin_convertvector(round(x), I);
        for (std::size_t i = 0; i < kLanes; ++i) out[i] = static_cast<std::uint8_t>(within(whole[i], 0, 255));
    }

private:
    // The even and the odd bytes, widened to 16 bits, are two products of int16.
    static I dot_int8(I sum, I a, I b) {
        const I even = a & 0x00FF00FF;
        const I odd = (a >> 8) & 0x00FF00FF;
        const I16 weights = reinterpret_cast<I16>(b);
        sum = dot_int16(sum, even, reinterpret_cast<I>(static_cast<I16>((weights << 8) >> 8)));
        return dot_int16(sum, odd, reinterpret_cast<I>(static_cast<I16>(weights >> 8)));
    }
    static std::int32_t within(std::int32_t x, std::int32_t low, std::int32_t high) {
        return x < low ? low : x > high ? high : x;
    }
};

}  // namespace genai::inference
