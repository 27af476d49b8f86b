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
/// where one comparison serves four. Clang makes such a one even of a comparison in double when it sees that the number
/// was promoted, and widens the answer to double by slow shifts: kernels compare only what they have computed.
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

/// Room for the fewer than four floats at the end of arrays, as one full group: any length does, and nothing beyond is
/// read or written.
class Rest {
 public:
  [[nodiscard]] bool in_use() const { return count_ > 0; }

  [[gnu::noinline]] Arrays take(const Arrays& arrays, std::size_t from, std::size_t count) {
    count_ = count;
    std::fill_n(z_, lane_count, 0.0f);
    std::fill_n(upstream_, lane_count, 0.0f);
    std::copy_n(arrays.z + from, count, z_);
    if (arrays.upstream != nullptr) std::copy_n(arrays.upstream + from, count, upstream_);
    return {z_, upstream_, out_, slope_};
  }

  [[gnu::noinline]] void give_back(const Arrays& arrays, std::size_t to) const {
    std::copy_n(out_, count_, arrays.out + to);
    if (arrays.slope != nullptr) std::copy_n(slope_, count_, arrays.slope + to);
  }

 private:
  std::size_t count_ = 0;
  float z_[lane_count], upstream_[lane_count], out_[lane_count], slope_[lane_count];
};

/// Sweeps whole groups of four, and then the rest through the same loop. What is not wanted is not computed: the
/// function is inlined, and the compiler sees that its half is unused.
template <Want want, class Function>
void sweep(const Function& given, const Arrays& arrays, std::size_t count) {
  const Function function = given;  // a copy of its own: stores cannot change it, so it stays in registers
  const std::size_t whole = count / lane_count * lane_count;
  Rest rest;
  Arrays part = arrays;
  std::size_t size = whole;
  while (true) {
    for (std::size_t i = 0; i < size; i += lane_count) {
      const Pair<FloatLanes> pair = function(hn::LoadU(float_tag, part.z + i));
      if constexpr (want == Want::both || want == Want::values) hn::StoreU(pair.value, float_tag, part.out + i);
      if constexpr (want == Want::both) hn::StoreU(pair.slope, float_tag, part.slope + i);
      if constexpr (want == Want::slopes) hn::StoreU(pair.slope, float_tag, part.out + i);
      if constexpr (want == Want::backward) {
        hn::StoreU(hn::Mul(hn::LoadU(float_tag, part.upstream + i), pair.slope), float_tag, part.out + i);
      }
    }
    if (rest.in_use()) return rest.give_back(arrays, whole);
    if (whole == count) return;
    part = rest.take(arrays, whole, count - whole);
    size = lane_count;
  }
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
