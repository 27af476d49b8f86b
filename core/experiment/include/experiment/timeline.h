#pragma once
// Where a run can be taken up again: checkpoints, exact to the bit, in a bounded memory. What replays from them
// is simulation.h.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "training/trainer.h"

namespace reluctant {

/// All of a run's state that its Scenario does not determine at once.
struct Checkpoint {
  std::uint32_t step = 0;
  std::uint32_t epoch = 0;   // completed passes
  std::uint32_t cursor = 0;  // rows of the epoch already used
  TrainingState state;
};

/// Checkpoints at growing distance: when the budget is spent, every second one goes and the interval doubles.
class Timeline {
 public:
  /// Checkpoints at most, so that a run of small states does not fill the budget over millions of steps.
  static constexpr std::size_t most = 4096;

  /// budget  bytes for checkpoints; one is always kept
  explicit Timeline(std::size_t budget = std::size_t{64} << 20) : budget_(budget) {}

  /// Whether a run at `step` should leave a checkpoint.
  [[nodiscard]] bool wants(std::uint32_t step) const;
  /// Keeps a checkpoint; one of the same step gives way to it.
  void add(Checkpoint checkpoint);
  [[nodiscard]] bool holds(std::uint32_t step) const;
  /// Forgets what lies at or after `step`, but never step 0.
  void forget_from(std::uint32_t step);
  /// The last checkpoint before `step`, or that of step 0.
  [[nodiscard]] const Checkpoint& before(std::uint32_t step) const;
  /// Steps between checkpoints.
  [[nodiscard]] std::uint32_t interval() const { return interval_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  std::size_t budget_;
  std::uint32_t interval_ = 64;
  std::vector<Checkpoint> checkpoints_;  // ascending steps
};

}  // namespace reluctant
