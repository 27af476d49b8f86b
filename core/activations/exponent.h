#pragma once
// The exponential function in double lanes, in parts that a caller joins with one division. Who calls it:
// exponential.cpp, saturating.cpp and gates.cpp.
#include "numerics/double_lanes.h"

namespace reluctant::kernels {

inline constexpr double log2_e = 1.4426950408889634074;

/// 2^x = 2^n (Q + P) / (Q - P): the parts, apart, so that a caller divides once.
struct ExpParts {
  DoubleLanes power, p, q;

  [[nodiscard]] DoubleLanes numerator() const { return power * (q + p); }
  [[nodiscard]] DoubleLanes denominator() const { return q - p; }
  /// The numerator less the denominator. For n = 0 it is exactly 2P: no cancellation, and -0 stays -0.
  [[nodiscard]] DoubleLanes difference() const { return (p + p) - (set_double(1.0) - power) * (q + p); }
};

/// x = n + r, |r| <= 1/2, and 2^n.
struct Reduced {
  DoubleLanes power, r;
};

inline Reduced reduce(DoubleLanes x) {
  const DoubleLanes shifted = x + set_double(exponent_magic);
  return {power_of_two(shifted), x - (shifted - set_double(exponent_magic))};
}

/// 2^x for what is rounded to float32: error below 2^-32. |x| up to 1000.
/// P = r (p0 + r²), Q = q0 + q1 r²; P / Q is the tanh of r ln(2) / 2 with the least relative error, 2^-31, so that
/// differences from 1 are as good.
inline ExpParts exp2_for_float(DoubleLanes x) {
  const auto [power, r] = reduce(x);
  const DoubleLanes r2 = r * r;
  const DoubleLanes p = r * (set_double(125.04275043460493731) + r2);
  const DoubleLanes q = set_double(360.79711209427087222) + r2 * set_double(17.330881181179978506);
  return {power, p, q};
}

/// 2^x for slopes that go through 0, where most of a double cancels: error below 2^-54. |x| up to 1000.
/// P = r (p0 + p1 r² + p2 r⁴), Q = q0 + q1 r² + r⁴ (the rational form of Cody and Waite, coefficients as in the Cephes
/// library's exp2).
inline ExpParts exp2_for_double(DoubleLanes x) {
  const auto [power, r] = reduce(x);
  const DoubleLanes r2 = r * r;
  const DoubleLanes p = r * (set_double(1.51390680115615096133e3) +
                             r2 * (set_double(2.02020656693165307700e1) + r2 * set_double(2.30933477057345225087e-2)));
  const DoubleLanes q = set_double(4.36821166879210612817e3) + r2 * (set_double(2.33184211722314911771e2) + r2);
  return {power, p, q};
}

}  // namespace reluctant::kernels
