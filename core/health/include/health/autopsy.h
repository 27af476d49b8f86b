#pragma once
// Why a unit died or came back: by doing half of the step and looking again. That it did is events.h.
#include <cstdint>
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

}  // namespace reluctant
