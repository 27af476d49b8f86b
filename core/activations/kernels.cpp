// Value and slope of each activation over an array, one source for every build. Names and formulas stand
// in table.cpp.
#include <algorithm>

#include "activations/activations.h"
#include "numerics/lanes.h"

namespace reluctant {
namespace {

/// Calls `body(z, value, slope)` on pointers to whole groups of four floats; what is left over at the end
/// goes through a small buffer, so that any length does.
template <class Body>
void for_each_group(std::span<const float> z, std::span<float> value, std::span<float> slope, const Body& body) {
  const std::size_t whole = z.size() / lane_count * lane_count;
  for (std::size_t i = 0; i < whole; i += lane_count) body(&z[i], &value[i], &slope[i]);
  if (whole == z.size()) return;
  float rest_z[lane_count] = {};
  float rest_value[lane_count];
  float rest_slope[lane_count];
  const auto left = static_cast<std::ptrdiff_t>(z.size() - whole);
  std::copy_n(z.begin() + static_cast<std::ptrdiff_t>(whole), left, rest_z);
  body(rest_z, rest_value, rest_slope);
  std::copy_n(rest_value, left, value.begin() + static_cast<std::ptrdiff_t>(whole));
  std::copy_n(rest_slope, left, slope.begin() + static_cast<std::ptrdiff_t>(whole));
}

/// A piecewise linear unit: factor 1 above 0 and `leak` elsewhere. Multiplying by 0 would turn -inf into NaN
/// and -1 into -0, so `flat` takes a constant 0 instead.
template <bool flat>
void rectify(std::span<const float> z, float leak, std::span<float> value, std::span<float> slope) {
  const FloatLanes zero = hn::Zero(float_tag);
  const FloatLanes one = hn::Set(float_tag, 1.0f);
  const FloatLanes below = hn::Set(float_tag, leak);
  for_each_group(z, value, slope, [&](const float* x, float* v, float* s) {
    const FloatLanes sum = hn::LoadU(float_tag, x);
    const auto positive = hn::Gt(sum, zero);
    const auto number = hn::Eq(sum, sum);
    const FloatLanes low = flat ? zero : hn::Mul(sum, below);
    hn::StoreU(hn::IfThenElse(number, hn::IfThenElse(positive, sum, low), sum), float_tag, v);
    hn::StoreU(hn::IfThenElse(number, hn::IfThenElse(positive, one, below), sum), float_tag, s);
  });
}

/// e^x = 2^n (Q + P) / (Q - P): the three parts, apart, so that a caller divides once.
/// P = r (p0 + p1 r² + p2 r⁴), Q = q0 + q1 r² + r⁴, r = x log2(e) - n, |r| <= 1/2; error below 2^-54
/// (the rational form of Cody and Waite, coefficients as in the Cephes library's exp2).
struct ExpParts {
  DoubleLanes power, p, q;
};

ExpParts exp_parts(DoubleLanes x) {
  const DoubleLanes scaled = x * set_double(1.4426950408889634074);  // log2(e)
  const DoubleLanes rounded = scaled + set_double(exponent_magic);
  const DoubleLanes r = scaled - (rounded - set_double(exponent_magic));
  const DoubleLanes r2 = r * r;
  const DoubleLanes p = r * (set_double(1.51390680115615096133e3) +
                             r2 * (set_double(2.02020656693165307700e1) + r2 * set_double(2.30933477057345225087e-2)));
  const DoubleLanes q = set_double(4.36821166879210612817e3) + r2 * (set_double(2.33184211722314911771e2) + r2);
  return {power_of_two(rounded), p, q};
}

/// tanh and its slope of two floats. With e^2x = 2^n (Q + P) / (Q - P), A = 2^n (Q + P) and D = Q - P:
/// tanh = ((2^n - 1) Q + (2^n + 1) P) / (A + D), exact in its cancellation for n = 0; slope = 4AD / (A + D)².
void tanh_pair(const float* z, float* value, float* slope) {
  DoubleLanes x = load_promoted(z);
  // Beyond 60 the slope is below the smallest subnormal; written so that NaN stays NaN.
  const DoubleLanes limit = set_double(60.0);
  const DoubleLanes lower = set_double(-60.0);
  x = select(limit < x, limit, x);
  x = select(x < lower, lower, x);
  const ExpParts e = exp_parts(x + x);
  const DoubleLanes one = set_double(1.0);
  const DoubleLanes a = e.power * (e.q + e.p);
  const DoubleLanes d = e.q - e.p;
  const DoubleLanes inverse = one / (a + d);
  const DoubleLanes t = ((e.power - one) * e.q + (e.power + one) * e.p) * inverse;
  store_rounded(select(x * x < set_double(0x1p-60), x, t), value);  // keeps the sign of 0
  store_rounded(set_double(4.0) * a * d * inverse * inverse, slope);
}

}  // namespace

void relu(std::span<const float> z, std::span<float> value, std::span<float> slope) {
  rectify<true>(z, 0.0f, value, slope);
}

void leaky_relu(std::span<const float> z, float leak, std::span<float> value, std::span<float> slope) {
  rectify<false>(z, leak, value, slope);
}

void tanh(std::span<const float> z, std::span<float> value, std::span<float> slope) {
  for_each_group(z, value, slope, [](const float* x, float* v, float* s) {
    tanh_pair(x, v, s);
    tanh_pair(x + 2, v + 2, s + 2);
  });
}

}  // namespace reluctant
