// What is told of a death, and of a network without some of its units (inquest.h). The replay is inquest.cpp.
#include <algorithm>
#include <array>
#include <limits>

#include "experiment/catalogue.h"
#include "experiment/inquest.h"
#include "health/autopsy.h"
#include "health/critical_rate.h"
#include "health/permanence.h"
#include "health/prescription.h"
#include "json.h"

namespace reluctant {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

template <class Write>
std::string json_of(const Write& write_value) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  write_value(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

void write_member(JsonWriter& writer, std::string_view key, double x) {
  write_key(writer, key);
  write_number(writer, x);
}

void write_member(JsonWriter& writer, std::string_view key, std::string_view text) {
  write_key(writer, key);
  write(writer, text);
}

template <class Values, class WriteOne>
void write_list(JsonWriter& writer, std::string_view key, const Values& values, const WriteOne& write_one) {
  write_key(writer, key);
  writer.StartArray();
  for (const auto& value : values) write_one(value);
  writer.EndArray();
}

template <class Values>
void write_numbers(JsonWriter& writer, std::string_view key, const Values& values) {
  write_list(writer, key, values, [&](double x) { write_number(writer, x); });
}

Pass pass_for(const Simulation& run, PassKind kind) {
  const std::uint32_t rows = std::max(run.training_rows().count(), run.test_rows().count());
  return {run.layout(), rows_needed(run.layout(), rows), kind};
}

/// How training goes on from a run's step by the settings in force.
Regime regime_of(const Simulation& run) {
  const Scenario& now = run.in_force();
  const std::uint32_t rows = run.training_rows().count();
  return {.rule = {.loss = run.loss(),
                   .optimizer = now.optimizer,
                   .penalty = now.penalty,
                   .clip_norm = now.clip_norm,
                   .draws = {.seed = now.seed, .step = run.step(), .dropout = now.dropout}},
          .schedule = now.schedule,
          .step = run.step(),
          .input_noise = now.input_noise,
          .batch_rows = now.batch_size == 0 ? rows : std::min(now.batch_size, rows)};
}

/// Whether an intervention sets only how far and how often updates go.
bool sets_only_pace(const Intervention& intervention) {
  return std::all_of(intervention.changes.begin(), intervention.changes.end(), [](const Change& change) {
    return change.path == "training.optimizer.learningRate" || change.path.starts_with("training.schedule") ||
           change.path == "training.batchSize" || change.path == "training.clipNorm";
  });
}

/// The recorded interventions that came after a death, or will.
std::vector<const Intervention*> interventions_after(const Simulation& run, const Death& death) {
  std::vector<const Intervention*> all;
  for (const Intervention& intervention : run.scenario().interventions) all.push_back(&intervention);
  std::stable_sort(all.begin(), all.end(),
                   [](const Intervention* a, const Intervention* b) { return a->step < b->step; });
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(death.scene->scenario().interventions.size()));
  return all;
}

void write_chain(JsonWriter& writer, std::string_view key, const UnitView& view, std::uint32_t row) {
  write_key(writer, key);
  writer.StartObject();
  write_member(writer, "row", row);
  const std::size_t inputs = view.inputs.size() / view.sums.size();
  write_numbers(writer, "inputs", std::span(view.inputs).subspan(row * inputs, inputs));
  write_member(writer, "sum", view.sums[row]);
  write_member(writer, "upstream", view.upstream[row]);
  write_member(writer, "slope", view.slopes[row]);
  writer.EndObject();
}

/// What the killing step did: shares, rates, rows, and the chain rule on both sides.
void write_step(JsonWriter& writer, const Death& death) {
  const Simulation& scene = *death.scene;
  const auto [layer, unit] = Place{death.event.layer, death.event.unit};
  Pass pass = pass_for(scene, PassKind::training);
  double step_share = no_number;
  Fall fall;
  CriticalRate critical{.rate = no_number};
  UnitView before, after;
  std::vector<std::uint32_t> last_rows;
  if (death.before) {
    const auto& [layout, state] = *death.before;
    inspect_unit(layout, state.parameters.span(), scene.loss(), scene.training_rows(), layer, unit, pass, before);
    inspect_unit(scene.layout(), scene.parameters(), scene.loss(), scene.training_rows(), layer, unit, pass, after);
    for (std::uint32_t s = 0; s < before.slopes.size(); ++s) {
      if (before.slopes[s] != 0) last_rows.push_back(s);
    }
    const auto largest = std::max_element(before.sums.begin(), before.sums.end());
    critical.last_row = static_cast<std::uint32_t>(largest - before.sums.begin());
    const double margin = death.margins.back();
    const double highest = std::max<double>(*largest, *std::max_element(death.margins.begin(), death.margins.end()));
    if (highest > margin) step_share = (*largest - margin) / (highest - margin);
    if (death.update) {
      const auto& [rule, batch] = *death.update;
      fall = fall_of(layout, state.parameters.span(), scene.parameters(), scene.training_rows(), layer, unit, pass);
      critical = critical_rate(layout, rule, state, batch, scene.training_rows(), layer, unit, pass);
    }
  }
  write_member(writer, "ownShare", fall.own_share.value_or(no_number));
  write_member(writer, "stepShare", step_share);
  write_member(writer, "weightsShare", fall.weights_share.value_or(no_number));
  write_member(writer, "biasShare", fall.bias_share.value_or(no_number));
  write_member(writer, "learningRate", death.update ? death.update->rule.rate : no_number);
  write_member(writer, "criticalLearningRate", critical.rate);
  write_numbers(writer, "lastRows", last_rows);
  write_key(writer, "chain");
  if (death.before) {
    writer.StartObject();
    write_chain(writer, "before", before, critical.last_row);
    write_chain(writer, "after", after, critical.last_row);
    writer.EndObject();
  } else {
    writer.Null();
  }
}

void write_verdict(JsonWriter& writer, const Simulation& run, const Death& death) {
  const Simulation& scene = *death.scene;
  Pass pass = pass_for(scene, PassKind::forward_only);
  Regime regime = regime_of(scene);
  std::optional<Later> later;
  if (const auto after = interventions_after(run, death); !after.empty()) {
    regime.steps_known = after.front()->step - death.event.step;
    const auto found =
        std::find_if_not(after.begin(), after.end(), [](const auto* one) { return sets_only_pace(*one); });
    const bool only_pace = found == after.end();
    later = Later{.step = only_pace ? after.front()->step : (*found)->step, .only_pace = only_pace};
  }
  const Verdict verdict = judge_death(scene.layout(), scene.state(), regime, later, scene.training_rows(),
                                      death.event.layer, death.event.unit, pass);
  write_key(writer, "permanent");
  writer.Bool(verdict.permanent);
  write_list(writer, "reasons", verdict.reasons, [&](const Reason& reason) {
    writer.StartObject();
    write_member(writer, "rule", reason.rule);
    write_member(writer, "sentence", reason.sentence);
    write_key(writer, "numbers");
    writer.StartObject();
    for (const auto& [name, number] : reason.numbers) write_member(writer, name, number);
    writer.EndObject();
    writer.EndObject();
  });
}

void write_change(JsonWriter& writer, const Remedy& remedy, Place place) {
  write_key(writer, "change");
  writer.StartObject();
  if (remedy.kind == Remedy::Kind::activation) {
    write_key(writer, "network.activation");
    writer.StartObject();
    write_member(writer, "name", activation_descriptions()[remedy.activation].name);
    writer.EndObject();
  } else {
    write_key(writer, "neuron");
    writer.StartObject();
    write_member(writer, "layer", place.layer);
    write_member(writer, "unit", place.unit);
    if (remedy.kind == Remedy::Kind::shift_bias) {
      write_member(writer, "biasBy", remedy.bias_by);
    } else {
      write_key(writer, "reset");
      writer.Bool(true);
    }
    writer.EndObject();
  }
  writer.EndObject();
}

void write_prescriptions(JsonWriter& writer, const Simulation& run, Place place) {
  const Scenario& now = run.in_force();
  Pass pass = pass_for(run, PassKind::forward_only);
  const auto remedies = remedies_for(run.layout(), run.state(), regime_of(run),
                                     {.weights = now.weights, .bias = now.bias, .seed = now.seed}, run.training_rows(),
                                     place.layer, place.unit, pass);
  write_list(writer, "prescriptions", remedies, [&](const Remedy& remedy) {
    writer.StartObject();
    write_change(writer, remedy, place);
    write_key(writer, "effect");
    writer.StartObject();
    write_member(writer, "sentence", remedy.sentence);
    write_member(writer, "activeFraction", remedy.active_fraction);
    write_member(writer, "meanSlope", remedy.mean_slope);
    if (remedy.steps) write_member(writer, "steps", *remedy.steps);
    writer.EndObject();
    writer.EndObject();
  });
}

void write_place(JsonWriter& writer, const Place& place) {
  write_member(writer, "layer", place.layer);
  write_member(writer, "unit", place.unit);
}

void write_bereaved(JsonWriter& writer, std::string_view key, const std::vector<Bereaved>& units) {
  write_list(writer, key, units, [&](const Bereaved& unit) {
    writer.StartObject();
    write_place(writer, unit.place);
    write_key(writer, "gradientNorm");
    writer.StartObject();
    write_member(writer, "before", unit.before);
    write_member(writer, "after", unit.after);
    writer.EndObject();
    writer.EndObject();
  });
}

}  // namespace

