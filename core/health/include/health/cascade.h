#pragma once
// Whom a death took along, and what a network is without some of its units. Why it died is autopsy.h.
#include <cstdint>
#include <span>
#include <vector>

#include "training/trainer.h"

namespace reluctant {

/// A hidden unit by its place.
struct Place {
  std::uint32_t layer = 0, unit = 0;

  bool operator==(const Place&) const = default;
};

/// A unit below, with the norm of the training loss's gradient by its weights and bias, before the step and after.
struct Bereaved {
  Place place;
  double before = 0, after = 0;
};

/// Whom a death took along, in layer order.
struct Cascade {
  std::vector<Bereaved> cut_off;  // had a path to an output before, and have none after
  std::vector<Bereaved> starved;  // learn still, but by less than before
};

/// A network on one side of a step.
struct Side {
  const Layout& layout;
  std::span<const float> parameters;
};

/// Finds which units below a unit that died lost their path to the output in that step, and which of those that it
/// listened to (some training row kept a path through it open) have a smaller gradient after it. What the rest of the
/// step did is in the figures too.
///
/// pass  a training pass with room for rows_needed
Cascade cascade_of(const Side& before, const Side& after, Loss loss, const Samples& samples, Place death, Pass& pass);

/// The parameters of a network in which the outputs of some hidden units count as 0: nothing listens to them.
AlignedArray<float> without(const Layout& layout, std::span<const float> parameters, std::span<const Place> units);

}  // namespace reluctant
