#pragma once
// The activations: one table entry each, and value and slope over arrays. Which of them a layer has is
// network/layout.h; what they do to a neuron's life is health/census.h.
#include <span>
#include <string_view>

#include "numerics/choice.h"

namespace reluctant {

/// What stands in the catalogue about an activation; the kernels hang on the same entry.
struct Activation {
  Description description;
  std::string_view formula;        // f(z), TeX
  std::string_view slope_formula;  // f'(z), TeX
  double slope_at_zero;            // of the default parameters, as it is computed here
  bool can_die;                    // with its default parameters; of a choice made, ask has_flat_piece
  bool has_bend;                   // piecewise linear with a bend, so that "always on" means something
  bool has_sign_sides;             // z <= 0 is its weak side, so that "inactive" means something
  bool saturates;
  bool smooth;
  bool monotonic;
  bool zero_centred;  // puts out both signs
  /// value[i] = f(z[i]), slope[i] = f'(z[i]) for `choice`'s parameters.
  void (*evaluate)(const Choice& choice, std::span<const float> z, std::span<float> value, std::span<float> slope);
};

/// The table. A Choice's index points into it: append, never reorder.
std::span<const Activation> activations();

/// The position of `identity`, which every output layer has.
inline constexpr std::uint8_t identity_index = 0;

/// Value and slope of the chosen activation over an array.
///
/// z, value, slope  [count], equal sizes, any alignment; `value` may be `z` itself
/// not finite       NaN gives NaN in both
void evaluate(const Choice& activation, std::span<const float> z, std::span<float> value, std::span<float> slope);

/// Whether the chosen activation's slope is exactly 0 over an interval, so that a unit can die of it. A leak of 0
/// has a flat piece too.
bool has_flat_piece(const Choice& activation);

/// Rectified linear unit: z for z > 0, otherwise +0; slope 1 and 0.
///
/// at z = 0    slope is 0, as in PyTorch; -0 gives +0
/// not finite  +inf gives +inf and 1; -inf gives 0 and 0; NaN gives NaN and NaN
/// accuracy    exact
/// source      Nair, Hinton 2010; Glorot, Bordes, Bengio 2011
void relu(std::span<const float> z, std::span<float> value, std::span<float> slope);

/// Leaky rectified linear unit: z for z > 0, otherwise leak * z; slope 1 and leak.
///
/// leak        unitless; the Scenario bounds it, here any number
/// at z = 0    slope is leak, as in PyTorch
/// not finite  +inf gives +inf; -inf gives -inf (leak > 0); NaN gives NaN and NaN
/// accuracy    correctly rounded product
/// source      Maas, Hannun, Ng 2013
void leaky_relu(std::span<const float> z, float leak, std::span<float> value, std::span<float> slope);

/// Hyperbolic tangent and its slope, computed in double and rounded once.
///
/// special     tanh(-0) is -0; +-inf give +-1 with slope 0; NaN gives NaN and NaN
/// accuracy    value 0.51 ULP, slope 0.51 ULP or half a smallest subnormal (tests/core/activations_test.cpp)
/// source      exp by the rational form of Cody and Waite 1980; slope 4AD/(A + D)^2 has no cancellation
void tanh(std::span<const float> z, std::span<float> value, std::span<float> slope);

}  // namespace reluctant
