#pragma once
// Where a dead unit goes on its own: what the optimiser's memory and decay still do to it when no gradient comes.
// What follows from it is permanence.h.
#include <cstdint>

#include "training/trainer.h"

namespace reluctant {

/// How training goes on after a step.
struct Regime {
  Rule rule;  // in force; its rate is not used
  Choice schedule;
  std::uint32_t step = 0;  // the steps made so far
  double input_noise = 0;  // standard deviation
  std::uint32_t batch_rows = 0;
  std::uint32_t steps_known = 0xffffffff;  // for how many steps it stays so, as far as is recorded
};

/// Where a unit comes to when training goes on as it is.
struct Drift {
  /// How it ends.
  enum class End : std::uint8_t {
    wakes,    // after `steps` more steps the unit has a slope again
    rests,    // from `steps` on nothing moves any more, or only round in a circle: it never wakes
    unknown,  // followed for `steps`, in which it did not wake
  };
  End end = End::rests;
  std::uint32_t steps = 0;
  float margin = 0;  // the largest sum there
};

/// Whether the optimiser still remembers gradients of the parameters [from, to) that it will act on.
bool has_memory(const Choice& optimizer, const OptimizerState& state, std::size_t from, std::size_t to);

/// Follows a dead unit by making its updates with a gradient of 0, as the optimiser will, to the bit. That foretells
/// training as long as no gradient reaches anything that its sums depend on.
///
/// state       after the step of its death; without batch norm
/// frozen_top  the highest hidden layer all of whose units are dead, at least `layer` - 1; for the first layer anything
/// samples     the training rows
/// cost        at most 140,000 updates, fewer for many parameters and rows
Drift drift_of(const Layout& layout, const TrainingState& state, const Regime& regime, const Samples& samples,
               std::uint32_t layer, std::uint32_t unit, std::uint32_t frozen_top);

}  // namespace reluctant
