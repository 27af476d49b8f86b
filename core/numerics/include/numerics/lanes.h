#pragma once
// 128-bit lanes, the same in every build: four floats through Highway, two doubles through our own wrapper
// (Highway 1.0.3 has no float64 for WebAssembly). Only operations whose bits agree everywhere are used:
// no fused multiply-add, no Min or Max (they hide NaN), no sums across lanes but `sum_lanes` here.
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace reluctant {

namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::FixedTag<float, 4>;
using FloatLanes = hn::Vec<FloatTag>;
inline constexpr FloatTag float_tag{};
inline constexpr std::size_t lane_count = 4;

/// The smallest multiple of the lane count that holds `samples`.
constexpr std::size_t padded(std::size_t samples) { return (samples + lane_count - 1) / lane_count * lane_count; }

/// (0 + 2) + (1 + 3): the one order in which four partial sums are joined.
inline float sum_lanes(FloatLanes lanes) {
  alignas(16) float x[lane_count];
  hn::Store(lanes, float_tag, x);
  return (x[0] + x[2]) + (x[1] + x[3]);
}

/// The `sum_lanes` of each of four, side by side.
inline FloatLanes sums_of_lanes(FloatLanes a, FloatLanes b, FloatLanes c, FloatLanes d) {
  const auto halves = [](FloatLanes x, FloatLanes y) {  // x0 + x2, x1 + x3, y0 + y2, y1 + y3
    return hn::Add(hn::ConcatLowerLower(float_tag, y, x), hn::ConcatUpperUpper(float_tag, y, x));
  };
  const FloatLanes low = halves(a, b), high = halves(c, d);
  return hn::Add(hn::ConcatEven(float_tag, high, low), hn::ConcatOdd(float_tag, high, low));
}

/// Two doubles side by side: `low_half` and `high_half` of four floats, and back by `rounded`. A comparison gives all
/// bits set or none; `select` picks by it; `sum_lanes` adds the two.
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

struct DoubleMask {
  decltype(DoubleLanes::raw) raw;
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
  return {{a.raw[0] < b.raw[0] ? 1.0 : 0.0, a.raw[1] < b.raw[1] ? 1.0 : 0.0}};
}
inline DoubleLanes select(DoubleMask mask, DoubleLanes yes, DoubleLanes no) {
  return {{mask.raw[0] != 0 ? yes.raw[0] : no.raw[0], mask.raw[1] != 0 ? yes.raw[1] : no.raw[1]}};
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
