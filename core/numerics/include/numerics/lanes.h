#pragma once
// 128-bit lanes, the same in every build: four floats through Highway; two doubles are double_lanes.h. Only operations
// whose bits agree everywhere are used: no fused multiply-add, none of Highway's Min and Max (they hide NaN), no sums
// across lanes but `sum_lanes` here.
#include <hwy/highway.h>

#include <cstddef>

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

/// `bits`, of which the compiler may not know that they are all set or none. It would make of what they mask a choice,
/// and V8 a branch of the choice: where no one can foretell it, that costs ten times as much.
template <class Bits>
Bits hidden(Bits bits) {
  asm("" : "+r"(bits));
  return bits;
}

/// Which lanes of a are less.
inline auto less(FloatLanes a, FloatLanes b) {
  auto mask = hn::Lt(a, b);
#if HWY_TARGET == HWY_EMU128
  for (auto& bits : mask.bits) bits = hidden(bits);
#endif
  return mask;
}

/// `lesser` is b where b < a and else a, `greater` likewise: a NaN in a stays, one in b is never taken. `within` is x
/// cut off at both ends, and NaN stays: for ends that are seldom met, since without SIMD it is made of branches.
#if HWY_TARGET == HWY_WASM
inline FloatLanes lesser(FloatLanes a, FloatLanes b) { return FloatLanes{wasm_f32x4_pmin(a.raw, b.raw)}; }
inline FloatLanes greater(FloatLanes a, FloatLanes b) { return FloatLanes{wasm_f32x4_pmax(a.raw, b.raw)}; }
inline FloatLanes within(FloatLanes least, FloatLanes most, FloatLanes x) { return greater(lesser(x, most), least); }
#elif HWY_TARGET != HWY_EMU128 && defined(__SSE4_1__)
inline FloatLanes lesser(FloatLanes a, FloatLanes b) { return FloatLanes{_mm_min_ps(b.raw, a.raw)}; }
inline FloatLanes greater(FloatLanes a, FloatLanes b) { return FloatLanes{_mm_max_ps(b.raw, a.raw)}; }
inline FloatLanes within(FloatLanes least, FloatLanes most, FloatLanes x) { return greater(lesser(x, most), least); }
#else
inline FloatLanes lesser(FloatLanes a, FloatLanes b) { return hn::IfThenElse(less(b, a), b, a); }
inline FloatLanes greater(FloatLanes a, FloatLanes b) { return hn::IfThenElse(less(a, b), b, a); }
inline FloatLanes within(FloatLanes least, FloatLanes most, FloatLanes x) {
  const FloatLanes below = hn::IfThenElse(hn::Lt(most, x), most, x);
  return hn::IfThenElse(hn::Lt(below, least), least, below);
}
#endif

}  // namespace reluctant
