#pragma once
// Whether a death is for good, and by which rules of core/MODEL.md, section 6. What moves a dead unit without any
// gradient is drift.h; what would bring it back is prescription.h.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "health/drift.h"

namespace reluctant {

/// A rule that bears on a death, with its numbers by name.
struct Reason {
  std::string_view rule;  // "R0" to "R10"
  std::string sentence;
  std::vector<std::pair<std::string_view, double>> numbers;
};

/// What is recorded to be done to the run after a death.
struct Later {
  std::uint32_t step = 0;  // of the first that could matter
  bool only_pace = false;  // they set rate, schedule, batch size or clipping, which move nothing that is at rest
};

/// Whether a death is for good, and the rules that hold for it.
struct Verdict {
  bool permanent = false;  // only when it is proven
  std::vector<Reason> reasons;
};

/// Judges a death, given the state after it and how training goes on. `permanent` means: as long as the data and the
/// regime stay, no training row will ever give the unit a slope. That is proven
/// - where nothing that its sums depend on moves: in the first layer, or with a whole layer dead above or just below
///   (R1, R3), after memory and decay have been followed until they rest (R4, R5);
/// - under decay of all its parameters alike, which turns no sum's sign in exact arithmetic, when rounding does not
///   either for 100,000 steps at least, as long as it is followed (R5);
/// - under batch norm where its shift is below what any batch can make up for (R6).
/// Everything else is not proven, which does not say that it will come back: `reasons` name what is open.
///
/// state         after the step of its death
/// samples       the training rows
/// pass          with room for rows_needed
/// cost          as drift_of
Verdict judge_death(const Layout& layout, const TrainingState& state, const Regime& regime,
                    const std::optional<Later>& later, const Samples& samples, std::uint32_t layer, std::uint32_t unit,
                    Pass& pass);

}  // namespace reluctant
