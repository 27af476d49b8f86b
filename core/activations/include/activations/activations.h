#pragma once
// The activations: one table entry each, and value and slope over arrays. Which of them a layer has is
// network/layout.h; what they do to a neuron's life is health/census.h.
#include <span>
#include <string_view>

#include "numerics/choice.h"

namespace reluctant {

/// One activation over arrays. All: [count] and of equal sizes, of any length and alignment; what is written may be
/// what is read. Values and slopes have the same bits whichever is called, and NaN gives NaN in both.
struct Sweeps {
  /// value[i] = f(z[i]), slope[i] = f'(z[i])
  void (*both)(const Choice& choice, std::span<const float> z, std::span<float> value, std::span<float> slope);
  void (*values)(const Choice& choice, std::span<const float> z, std::span<float> value);
  /// gradient[i] = upstream[i] * f'(z[i]), the product rounded to float32
  void (*backward)(const Choice& choice, std::span<const float> z, std::span<const float> upstream,
                   std::span<float> gradient);
};

/// What the literature says of an activation: where it comes from, what speaks for it, what against it, with sources.
struct Account {
  std::string_view history, advantages, drawbacks;
};

/// What stands in the catalogue about an activation; the kernels hang on the same entry.
struct Activation {
  Description description;
  std::string_view formula;        // f(z), TeX
  std::string_view slope_formula;  // f'(z), TeX
  double slope_at_zero;            // of the default parameters, as it is computed here
  bool can_die;                    // with its default parameters; of a choice made, ask has_flat_piece
  bool has_bend;                   // piecewise linear with a bend, so that "always on" means something
  bool has_sign_sides;             // z <= 0 is its weak side, so that "inactive" means something
  bool saturates;                  // its slope goes to 0 above
  bool smooth;                     // has a slope at every z
  bool monotonic;
  bool zero_centred;  // puts out both signs
  Account account;
  const Sweeps* sweeps;
  bool learns_slope = false;  // parameter 0 is where training starts it, parameter 1 whether each unit has its own
  double dropout_value = 0;   // what alpha dropout puts in a dropped unit's place; 0 has plain dropout
  bool draws_slope = false;   // in training a slope for every sample, between parameters 0 and 1
};

/// The table. A Choice's index points into it: append, never reorder.
std::span<const Activation> activations();

/// The position of `identity`, which every output layer has.
inline constexpr std::uint8_t identity_index = 0;

/// Value and slope of the chosen activation over an array, for the parameters of the choice. What each promises, its
/// edges and its accuracy, is in kernels.h.
///
/// z, value, slope  [count], equal sizes, any alignment; `value` may be `z` itself
/// not finite       NaN gives NaN in both
void evaluate(const Choice& activation, std::span<const float> z, std::span<float> value, std::span<float> slope);

/// Whether the chosen activation's slope is exactly 0 over an interval, so that a unit can die of it. A leak of 0
/// has a flat piece too.
bool has_flat_piece(const Choice& activation);

}  // namespace reluctant
