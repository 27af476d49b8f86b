// Exponentials, logarithms, sine, cosine and the error function, from + - * / and bits alone. Random numbers,
// which need some of them, are random.cpp. Where a source is not named, the coefficients are the Taylor series'.
#include "numerics/elementary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "polynomial.h"

namespace reluctant::elementary {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts: `high` has 32 bits, so that its product with an exponent is exact.
constexpr double log2_high = 0x1.62e42feep-1;
constexpr double log2_low = 0x1.a39ef35793c76p-33;

double magnitude(double x) { return __builtin_fabs(x); }

int nearest(double x) { return static_cast<int>(x < 0 ? x - 0.5 : x + 0.5); }

/// sign⁰/first!, sign¹/(first + step)!, sign²/(first + 2 step)!, …: each rounded once, for 18! is exact in double.
template <std::size_t count>
constexpr std::array<double, count> inverse_factorials(unsigned first, unsigned step, double sign) {
  std::array<double, count> c = {};
  double factorial = 1, numerator = 1;
  unsigned n = 1;
  for (std::size_t i = 0; i < count; ++i, numerator *= sign) {
    for (; n <= first + step * static_cast<unsigned>(i); ++n) factorial *= n;
    c[i] = numerator / factorial;
  }
  return c;
}

/// 2ᵏ for −1022 <= k <= 1023.
double power_of_two(int k) { return __builtin_bit_cast(double, static_cast<std::uint64_t>(k + 1023) << 52); }

/// x·2ᵏ for |k| <= 1076, through a detour where 2ᵏ itself is no normal number.
double scaled(double x, int k) {
  if (k > 1023) return x * 0x1p1023 * power_of_two(k - 1023);
  if (k < -1022) return x * power_of_two(k + 54) * 0x1p-54;
  return x * power_of_two(k);
}

/// x + extra = k·ln 2 + r and eʳ = 1 + r + rest, where |r| <= 0.35 and `rest` is small beside r.
struct ExpParts {
  int k;
  double r, rest;
};

ExpParts exp_parts(double x, double extra) {
  constexpr auto c = inverse_factorials<13>(2, 1, 1);
  const int k = nearest(x * 0x1.71547652b82fep+0);  // 1 / ln 2
  const double high = x - k * log2_high;
  const double low = k * log2_low - extra;
  const double r = high - low;
  const double lost = (high - r) - low;
  return {k, r, lost + (lost * r + r * r * polynomial(c, r))};
}

/// exp(x + extra) for a finite sum that neither overflows nor vanishes; `extra` is small beside 1.
double exp_of_sum(double x, double extra) {
  const auto [k, r, rest] = exp_parts(x, extra);
  const double y = 1 + r;
  return scaled(y + (((1 - y) + r) + rest), k);
}

/// log((1 + f)(1 + extra)) + k·ln 2 for √½ <= 1 + f < √2 and a tiny `extra`. Of the series 2·atanh(s), s = f / (2 + f),
/// the first terms are rewritten as f − f²/2, which keeps the leading one exact.
double log_of_parts(int k, double f, double extra) {
  constexpr std::array c{2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                         2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  const double s = f / (2 + f);
  const double half_square = 0.5 * f * f;
  const double series = s * s * polynomial(c, s * s);
  return k * log2_high - ((half_square - (s * (half_square + series) + (k * log2_low + extra))) - f);
}

/// x = m·2ᵏ with √½ <= m < √2, for positive finite x.
struct Binary {
  int k;
  double m;
};

Binary binary(double x) {
  int k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  const auto bits = __builtin_bit_cast(std::uint64_t, x);
  k += static_cast<int>(bits >> 52) - 1023;
  const double m = __builtin_bit_cast(double, (bits & 0xfffffffffffff) | 0x3ff0000000000000);
  return m < 0x1.6a09e667f3bcdp+0 ? Binary{k, m} : Binary{k + 1, 0.5 * m};  // √2
}

/// x = quarter·π/2 + angle + rest, |angle| <= π/4, for |x| <= 10⁶.
struct Angle {
  int quarter;
  double angle, rest;
};

Angle reduce_angle(double x) {
  // π/2 in three parts; the first two have 33 bits, so that their products with `quarter` are exact.
  constexpr double first = 0x1.921fb544p+0, second = 0x1.0b4611a6p-34, third = 0x1.3198a2e037073p-69;
  const int quarter = nearest(x * 0x1.45f306dc9c883p-1);  // 2 / π
  const double high = x - quarter * first;
  const double step = quarter * second;
  const double middle = high - step;
  const double lost = (high - middle) - step;  // exact where |high| >= |step|, and too small to matter elsewhere
  const double low = quarter * third - lost;
  const double angle = middle - low;
  return {quarter, angle, (middle - angle) - low};
}

double sin_of_parts(double x, double rest) {
  constexpr auto c = inverse_factorials<8>(3, 2, -1);
  const double square = x * x;
  return x + (rest * (1 - 0.5 * square) - x * square * polynomial(c, square));
}

double cos_of_parts(double x, double rest) {
  constexpr auto c = inverse_factorials<8>(4, 2, -1);
  const double square = x * x;
  const double y = 1 - 0.5 * square;
  return y + (((1 - y) - 0.5 * square) + (square * square * polynomial(c, square) - x * rest));
}

/// sin(x + quarters·π/2).
double sin_shifted(double x, int quarters) {
  if (!(magnitude(x) <= 1e6)) return nan;
  const auto [quarter, angle, rest] = reduce_angle(x);
  const unsigned turn = static_cast<unsigned>(quarter + quarters) & 3;
  const double y = turn % 2 == 0 ? sin_of_parts(angle, rest) : cos_of_parts(angle, rest);
  return turn < 2 ? y : -y;
}

/// erf(x) − x for |x| <= 1/2.
double erf_beyond_identity(double x) {
  constexpr auto c = [] {
    constexpr double two_over_root_pi = 0x1.20dd750429b6dp+0;
    auto terms = inverse_factorials<13>(0, 1, -1);
    for (std::size_t n = 0; n < terms.size(); ++n) terms[n] *= two_over_root_pi / (2 * static_cast<double>(n) + 1);
    terms[0] = 0x1.06eba8214db69p-3;  // two_over_root_pi − 1
    return terms;
  }();
  return x * polynomial(c, x * x);
}

/// log(erfc(x) · exp(x²) · (1 + 2x)) for x >= 1/2: at most 1/4, so that its error hardly counts beside x².
double erfc_exponent(double x) {
  // Made by tests/reference/erfc.py.
  constexpr std::array c{0x1.f4baa892dc6e7p-3,   -0x1.298bf0f4291eap-4, -0x1.0fae4ff5ad1cdp-3,  0x1.e6ff15594b630p-4,
                         -0x1.5a4c414af6d28p-5,  0x1.b8dd5ce4cda76p-8,  -0x1.8a559f95e7c25p-8,  0x1.9fd1ba5d134acp-8,
                         -0x1.265b6e8bdeeb6p-9,  0x1.d3bbb1f86ee05p-12, -0x1.6e2936f5bc734p-11, 0x1.084db08802320p-11,
                         -0x1.cd5dc40704d98p-14, 0x1.203c4f8e3132cp-14, -0x1.696176f5ed77ap-14, 0x1.05c98ceab2759p-15,
                         -0x1.3050cf981d291p-17, 0x1.b13146301feefp-17, -0x1.d19ac780f978ap-18, 0x1.07b30abb01635p-19,
                         -0x1.0351ac6bbd597p-19, 0x1.47b5f324d9113p-20, -0x1.06aa3a6bea6b2p-21, 0x1.f5de3f2bc55aep-22,
                         -0x1.3c792504ad9f4p-22, 0x1.0d7978b59a8cdp-24};
  return polynomial(c, (x - 2) / (x + 2));
}

}  // namespace

double exp(double x) {
  if (x > 709.8) return infinity;
  if (x < -745.2) return 0;
  return x == x ? exp_of_sum(x, 0) : nan;
}

double expm1(double x) {
  if (!(magnitude(x) >= 0x1p-54)) return x;
  if (x > 40) return exp(x);
  if (x < -40) return -1;
  const auto [k, r, rest] = exp_parts(x, 0);
  if (k == 0) return r + rest;
  const double power = power_of_two(k), base = power - 1;
  const double y = base + power * r;
  return y + (((base - y) + power * r) + (power * rest + ((power - base) - 1)));
}

double log(double x) {
  if (!(x > 0)) return x == 0 ? -infinity : nan;
  if (x == infinity) return x;
  const auto [k, m] = binary(x);
  return log_of_parts(k, m - 1, 0);
}

double log1p(double x) {
  if (!(x > -1)) return x == -1 ? -infinity : nan;
  if (magnitude(x) < 0x1p-54 || x == infinity) return x;
  const double sum = 1 + x;
  const auto [k, m] = binary(sum);
  if (k == 0) return log_of_parts(0, x, 0);
  const double lost = x < 1 ? x - (sum - 1) : 1 - (sum - x);  // what rounding took from 1 + x
  return log_of_parts(k, m - 1, lost / sum);
}

double sin(double x) { return magnitude(x) < 0x1p-27 ? x : sin_shifted(x, 0); }

double cos(double x) { return sin_shifted(x, 1); }

double erfc(double x) {
  const double a = magnitude(x);
  if (a < 0.5) return (1 - x) - erf_beyond_identity(x);
  if (!(a < 27.3)) return a == a ? (x < 0 ? 2.0 : 0.0) : nan;
  // What rounding takes from a², from their sum and from the divisor goes back into the exponent; cut² is exact.
  const double cut = __builtin_bit_cast(double, __builtin_bit_cast(std::uint64_t, a) & 0xfffffffff8000000);
  const double exponent = erfc_exponent(a), sum = exponent - cut * cut, divisor = 1 + 2 * a;
  const double lost = (exponent - (sum + cut * cut)) + (cut - a) * (cut + a) - (1 - (divisor - 2 * a)) / divisor;
  const double tail = exp_of_sum(sum, lost) / divisor;
  return x < 0 ? 2 - tail : tail;
}

double tanh(double x) {
  const double a = magnitude(x);
  if (!(a >= 0x1p-28)) return x;
  if (a > 20) return x < 0 ? -1 : 1;
  const double t = expm1(2 * a);
  const double y = a < 0.25 ? 0.5 * (t - t * (t / (t + 2))) : a < 0.5 ? t / (t + 2) : 1 - 2 / (t + 2);
  return x < 0 ? -y : y;
}

}  // namespace reluctant::elementary
