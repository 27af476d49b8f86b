// Activations made of straight pieces and one of a parabola: identity and the ReLUs, in float32, and hard-swish.
// What they promise is in include/activations/kernels.h.
#include "activations/kernels.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

struct Identity {
  Pair<FloatLanes> operator()(FloatLanes z) const {
    return {z, hn::IfThenElse(hn::Eq(z, z), hn::Set(float_tag, 1.0f), z)};
  }
};

/// 1 above 0 and `below` elsewhere; NaN stays.
FloatLanes step_slope(FloatLanes z, FloatLanes below) {
  const FloatLanes zero = hn::Zero(float_tag);
  const FloatLanes above = hn::IfThenElse(hn::Gt(z, zero), hn::Set(float_tag, 1.0f), z);
  return hn::IfThenElse(hn::Le(z, zero), below, above);
}

/// A leak of 0 would turn -inf into NaN and -1 into -0: ReLU takes a constant 0 instead.
struct Relu {
  Pair<FloatLanes> operator()(FloatLanes z) const {
    const auto off = hn::Le(z, hn::Zero(float_tag));
    const auto on = hn::Gt(z, hn::Zero(float_tag));
    return {hn::IfThenZeroElse(off, z), hn::IfThenZeroElse(off, hn::IfThenElse(on, hn::Set(float_tag, 1.0f), z))};
  }
};

struct Relu6 {
  Pair<FloatLanes> operator()(FloatLanes z) const {
    const FloatLanes zero = hn::Zero(float_tag);
    const FloatLanes six = hn::Set(float_tag, 6.0f);
    const auto full = hn::Ge(z, six);
    return {hn::IfThenElse(full, six, hn::IfThenElse(hn::Le(z, zero), zero, z)),
            hn::IfThenElse(full, zero, step_slope(z, zero))};
  }
};

struct Leaky {
  FloatLanes leak;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const auto off = hn::Le(z, hn::Zero(float_tag));
    return {hn::IfThenElse(off, hn::Mul(z, leak), z), step_slope(z, leak)};
  }
};

/// The parabola between -3 and 3, in double, where z + 3 loses nothing that counts.
struct Parabola {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes three = set_double(3.0);
    const DoubleLanes sixth = set_double(1.0 / 6.0);
    return {x * (x + three) * sixth, (x + x + three) * sixth};
  }
};

struct HardSwish {
  InDouble<Parabola> parabola = in_double(3.0f, Parabola{});

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = parabola(z);
    const auto above = hn::Lt(parabola.most, z);
    const FloatLanes slope = hn::IfThenElse(above, hn::Set(float_tag, 1.0f), pair.slope);
    return {hn::IfThenElse(above, z, pair.value),
            hn::IfThenElse(hn::Lt(z, parabola.least), hn::Zero(float_tag), slope)};
  }
};

Leaky leaky(double slope) { return {hn::Set(float_tag, static_cast<float>(slope))}; }

Identity make_identity(const Choice&) { return {}; }
Relu make_relu(const Choice&) { return {}; }
Relu6 make_relu6(const Choice&) { return {}; }
Leaky make_leaky(const Choice& choice) { return leaky(choice.values[0]); }
Leaky make_mean_leaky(const Choice& choice) { return leaky((choice.values[0] + choice.values[1]) / 2); }
HardSwish make_hard_swish(const Choice&) { return {}; }

}  // namespace

const Sweeps identity = sweeps_of<make_identity>();
const Sweeps relu = sweeps_of<make_relu>();
const Sweeps relu6 = sweeps_of<make_relu6>();
const Sweeps leaky_relu = sweeps_of<make_leaky>();
const Sweeps prelu = sweeps_of<make_leaky>();
const Sweeps rrelu = sweeps_of<make_mean_leaky>();
const Sweeps hard_swish = sweeps_of<make_hard_swish>();

}  // namespace reluctant::kernels
