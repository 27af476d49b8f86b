#pragma once
// The progress of a run: its state at a step, and the step that leads on. What is known of a run, and the way back in
// time, is simulation.h; what is measured of a state is instruments.h.
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "data/dataset.h"
#include "experiment/scenario.h"
#include "training/trainer.h"

namespace reluctant {

/// What a run is made of that no step changes: its rows, and the loss over them. All that run it share it.
struct Material {
  /// The rows and the loss that `scenario` names.
  explicit Material(const Scenario& scenario);

  Dataset dataset;
  Loss loss;
  Samples train, test;
};

/// All of a run's state that its Scenario does not determine at once.
struct Checkpoint {
  std::uint32_t step = 0;
  std::uint32_t epoch = 0;   // completed passes
  std::uint32_t cursor = 0;  // rows of the epoch already used
  TrainingState state;
};

/// How far a run is, without memory of how it came there: a function of its Scenario and the step alone. Replays are
/// made in others of the same Scenario, beside the run itself.
class Progress {
 public:
  /// At step 0, as the network is born: the interventions of step 0 are still to be made.
  Progress(std::shared_ptr<const Scenario> scenario, std::shared_ptr<const Material> material);

  [[nodiscard]] const Scenario& scenario() const { return *scenario_; }
  /// The Scenario with the interventions up to now.
  [[nodiscard]] const Scenario& in_force() const { return in_force_; }
  [[nodiscard]] const Material& material() const { return *material_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] std::uint32_t step() const { return step_; }
  /// Completed passes over the training rows.
  [[nodiscard]] std::uint32_t epoch() const { return epoch_; }
  [[nodiscard]] const TrainingState& state() const { return state_; }
  [[nodiscard]] std::span<const float> parameters() const { return state_.parameters.span(); }
  /// As the last update found it; after an intervention the state of now.
  [[nodiscard]] const TrainingState& previous() const { return previous_; }
  /// The rows of the last update, noise included. No rows before the first, or at a checkpoint just restored.
  [[nodiscard]] const Samples& batch() const { return batch_; }
  /// Of the last update.
  [[nodiscard]] std::optional<double> gradient_norm() const { return gradient_norm_; }
  /// The training rows that the next step takes, valid until the next call that trains or seeks.
  std::span<const std::uint32_t> next_rows();
  /// How the next update will be made, and its rows in `batch`, noise included. Nothing of the run changes.
  ///
  /// batch  with room for the rows of a batch in force
  Rule prepare_step(Samples& batch);

  /// One optimiser step, without the interventions due after it. With a fault, everything stays. Allocates nothing.
  StepOutcome update();
  /// Carries out what is due at this step, in list order, and calls `after` after each.
  template <class After>
  void intervene(const After& after) {
    for (const Intervention& intervention : scenario_->interventions) {
      if (intervention.step != step_) continue;
      carry_out(intervention);
      after();
    }
  }
  /// Makes one intervention now: puts its settings in force and changes the state.
  void carry_out(const Intervention& intervention);
  /// Goes on under another Scenario, which may differ in interventions after now and in the last one at this step.
  void follow(std::shared_ptr<const Scenario> scenario) { scenario_ = std::move(scenario); }

  [[nodiscard]] Checkpoint checkpoint() const {
    return {.step = step_, .epoch = epoch_, .cursor = cursor_, .state = state_};
  }
  /// Back or forth to a checkpoint of the same run.
  void restore(const Checkpoint& checkpoint);

 private:
  void take_settings();
  void put_in_force();
  void change_neuron(const NeuronChange& change);
  void add_input_noise(Samples& batch) const;
  void begin_epoch();

  std::shared_ptr<const Scenario> scenario_;
  std::shared_ptr<const Material> material_;
  Scenario in_force_;
  Layout layout_;

  std::uint32_t step_ = 0, epoch_ = 0, cursor_ = 0;
  std::vector<std::uint32_t> order_;  // of the epoch's rows
  std::uint32_t shuffled_epoch_;      // whose order stands in order_
  Samples batch_, next_batch_;
  TrainingState state_;
  TrainingState previous_;  // while a step runs, what it writes to
  std::optional<double> gradient_norm_;
  Trainer trainer_;
};

}  // namespace reluctant
