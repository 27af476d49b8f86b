#pragma once
// Two lanes of double, the same bits in every build: a wrapper of our own, for Highway 1.0.3 has no float64 for
// WebAssembly. What the exponential family computes in; four floats are lanes.h.
#include <cstdint>
#include <cstring>

#include "numerics/lanes.h"

namespace reluctant {

/// Two doubles side by side: `low_half` and `high_half` of four floats, and back by `rounded`. A comparison gives all
/// bits set or none; `select` picks by it; `sum_lanes` adds the two. `lesser` and `greater` are as for floats.
struct DoubleLanes {
#if defined(__SSE4_1__) && !defined(RELUCTANT_EMULATED_LANES)
#define RELUCTANT_DOUBLE_SSE 1
  __m128d raw;
#elif defined(__wasm_simd128__) && !defined(RELUCTANT_EMULATED_LANES)
#define RELUCTANT_DOUBLE_WASM 1
  v128_t raw;
#else
  double raw[2];
#endif
};

/// What a comparison of two pairs of lanes says: all bits of a lane, or none.
struct DoubleMask {
#if defined(RELUCTANT_DOUBLE_SSE) || defined(RELUCTANT_DOUBLE_WASM)
  decltype(DoubleLanes::raw) raw;
#else
  std::uint64_t raw[2];
#endif
};

#if defined(RELUCTANT_DOUBLE_SSE)

inline DoubleLanes set_double(double x) { return {_mm_set1_pd(x)}; }
inline DoubleLanes set_doubles(double low, double high) { return {_mm_set_pd(high, low)}; }
inline DoubleLanes operator+(DoubleLanes a, DoubleLanes b) { return {_mm_add_pd(a.raw, b.raw)}; }
inline DoubleLanes operator-(DoubleLanes a, DoubleLanes b) { return {_mm_sub_pd(a.raw, b.raw)}; }
inline DoubleLanes operator*(DoubleLanes a, DoubleLanes b) { return {_mm_mul_pd(a.raw, b.raw)}; }
inline DoubleLanes operator/(DoubleLanes a, DoubleLanes b) { return {_mm_div_pd(a.raw, b.raw)}; }
inline DoubleMask operator<(DoubleLanes a, DoubleLanes b) { return {_mm_cmplt_pd(a.raw, b.raw)}; }
inline DoubleLanes select(DoubleMask mask, DoubleLanes yes, DoubleLanes no) {
  return {_mm_blendv_pd(no.raw, yes.raw, mask.raw)};
}
/// 2ⁿ of the integer n to which adding `exponent_magic` rounded.
inline DoubleLanes power_of_two(DoubleLanes rounded) {
  return {_mm_castsi128_pd(_mm_slli_epi64(_mm_castpd_si128(rounded.raw), 52))};
}
inline DoubleLanes absolute(DoubleLanes a) { return {_mm_andnot_pd(_mm_set1_pd(-0.0), a.raw)}; }
inline DoubleLanes lesser(DoubleLanes a, DoubleLanes b) { return {_mm_min_pd(b.raw, a.raw)}; }
inline DoubleLanes greater(DoubleLanes a, DoubleLanes b) { return {_mm_max_pd(b.raw, a.raw)}; }
inline DoubleLanes low_half(FloatLanes x) { return {_mm_cvtps_pd(x.raw)}; }
inline DoubleLanes high_half(FloatLanes x) { return {_mm_cvtps_pd(_mm_movehl_ps(x.raw, x.raw))}; }
inline FloatLanes rounded(DoubleLanes low, DoubleLanes high) {
  return FloatLanes{_mm_movelh_ps(_mm_cvtpd_ps(low.raw), _mm_cvtpd_ps(high.raw))};
}
inline double sum_lanes(DoubleLanes a) { return _mm_cvtsd_f64(a.raw) + _mm_cvtsd_f64(_mm_unpackhi_pd(a.raw, a.raw)); }

#elif defined(RELUCTANT_DOUBLE_WASM)

inline DoubleLanes set_double(double x) { return {wasm_f64x2_splat(x)}; }
inline DoubleLanes set_doubles(double low, double high) { return {wasm_f64x2_make(low, high)}; }
inline DoubleLanes operator+(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_add(a.raw, b.raw)}; }
inline DoubleLanes operator-(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_sub(a.raw, b.raw)}; }
inline DoubleLanes operator*(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_mul(a.raw, b.raw)}; }
inline DoubleLanes operator/(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_div(a.raw, b.raw)}; }
inline DoubleMask operator<(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_lt(a.raw, b.raw)}; }
inline DoubleLanes select(DoubleMask mask, DoubleLanes yes, DoubleLanes no) {
  return {wasm_v128_bitselect(yes.raw, no.raw, mask.raw)};
}
/// 2ⁿ of the integer n to which adding `exponent_magic` rounded.
inline DoubleLanes power_of_two(DoubleLanes rounded) { return {wasm_i64x2_shl(rounded.raw, 52)}; }
inline DoubleLanes absolute(DoubleLanes a) { return {wasm_f64x2_abs(a.raw)}; }
inline DoubleLanes lesser(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_pmin(a.raw, b.raw)}; }
inline DoubleLanes greater(DoubleLanes a, DoubleLanes b) { return {wasm_f64x2_pmax(a.raw, b.raw)}; }
inline DoubleLanes low_half(FloatLanes x) { return {wasm_f64x2_promote_low_f32x4(x.raw)}; }
inline DoubleLanes high_half(FloatLanes x) {
  return {wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(x.raw, x.raw, 1, 1))};
}
inline FloatLanes rounded(DoubleLanes low, DoubleLanes high) {
  return FloatLanes{
      wasm_i64x2_shuffle(wasm_f32x4_demote_f64x2_zero(low.raw), wasm_f32x4_demote_f64x2_zero(high.raw), 0, 2)};
}
inline double sum_lanes(DoubleLanes a) { return wasm_f64x2_extract_lane(a.raw, 0) + wasm_f64x2_extract_lane(a.raw, 1); }

