#pragma once
// From a function of four lanes to the three sweeps over arrays that the door offers. The functions themselves are in
// piecewise.cpp, exponential.cpp and gates.cpp.
#include <algorithm>
#include <cassert>
#include <span>

#include "activations/activations.h"
#include "numerics/double_lanes.h"

namespace reluctant::kernels {

/// Value and slope of the sums in some lanes.
template <class Lanes>
struct Pair {
  Lanes value, slope;
};

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

/// `function` from `least` to `most`.
template <class Function>
InDouble<Function> in_double(float least, float most, const Function& function) {
  return {hn::Set(float_tag, least), hn::Set(float_tag, most), function};
}

/// The same, and z itself above the limit, where the function cannot be told from it.
template <class Function>
struct StraightAbove {
  InDouble<Function> function;

  Pair<FloatLanes> operator()(FloatLanes z) const {
    const Pair<FloatLanes> pair = function(z);
    return {hn::IfThenElse(less(function.most, z), z, pair.value), pair.slope};
  }
};

enum class Want : std::uint8_t { both, values, backward };

struct Arrays {
  const float* z;
  const float* upstream;  // read by backward alone, else null
  float* out;             // values, but for backward
  float* slope;           // written by both alone, else null
};

/// Room for the fewer than four floats at the end of arrays, as one full group: any length does, and nothing beyond is
/// read or written.
class Rest {
 public:
  [[nodiscard]] bool in_use() const { return count_ > 0; }

  [[gnu::noinline]] Arrays take(Arrays arrays, std::size_t from, std::size_t count) {
    count_ = count;
    std::fill_n(z_, lane_count, 0.0f);
    std::fill_n(upstream_, lane_count, 0.0f);
    std::copy_n(arrays.z + from, count, z_);
    if (arrays.upstream != nullptr) std::copy_n(arrays.upstream + from, count, upstream_);
    return {z_, upstream_, out_, slope_};
  }

  [[gnu::noinline]] void give_back(Arrays arrays, std::size_t to) const {
    std::copy_n(out_, count_, arrays.out + to);
    if (arrays.slope != nullptr) std::copy_n(slope_, count_, arrays.slope + to);
  }

 private:
  std::size_t count_ = 0;
  float z_[lane_count], upstream_[lane_count], out_[lane_count], slope_[lane_count];
};

/// Some groups of four from place i on. All are read before one is written, so that they can be computed side by side.
template <Want want, std::size_t groups, class Function>
void sweep_groups(const Function& function, Arrays arrays, std::size_t i) {
  FloatLanes z[groups], upstream[groups];
  for (std::size_t g = 0; g < groups; ++g) {
    z[g] = hn::LoadU(float_tag, arrays.z + i + g * lane_count);
    if constexpr (want == Want::backward) upstream[g] = hn::LoadU(float_tag, arrays.upstream + i + g * lane_count);
  }
  Pair<FloatLanes> pairs[groups];
  for (std::size_t g = 0; g < groups; ++g) pairs[g] = function(z[g]);
  for (std::size_t g = 0; g < groups; ++g) {
    float* out = arrays.out + i + g * lane_count;
    if constexpr (want == Want::both || want == Want::values) hn::StoreU(pairs[g].value, float_tag, out);
    if constexpr (want == Want::both) hn::StoreU(pairs[g].slope, float_tag, arrays.slope + i + g * lane_count);
    if constexpr (want == Want::backward) hn::StoreU(hn::Mul(upstream[g], pairs[g].slope), float_tag, out);
  }
}

/// Sweeps blocks of some groups of four, then single groups, and then the rest through the same loop. What is not
/// wanted is not computed: the function is inlined, and the compiler sees that its half is unused. Function and arrays
/// are copies of its own: stores cannot change them, so they stay in registers.
template <Want want, std::size_t groups, class Function>
void sweep(const Function function, const Arrays arrays, std::size_t count) {
  const std::size_t whole = count / lane_count * lane_count;
  constexpr std::size_t side_by_side = HWY_TARGET == HWY_EMU128 ? 1 : groups;  // four lone floats fill the registers
  constexpr std::size_t block = side_by_side * lane_count;
  std::size_t i = 0;
  for (; side_by_side > 1 && i + block <= whole; i += block) sweep_groups<want, side_by_side>(function, arrays, i);
  Rest rest;
  Arrays part = arrays;
  std::size_t size = whole;
  while (true) {
    for (; i < size; i += lane_count) sweep_groups<want, 1>(function, part, i);
    if (rest.in_use()) return rest.give_back(arrays, whole);
    if (whole == count) return;
    part = rest.take(arrays, whole, count - whole);
    size = lane_count;
    i = 0;
  }
}

/// The three sweeps of the function that `make` makes of a Choice, which is computed for `groups` of four floats side
/// by side: 4 for what is done in float32, 2 in double, and 1 where registers would run out, as measured in V8.
template <auto make, std::size_t groups>
constexpr Sweeps sweeps_of() {
  return {
      .both =
          [](const Choice& choice, std::span<const float> z, std::span<float> value, std::span<float> slope) {
            assert(value.size() == z.size() && slope.size() == z.size());
            sweep<Want::both, groups>(make(choice), {z.data(), nullptr, value.data(), slope.data()}, z.size());
          },
      .values =
          [](const Choice& choice, std::span<const float> z, std::span<float> value) {
            assert(value.size() == z.size());
            sweep<Want::values, groups>(make(choice), {z.data(), nullptr, value.data(), nullptr}, z.size());
          },
      .backward =
          [](const Choice& choice, std::span<const float> z, std::span<const float> upstream,
             std::span<float> gradient) {
            assert(upstream.size() == z.size() && gradient.size() == z.size());
            sweep<Want::backward, groups>(make(choice), {z.data(), upstream.data(), gradient.data(), nullptr},
                                          z.size());
          },
  };
}

}  // namespace reluctant::kernels
