#pragma once
// A run of a Scenario: it steps, measures, and travels in time. The Scenario is scenario.h; what a page draws of a
// run is frame.h.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/dataset.h"
#include "experiment/scenario.h"
#include "experiment/timeline.h"
#include "health/census.h"
#include "health/events.h"
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

/// Not copied: it owns much memory. A run is a function of its Scenario alone, however it is sliced.
class Simulation {
 public:
  /// A run at step 0, or nothing and the mistakes.
  static std::unique_ptr<Simulation> make(std::string_view scenario_json, std::vector<Mistake>& mistakes);

  [[nodiscard]] const Scenario& scenario() const { return scenario_; }
  [[nodiscard]] const Dataset& dataset() const { return dataset_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] std::uint32_t step() const { return step_; }
  /// [layout().parameter_count], valid until the next call that trains or seeks.
  [[nodiscard]] std::span<const float> parameters() const { return state_.parameters.span(); }
  /// Set when the run can go no further than this step.
  [[nodiscard]] std::optional<Divergence> divergence() const {
    return end_ && end_->step == step_ + 1 ? end_ : std::nullopt;
  }
  [[nodiscard]] Loss loss() const { return loss_; }
  /// Parameters, the optimiser's memory and running statistics, valid as `parameters()` is.
  [[nodiscard]] const TrainingState& state() const { return state_; }
  /// The settings of this step: the Scenario and every intervention up to now.
  [[nodiscard]] const Scenario& in_force() const { return in_force_; }
  [[nodiscard]] const Samples& training_rows() const { return train_; }
  [[nodiscard]] const Samples& test_rows() const { return test_; }
  /// How the next step will be made, and its rows in `batch`, noise included. Nothing of the run changes.
  ///
  /// batch  with room for the rows of a batch in force
  Rule prepare_step(Samples& batch);

  /// Trains at most `count` steps; stops where the run diverges. A step allocates nothing.
  void train(std::uint32_t count);
  /// Goes to a step, back or forth, exact to the bit; stops where the run diverges.
  void seek(std::uint32_t step);
  /// Makes an intervention at this step and records it. After a seek back, what was known of the future is dropped:
  /// later interventions, events and checkpoints. With mistakes, nothing changes.
  ///
  /// set_json  {path: value, ...}
  void apply(std::string_view set_json, std::vector<Mistake>& mistakes);

  [[nodiscard]] Report report();
  /// The training rows that the next step takes, valid until the next call that trains or seeks.
  std::span<const std::uint32_t> next_rows();
  /// All births, deaths and revivals of the known run, in order.
  [[nodiscard]] std::span<const LifeEvent> events() const { return events_; }
  /// The census over a set; false when it has no rows (no test rows, no batch before the first step).
  bool take_census(SampleSet set, double tau, Census& out);
  /// The same over rows of the caller's: [count x features], row-major.
  bool take_census(std::span<const float> inputs, double tau, Census& out);
  /// The gradient of the mean training loss with its penalties: no dropout, no noise, random slopes at their mean,
  /// batch norm over the training set (a report's losses take its running statistics).
  ///
  /// gradients  [layout().parameter_count]
  void measure_gradients(std::span<float> gradients);
  /// Per hidden unit and per hidden layer, the norm of the training loss's gradient by incoming weights and bias.
  void measure_gradient_norms(std::vector<float>& units, std::vector<double>& layers);
  /// What the network says of rows: [count x outputs] probabilities, or values for regression.
  ///
  /// inputs  [count x features], row-major
  void predict(std::span<const float> inputs, std::span<float> predictions);
  /// Outputs of the units of layers [from, to) (the output layer: as predict) over samples.
  ///
  /// out  [units of those layers x count]
  void layer_values(const Samples& samples, std::size_t from, std::size_t to, std::span<float> out);
  /// FNV-1a 64 over the parameters' bytes.
  [[nodiscard]] std::string fingerprint() const;

 private:
  explicit Simulation(Scenario scenario);

  bool advance();
  void take_settings(std::uint32_t step);
  void put_in_force();
  void forget_after_now();
  void intervene();
  void carry_out(const Intervention& intervention);
  void change_neuron(const NeuronChange& change);
  void add_input_noise(Samples& batch) const;
  void restore(const Checkpoint& checkpoint);
  void save_checkpoint();
  void begin_epoch();
  void note_deaths(Cause cause_of_all);
  void note_deaths_of_update();
  template <class CauseOf>
  void note_changes(const CauseOf& cause_of);

  Scenario scenario_;
  Scenario in_force_;  // with the interventions up to now
  Dataset dataset_;
  Loss loss_;
  Layout layout_;
  Samples train_, test_, batch_;
  std::vector<std::uint32_t> order_;  // of the epoch's rows

  std::uint32_t step_ = 0, epoch_ = 0, cursor_ = 0;
  std::uint32_t shuffled_epoch_;  // whose order stands in order_
  TrainingState state_;
  TrainingState previous_;  // before the last update; while a step runs, what it writes to
  std::optional<double> gradient_norm_;
  std::optional<Divergence> end_;  // of the run, once it was met

  std::uint32_t known_ = 0;            // the furthest step with events
  std::vector<std::uint8_t> dead_;     // [hidden units] at step known_
  std::vector<std::uint8_t> looking_;  // the same, while they are compared
  std::vector<LifeEvent> events_;
  Timeline timeline_;

  Trainer trainer_;
  Pass pass_, gradient_pass_;
};

}  // namespace reluctant
