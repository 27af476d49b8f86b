// Activations with an exponential tail below and a straight line above: ELU, CELU, SELU, softplus. What they promise is
// in include/activations/kernels.h.
#include <limits>

#include "activations/kernels.h"
#include "exponent.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// A parameter as float32 holds it: what PyTorch computes with too.
double single(double parameter) { return static_cast<double>(static_cast<float>(parameter)); }

/// Where e^-x is far below the smallest float, whatever it is multiplied with.
constexpr float deep = 300.0f;

/// scale (e^(rate x) - 1) for x not above 0, and its slope.
struct Tail {
  DoubleLanes scale, rate, rate_in_octaves;

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp2_for_float(x * rate_in_octaves);
    const DoubleLanes share = scale / e.denominator();
    return {e.difference() * share, e.numerator() * share * rate};
  }
};

Tail tail(double scale, double rate) { return {set_double(scale), set_double(rate), set_double(rate * log2_e)}; }

/// z and 1 for z > 0, else the tail: the sum of both, each with z's sign of 0 where the other side is.
struct StraightAndTail {
  InDouble<Tail> tail;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = tail(lesser(z, hn::Zero(float_tag)));
    const auto positive = less(hn::Zero(float_tag), z);
    return {hn::Add(greater(z, hn::Set(float_tag, -0.0f)), pair.value),
            hn::IfThenElse(positive, hn::Set(float_tag, 1.0f), pair.slope)};
  }
};

StraightAndTail straight_and_tail(double scale, double rate) {
  return {in_double(static_cast<float>(-deep / rate), 0.0f, tail(scale, rate))};
}

/// An ELU whose straight side is steeper than 1. It is computed in double, for lambda is no float.
struct Scaled {
  static constexpr double lambda = 1.0507009873554804934193349852946;
  static constexpr double lambda_alpha = 1.7580993408473768599402175208123;
  Tail below = tail(lambda_alpha, 1.0);

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const Pair<DoubleLanes> pair = below(lesser(x, set_double(0.0)));
    return {greater(x, set_double(-0.0)) * set_double(lambda) + pair.value, pair.slope};
  }
};

struct Selu {
  InDouble<Scaled> scaled = in_double(-deep, std::numeric_limits<float>::infinity(), Scaled{});

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = scaled(z);
    const auto positive = less(hn::Zero(float_tag), z);
    return {pair.value, hn::IfThenElse(positive, hn::Set(float_tag, static_cast<float>(Scaled::lambda)), pair.slope)};
  }
};

/// With e^βz = A / D, of which h is the higher and l the lower: ln(1 + l/h) = 2 atanh(s), s = l / (2h + l) <= 1/3, and
/// the value is that over β, and max(z, 0) more: exact in the tails, where PyTorch goes over to a straight line (beyond
/// βz = 20). The slope is A / (A + D).
struct Softplus {
  DoubleLanes beta_in_octaves, inverse_beta;

  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp2_for_float(x * beta_in_octaves);
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes sum = a + d;
    const DoubleLanes s = lesser(a, d) / (sum + greater(a, d));
    const DoubleLanes u = s * s;
    // 2 atanh(s) / s as the polynomial in s² of least relative error on [0, 1/9], which is 2^-33; in pairs, for one
    // chain of eleven operations would be waited for.
    const DoubleLanes u2 = u * u;
    const DoubleLanes ratio = (set_double(1.9999999998028123117) + u * set_double(0.6666667930745103658)) +
                              u2 * ((set_double(0.39998690901930623092) + u * set_double(0.28620722133981365812)) +
                                    u2 * (set_double(0.21393250379450746288) + u * set_double(0.24413069052133991023)));
    return {greater(x, set_double(0.0)) + s * ratio * inverse_beta, a / sum};
  }
};

StraightAndTail make_elu(const Choice& choice) {
  const double alpha = single(choice.values[0]);
  return straight_and_tail(alpha, 1.0);
}

StraightAndTail make_celu(const Choice& choice) {
  const double alpha = single(choice.values[0]);
  return straight_and_tail(alpha, 1.0 / alpha);
}

Selu make_selu(const Choice&) { return {}; }

StraightAbove<Softplus> make_softplus(const Choice& choice) {
  const double beta = single(choice.values[0]);
  const auto limit = static_cast<float>(deep / beta);
  return {in_double(-limit, limit, Softplus{set_double(beta * log2_e), set_double(1.0 / beta)})};
}

}  // namespace

const Sweeps elu = sweeps_of<make_elu, 2>();
const Sweeps celu = sweeps_of<make_celu, 2>();
const Sweeps selu = sweeps_of<make_selu, 2>();
const Sweeps softplus = sweeps_of<make_softplus, 2>();

}  // namespace reluctant::kernels
