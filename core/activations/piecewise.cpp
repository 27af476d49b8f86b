// Activations made of straight pieces and one of a parabola: identity and the ReLUs, in float32, and hard-swish.
// What they promise is in include/activations/kernels.h.
#include <limits>

#include "activations/kernels.h"
#include "sweeps.h"

namespace reluctant::kernels {
namespace {

/// NaN where z is, else `slope`. All bits set are a NaN.
FloatLanes unless_nan(FloatLanes z, FloatLanes slope) {
  return hn::Or(slope, hn::VecFromMask(float_tag, hn::Ne(z, z)));
}

struct Identity {
  Pair<FloatLanes> operator()(FloatLanes z) const { return {z, unless_nan(z, hn::Set(float_tag, 1.0f))}; }
};

/// max(z, 0), where adding 0 makes -0 a +0.
FloatLanes positive_part(FloatLanes z) {
  const FloatLanes zero = hn::Zero(float_tag);
  return hn::Add(greater(z, zero), zero);
}

/// Not the leak of 0, which keeps -inf and turns -1 into -0.
struct Relu {
  Pair<FloatLanes> operator()(FloatLanes z) const {
    const auto on = less(hn::Zero(float_tag), z);
    return {positive_part(z), unless_nan(z, hn::IfThenElseZero(on, hn::Set(float_tag, 1.0f)))};
  }
};

struct Relu6 {
  Pair<FloatLanes> operator()(FloatLanes z) const {
    const FloatLanes six = hn::Set(float_tag, 6.0f);
    const auto on = hn::And(less(hn::Zero(float_tag), z), less(z, six));
    return {lesser(positive_part(z), six), unless_nan(z, hn::IfThenElseZero(on, hn::Set(float_tag, 1.0f)))};
  }
};

/// 1 above 0 and `leak` elsewhere; NaN stays.
FloatLanes bent_slope(FloatLanes z, FloatLanes leak) {
  return unless_nan(z, hn::IfThenElse(less(hn::Zero(float_tag), z), hn::Set(float_tag, 1.0f), leak));
}

/// For a leak from 0 to 1: the greater of z and leak * z.
struct Leaky {
  FloatLanes leak;

  Pair<FloatLanes> operator()(FloatLanes z) const { return {greater(z, hn::Mul(z, leak)), bent_slope(z, leak)}; }
};

/// For any leak: training may take a learnt one anywhere.
struct LearntLeaky {
  FloatLanes leak;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const auto on = less(hn::Zero(float_tag), z);
    return {hn::IfThenElse(on, z, hn::Mul(z, leak)), bent_slope(z, leak)};
  }
};

/// z w / 6 with w = z + 3 cut off at 6, in double, where z + 3 loses nothing that counts; and the slope that this
/// parabola has before the cut.
struct Parabola {
  Pair<DoubleLanes> operator()(DoubleLanes x) const {
    const DoubleLanes three = set_double(3.0);
    const DoubleLanes sixth = set_double(1.0 / 6.0);
    return {x * lesser(x + three, set_double(6.0)) * sixth, (x + x + three) * sixth};
  }
};

struct HardSwish {
  static constexpr float edge = 3.0f;
  InDouble<Parabola> parabola = in_double(-edge, std::numeric_limits<float>::infinity(), Parabola{});

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = parabola(z);
    const auto above = less(hn::Set(float_tag, edge), z);
    const auto below = less(z, hn::Set(float_tag, -edge));
    return {pair.value, hn::IfThenZeroElse(below, hn::IfThenElse(above, hn::Set(float_tag, 1.0f), pair.slope))};
  }
};

FloatLanes set_single(double slope) { return hn::Set(float_tag, static_cast<float>(slope)); }

Identity make_identity(const Choice&) { return {}; }
Relu make_relu(const Choice&) { return {}; }
Relu6 make_relu6(const Choice&) { return {}; }
Leaky make_leaky(const Choice& choice) { return {set_single(choice.values[0])}; }
LearntLeaky make_learnt_leaky(const Choice& choice) { return {set_single(choice.values[0])}; }
Leaky make_mean_leaky(const Choice& choice) { return {set_single((choice.values[0] + choice.values[1]) / 2)}; }
HardSwish make_hard_swish(const Choice&) { return {}; }

}  // namespace

const Sweeps identity = sweeps_of<make_identity, 4>();
const Sweeps relu = sweeps_of<make_relu, 4>();
const Sweeps relu6 = sweeps_of<make_relu6, 4>();
const Sweeps leaky_relu = sweeps_of<make_leaky, 4>();
const Sweeps prelu = sweeps_of<make_learnt_leaky, 4>();
const Sweeps rrelu = sweeps_of<make_mean_leaky, 4>();
const Sweeps hard_swish = sweeps_of<make_hard_swish, 2>();

}  // namespace reluctant::kernels
