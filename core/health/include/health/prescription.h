#pragma once
// What would bring a dead unit back, each tried on a copy of the network before it is promised. Whether it could come
// back by itself is permanence.h.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "health/drift.h"

namespace reluctant {

/// A change that can be made to a run, and what it does to the unit right away.
struct Remedy {
  /// What is changed.
  enum class Kind : std::uint8_t { shift_bias, reset, activation };
  Kind kind = Kind::reset;
  double bias_by = 0;           // of shift_bias
  std::uint8_t activation = 0;  // of activation: its place in the table; parameters are the defaults

  std::string sentence = {};
  double active_fraction = 0;  // share of the training rows that give the unit a slope right after the change
  double mean_slope = 0;       // over the training rows, likewise
  /// Of activations with a leak: steps until one of its sums is positive, made in whole batches without noise and
  /// dropout. Absent where that takes more steps than can be made in a moment, or never comes.
  std::optional<std::uint32_t> steps = {};
};

/// What a fresh unit is drawn from.
struct Origin {
  Choice weights, bias;
  std::uint32_t seed = 0;
};

/// What would bring a unit back, from the state of now: the smallest shifts of its bias by which one training row and a
/// tenth of them give it a slope again (as far as floats tell them apart; none under batch norm, which takes the bias
/// out of its sums), a reset, and every other activation in all hidden layers. Nothing for a unit that is not dead.
///
/// state    at `regime.step`
/// samples  the training rows
/// pass     with room for rows_needed
std::vector<Remedy> remedies_for(const Layout& layout, const TrainingState& state, const Regime& regime,
                                 const Origin& origin, const Samples& samples, std::uint32_t layer, std::uint32_t unit,
                                 Pass& pass);

}  // namespace reluctant
