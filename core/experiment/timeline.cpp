// Checkpoints in a bounded memory (timeline.h).
#include "experiment/timeline.h"

#include <algorithm>
#include <cassert>

namespace reluctant {
namespace {

std::size_t bytes_of(const Checkpoint& checkpoint) {
  const TrainingState& state = checkpoint.state;
  const std::size_t floats = state.parameters.size() + state.optimizer.first.size() + state.optimizer.second.size() +
                             state.running.mean.size() + state.running.variance.size();
  return sizeof checkpoint + floats * sizeof(float);
}

}  // namespace

/// A checkpoint, counted as long as somebody holds it.
struct Budget::Kept {
  Kept(Checkpoint made, std::shared_ptr<Budget> paid_by)
      : checkpoint(std::move(made)), budget(std::move(paid_by)), bytes(bytes_of(checkpoint)) {
    budget->spent_ += bytes;
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  ~Kept() { budget->spent_ -= bytes; }

  Checkpoint checkpoint;
  std::shared_ptr<Budget> budget;
  std::size_t bytes;
};

/// Thins the largest until all fit, or until each has but its first.
void Budget::keep_within() {
  while (spent_ > bytes_) {
    const auto largest =
        std::max_element(timelines_.begin(), timelines_.end(), [](const Timeline* a, const Timeline* b) {
          const bool a_can = a->kept_.size() > 1, b_can = b->kept_.size() > 1;
          return a_can != b_can ? b_can : a->bytes() < b->bytes();
        });
    if (!(*largest)->thin()) return;
  }
}

Timeline::Timeline(std::shared_ptr<Budget> budget) : budget_(std::move(budget)) { budget_->timelines_.push_back(this); }

Timeline::Timeline(const Timeline& other) : budget_(other.budget_), interval_(other.interval_), kept_(other.kept_) {
  budget_->timelines_.push_back(this);
}

Timeline::~Timeline() { std::erase(budget_->timelines_, this); }

bool Timeline::wants(std::uint32_t step) const {
  return step % interval_ == 0 && (kept_.empty() || kept_.back()->checkpoint.step < step);
}

std::size_t Timeline::bytes() const {
  std::size_t sum = 0;
  for (const auto& kept : kept_) sum += kept->bytes;
  return sum;
}

bool Timeline::holds(std::uint32_t step) const { return !kept_.empty() && kept_.back()->checkpoint.step == step; }

void Timeline::add(Checkpoint checkpoint) {
  if (holds(checkpoint.step)) kept_.pop_back();
  kept_.push_back(std::make_shared<const Budget::Kept>(std::move(checkpoint), budget_));
  while (kept_.size() > most) thin();
  budget_->keep_within();
}

/// False when there is nothing left to let go.
bool Timeline::thin() {
  if (kept_.size() <= 1) return false;
  interval_ *= 2;
  std::erase_if(kept_, [this](const auto& kept) { return kept->checkpoint.step % interval_ != 0; });
  return true;
}

void Timeline::forget_from(std::uint32_t step) {
  std::erase_if(kept_, [step](const auto& kept) { return kept->checkpoint.step >= step && kept->checkpoint.step > 0; });
}

const Checkpoint& Timeline::before(std::uint32_t step) const {
  assert(!kept_.empty() && kept_.front()->checkpoint.step == 0);
  auto found = std::lower_bound(kept_.begin(), kept_.end(), step,
                                [](const auto& kept, std::uint32_t at) { return kept->checkpoint.step < at; });
  return (found == kept_.begin() ? *found : *(found - 1))->checkpoint;
}

}  // namespace reluctant
