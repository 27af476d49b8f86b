// Checkpoints in a bounded memory (timeline.h).
#include "experiment/timeline.h"

#include <algorithm>
#include <cassert>

namespace reluctant {

bool Timeline::wants(std::uint32_t step) const {
  return step % interval_ == 0 && (checkpoints_.empty() || checkpoints_.back().step < step);
}

std::size_t Timeline::bytes() const {
  std::size_t sum = 0;
  for (const Checkpoint& checkpoint : checkpoints_) {
    const TrainingState& state = checkpoint.state;
    const std::size_t floats = state.parameters.size() + state.optimizer.first.size() + state.optimizer.second.size() +
                               state.running.mean.size() + state.running.variance.size();
    sum += floats * sizeof(float);
  }
  return sum;
}

bool Timeline::holds(std::uint32_t step) const { return !checkpoints_.empty() && checkpoints_.back().step == step; }

void Timeline::add(Checkpoint checkpoint) {
  if (holds(checkpoint.step)) checkpoints_.pop_back();
  checkpoints_.push_back(std::move(checkpoint));
  while ((bytes() > budget_ || checkpoints_.size() > most) && checkpoints_.size() > 1) {
    interval_ *= 2;
    std::erase_if(checkpoints_, [this](const Checkpoint& kept) { return kept.step % interval_ != 0; });
  }
}

void Timeline::forget_from(std::uint32_t step) {
  std::erase_if(checkpoints_, [step](const Checkpoint& kept) { return kept.step >= step && kept.step > 0; });
}

const Checkpoint& Timeline::before(std::uint32_t step) const {
  assert(!checkpoints_.empty() && checkpoints_.front().step == 0);
  auto found = std::lower_bound(checkpoints_.begin(), checkpoints_.end(), step,
                                [](const Checkpoint& kept, std::uint32_t at) { return kept.step < at; });
  return found == checkpoints_.begin() ? *found : *(found - 1);
}

}  // namespace reluctant
