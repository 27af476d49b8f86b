#pragma once
// Why a unit died or came back: by doing half of the step and looking again. That it did is events.h; the rate
// that would have spared it is critical_rate.h, whether it is over for good permanence.h.
#include <cstdint>
#include <optional>
#include <span>

#include "health/events.h"
#include "network/pass.h"
#include "training/samples.h"

namespace reluctant {

/// Finds what in a step changed whether a unit is dead. Its sums are made again with only its own parameters from
/// after the step, and with only its inputs from after it, and each is asked whether that alone brings the change.
///
/// before, after  parameters on both sides of one step, under one layout
/// layer, unit    a hidden unit that is dead on exactly one side
/// was_dead       whether that side is `before`
/// pass           with room for rows_needed
Cause cause_of_change(const Layout& layout, std::span<const float> before, std::span<const float> after,
                      const Samples& samples, std::uint32_t layer, std::uint32_t unit, bool was_dead, Pass& pass);

/// What one step did to a unit's margin, its largest sum.
struct Fall {
  double before = 0, after = 0;
  /// The own parameters' part of the fall, the rest being its inputs'; absent when the margin did not change. Beyond
  /// [0, 1] where the two pull against each other.
  std::optional<double> own_share = {};
  /// Of what the own parameters did, the parts of the weights and of the bias (under batch norm its shift), which add
  /// up to 1; absent where the own parameters did not lower the margin.
  std::optional<double> weights_share = {}, bias_share = {};
};

/// Measures a step's fall; arguments as of cause_of_change.
Fall fall_of(const Layout& layout, std::span<const float> before, std::span<const float> after, const Samples& samples,
             std::uint32_t layer, std::uint32_t unit, Pass& pass);

}  // namespace reluctant
