#pragma once
// The exponential function in double lanes, in parts that a caller joins with one division. Who calls it:
// exponential.cpp, saturating.cpp and gates.cpp.
#include "numerics/lanes.h"

namespace reluctant::kernels {

/// e^x = 2^n (Q + P) / (Q - P): the three parts, apart, so that a caller divides once. |x| up to 700.
/// P = r (p0 + p1 r² + p2 r⁴), Q = q0 + q1 r² + r⁴, r = x log2(e) - n, |r| <= 1/2; error below 2^-54
/// (the rational form of Cody and Waite, coefficients as in the Cephes library's exp2).
struct ExpParts {
  DoubleLanes power, p, q;

  [[nodiscard]] DoubleLanes numerator() const { return power * (q + p); }
  [[nodiscard]] DoubleLanes denominator() const { return q - p; }
};

inline ExpParts exp_parts(DoubleLanes x) {
  const DoubleLanes scaled = x * set_double(1.4426950408889634074);  // log2(e)
  const DoubleLanes shifted = scaled + set_double(exponent_magic);
  const DoubleLanes r = scaled - (shifted - set_double(exponent_magic));
  const DoubleLanes r2 = r * r;
  const DoubleLanes p = r * (set_double(1.51390680115615096133e3) +
                             r2 * (set_double(2.02020656693165307700e1) + r2 * set_double(2.30933477057345225087e-2)));
  const DoubleLanes q = set_double(4.36821166879210612817e3) + r2 * (set_double(2.33184211722314911771e2) + r2);
  return {power_of_two(shifted), p, q};
}

/// x, but not below `least` or above `most`. NaN stays NaN: the order of the comparisons sees to that.
inline DoubleLanes at_least(double least, DoubleLanes x) { return select(x < set_double(least), set_double(least), x); }
inline DoubleLanes at_most(double most, DoubleLanes x) { return select(set_double(most) < x, set_double(most), x); }
inline DoubleLanes within(double limit, DoubleLanes x) { return at_least(-limit, at_most(limit, x)); }

}  // namespace reluctant::kernels
