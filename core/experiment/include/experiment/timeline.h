#pragma once
// Where a run can be taken up again: checkpoints, exact to the bit, in a memory that all runs of a lab share. What
// replays from them is simulation.h.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "experiment/progress.h"

namespace reluctant {

class Timeline;

/// How many bytes checkpoints may take, over all timelines that share it. When they are spent, the timeline that
/// holds most gives way.
class Budget {
 public:
  /// A budget of `bytes`.
  explicit Budget(std::size_t bytes = std::size_t{64} << 20) : bytes_(bytes) {}

  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// What checkpoints take now; one that several timelines hold counts once.
  [[nodiscard]] std::size_t spent() const { return spent_; }

 private:
  friend class Timeline;
  struct Kept;
  void keep_within();

  std::size_t bytes_;
  std::size_t spent_ = 0;
  std::vector<Timeline*> timelines_;
};

/// A run's checkpoints at equal distance: when it must give way, every second one goes and the distance doubles.
/// A copy holds the same checkpoints, which cost nothing until either forgets them.
class Timeline {
 public:
  /// Checkpoints at most, so that a run of small states does not fill the budget over millions of steps.
  static constexpr std::size_t most = 4096;

  /// A timeline that holds nothing and spends from `budget`.
  explicit Timeline(std::shared_ptr<Budget> budget);
  /// One that shares the checkpoints of `other`.
  Timeline(const Timeline& other);
  Timeline& operator=(const Timeline&) = delete;
  ~Timeline();

  /// Whether a run at `step` should leave a checkpoint.
  [[nodiscard]] bool wants(std::uint32_t step) const;
  /// Keeps a checkpoint after all others; one of the same step gives way to it.
  void add(Checkpoint checkpoint);
  /// Whether there is a checkpoint of `step`.
  [[nodiscard]] bool holds(std::uint32_t step) const;
  /// Forgets what lies at or after `step`, but never step 0.
  void forget_from(std::uint32_t step);
  /// The last checkpoint before `step`, or that of step 0.
  [[nodiscard]] const Checkpoint& before(std::uint32_t step) const;
  /// Steps between checkpoints.
  [[nodiscard]] std::uint32_t interval() const { return interval_; }
  /// What its checkpoints take, those that it shares included.
  [[nodiscard]] std::size_t bytes() const;

 private:
  friend class Budget;
  bool thin();

  std::shared_ptr<Budget> budget_;
  std::uint32_t interval_ = 64;
  std::vector<std::shared_ptr<const Budget::Kept>> kept_;  // ascending steps, from 0
};

}  // namespace reluctant
