#pragma once
// The core as a language binding wants it: structure crosses as JSON text, numbers as flat arrays, mistakes as
// values. What it stands on is simulation.h and catalogue.h (whose catalogue_json belongs to this door too).
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/catalogue.h"
#include "experiment/simulation.h"

namespace reluctant {

/// {"ok": bool, "errors": [{"path": ..., "message": ...}]}
std::string validate_json(std::string_view scenario_json);

/// {"bytes": ..., "parameters": ..., "multiplyAddsPerStep": ...} of a Scenario that is right.
std::string estimate_json(std::string_view scenario_json);

/// A table of text with a header as rows for `custom`: {"inputs": [[...]], "targets": [...], "features": [names],
/// "classes": [words], "errors": [{"line", "column", "message"}]}. With errors there is nothing else.
///
/// target       name of the column to learn; empty: the last
/// standardize  every feature less its mean, divided by its standard deviation
std::string parse_csv_json(std::string_view text, std::string_view target, bool standardize);

/// An activation over an array, or the mistakes that stood in the way.
struct Evaluation {
  std::string errors_json = "[]";
  std::vector<float> value, slope;
};

/// name             as in the catalogue
/// parameters_json  {name: value, ...}; what is left out has its default
Evaluation evaluate_activation(std::string_view name, std::string_view parameters_json, std::span<const float> z);

/// Arrays in the core through which activations are swept, for a caller with a clock: the core has none.
///
/// length      floats an array, at least 1; they are sums as a network has them, most between -4 and 4
/// activation  its place in the catalogue; its parameters are the defaults
class ActivationTrial {
 public:
  /// Takes the arrays and fills them.
  explicit ActivationTrial(std::uint32_t length);
  /// `times` sweeps of the value.
  void value(std::uint32_t activation, std::uint32_t times);
  /// As `value`, of value and slope.
  void both(std::uint32_t activation, std::uint32_t times);
  /// As `value`, of the gradient's way back.
  void backward(std::uint32_t activation, std::uint32_t times);

 private:
  std::vector<float> sums_, upstream_, out_, slopes_;
};

/// A report as plain numbers: NaN where there is none.
struct PlainReport {
  std::uint32_t step = 0, epoch = 0;
  double train_loss = 0, test_loss = 0, train_accuracy = 0, test_accuracy = 0, regularized_loss = 0, gradient_norm = 0;
  bool diverged = false;
  std::uint32_t divergence_step = 0, divergence_layer = 0;
  std::string divergence_what = {};
};

/// A run and the arrays last asked of it. Every span is valid until the next call.
class Run {
 public:
  /// Null, and `errors_json` the mistakes, when the Scenario is wrong.
  ///
  /// budget  for checkpoints, shared with other runs
  static std::unique_ptr<Run> open(std::string_view scenario_json, std::string& errors_json,
                                   std::shared_ptr<Budget> budget = std::make_shared<Budget>());
  /// A second run, equal to this one in all, now and in what is known of it.
  [[nodiscard]] std::unique_ptr<Run> fork() const { return std::unique_ptr<Run>(new Run(simulation_->fork())); }

  [[nodiscard]] std::string scenario() const { return write_scenario(simulation_->scenario()); }
  [[nodiscard]] std::string layers() const;
  /// Births, deaths and revivals of the known run from step `since` on, as JSON.
  [[nodiscard]] std::string events(std::uint32_t since) const;
  /// As Simulation::train.
  void step(std::uint32_t count);
  /// As Simulation::seek.
  void seek(std::uint32_t step);
  /// Empty, or the mistakes as JSON, and nothing has changed.
  std::string apply(std::string_view set_json);
  PlainReport report();
  /// Whether the run can go no further.
  [[nodiscard]] bool diverged() const { return simulation_->divergence().has_value(); }
  /// An intervention that replaces all parameters; as `apply`.
  ///
  /// values  [parameters().size()]
  std::string set_parameters(std::span<const float> values);
  /// [parameters().size()] of the mean training loss with its penalties.
  std::span<const float> gradients();

