// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace genai::inference {

// x * Phi(x), exact GELU: erf as the ratio of polynomials that Eigen uses, within 2 units in the last place.
template <class S>
inline typename S::F gelu(typename S::F x) {
    using F = typename S::F;
    const F limit = S::set(4.0F);  // erf(4) is 1 in fp32
    const F z = S::max(S::min(S::mul(x, S::set(0.70710678F)), limit), S::sub(S::set(0.0F), limit));
    const F t = S::mul(z, z);
    F p = S::fma(t, S::set(-2.72614225801306e-10F), S::set(2.77068142495902e-08F));
    p = S::fma(p, t, S::set(-2.10102402082508e-06F));
    p = S::fma(p, t, S::set(-5.69250639462346e-05F));
    p = S::fma(p, t, S::set(-7.34990630326855e-04F));
    p = S::fma(p, t, S::set(-2.95459980854025e-03F));
    p = S::fma(p, t, S::set(-1.60960333262415e-02F));
    F q = S::fma(t, S::set(-1.45660718464996e-05F), S::set(-2.13374055278905e-04F));
    q = S::fma(q, t, S::set(-1.68282697438203e-03F));
    q = S::fma(q, t, S::set(-7.37332916720468e-03F));
    q = S::fma(q, t, S::set(-1.42647390514189e-02F));
    const F erf = S::div(S::mul(p, z), q);
    const F half = S::mul(x, S::set(0.5F));
    return S::fma(half, erf, half);
}

// e^x for x <= 0, by Cephes' expf: x = n ln 2 + r, a polynomial in r, times 2^n. Below -87 it stays at e^-87.
template <class S>
inline typename S::F exp_of_negative(typename S::F x) {
    using F = typename S::F;
    x = S::max(x, S::set(-87.0F));
    const F n = S::round(S::mul(x, S::set(1.44269504F)));
    F r = S::fma(n, S::set(-0.693359375F), x);
    r = S::fma(n, S::set(2.12194440e-4F), r);
    F p = S::fma(S::set(1.9875691500e-4F), r, S::set(1.3981999507e-3F));
    p = S::fma(p, r, S::set(8.3334519073e-3F));
    p = S::fma(p, r, S::set(4.1665795894e-2F));
    p = S::fma(p, r, S::set(1.6666665459e-1F));
    p = S::fma(p, r, S::set(0.5F));
    p = S::fma(S::mul(r, r), p, S::add(r, S::set(1.0F)));
    return S::scale(p, n);
}

}  // namespace genai::inference