std::string autopsy_json(const Simulation& run, std::uint32_t layer, std::uint32_t unit,
                         std::optional<std::uint32_t> step) {
  const auto death = death_of(run, layer, unit, step);
  if (!death) return "null";
  return json_of([&](JsonWriter& writer) {
    writer.StartObject();
    write_place(writer, {layer, unit});
    write_member(writer, "step", death->event.step);
    write_member(writer, "cause", name_of(death->event.cause));
    write_key(writer, "margins");
    writer.StartObject();
    write_numbers(writer, "steps", death->steps);
    write_numbers(writer, "values", death->margins);
    writer.EndObject();
    write_step(writer, *death);
    write_verdict(writer, run, *death);
    write_prescriptions(writer, run, {layer, unit});
    writer.EndObject();
  });
}

std::string cascade_json(const Simulation& run, std::uint32_t layer, std::uint32_t unit) {
  const auto death = death_of(run, layer, unit, {});
  if (!death) return "null";
  Cascade cascade;
  if (death->before) {
    const Simulation& scene = *death->scene;
    Pass pass = pass_for(scene, PassKind::training);
    cascade =
        cascade_of({death->before->layout, death->before->state.parameters.span()},
                   {scene.layout(), scene.parameters()}, scene.loss(), scene.training_rows(), {layer, unit}, pass);
  }
  return json_of([&](JsonWriter& writer) {
    writer.StartObject();
    write_place(writer, {layer, unit});
    write_member(writer, "step", death->event.step);
    write_bereaved(writer, "cutOff", cascade.cut_off);
    write_bereaved(writer, "starved", cascade.starved);
    writer.EndObject();
  });
}

