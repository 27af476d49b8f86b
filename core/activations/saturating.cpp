// Activations that are flat far out on both sides: sigmoid, tanh, softsign. What they promise is in
// include/activations/kernels.h.
#include <limits>

#include "activations/kernels.h"
#include "exponent.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// With e^x = A / D: A / (A + D) and A D / (A + D)². Beyond 110 the small one of the two is less than half the smallest
/// subnormal, and before it 1 is all that a float can say.
struct Sigmoid {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp_for_float(x);
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes inverse = set_double(1.0) / (a + d);
    const DoubleLanes value = a * inverse;
    return {value, value * (d * inverse)};
  }
};

/// With e^2x = 2^n (Q + P) / (Q - P), A = 2^n (Q + P) and D = Q - P: the value is ((2^n - 1) Q + (2^n + 1) P) / (A +
/// D), which has no cancellation for n = 0, and the slope 4AD / (A + D)². Beyond 60 it is below the smallest subnormal.
struct TanhWithin {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp_for_double(x + x);
    const DoubleLanes one = set_double(1.0);
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes inverse = one / (a + d);
    return {((e.power - one) * e.q + (e.power + one) * e.p) * inverse, set_double(4.0) * a * d * inverse * inverse};
  }
};

struct Tanh {
  InDouble<TanhWithin> within_limit = in_double(60.0f, TanhWithin{});

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = within_limit(z);
    const auto small = hn::Lt(hn::Abs(z), hn::Set(float_tag, 0x1p-30f));  // as good as z, and -0 stays -0
    return {hn::IfThenElse(small, z, pair.value), pair.slope};
  }
};

/// Infinity counts as the largest float: z / (1 + |z|) would be NaN.
struct Softsign {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes inverse = set_double(1.0) / (set_double(1.0) + absolute(x));
    return {x * inverse, inverse * inverse};
  }
};

InDouble<Sigmoid> make_sigmoid(const Choice&) { return in_double(110.0f, Sigmoid{}); }
Tanh make_tanh(const Choice&) { return {}; }
InDouble<Softsign> make_softsign(const Choice&) { return in_double(std::numeric_limits<float>::max(), Softsign{}); }

}  // namespace

const Sweeps sigmoid = sweeps_of<make_sigmoid>();
const Sweeps tanh = sweeps_of<make_tanh>();
const Sweeps softsign = sweeps_of<make_softsign>();

}  // namespace reluctant::kernels
