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
    const ExpParts e = exp2_for_float(x * set_double(log2_e));
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes sum = a + d;
    const DoubleLanes value = a / sum;
    return {value, value * (d / sum)};
  }
};

/// With e^2x = A / D: (A - D) / (A + D) and 4AD / (A + D)². Beyond 60 the slope is below the smallest subnormal.
struct Tanh {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const ExpParts e = exp2_for_float(x * set_double(2 * log2_e));
    const DoubleLanes a = e.numerator();
    const DoubleLanes d = e.denominator();
    const DoubleLanes inverse = set_double(1.0) / (a + d);
    return {e.difference() * inverse, set_double(4.0) * (a * inverse) * (d * inverse)};
  }
};

/// Infinity counts as the largest float: z / (1 + |z|) would be NaN.
struct Softsign {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes inverse = set_double(1.0) / (set_double(1.0) + absolute(x));
    return {x * inverse, inverse * inverse};
  }
};

InDouble<Sigmoid> make_sigmoid(const Choice&) { return in_double(-110.0f, 110.0f, Sigmoid{}); }
InDouble<Tanh> make_tanh(const Choice&) { return in_double(-60.0f, 60.0f, Tanh{}); }
InDouble<Softsign> make_softsign(const Choice&) {
  constexpr float largest = std::numeric_limits<float>::max();
  return in_double(-largest, largest, Softsign{});
}

}  // namespace

const Sweeps sigmoid = sweeps_of<make_sigmoid, 2>();
const Sweeps tanh = sweeps_of<make_tanh, 2>();
const Sweeps softsign = sweeps_of<make_softsign, 2>();

}  // namespace reluctant::kernels