std::string ablation_json(const Simulation& run, std::span<const std::uint32_t> places) {
  std::vector<Place> units;
  for (std::size_t i = 0; i + 1 < places.size(); i += 2) units.push_back({places[i], places[i + 1]});
  Pass pass = pass_for(run, PassKind::forward_only);
  const AlignedArray<float> parameters = without(run.layout(), run.parameters(), units);
  const auto measured = [&](const Samples& rows) -> Score {
    if (rows.count() == 0) return {no_number, no_number};
    Score score = measure(run.layout(), parameters.span(), run.state().running, run.loss(), rows, pass);
    if (run.dataset().classes == 0) score.accuracy = no_number;
    return score;
  };
  const Score train = measured(run.training_rows()), test = measured(run.test_rows());
  return json_of([&](JsonWriter& writer) {
    writer.StartObject();
    write_member(writer, "trainLoss", train.loss);
    write_member(writer, "testLoss", test.loss);
    write_member(writer, "trainAccuracy", train.accuracy);
    write_member(writer, "testAccuracy", test.accuracy);
    writer.EndObject();
  });
}

UnitView inspection_of(const Simulation& run, std::uint32_t layer, std::uint32_t unit) {
  Pass pass = pass_for(run, PassKind::training);
  UnitView view;
  inspect_unit(run.layout(), run.parameters(), run.loss(), run.training_rows(), layer, unit, pass, view);
  return view;
}

}  // namespace reluctant
