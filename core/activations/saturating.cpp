// Activations that are flat far out on both sides: sigmoid, tanh, softsign. What they promise is in
// include/activations/kernels.h.
#include "activations/kernels.h"
#include "exponent.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// With e^z = A / D: A / (A + D) and A D / (A + D)². Beyond 110 the small one of the two is less than half the smallest
/// subnormal, and before it 1 is all that a float can say.
struct Sigmoid {
  Pair<DoubleLanes> operator()(DoubleLanes z) const {
    const ExpParts e = exp_parts(within(110.0, z));
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes inverse = set_double(1.0) / (a + d);
    const DoubleLanes value = a * inverse;
    return {value, value * (d * inverse)};
  }
};

/// With e^2z = 2^n (Q + P) / (Q - P), A = 2^n (Q + P) and D = Q - P: the value is ((2^n - 1) Q + (2^n + 1) P) / (A +
/// D), which has no cancellation for n = 0, and the slope 4AD / (A + D)². Beyond 60 it is below the smallest subnormal.
struct Tanh {
  Pair<DoubleLanes> operator()(DoubleLanes z) const {
    const DoubleLanes x = within(60.0, z);
    const ExpParts e = exp_parts(x + x);
    const DoubleLanes one = set_double(1.0);
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes inverse = one / (a + d);
    const DoubleLanes t = ((e.power - one) * e.q + (e.power + one) * e.p) * inverse;
    return {select(x * x < set_double(0x1p-60), x, t),  // keeps the sign of 0
            set_double(4.0) * a * d * inverse * inverse};
  }
};

/// The bound stands in for infinity, where z / (1 + |z|) would be NaN; every float but that is smaller.
struct Softsign {
  Pair<DoubleLanes> operator()(DoubleLanes z) const {
    const DoubleLanes x = within(0x1p200, z);
    const DoubleLanes inverse = set_double(1.0) / (set_double(1.0) + absolute(x));
    return {x * inverse, inverse * inverse};
  }
};

InDouble<Sigmoid> make_sigmoid(const Choice&) { return {}; }
InDouble<Tanh> make_tanh(const Choice&) { return {}; }
InDouble<Softsign> make_softsign(const Choice&) { return {}; }

}  // namespace

const Sweeps sigmoid = sweeps_of<make_sigmoid>();
const Sweeps tanh = sweeps_of<make_tanh>();
const Sweeps softsign = sweeps_of<make_softsign>();

}  // namespace reluctant::kernels