#else

inline DoubleLanes set_double(double x) { return {{x, x}}; }
inline DoubleLanes set_doubles(double low, double high) { return {{low, high}}; }
inline DoubleLanes operator+(DoubleLanes a, DoubleLanes b) { return {{a.raw[0] + b.raw[0], a.raw[1] + b.raw[1]}}; }
inline DoubleLanes operator-(DoubleLanes a, DoubleLanes b) { return {{a.raw[0] - b.raw[0], a.raw[1] - b.raw[1]}}; }
inline DoubleLanes operator*(DoubleLanes a, DoubleLanes b) { return {{a.raw[0] * b.raw[0], a.raw[1] * b.raw[1]}}; }
inline DoubleLanes operator/(DoubleLanes a, DoubleLanes b) { return {{a.raw[0] / b.raw[0], a.raw[1] / b.raw[1]}}; }
inline DoubleMask operator<(DoubleLanes a, DoubleLanes b) {
  return {{hidden(-std::uint64_t{a.raw[0] < b.raw[0]}), hidden(-std::uint64_t{a.raw[1] < b.raw[1]})}};
}
inline DoubleLanes select(DoubleMask mask, DoubleLanes yes, DoubleLanes no) {
  std::uint64_t y[2], n[2];
  std::memcpy(y, yes.raw, sizeof y);
  std::memcpy(n, no.raw, sizeof n);
  for (int i = 0; i < 2; ++i) y[i] = (mask.raw[i] & y[i]) | (~mask.raw[i] & n[i]);
  DoubleLanes result;
  std::memcpy(result.raw, y, sizeof y);
  return result;
}
/// 2ⁿ of the integer n to which adding `exponent_magic` rounded.
inline DoubleLanes power_of_two(DoubleLanes rounded) {
  std::uint64_t bits[2];
  std::memcpy(bits, rounded.raw, sizeof bits);
  for (auto& b : bits) b <<= 52;
  DoubleLanes result;
  std::memcpy(result.raw, bits, sizeof bits);
  return result;
}
inline DoubleLanes absolute(DoubleLanes a) {
  std::uint64_t bits[2];
  std::memcpy(bits, a.raw, sizeof bits);
  for (auto& b : bits) b &= ~(std::uint64_t{1} << 63);
  std::memcpy(a.raw, bits, sizeof bits);
  return a;
}
inline DoubleLanes lesser(DoubleLanes a, DoubleLanes b) { return select(b < a, b, a); }
inline DoubleLanes greater(DoubleLanes a, DoubleLanes b) { return select(a < b, b, a); }
inline DoubleLanes low_half(FloatLanes x) { return {{x.raw[0], x.raw[1]}}; }
inline DoubleLanes high_half(FloatLanes x) { return {{x.raw[2], x.raw[3]}}; }
inline FloatLanes rounded(DoubleLanes low, DoubleLanes high) {
  FloatLanes x;
  x.raw[0] = static_cast<float>(low.raw[0]);
  x.raw[1] = static_cast<float>(low.raw[1]);
  x.raw[2] = static_cast<float>(high.raw[0]);
  x.raw[3] = static_cast<float>(high.raw[1]);
  return x;
}
inline double sum_lanes(DoubleLanes a) { return a.raw[0] + a.raw[1]; }

#endif

/// Adding and subtracting it rounds a double of less than 2⁵¹ to an integer n; n + 1023, the exponent of 2ⁿ, then
/// stands in the low bits of the sum.
inline constexpr double exponent_magic = 6755399441055744.0 + 1023;  // 1.5 * 2^52

}  // namespace reluctant
