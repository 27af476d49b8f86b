// Activations with an exponential tail below and a straight line above: ELU, CELU, SELU, softplus. What they promise is
// in include/activations/kernels.h.
#include "activations/kernels.h"
#include "exponent.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// A parameter as float32 holds it: what PyTorch computes with too.
double single(double parameter) { return static_cast<double>(static_cast<float>(parameter)); }

/// above * z for z > 0, else below * (e^(rate z) - 1), and the slopes above and `steepness` * e^(rate z).
///
/// e^x - 1 = (2P - (1 - 2^n)(Q + P)) / (Q - P): for n = 0 exactly 2P / (Q - P), no cancellation, and -0 stays -0.
/// At -300 the exponential is far below the smallest float, whatever it is multiplied with.
struct ExponentialBelow {
  DoubleLanes above, below, rate, steepness;

  Pair<DoubleLanes> operator()(DoubleLanes z) const {
    const ExpParts e = exp_parts(at_least(-300.0, z * rate));
    const DoubleLanes sum = e.q + e.p;
    const DoubleLanes inverse = set_double(1.0) / e.denominator();
    const DoubleLanes less_one = (e.p + e.p) - (set_double(1.0) - e.power) * sum;
    const auto positive = set_double(0.0) < z;
    return {select(positive, above * z, below * (less_one * inverse)),
            select(positive, above, steepness * (e.power * sum * inverse))};
  }
};

/// With t = |βz| and e^-t = A / D: ln(1 + e^-t) = 2 atanh(s), s = A / (2D + A) <= 1/3, and the value is that over β,
/// and max(z, 0) more: exact in the tails, where PyTorch goes over to a straight line (beyond βz = 20). The slope is A
/// / (A + D), or D / (A + D) above 0. One division serves both quotients.
struct Softplus {
  DoubleLanes beta, inverse_beta;

  Pair<DoubleLanes> operator()(DoubleLanes z) const {
    const DoubleLanes zero = set_double(0.0);
    const ExpParts e = exp_parts(at_least(-300.0, zero - absolute(z * beta)));
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes sum = a + d;
    const DoubleLanes longer_sum = sum + d;
    const DoubleLanes inverse = set_double(1.0) / (sum * longer_sum);
    const DoubleLanes s = a * (sum * inverse);
    const DoubleLanes u = s * s;
    // 2 atanh(s) / s as the polynomial in s² of least relative error on [0, 1/9], which is 2^-38.
    const DoubleLanes ratio =
        set_double(2.0000000000050285081) +
        u * (set_double(0.6666666622731362591) +
             u * (set_double(0.40000062540689538153) +
                  u * (set_double(0.28568102606319404728) +
                       u * (set_double(0.22305878606951828563) +
                            u * (set_double(0.17116512554159608226) + u * set_double(0.21878676018936616759))))));
    const auto negative = z < zero;
    return {select(negative, zero, z) + s * ratio * inverse_beta, select(negative, a, d) * (longer_sum * inverse)};
  }
};

InDouble<ExponentialBelow> make_elu(const Choice& choice) {
  const DoubleLanes alpha = set_double(single(choice.values[0]));
  const DoubleLanes one = set_double(1.0);
  return {{.above = one, .below = alpha, .rate = one, .steepness = alpha}};
}

InDouble<ExponentialBelow> make_celu(const Choice& choice) {
  const double alpha = single(choice.values[0]);
  const DoubleLanes one = set_double(1.0);
  return {{.above = one, .below = set_double(alpha), .rate = set_double(1.0 / alpha), .steepness = one}};
}

/// λ and α of the paper's closed form, with which mean 0 and variance 1 are a fixed point.
InDouble<ExponentialBelow> make_selu(const Choice&) {
  const DoubleLanes lambda = set_double(1.0507009873554804934193349852946);
  const DoubleLanes lambda_alpha = set_double(1.7580993408473768599402175208123);
  return {{.above = lambda, .below = lambda_alpha, .rate = set_double(1.0), .steepness = lambda_alpha}};
}

InDouble<Softplus> make_softplus(const Choice& choice) {
  const double beta = single(choice.values[0]);
  return {{.beta = set_double(beta), .inverse_beta = set_double(1.0 / beta)}};
}

}  // namespace

const Sweeps elu = sweeps_of<make_elu>();
const Sweeps celu = sweeps_of<make_celu>();
const Sweeps selu = sweeps_of<make_selu>();
const Sweeps softplus = sweeps_of<make_softplus>();

}  // namespace reluctant::kernels
