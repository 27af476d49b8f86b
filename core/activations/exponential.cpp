// Activations with an exponential tail below and a straight line above: ELU, CELU, SELU, softplus. What they promise is
// in include/activations/kernels.h.
#include "activations/kernels.h"
#include "exponent.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// A parameter as float32 holds it: what PyTorch computes with too.
double single(double parameter) { return static_cast<double>(static_cast<float>(parameter)); }

/// Where e^-x is far below the smallest float, whatever it is multiplied with.
constexpr double deep = 300.0;

/// below * (e^(rate x) - 1) and steepness * e^(rate x), for x not above 0.
///
/// e^x - 1 = (2P - (1 - 2^n)(Q + P)) / (Q - P): for n = 0 exactly 2P / (Q - P), no cancellation, and -0 stays -0.
struct ExponentialTail {
  DoubleLanes below, rate, steepness;

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp_for_float(x * rate);
    const DoubleLanes sum = e.q + e.p;
    const DoubleLanes inverse = set_double(1.0) / e.denominator();
    const DoubleLanes less_one = (e.p + e.p) - (set_double(1.0) - e.power) * sum;
    return {below * (less_one * inverse), steepness * (e.power * sum * inverse)};
  }
};

/// z and 1 for z > 0, else the tail.
struct StraightAndTail {
  InDouble<ExponentialTail> tail;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const auto positive = hn::Gt(z, hn::Zero(float_tag));
    const Pair<FloatLanes> pair = tail(z);
    return {hn::IfThenElse(positive, z, pair.value), hn::IfThenElse(positive, hn::Set(float_tag, 1.0f), pair.slope)};
  }
};

StraightAndTail straight_and_tail(double below, double rate, double steepness) {
  return {in_double(static_cast<float>(deep / rate),
                    ExponentialTail{set_double(below), set_double(rate), set_double(steepness)})};
}

/// An ELU whose straight side is steeper than 1: lambda z is computed in double, for lambda is no float.
struct Selu {
  static constexpr double lambda = 1.0507009873554804934193349852946;
  static constexpr double lambda_alpha = 1.7580993408473768599402175208123;
  StraightAndTail elu = straight_and_tail(lambda_alpha, 1.0, lambda_alpha);

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const auto positive = hn::Gt(z, hn::Zero(float_tag));
    const Pair<FloatLanes> pair = elu(z);
    const DoubleLanes factor = set_double(lambda);
    return {hn::IfThenElse(positive, rounded(low_half(z) * factor, high_half(z) * factor), pair.value),
            hn::IfThenElse(positive, hn::Set(float_tag, static_cast<float>(lambda)), pair.slope)};
  }
};

/// With t = |βz| and e^-t = A / D: ln(1 + e^-t) = 2 atanh(s), s = A / (2D + A) <= 1/3, and the value is that over β,
/// and max(z, 0) more: exact in the tails, where PyTorch goes over to a straight line (beyond βz = 20). The slope is A
/// / (A + D), or D / (A + D) above 0. One division serves both quotients.
struct Softplus {
  DoubleLanes beta, inverse_beta;

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes zero = set_double(0.0);
    const DoubleLanes t = x * beta;
    const ExpParts e = exp_for_float(zero - absolute(t));
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes sum = a + d;
    const DoubleLanes longer_sum = sum + d;
    const DoubleLanes inverse = set_double(1.0) / (sum * longer_sum);
    const DoubleLanes s = a * (sum * inverse);
    const DoubleLanes u = s * s;
    // 2 atanh(s) / s as the polynomial in s² of least relative error on [0, 1/9], which is 2^-33; in pairs, for one
    // chain of eleven operations would be waited for.
    const DoubleLanes u2 = u * u;
    const DoubleLanes ratio = (set_double(1.9999999998028123117) + u * set_double(0.6666667930745103658)) +
                              u2 * ((set_double(0.39998690901930623092) + u * set_double(0.28620722133981365812)) +
                                    u2 * (set_double(0.21393250379450746288) + u * set_double(0.24413069052133991023)));
    const auto negative = t < zero;  // not x: see within()
    return {select(negative, zero, x) + s * ratio * inverse_beta, select(negative, a, d) * (longer_sum * inverse)};
  }
};

StraightAndTail make_elu(const Choice& choice) {
  const double alpha = single(choice.values[0]);
  return straight_and_tail(alpha, 1.0, alpha);
}

StraightAndTail make_celu(const Choice& choice) {
  const double alpha = single(choice.values[0]);
  return straight_and_tail(alpha, 1.0 / alpha, 1.0);
}

Selu make_selu(const Choice&) { return {}; }

StraightAbove<Softplus> make_softplus(const Choice& choice) {
  const double beta = single(choice.values[0]);
  return {in_double(static_cast<float>(deep / beta), Softplus{set_double(beta), set_double(1.0 / beta)})};
}

}  // namespace

const Sweeps elu = sweeps_of<make_elu>();
const Sweeps celu = sweeps_of<make_celu>();
const Sweeps selu = sweeps_of<make_selu>();
const Sweeps softplus = sweeps_of<make_softplus>();

}  // namespace reluctant::kernels
