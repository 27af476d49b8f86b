#pragma once
// The one step of training, and the whole-set figures that are measured between steps. Which rows make a batch,
// and when, is experiment/simulation.h.
#include <span>
#include <string_view>

#include "network/pass.h"
#include "training/losses.h"
#include "training/samples.h"

namespace reluctant {

/// How an update is made: the loss, the optimiser's rule and its rate of this step.
struct Rule {
  Loss loss = Loss::mean_squared_error;
  Choice optimizer;
  double rate = 0;
  Draws draws = {};
};

/// What came of a step. With a fault nothing may be used of it but the fault.
struct StepOutcome {
  enum class Fault : std::uint8_t { none, loss, gradient, parameter };
  Fault fault = Fault::none;
  std::uint32_t layer = 0;   // where the first value that is not finite stood
  double gradient_norm = 0;  // of the batch
};

/// "loss", "gradient" or "parameter".
std::string_view name_of(StepOutcome::Fault fault);

/// Holds all memory of a step, taken once.
class Trainer {
 public:
  Trainer() = default;
  Trainer(const Layout& layout, std::uint32_t batch_capacity);

  /// One optimiser step over `batch`: forward, backward, update. Allocates nothing.
  ///
  /// parameters  [layout.parameter_count], left as they are
  /// updated     [layout.parameter_count], all finite when there is no fault
  StepOutcome step(const Layout& layout, const Rule& rule, std::span<const float> parameters, const Samples& batch,
                   std::span<float> updated);

 private:
  Pass pass_;
  AlignedArray<float> gradients_;
};

/// Rows a whole-set measurement takes at a time: it bounds memory, and it is part of the order of sums.
inline constexpr std::uint32_t rows_at_a_time = 256;

/// Mean loss and, for classes, the share of rows decided rightly. Undefined for no rows.
struct Score {
  double loss = 0;
  double accuracy = 0;
};

/// Measures the network over `samples`, in evaluation mode, in double. `pass` has rows_at_a_time of capacity.
Score measure(const Layout& layout, std::span<const float> parameters, Loss loss, const Samples& samples, Pass& pass);

/// The gradient of the mean loss over `samples`: pieces of rows_at_a_time rows, joined in double, rounded once.
///
/// gradients  [layout.parameter_count]
/// pass       a training pass with rows_at_a_time of capacity
void measure_gradients(const Layout& layout, std::span<const float> parameters, Loss loss, const Samples& samples,
                       Pass& pass, std::span<float> gradients);

}  // namespace reluctant
