#pragma once
// The one step of training, and the whole-set figures that are measured between steps. Which rows make a batch,
// and when, is experiment/simulation.h.
#include <span>
#include <string_view>

#include "network/pass.h"
#include "training/losses.h"
#include "training/optimizers.h"
#include "training/samples.h"

namespace reluctant {

/// What is added to the mean loss: l2 / 2 * sum of w² and l1 * sum of |w|, over weights, not biases.
struct Penalty {
  double l1 = 0;
  double l2 = 0;
};

/// How an update is made.
struct Rule {
  Loss loss = Loss::mean_squared_error;
  Choice optimizer;
  double rate = 0;  // of this step
  Penalty penalty = {};
  double clip_norm = 0;  // largest norm of all gradients together; 0 is no limit
  Draws draws = {};
};

/// What came of a step. With a fault nothing may be used of it but the fault.
struct StepOutcome {
  /// What of the step was not finite.
  enum class Fault : std::uint8_t { none, loss, gradient, parameter, statistic };
  Fault fault = Fault::none;
  std::uint32_t layer = 0;   // where the first value that is not finite stood
  double gradient_norm = 0;  // of the batch, with penalties, before clipping
};

/// "loss", "gradient", "parameter" or "statistic" (batch norm's running mean or variance).
std::string_view name_of(StepOutcome::Fault fault);

/// What training changes from step to step.
struct TrainingState {
  AlignedArray<float> parameters;
  OptimizerState optimizer;
  RunningStatistics running;

  bool operator==(const TrainingState&) const = default;
};

/// Holds all memory of a step, taken once.
class Trainer {
 public:
  Trainer() = default;
  /// Room for batches of up to `batch_capacity` samples.
  Trainer(const Layout& layout, std::uint32_t batch_capacity);

  /// One optimiser step over `batch`: forward, backward, update. Allocates nothing.
  ///
  /// from  left as it is
  /// to    of the same sizes as `from`, another object; all finite when there is no fault
  StepOutcome step(const Layout& layout, const Rule& rule, const TrainingState& from, const Samples& batch,
                   TrainingState& to);

 private:
  Pass pass_;
  AlignedArray<float> gradients_;
};

/// Rows a whole-set measurement takes at a time: it bounds memory, and it is part of the order of sums. Under batch
/// norm statistics are over the whole set, which is then taken at once.
inline constexpr std::uint32_t rows_at_a_time = 256;

/// How many rows a pass over `samples` needs room for.
std::uint32_t rows_needed(const Layout& layout, std::uint32_t samples);

/// Mean loss and, for classes, the share of rows decided rightly. Undefined for no rows.
struct Score {
  double loss = 0;
  double accuracy = 0;
};

/// Measures the network over `samples`, in evaluation mode, in double.
///
/// running  batch norm's statistics
/// pass     rows_at_a_time of capacity or more
Score measure(const Layout& layout, std::span<const float> parameters, const RunningStatistics& running, Loss loss,
              const Samples& samples, Pass& pass);

/// Adds the penalty's gradient to that of the loss.
///
/// gradients  [layout.parameter_count]
void add_penalty(const Penalty& penalty, const Layout& layout, std::span<const float> parameters,
                 std::span<float> gradients);

/// What the penalty adds to the loss.
double penalty_of(const Penalty& penalty, const Layout& layout, std::span<const float> parameters);

/// The gradient of the mean loss over `samples` with its penalty: pieces of the pass's capacity, joined in double,
/// rounded once. Batch norm is over the set itself, as in training; `measure` takes the running statistics, so that
/// under batch norm this is not the gradient of what it says.
///
/// gradients  [layout.parameter_count]
/// pass       a training pass with room for rows_needed
void measure_gradients(const Layout& layout, std::span<const float> parameters, Loss loss, const Penalty& penalty,
                       const Samples& samples, Pass& pass, std::span<float> gradients);

}  // namespace reluctant
