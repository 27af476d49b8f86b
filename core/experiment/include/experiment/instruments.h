#pragma once
// What is measured of a run's state: reports, censuses, gradients, predictions. The state is progress.h; which steps
// are measured for a page is simulation.h and records.h.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "experiment/progress.h"
#include "health/census.h"
#include "training/trainer.h"

namespace reluctant {

/// Where and why a run stopped: the first value that was not finite.
struct Divergence {
  std::uint32_t step = 0;  // the update that could not be made
  std::uint32_t layer = 0;
  StepOutcome::Fault what = StepOutcome::Fault::none;
};

/// Losses and accuracies over whole sets, in evaluation mode, at a step. Absent: no such rows.
struct Report {
  std::uint32_t step = 0;
  std::uint32_t epoch = 0;  // completed passes
  Score train = {};
  std::optional<Score> test = {};
  double regularized_loss = 0;
  std::optional<double> gradient_norm = {};  // of the last batch
  std::optional<Divergence> divergence = {};
};

/// Which rows a census is taken over.
enum class SampleSet : std::uint8_t { train, test, batch };

/// Holds the memory of passes over whole sets. Measuring changes nothing of a progress.
class Instruments {
 public:
  /// Instruments with room for the rows and the network of `progress`.
  explicit Instruments(const Progress& progress);

  /// Without divergence, which a state does not know of.
  Report report(const Progress& progress);
  /// Whether training loss and test loss are finite. Mostly told from bounds on the parameters alone.
  bool losses_are_finite(const Progress& progress);
  /// The census over a set; false when it has no rows (no test rows, no batch before the first step).
  bool take_census(const Progress& progress, SampleSet set, double tau, Census& out);
  /// The same over rows of the caller's: [count x features], row-major.
  bool take_census(const Progress& progress, std::span<const float> inputs, double tau, Census& out) const;
  /// The gradient of the mean training loss with its penalties: no dropout, no noise, random slopes at their mean,
  /// batch norm over the training set (a report's losses take its running statistics).
  ///
  /// gradients  [parameter_count]
  void measure_gradients(const Progress& progress, std::span<float> gradients);
  /// Per hidden unit and per hidden layer, the norm of that gradient by incoming weights and bias.
  void measure_gradient_norms(const Progress& progress, std::vector<float>& units, std::vector<double>& layers);
  /// What the network says of rows: [count x outputs] probabilities, or values for regression.
  ///
  /// inputs  [count x features], row-major
  void predict(const Progress& progress, std::span<const float> inputs, std::span<float> predictions);
  /// Outputs of the units of layers [from, to) (the output layer: as predict) over samples.
  ///
  /// out  [units of those layers x count]
  void layer_values(const Progress& progress, const Samples& samples, std::size_t from, std::size_t to,
                    std::span<float> out);

  /// For passes over the training rows by others.
  [[nodiscard]] Pass& pass() { return pass_; }

 private:
  Pass pass_, gradient_pass_;
  float largest_input_ = 0;  // of all rows, in size
};

}  // namespace reluctant
