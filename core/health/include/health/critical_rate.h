#pragma once
// How large a step was too large: the same step, made again at other rates. Why it killed is autopsy.h.
#include <cstdint>

#include "health/unit.h"
#include "training/trainer.h"

namespace reluctant {

/// Where, below the rate of a step that killed, it begins to kill.
struct CriticalRate {
  double rate = 0;             // the smallest found that kills; one part in ten million less, and the unit survives
  std::uint32_t last_row = 0;  // the training row with the largest sum of those that still give it a slope there
};

/// Finds the rate of one step, all else as it was, from which on a unit does not survive it, by making the step itself
/// again: optimiser, memory, clipping, dropout and noise stay, so that rounding does too.
///
/// A sum of the first layer moves in proportion to the rate. There each row that gives the unit a slope spares it up to
/// one rate, and the largest of these ends the rates that spare it below the one in force; rates beyond the one in
/// force may spare it again, by rows on the other side. In deeper layers and under batch norm the inputs or the
/// statistics move too, and deadly and sparing rates can alternate. Then the answer is the nearest end of sparing rates
/// below the one in force, as far as 32 steps of rates tell them apart.
///
/// rule           of the step; its rate is the one in force, and kills
/// before         the state that the step starts from, in which the unit is not dead
/// batch          the step's rows
/// samples        the rows over which it is dead or not
/// accuracy       1e-7 of the rate: a float's own
/// cost           about 55 steps, and as many looks at the unit
CriticalRate critical_rate(const Layout& layout, const Rule& rule, const TrainingState& before, const Samples& batch,
                           const Samples& samples, std::uint32_t layer, std::uint32_t unit, Pass& pass);

}  // namespace reluctant
