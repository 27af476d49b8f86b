// Activations that are the sum times a gate between 0 and 1: GELU in both forms, SiLU, Mish. Their slopes go through 0;
// each is one quotient whose numerator is exact enough there. What they promise is in include/activations/kernels.h.
#include "activations/kernels.h"
#include "exponent.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// c[0] + x (c[1] + x (c[2] + ...)).
template <std::size_t count>
DoubleLanes polynomial(const double (&c)[count], DoubleLanes x) {
  DoubleLanes sum = set_double(c[count - 1]);
  for (std::size_t i = count - 1; i-- > 0;) sum = set_double(c[i]) + x * sum;
  return sum;
}

/// With a = |z|, the share below the normal curve left of -a is g = e^(-a²/2) R(a), where R(a) = erfcx(a / √2) / 2 is
/// smooth and slow: a rational function N / M of degrees 5 and 6 on [0, 14.6], relative error 2^-33. The slope at -a is
/// e^(-a²/2) (R(a) - a / √(2π)), which is 0 at a = root: N was fitted to be root M / √(2π) there exactly, so that the
/// factor root - a can be taken out, with a polynomial S left over M. To the right the gate is 1 - g and the slope 1
/// less the one on the left, so that on either side the value is max(z, 0) - a g.
struct GeluErf {
  static constexpr float limit = 14.6f;
  static constexpr double root_high = 0x1.80ead197f00b4p-1;
  static constexpr double root_low = -1.4956759177009883273e-17;
  static constexpr double n[] = {225.46685822489539607, 228.63027669243812359, 112.77948820036283726,
                                 32.064888754656797949, 5.229692990016857668,  0.39894177023127012338};
  static constexpr double m[] = {450.93371648952185631,
                                 817.05359998623876671,
                                 652.00662727915864922,
                                 295.75968200472600842,
                                 81.377316544182362172,
                                 13.108810546526182008,
                                 1.0};
  static constexpr double s[] = {299.90609207359351664, 463.74537640859509744, 333.29404494468197059,
                                 139.9934948969306839,  36.223001992845810666, 5.5295801980292266432,
                                 0.39894228040143267794};

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes one = set_double(1.0);
    const DoubleLanes a = absolute(x);
    const ExpParts e = exp2_for_float(a * a * set_double(-0.5 * log2_e));
    const DoubleLanes tail = e.numerator() / (e.denominator() * polynomial(m, a));
    const DoubleLanes gate = tail * polynomial(n, a);
    const DoubleLanes slope = tail * ((set_double(root_high) - a) + set_double(root_low)) * polynomial(s, a);
    // Not of x: clang sees that it was promoted, compares in float32 and widens the answer by slow shifts.
    const auto negative = x + x < set_double(0.0);
    return {greater(x, set_double(-0.0)) - a * gate, select(negative, slope, one - slope)};
  }
};

/// A gate A / (A + D) that rises with 2^v = A / D: value x A / (A + D), slope A (A + D + D y) / (A + D)² with y = x v'
/// ln(2).
Pair<DoubleLanes> gated(DoubleLanes x, DoubleLanes v, DoubleLanes y) {
  const ExpParts e = exp2_for_double(v);
  const DoubleLanes a = e.numerator();
  const DoubleLanes d = e.denominator();
  const DoubleLanes sum = a + d;
  const DoubleLanes gate = a / sum;
  return {x * gate, gate * ((sum + d * y) / sum)};
}

/// (1 + tanh u) / 2 is the gate of e^2u, 2u = x (k + c x²).
struct GeluTanh {
  static constexpr float limit = 13.0f;
  static constexpr double k = 1.5957691216057307117597842397375;  // 2 √(2/π)
  static constexpr double c = k * 0.044715;

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes x2 = x * x;
    return gated(x, x * (set_double(k * log2_e) + x2 * set_double(c * log2_e)),
                 x * (set_double(k) + x2 * set_double(3 * c)));
  }
};

struct Silu {
  static constexpr float limit = 120.0f;

  Pair<DoubleLanes> operator()(DoubleLanes x) const { return gated(x, x * set_double(log2_e), x); }
};

/// With e^x = A / D, tanh(ln(1 + e^x)) = N / M, N = A (A + 2D), M = N + 2D²; the slope is
/// A ((A + 2D) M + 4 x (A + D) D²) / M².
struct Mish {
  static constexpr float limit = 120.0f;

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp2_for_double(x * set_double(log2_e));
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes sum = a + d;
    const DoubleLanes longer_sum = sum + d;
    const DoubleLanes twice_square = (d + d) * d;
    const DoubleLanes n = a * longer_sum;
    const DoubleLanes m = n + twice_square;
    const DoubleLanes inverse = set_double(1.0) / m;
    return {x * (n * inverse), a * inverse * ((longer_sum * m + (x + x) * sum * twice_square) * inverse)};
  }
};

/// Beyond its limit a gate is as good as open above, and as good as shut below, value and slope -0: asked at -inf
/// itself, the product would be NaN.
template <class Function>
StraightAbove<Function> make(const Choice&) {
  return {in_double(-Function::limit, Function::limit, Function{})};
}

constexpr Sweeps gelu_erf = sweeps_of<make<GeluErf>, 1>();
constexpr Sweeps gelu_tanh = sweeps_of<make<GeluTanh>, 2>();

/// GELU's one parameter, its form: 0 is erf.
const Sweeps& form(const Choice& choice) { return choice.values[0] == 0 ? gelu_erf : gelu_tanh; }

}  // namespace

const Sweeps gelu = {
    .both = [](const Choice& choice, std::span<const float> z, std::span<float> value,
               std::span<float> slope) { form(choice).both(choice, z, value, slope); },
    .values = [](const Choice& choice, std::span<const float> z,
                 std::span<float> value) { form(choice).values(choice, z, value); },
    .backward = [](const Choice& choice, std::span<const float> z, std::span<const float> upstream,
                   std::span<float> gradient) { form(choice).backward(choice, z, upstream, gradient); },
};
const Sweeps silu = sweeps_of<make<Silu>, 2>();
const Sweeps mish = sweeps_of<make<Mish>, 2>();

}  // namespace reluctant::kernels
