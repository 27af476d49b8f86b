#pragma once
// One experiment, as it comes in: the Scenario, read from JSON, checked whole against the catalogue's tables. What
// runs it is simulation.h; the tables joined are catalogue.h.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/dataset.h"
#include "network/layout.h"
#include "numerics/choice.h"
#include "training/trainer.h"

namespace reluctant {

/// One thing wrong with a Scenario. "path: message" is how a person reads it.
struct Mistake {
  std::string path;
  std::string message;
};

/// One change of an intervention: a dotted Scenario path and its new value, as JSON text.
struct Change {
  std::string path;
  std::string json;
};

/// Applied, in list order, to the state after `step` optimiser steps.
struct Intervention {
  std::uint32_t step = 0;
  std::vector<Change> changes;
};

/// An experiment with every default filled in. Equal Scenarios give equal bits, everywhere.
struct Scenario {
  std::uint32_t seed = 7;
  Choice data;
  std::optional<std::uint32_t> data_seed;  // absent: `seed`
  CustomRows custom;                       // of the family custom
  std::vector<std::uint32_t> hidden = {8, 8};
  std::vector<Choice> activations;  // one a hidden layer
  bool activations_listed = false;  // whether the Scenario wrote them as an array
  Choice weights, bias;
  bool batch_norm = false;
  double dropout = 0;
  std::optional<Loss> loss;  // absent: from the data
  Choice optimizer, schedule;
  std::uint32_t batch_size = 32;
  double input_noise = 0;
  Penalty penalty;
  double clip_norm = 0;
  std::vector<Intervention> interventions;  // as written
};

/// The defaults of version 1, frozen: links store only what differs from them.
Scenario default_scenario();

/// Reads and checks a Scenario. Every mistake is added to `mistakes`; the result counts only when there is none.
///
/// json  UTF-8. {"\u0000": "NaN"} stands for a value that JSON has not; its name appears in the message
Scenario read_scenario(std::string_view json, std::vector<Mistake>& mistakes);

/// The complete Scenario as JSON, read back to an equal one.
std::string write_scenario(const Scenario& scenario);

/// Reads the object of an intervention's changes ({path: value, ...}) against the settings in force, and puts
/// them into `in_force`. `at` begins the path of every mistake: `interventions[0].set`, or nothing.
std::vector<Change> read_changes(std::string_view json, std::string_view at, Scenario& in_force,
                                 std::vector<Mistake>& mistakes);

/// Puts changes that have been checked into the settings in force.
void apply_changes(const std::vector<Change>& changes, Scenario& in_force);

/// What an intervention does to one neuron's state. Absent parts stay as they are.
struct NeuronChange {
  std::uint32_t layer = 0;  // hidden layers count from 0
  std::uint32_t unit = 0;
  std::optional<double> bias;     // its new bias
  std::optional<double> bias_by;  // what its bias changes by
  bool reset = false;             // begin anew: weights and bias redrawn, nothing listens yet (ReDo: Sokar et al. 2023)
};

/// A change of state rather than of settings, made once, at its step: `parameters`. Nothing for any other.
///
/// json  has been checked
std::optional<std::vector<float>> parameters_in(const Change& change);
/// Likewise `neuron`.
std::optional<NeuronChange> neuron_in(const Change& change);

/// Reads the parameters of one entry of a table ({name: value, ...}), for calls that take no whole Scenario.
Choice read_parameters(std::string_view json, std::span<const Description> table, std::uint8_t index,
                       std::vector<Mistake>& mistakes);

/// How much the Scenario's data hold.
DatasetShape shape_of(const Scenario& scenario);

/// The loss that is used: the Scenario's, or the one that the data ask for.
Loss loss_in_use(const Scenario& scenario);

/// What a Scenario takes, known before any of it is taken.
struct Estimate {
  double bytes = 0;
  double parameters = 0;
  double multiply_adds_per_step = 0;
};
/// What `scenario` takes.
Estimate estimate(const Scenario& scenario);

/// JSON text of mistakes: [{"path": ..., "message": ...}].
std::string write_mistakes(const std::vector<Mistake>& mistakes);

/// Limits of the public interface; the last step is what 32 bits count.
inline constexpr double max_step = 4294967295.0;
inline constexpr std::uint32_t max_hidden_layers = 100;
inline constexpr std::uint32_t max_units = 1024;
inline constexpr double max_parameters_in_all = 1e6;
inline constexpr double max_bytes = 512.0 * 1024 * 1024;

}  // namespace reluctant