  [[nodiscard]] std::span<const float> parameters() const { return simulation_->parameters(); }
  /// The training rows of the next step's batch.
  std::span<const std::uint32_t> next_rows() { return simulation_->next_rows(); }
  [[nodiscard]] std::span<const float> inputs() const { return simulation_->dataset().inputs; }
  [[nodiscard]] std::span<const float> targets() const { return simulation_->dataset().targets; }
  [[nodiscard]] std::uint32_t features() const { return simulation_->dataset().features; }
  [[nodiscard]] std::uint32_t outputs() const { return simulation_->dataset().outputs; }
  [[nodiscard]] std::uint32_t train_count() const { return simulation_->dataset().train_count; }
  [[nodiscard]] std::uint32_t test_count() const { return simulation_->dataset().test_count; }

  /// inputs  [count x features]; the answer [count x outputs]
  std::span<const float> predict(std::span<const float> inputs);
  /// A unit's output at the cell centres of `bounds` [x1min, x1max, x2min, x2max]: resolution² values, row-major, first
  /// row the smallest x₂; for one input resolution values.
  std::span<const float> field(std::uint32_t layer, std::uint32_t unit, std::uint32_t resolution,
                               const std::array<double, 4>& bounds);
  /// The same for every hidden unit, in layer order, in one pass.
  std::span<const float> hidden_fields(std::uint32_t resolution, const std::array<double, 4>& bounds);

  /// Takes a census over "train", "test" or "batch"; false when there are no such rows.
  bool take_health(std::string_view set, double tau);
  /// The same over rows [count x features].
  bool take_health_of(std::span<const float> rows, double tau);
  /// Of the last census: the layers as JSON, and one entry a hidden unit. Gradient norms are measured when they are
  /// asked for, once a state.
  [[nodiscard]] std::string health_layers();
  [[nodiscard]] std::span<const std::uint8_t> states() const { return states_; }
  [[nodiscard]] std::span<const float> active_fraction() const { return census_.active_fraction; }
  [[nodiscard]] std::span<const float> mean_output() const { return census_.mean_output; }
  [[nodiscard]] std::span<const float> margin() const { return census_.margin; }
  std::span<const float> unit_gradient_norm();

  /// The known run at steps 0, every, 2 every, ...: one row after another, each of step, epoch, train loss, test loss,
  /// train accuracy, test accuracy, regularized loss, gradient norm and dead share, then for every hidden layer dead
  /// share, gradient norm, output mean and output variance. NaN where there is none.
  std::span<const double> history(std::uint32_t every);
  /// The states of every unit along the known run.
  Raster raster(std::uint32_t every) { return simulation_->raster(every); }

  [[nodiscard]] std::string fingerprint() const { return simulation_->fingerprint(); }
  /// The run itself, to question it (inquest.h).
  [[nodiscard]] const Simulation& simulation() const { return *simulation_; }

 private:
  explicit Run(std::unique_ptr<Simulation> simulation) : simulation_(std::move(simulation)) {}
  bool finish_census(bool taken);
  void measure_gradient_norms();
  [[nodiscard]] PlainReport plain(const Report& report) const;

  std::unique_ptr<Simulation> simulation_;
  std::vector<float> answer_, scratch_;
  Census census_;
  std::vector<std::uint8_t> states_;
  bool norms_are_of_now_ = false;
  std::vector<float> unit_gradient_norms_;
  std::vector<double> layer_gradient_norms_;
  std::vector<double> history_;
};

/// Opens runs that share one memory for checkpoints.
class Opener {
 public:
  /// As Run::open.
  std::unique_ptr<Run> open(std::string_view scenario_json, std::string& errors_json) {
    return Run::open(scenario_json, errors_json, budget_);
  }

 private:
  std::shared_ptr<Budget> budget_ = std::make_shared<Budget>();
};

}  // namespace reluctant
