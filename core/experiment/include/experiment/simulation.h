#pragma once
// A run of a Scenario: it steps, is measured, and travels in time. The Scenario is scenario.h; the step itself is
// progress.h, what is measured instruments.h, what is recorded along a run records.h.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/instruments.h"
#include "experiment/progress.h"
#include "experiment/records.h"
#include "experiment/scenario.h"
#include "experiment/timeline.h"
#include "health/census.h"
#include "health/events.h"
#include "health/watch.h"

namespace reluctant {

/// Copied by `fork` alone: it owns much memory. A run is a function of its Scenario alone, however it is sliced.
class Simulation {
 public:
  /// A run at step 0, or nothing and the mistakes.
  ///
  /// budget  for checkpoints, shared with other runs
  static std::unique_ptr<Simulation> make(std::string_view scenario_json, std::vector<Mistake>& mistakes,
                                          std::shared_ptr<Budget> budget = std::make_shared<Budget>());
  /// A second run, equal to this one in all: at this step, with the same Scenario and the same known run, before and
  /// after now. From here on neither knows of the other: what `apply` drops here stays there.
  [[nodiscard]] std::unique_ptr<Simulation> fork() const;

  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  [[nodiscard]] const Dataset& dataset() const { return progress_.material().dataset; }
  [[nodiscard]] const Progress& progress() const { return progress_; }
  [[nodiscard]] const Layout& layout() const { return progress_.layout(); }
  [[nodiscard]] std::uint32_t step() const { return progress_.step(); }
  /// [layout().parameter_count], valid until the next call that trains or seeks.
  [[nodiscard]] std::span<const float> parameters() const { return progress_.parameters(); }
  /// Set when the run can go no further than this step. A network whose loss is not finite as it is born never moves.
  [[nodiscard]] std::optional<Divergence> divergence() const {
    return end_ && end_->step <= step() + 1 ? end_ : std::nullopt;
  }
  [[nodiscard]] Loss loss() const { return progress_.material().loss; }
  /// Parameters, the optimiser's memory and running statistics, valid as `parameters()` is.
  [[nodiscard]] const TrainingState& state() const { return progress_.state(); }
  /// The settings of this step: the Scenario and every intervention up to now.
  [[nodiscard]] const Scenario& in_force() const { return progress_.in_force(); }
  [[nodiscard]] const Samples& training_rows() const { return progress_.material().train; }
  [[nodiscard]] const Samples& test_rows() const { return progress_.material().test; }
  /// As Progress::prepare_step.
  Rule prepare_step(Samples& batch) { return progress_.prepare_step(batch); }

  /// Trains at most `count` steps; stops where the run diverges. A step allocates nothing but for its events.
  void train(std::uint32_t count);
  /// Goes to a step, back or forth, exact to the bit; stops where the run diverges.
  void seek(std::uint32_t step);
  /// Makes an intervention at this step and records it. After a seek back, what was known of the future is dropped:
  /// later interventions, events and checkpoints. With mistakes, nothing changes.
  ///
  /// set_json  {path: value, ...}
  void apply(std::string_view set_json, std::vector<Mistake>& mistakes);

  /// The furthest step that was reached. The run up to it is known.
  [[nodiscard]] std::uint32_t known() const { return known_; }
  /// As Progress::next_rows.
  std::span<const std::uint32_t> next_rows() { return progress_.next_rows(); }
  /// All births, deaths and revivals of the known run, in order.
  [[nodiscard]] std::span<const LifeEvent> events() const { return events_; }
  /// The known run at steps 0, every, 2 every, ...: a function of the Scenario, the furthest step and `every`. Made by
  /// replay when asked for, and gone on with when asked again with the same `every`; valid until the next call.
  ///
  /// every  1 or more
  std::span<const Moment> history(std::uint32_t every);
  /// As `history`, of the states of every unit.
  Raster raster(std::uint32_t every);

  /// As Instruments::report, of the state of now; likewise what follows.
  [[nodiscard]] Report report();
  /// As Instruments::take_census.
  bool take_census(SampleSet set, double tau, Census& out);
  /// As Instruments::take_census.
  bool take_census(std::span<const float> inputs, double tau, Census& out);
  /// As Instruments::measure_gradients.
  void measure_gradients(std::span<float> gradients);
  /// As Instruments::measure_gradient_norms.
  void measure_gradient_norms(std::vector<float>& units, std::vector<double>& layers);
  /// As Instruments::predict.
  void predict(std::span<const float> inputs, std::span<float> predictions);
  /// As Instruments::layer_values.
  void layer_values(const Samples& samples, std::size_t from, std::size_t to, std::span<float> out);
  /// FNV-1a 64 over the parameters' bytes.
  [[nodiscard]] std::string fingerprint() const;

 private:
  Simulation(std::shared_ptr<const Scenario> scenario, std::shared_ptr<Budget> budget);
  Simulation(const Simulation&) = default;

  bool advance();
  void withdraw();
  void forget_after_now();
  std::span<const std::uint8_t> dead_now();
  void note_changes(std::optional<Cause> cause_of_all);
  [[nodiscard]] KnownRun known_run() const;

  std::shared_ptr<const Scenario> scenario_;
  Progress progress_;
  std::optional<Divergence> end_;  // of the run, once it was met

  std::uint32_t known_ = 0;
  std::vector<std::uint8_t> dead_;  // [hidden units] at step known_
  std::vector<LifeEvent> events_;
  Watch watch_;
  Timeline timeline_;
  Records records_;
  Instruments instruments_;
};

}  // namespace reluctant
