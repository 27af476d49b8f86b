// What would bring a dead unit back (prescription.h).
#include "health/prescription.h"

#include <algorithm>
#include <limits>

#include "activations/activations.h"
#include "health/unit.h"
#include "network/initialize.h"

namespace reluctant {
namespace {

constexpr double farthest_shift = 1e6;   // what an intervention takes
constexpr float hardly_a_slope = 1e-3f;  // as the state "saturated"
constexpr double most_steps = 20'000;    // made to see when a leaky unit comes back
constexpr double most_work = 2e7;        // parameters times rows times steps: a tenth of a second

/// A dead unit, and everything that a remedy is tried on.
struct Patient {
  const Layout& layout;
  const TrainingState& state;
  const Regime& regime;
  const Samples& samples;
  std::uint32_t l, unit;
  Pass& pass;

  [[nodiscard]] const Layer& layer() const { return layout.layers[l]; }
  [[nodiscard]] UnitResponse response_to(const Layout& changed, std::span<const float> parameters) const {
    UnitResponse response;
    respond(changed, parameters, samples, l, unit, pass, response);
    return response;
  }
};

Remedy remedy(Remedy::Kind kind, const UnitResponse& response) {
  return {.kind = kind,
          .active_fraction = static_cast<double>(response.sloped()) / static_cast<double>(response.slopes.size()),
          .mean_slope = response.mean_slope()};
}

float slope_at(const Choice& activation, float z) {
  float value, slope;
  evaluate(activation, {&z, 1}, {&value, 1}, {&slope, 1});
  return slope;
}

/// The first sum on the way from a flat one to 1 that has a slope: at 1 every activation with a flat piece has one.
float edge_from(const Choice& activation, float flat) {
  float off = flat, on = 1;
  for (;;) {
    const float middle = off + (on - off) / 2;
    if (middle == off || middle == on) return on;
    (slope_at(activation, middle) != 0 ? on : off) = middle;
  }
}

/// The shift nearest to 0 by which `count` sums get a slope, all in one direction; infinite where there is none.
double shift_for(const Choice& activation, std::span<const float> sums, std::size_t count) {
  std::vector<double> up, down;
  for (const float z : sums) {
    const double shift = double{edge_from(activation, z)} - z;
    (shift > 0 ? up : down).push_back(shift > 0 ? shift : -shift);
  }
  const auto nearest = [count](std::vector<double>& shifts) {
    if (shifts.size() < count) return std::numeric_limits<double>::infinity();
    std::nth_element(shifts.begin(), shifts.begin() + static_cast<std::ptrdiff_t>(count - 1), shifts.end());
    return shifts[count - 1];
  };
  const double above = nearest(up), below = nearest(down);
  return above <= below ? above : -below;
}

/// The smallest shift of the bias that does what it should in floats; nothing where it is out of reach.
std::optional<Remedy> bias_shift(const Patient& patient, std::size_t rows, std::string sentence) {
  AlignedArray<float> parameters = patient.state.parameters;
  const Choice activation = activation_of(patient.layer(), parameters.span(), patient.unit);
  const auto sums = patient.response_to(patient.layout, parameters.span()).sums;
  const double shift = shift_for(activation, sums, rows);
  float& bias = parameters[patient.layer().bias + patient.unit];
  const float was = bias;
  for (double more = 0; shift * (1 + more) < farthest_shift && shift * (1 + more) > -farthest_shift;
       more = more == 0 ? 0x1p-24 : 2 * more) {
    bias = static_cast<float>(was + shift * (1 + more));
    const UnitResponse response = patient.response_to(patient.layout, parameters.span());
    if (response.sloped() < rows) continue;
    Remedy found = remedy(Remedy::Kind::shift_bias, response);
    found.bias_by = double{bias} - was;
    found.sentence = std::move(sentence);
    return found;
  }
  return {};
}

Remedy reset(const Patient& patient, const Origin& origin) {
  AlignedArray<float> parameters = patient.state.parameters;
  std::vector<std::uint8_t> touched(parameters.size(), 0);
  reset_unit(patient.layout, origin.weights, origin.bias, origin.seed, patient.regime.step, patient.l, patient.unit,
             parameters.span(), touched);
  Remedy found = remedy(Remedy::Kind::reset, patient.response_to(patient.layout, parameters.span()));
  found.sentence = found.active_fraction > 0
                       ? "It begins anew with fresh weights, to which nothing listens yet."
                       : "It would begin anew with fresh weights, but the ones to be drawn leave it dead.";
  return found;
}

/// The network with another activation in all hidden layers, as an intervention leaves it.
struct Changed {
  Layout layout;
  TrainingState state;
};

Changed with_activation(const Patient& patient, const Choice& activation) {
  std::vector<std::uint32_t> widths;
  for (const Layer& layer : patient.layout.hidden()) widths.push_back(layer.units);
  const std::vector<Choice> activations(widths.size(), activation);
  Changed changed{.layout = make_layout(patient.layout.layers[0].inputs, widths, activations,
                                        patient.layout.layers.back().units, patient.layout.batch_norm),
                  .state = patient.state};
  AlignedArray<float> parameters(changed.layout.parameter_count);
  carry_parameters(patient.layout, patient.state.parameters.span(), changed.layout, parameters.span());
  if (parameters.size() != patient.state.parameters.size()) {
    changed.state.optimizer = empty_state(patient.regime.rule.optimizer, parameters.size());
  }
  changed.state.parameters = std::move(parameters);
  return changed;
}

/// Trains the changed network in whole batches until one of the unit's sums is positive, or for `most` steps.
std::optional<std::uint32_t> steps_to_wake(const Patient& patient, Changed changed, std::uint32_t most) {
  const Regime& regime = patient.regime;
  Trainer trainer(changed.layout, patient.samples.count());
  TrainingState next = changed.state;
  Rule rule = regime.rule;
  rule.draws.dropout = 0;
  for (std::uint32_t made = 0; made <= most; ++made) {
    if (patient.response_to(changed.layout, changed.state.parameters.span()).margin() > 0) return made;
    rule.draws.step = regime.step + made;
    rule.rate = learning_rate(rule.optimizer, regime.schedule, regime.step + made);
    const auto outcome = trainer.step(changed.layout, rule, changed.state, patient.samples, next);
    if (outcome.fault != StepOutcome::Fault::none) return {};
    std::swap(changed.state, next);
  }
  return {};
}

std::string sentence_about(const Remedy& found, const UnitResponse& response, bool leaky, std::uint32_t followed) {
  if (response.sloped() == 0) return "It would be flat there for every training row too.";
  if (response.margin() > 0) return "One of its sums is positive at once, for its inputs change too.";
  if (leaky && found.steps) return "It has a gradient at once, and crawls back.";
  if (leaky) {
    return "It has a gradient at once, but in the next " + std::to_string(followed) +
           " steps of whole batches none of its sums becomes positive.";
  }
  if (found.mean_slope < 0) return "Its slope there is negative: asked for more, it moves further away.";
  const bool hardly = std::all_of(response.slopes.begin(), response.slopes.end(),
                                  [](float slope) { return slope < hardly_a_slope && slope > -hardly_a_slope; });
  return hardly ? "It has a slope again, but next to none." : "It has a slope again at once.";
}

Remedy activation_change(const Patient& patient, std::uint8_t index) {
  const Description& entry = activations()[index].description;
  Choice activation{.index = index};
  for (std::size_t p = 0; p < entry.parameters.size(); ++p) activation.values[p] = entry.parameters[p].initial;
  const bool leaky = entry.name == "leaky-relu" || entry.name == "prelu" || entry.name == "rrelu";
  Changed changed = with_activation(patient, activation);
  const UnitResponse response = patient.response_to(changed.layout, changed.state.parameters.span());
  Remedy found = remedy(Remedy::Kind::activation, response);
  found.activation = index;
  const double work = static_cast<double>(changed.layout.parameter_count) * patient.samples.count();
  const auto followed = static_cast<std::uint32_t>(std::clamp(most_work / work, 2.0, most_steps));
  if (leaky) found.steps = steps_to_wake(patient, std::move(changed), followed);
  found.sentence = sentence_about(found, response, leaky, followed);
  return found;
}

}  // namespace

std::vector<Remedy> remedies_for(const Layout& layout, const TrainingState& state, const Regime& regime,
                                 const Origin& origin, const Samples& samples, std::uint32_t layer, std::uint32_t unit,
                                 Pass& pass) {
  const Patient patient{layout, state, regime, samples, layer, unit, pass};
  if (!has_flat_piece(activation_of(patient.layer(), state.parameters.span(), unit)) ||
      patient.response_to(layout, state.parameters.span()).sloped() > 0) {
    return {};
  }
  std::vector<Remedy> remedies;
  if (!layout.batch_norm) {
    const std::uint32_t tenth = (samples.count() + 9) / 10;
    const auto add = [&](std::uint32_t rows, std::string sentence) {
      if (auto found = bias_shift(patient, rows, std::move(sentence))) remedies.push_back(std::move(*found));
    };
    add(1, "The smallest shift of its bias by which a training row gives it a slope.");
    if (tenth > 1) add(tenth, "The smallest shift of its bias by which a tenth of the training rows give it a slope.");
  }
  remedies.push_back(reset(patient, origin));
  for (std::size_t index = 0; index < activations().size(); ++index) {
    if (index == patient.layer().activation.index) continue;
    remedies.push_back(activation_change(patient, static_cast<std::uint8_t>(index)));
  }
  return remedies;
}

}  // namespace reluctant
