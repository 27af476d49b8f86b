#pragma once
// From a function of four lanes to the four sweeps over arrays that the door offers. The functions themselves are in
// piecewise.cpp, exponential.cpp and gates.cpp.
#include <algorithm>
#include <cassert>
#include <span>

#include "activations/activations.h"
#include "numerics/lanes.h"

namespace reluctant::kernels {

/// Value and slope of the sums in some lanes.
template <class Lanes>
struct Pair {
  Lanes value, slope;
};

/// z, but not below `least` or above `most`. NaN stays NaN: the order of the comparisons sees to that. In float32,
/// where one comparison serves four; clang would turn one of promoted numbers into the same and a slow way back to
/// double.
inline FloatLanes within(FloatLanes least, FloatLanes most, FloatLanes z) {
  const FloatLanes x = hn::IfThenElse(hn::Lt(most, z), most, z);
  return hn::IfThenElse(hn::Lt(x, least), least, x);
}

/// Makes a function of four floats of one of two doubles, which is asked within bounds alone, where it has reached its
/// limits: both halves are promoted, and each result is rounded once.
template <class Function>
struct InDouble {
  FloatLanes least, most;
  Function function;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const FloatLanes x = within(least, most, z);
    const Pair<DoubleLanes> low = function(low_half(x));
    const Pair<DoubleLanes> high = function(high_half(x));
    return {rounded(low.value, high.value), rounded(low.slope, high.slope)};
  }
};

/// `function` between -limit and limit.
template <class Function>
InDouble<Function> in_double(float limit, const Function& function) {
  return {hn::Set(float_tag, -limit), hn::Set(float_tag, limit), function};
}

/// The same, and z itself above the limit, where the function cannot be told from it.
template <class Function>
struct StraightAbove {
  InDouble<Function> function;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = function(z);
    return {hn::IfThenElse(hn::Lt(function.most, z), z, pair.value), pair.slope};
  }
};

enum class Want : std::uint8_t { both, values, slopes, backward };

struct Arrays {
  const float* z;
  const float* upstream;  // read by backward alone, else null
  float* out;             // values, but for slopes and backward
  float* slope;           // written by both alone, else null
};

/// Sweeps whole groups of four. What is not wanted is not computed: the function is inlined and the compiler sees that
/// its half is unused. Kept out of line so that the groups and the rest share one copy.
template <Want want, class Function>
[[gnu::noinline]] void sweep_groups(const Function given, const Arrays arrays, std::size_t count) {
  const Function function = given;  // a copy of its own: stores cannot change it, so it stays in registers
  for (std::size_t i = 0; i < count; i += lane_count) {
    const Pair<FloatLanes> pair = function(hn::LoadU(float_tag, arrays.z + i));
    if constexpr (want == Want::both || want == Want::values) hn::StoreU(pair.value, float_tag, arrays.out + i);
    if constexpr (want == Want::both) hn::StoreU(pair.slope, float_tag, arrays.slope + i);
    if constexpr (want == Want::slopes) hn::StoreU(pair.slope, float_tag, arrays.out + i);
    if constexpr (want == Want::backward) {
      hn::StoreU(hn::Mul(hn::LoadU(float_tag, arrays.upstream + i), pair.slope), float_tag, arrays.out + i);
    }
  }
}

/// The fewer than four floats at the end of arrays, in buffers that are full groups: any length does, and nothing
/// beyond is read or written.
class Rest {
 public:
  [[gnu::noinline]] Rest(const Arrays& arrays, std::size_t from, std::size_t count) : from_(from), left_(count - from) {
    std::copy_n(arrays.z + from_, left_, z_);
    if (arrays.upstream != nullptr) std::copy_n(arrays.upstream + from_, left_, upstream_);
  }
  [[nodiscard]] Arrays arrays() { return {z_, upstream_, out_, slope_}; }
  [[gnu::noinline]] void give_back(const Arrays& arrays) const {
    std::copy_n(out_, left_, arrays.out + from_);
    if (arrays.slope != nullptr) std::copy_n(slope_, left_, arrays.slope + from_);
  }

 private:
  std::size_t from_, left_;
  float z_[lane_count] = {}, upstream_[lane_count] = {}, out_[lane_count], slope_[lane_count];
};

template <Want want, class Function>
void sweep(const Function& function, const Arrays& arrays, std::size_t count) {
  const std::size_t whole = count / lane_count * lane_count;
  sweep_groups<want>(function, arrays, whole);
  if (whole == count) return;
  Rest rest(arrays, whole, count);
  sweep_groups<want>(function, rest.arrays(), lane_count);
  rest.give_back(arrays);
}

/// The four sweeps of the function that `make` makes of a Choice.
template <auto make>
constexpr Sweeps sweeps_of() {
  return {
      .both =
          [](const Choice& choice, std::span<const float> z, std::span<float> value, std::span<float> slope) {
            assert(value.size() == z.size() && slope.size() == z.size());
            sweep<Want::both>(make(choice), {z.data(), nullptr, value.data(), slope.data()}, z.size());
          },
      .values =
          [](const Choice& choice, std::span<const float> z, std::span<float> value) {
            assert(value.size() == z.size());
            sweep<Want::values>(make(choice), {z.data(), nullptr, value.data(), nullptr}, z.size());
          },
      .slopes =
          [](const Choice& choice, std::span<const float> z, std::span<float> slope) {
            assert(slope.size() == z.size());
            sweep<Want::slopes>(make(choice), {z.data(), nullptr, slope.data(), nullptr}, z.size());
          },
      .backward =
          [](const Choice& choice, std::span<const float> z, std::span<const float> upstream,
             std::span<float> gradient) {
            assert(upstream.size() == z.size() && gradient.size() == z.size());
            sweep<Want::backward>(make(choice), {z.data(), upstream.data(), gradient.data(), nullptr}, z.size());
          },
  };
}

}  // namespace reluctant::kernels
