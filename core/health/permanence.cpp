// Whether a death is for good (permanence.h).
#include "health/permanence.h"

#include <algorithm>
#include <array>

#include "activations/activations.h"
#include "health/census.h"
#include "health/unit.h"
#include "numerics/elementary.h"

namespace reluctant {
namespace {

constexpr double largest_normal = 6.34;  // beyond what RandomStream::normal gives
constexpr double slack = 1e-4;           // far more than rounding can move a sum, as a part of its terms
constexpr std::uint32_t long_enough = 100'000;
constexpr float next_to_nothing = 1e-30f;  // a sum that floats can hardly hold any more

/// Everything that the rules ask about.
struct Case {
  const Layout& layout;
  const TrainingState& state;
  const Regime& regime;
  const Samples& samples;
  std::uint32_t l, unit;
  UnitResponse response;
  Census census;
  std::optional<std::uint32_t> frozen_top;  // the highest layer that is dead throughout: no gradient passes it

  [[nodiscard]] const Layer& layer() const { return layout.layers[l]; }
  [[nodiscard]] std::span<const float> weights() const {
    return state.parameters.span().subspan(layer().weights + std::size_t{unit} * layer().inputs, layer().inputs);
  }
  [[nodiscard]] float at(std::size_t place) const { return state.parameters[place]; }
  /// Whether training rows are seen otherwise than in the census, so that a sum may be positive there.
  [[nodiscard]] bool is_noisy() const;
  /// Whether nothing below learns, whatever the loss: no gradient passes a dead layer.
  [[nodiscard]] bool has_fixed_inputs() const { return l == 0 || (frozen_top && *frozen_top + 1 >= l); }
};

bool Case::is_noisy() const {
  if (regime.input_noise > 0) return true;
  if (l == 0) return false;
  if (regime.rule.draws.dropout > 0) return true;
  const auto below = layout.hidden().first(std::max(l, frozen_top.value_or(0)));
  return std::any_of(below.begin(), below.end(),
                     [](const Layer& lower) { return activations()[lower.activation.index].draws_slope; });
}

/// Whether the activation is flat wherever a sum is not positive: ReLU and its like, not hard-swish.
bool is_flat_below_zero(const Choice& activation) {
  const std::array<float, 3> z{0, -1, -1e6f};
  std::array<float, 3> value, slope;
  evaluate(activation, z, value, slope);
  return std::all_of(slope.begin(), slope.end(), [](float x) { return x == 0; });
}

std::string plural(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string steps_from_death(std::uint32_t steps) { return plural(steps, "step") + " after its death"; }

Reason no_gradient(const Case& death) {
  const bool learns_slope = death.layer().slope_count > 0;
  return {"R0",
          learns_slope ? "Its slope is 0 for every training row, so its weights and its bias get no gradient; but the "
                         "slope is learnt, and that gets one."
                       : "Its slope is 0 for every training row, so the gradients of its weights and of its bias are 0 "
                         "exactly.",
          {{"rows", death.samples.count()}, {"margin", death.response.margin()}}};
}

/// R2: who below still learns, and so may shift its inputs.
Reason open_routes(const Case& death) {
  constexpr std::size_t most_named = 12;
  std::string names;
  std::size_t below = 0, learning = 0;
  for (std::uint32_t l = 0; l < death.l; ++l) {
    bool first_of_layer = true;
    for (std::uint32_t u = 0; u < death.layout.layers[l].units; ++u, ++below) {
      const NeuronState state = death.census.states[below];
      if (state == NeuronState::dead || state == NeuronState::cut_off) continue;
      ++learning;
      if (first_of_layer) names += (names.empty() ? "layer " : "; layer ") + std::to_string(l + 1) + ": ";
      if (!first_of_layer) names += ", ";
      names += std::to_string(u + 1);
      first_of_layer = false;
    }
  }
  std::string sentence = "Nothing below it learns at the moment, but that is not bound to last.";
  if (learning > 0) {
    sentence = plural(learning, "neuron") + " below it still learn" + (learning == 1 ? "s" : "");
    if (learning <= most_named) sentence += " (" + names + ")";
    sentence += ": when its inputs shift, a row may give it a positive sum again.";
  }
  return {
      "R2", std::move(sentence), {{"learning", static_cast<double>(learning)}, {"below", static_cast<double>(below)}}};
}

/// R1, R3 or R2: what becomes of its inputs.
Reason inputs(const Case& death) {
  if (death.l == 0) {
    return {"R1",
            "Its inputs are the data, which stay as they are: only its own parameters could change its sums.",
            {{"inputs", death.layer().inputs}}};
  }
  if (!death.has_fixed_inputs()) return open_routes(death);
  const std::uint32_t top = *death.frozen_top;
  return {"R3",
          "All of layer " + std::to_string(top + 1) +
              " is dead: no gradient passes it, so nothing in it or below it learns, and its inputs stay.",
          {{"deadLayer", top}, {"deadUnits", death.layout.layers[top].units}}};
}

std::string end_of(const Drift& drift) {
  switch (drift.end) {
    case Drift::End::wakes: return "it wakes the neuron " + steps_from_death(drift.steps) + ".";
    case Drift::End::rests: return "it comes to rest without waking the neuron.";
    default: return "followed for " + plural(drift.steps, "step") + ", it does not wake the neuron.";
  }
}

std::vector<std::pair<std::string_view, double>> numbers_of(const Case& death, const Drift& drift) {
  std::vector<std::pair<std::string_view, double>> numbers{
      {"margin", death.response.margin()}, {"lastMargin", drift.margin}, {"stepsFollowed", drift.steps}};
  if (drift.end == Drift::End::wakes) {
    numbers.emplace_back("steps", drift.steps);
    numbers.emplace_back("revivalStep", static_cast<double>(death.regime.step) + drift.steps);
  }
  return numbers;
}

/// What still moves parameters that have no gradient.
struct Motion {
  bool memory = false, decay = false;
};

Motion motion_of(const Case& death) {
  const Rule& rule = death.regime.rule;
  const Layer& layer = death.layer();
  Motion motion{.decay = decay_of(rule.optimizer).strength > 0 || rule.penalty.l1 > 0 || rule.penalty.l2 > 0};
  const auto remembers = [&](std::size_t from, std::size_t count) {
    return has_memory(rule.optimizer, death.state.optimizer, from, from + count);
  };
  if (death.l == 0) {
    motion.memory = remembers(layer.weights + std::size_t{death.unit} * layer.inputs, layer.inputs) ||
                    remembers(layer.bias + death.unit, 1);
  } else {
    motion.memory = remembers(0, death.layout.layers[std::max(death.l, death.frozen_top.value_or(0))].end);
  }
  return motion;
}

/// Whether decay shrinks all parameters of the unit by one factor, which turns no sum's sign.
bool decays_alike(const Rule& rule) {
  const Decay decay = decay_of(rule.optimizer);
  const std::string_view name = optimizers()[rule.optimizer.index].name;
  return decay.strength > 0 && decay.biases && rule.penalty.l1 == 0 && rule.penalty.l2 == 0 &&
         (name == "sgd" || name == "adamw");
}

Reason memory(const Case& death, const Drift& drift) {
  return {"R4", "The optimiser's memory of earlier gradients goes on moving it: " + end_of(drift),
          numbers_of(death, drift)};
}

/// Whether only rounding wakes the unit, when its parameters have all but vanished.
bool wakes_by_underflow(const Drift& drift) { return drift.end == Drift::End::wakes && drift.margin < next_to_nothing; }

Reason decay(const Case& death, const Drift& drift) {
  const Rule& rule = death.regime.rule;
  auto numbers = numbers_of(death, drift);
  numbers.emplace_back("weightDecay", decay_of(rule.optimizer).strength);
  numbers.emplace_back("l1", rule.penalty.l1);
  numbers.emplace_back("l2", rule.penalty.l2);
  numbers.emplace_back("bias", death.at(death.layer().bias + death.unit));
  std::string sentence =
      !decays_alike(rule) ? "Decay does not shrink its weights and its bias alike, and can change the sign of a sum: "
                          : "Decay shrinks its weights and its bias alike, and keeps the sign of every sum: ";
  if (decays_alike(rule) && wakes_by_underflow(drift)) {
    sentence += "only " + steps_from_death(drift.steps) +
                ", when nothing is left of them, does rounding make a sum positive, by next to nothing.";
  } else {
    sentence += end_of(drift);
  }
  return {"R5", std::move(sentence), std::move(numbers)};
}

/// R1, R3, R4 and R5: whether what its sums depend on comes to rest. Says so in `reasons`.
bool comes_to_rest(const Case& death, std::vector<Reason>& reasons) {
  const Rule& rule = death.regime.rule;
  const Motion motion = motion_of(death);
  if (!motion.memory && !motion.decay) return death.layer().slope_count == 0;
  const bool is_scaled_by_others = rule.clip_norm > 0 && (rule.penalty.l1 > 0 || rule.penalty.l2 > 0);
  if (is_scaled_by_others) {
    reasons.push_back({"R5",
                       "The penalty's pull on it is clipped together with the gradients of all others, so that its way "
                       "cannot be foretold.",
                       {{"l1", rule.penalty.l1}, {"l2", rule.penalty.l2}, {"clipNorm", rule.clip_norm}}});
    return false;
  }
  const Drift drift = drift_of(death.layout, death.state, death.regime, death.samples, death.l, death.unit,
                               death.frozen_top.value_or(0));
  if (motion.memory) reasons.push_back(memory(death, drift));
  if (motion.decay) reasons.push_back(decay(death, drift));
  if (death.layer().slope_count > 0) return false;
  if (drift.end == Drift::End::rests) return true;
  const bool keeps_signs = death.l == 0 && decays_alike(rule);
  return keeps_signs && drift.steps >= long_enough && (drift.end == Drift::End::unknown || wakes_by_underflow(drift));
}

/// R6: whether no batch can wake it. Says so in `reasons`.
bool is_below_every_batch(const Case& death, std::vector<Reason>& reasons) {
  const Layer& layer = death.layer();
  const double gamma = death.at(layer.gamma + death.unit), beta = death.at(layer.beta() + death.unit);
  const double rows = death.regime.batch_rows;
  const double scale = (gamma < 0 ? -gamma : gamma) * elementary::sqrt(rows - 1);
  const double highest = beta + scale;
  const bool out_of_reach = highest < -slack * (scale - beta) && is_flat_below_zero(layer.activation);
  const auto remembers = [&](std::size_t place) {
    return has_memory(death.regime.rule.optimizer, death.state.optimizer, place, place + 1);
  };
  const bool moves = remembers(layer.gamma + death.unit) || remembers(layer.beta() + death.unit) ||
                     decay_of(death.regime.rule.optimizer).strength > 0;
  reasons.push_back({"R6",
                     !out_of_reach
                         ? "Batch norm makes its sums anew from each batch, and an unusual batch can make one "
                           "positive."
                     : moves ? "No batch can make one of its sums positive as its scale and shift are, but memory or "
                               "decay still moves them."
                             : "Its shift is so far down that in no batch can one of its sums be positive.",
                     {{"gamma", gamma}, {"beta", beta}, {"rows", rows}, {"highestSum", highest}}});
  return out_of_reach && !moves;
}

/// R7: whether noise can wake it. Says so in `reasons`.
bool noise_reaches(const Case& death, std::vector<Reason>& reasons) {
  if (!death.is_noisy()) return false;
  const double dropout = death.regime.rule.draws.dropout, noise = death.regime.input_noise;
  std::vector<std::pair<std::string_view, double>> numbers{{"inputNoise", noise}, {"dropout", dropout}};
  bool reaches = true;
  if (death.l == 0) {
    double reach = 0, terms = 0;
    for (const float w : death.weights()) reach += largest_normal * noise * (w < 0 ? -double{w} : double{w});
    const double margin = death.response.margin();
    terms = reach - margin;
    reaches = margin + reach > -slack * terms || !is_flat_below_zero(death.layer().activation);
    numbers.emplace_back("margin", margin);
    numbers.emplace_back("reach", reach);
  }
  reasons.push_back({"R7",
                     reaches ? "Noise changes its inputs from batch to batch, and may make one of its sums positive."
                             : "Noise changes its inputs, but never by as much as it would take.",
                     std::move(numbers)});
  return reaches;
}

/// R10: an activation that falls before it is flat pushes who is asked for more over the edge.
std::optional<Reason> drift_over_the_edge(const Case& death) {
  if (activations()[death.layer().activation.index].monotonic) return {};
  return Reason{
      "R10",
      "Its activation falls with the sum before it is flat: a neuron there that is asked for more moves away.",
      {{"margin", death.response.margin()}}};
}

}  // namespace

Verdict judge_death(const Layout& layout, const TrainingState& state, const Regime& regime,
                    const std::optional<Later>& later, const Samples& samples, std::uint32_t layer, std::uint32_t unit,
                    Pass& pass) {
  Case death{.layout = layout,
             .state = state,
             .regime = regime,
             .samples = samples,
             .l = layer,
             .unit = unit,
             .response = {},
             .census = {},
             .frozen_top = {}};
  respond(layout, state.parameters.span(), samples, layer, unit, pass, death.response);
  take_census(layout, state.parameters.span(), samples, 0, pass, death.census);
  for (std::uint32_t l = 0; l < death.census.layers.size(); ++l) {
    const LayerCensus& census = death.census.layers[l];
    const bool all_dead = census.counts[static_cast<std::size_t>(NeuronState::dead)] == census.units;
    if (all_dead && layout.layers[l].slope_count == 0) death.frozen_top = l;  // a learnt slope of 0 still learns
  }

  Verdict verdict;
  std::vector<Reason>& reasons = verdict.reasons;
  reasons.push_back(no_gradient(death));
  if (layout.batch_norm) {
    verdict.permanent = is_below_every_batch(death, reasons) && death.layer().slope_count == 0;
  } else {
    reasons.push_back(inputs(death));
    const bool noisy = noise_reaches(death, reasons);
    if (death.has_fixed_inputs() && !noisy) verdict.permanent = comes_to_rest(death, reasons);
  }
  if (auto edge = drift_over_the_edge(death)) reasons.push_back(std::move(*edge));
  if (later) {
    const Motion motion = motion_of(death);
    const bool matters = !later->only_pace || layout.batch_norm || motion.memory || motion.decay;
    verdict.permanent = verdict.permanent && !matters;
    reasons.push_back({"R9",
                       matters ? "What is recorded to be changed later in the run may reach it."
                               : "What is recorded to be changed later in the run changes only how fast others learn.",
                       {{"step", later->step}}});
  }
  return verdict;
}

}  // namespace reluctant
