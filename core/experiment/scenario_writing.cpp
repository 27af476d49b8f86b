// A Scenario and its mistakes as JSON text (experiment/scenario.h).
#include "activations/activations.h"
#include "changes.h"
#include "experiment/catalogue.h"
#include "experiment/scenario.h"
#include "json.h"

namespace reluctant {
namespace {

void write_parameters(JsonWriter& writer, const Choice& choice, std::span<const Description> table) {
  const Description& entry = table[choice.index];
  for (std::size_t p = 0; p < entry.parameters.size(); ++p) {
    const Parameter& parameter = entry.parameters[p];
    const double* places = &choice.values[place_of(entry, p)];
    write_key(writer, parameter.name);
    switch (parameter.type) {
      case ParameterType::boolean: writer.Bool(places[0] != 0); break;
      case ParameterType::option: write(writer, parameter.options[static_cast<std::size_t>(places[0])]); break;
      case ParameterType::numbers:
        writer.StartArray();
        for (std::uint32_t i = 0; i < parameter.count; ++i) write_number(writer, places[i]);
        writer.EndArray();
        break;
      default: write_number(writer, places[0]);
    }
  }
}

void write_choice(JsonWriter& writer, const Choice& choice, std::span<const Description> table) {
  writer.StartObject();
  write_key(writer, "name");
  write(writer, table[choice.index].name);
  write_parameters(writer, choice, table);
  writer.EndObject();
}

/// A table as the Scenario has it: rows, or numbers where a row has one and `columns` is of targets.
void write_rows(JsonWriter& writer, std::string_view key, const std::vector<double>& values, std::uint32_t columns) {
  const bool alone = key == "targets" && columns == 1;
  write_key(writer, key);
  writer.StartArray();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!alone && i % columns == 0) writer.StartArray();
    write_number(writer, values[i]);
    if (!alone && i % columns == columns - 1) writer.EndArray();
  }
  writer.EndArray();
}

void write_interventions(JsonWriter& writer, const std::vector<Intervention>& interventions) {
  writer.StartArray();
  for (const Intervention& intervention : interventions) {
    writer.StartObject();
    write_key(writer, "step");
    writer.Uint(intervention.step);
    write_key(writer, "set");
    writer.StartObject();
    for (const Change& change : intervention.changes) {
      write_key(writer, change.path);
      writer.RawValue(change.json.data(), change.json.size(), rapidjson::kObjectType);
    }
    writer.EndObject();
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace

std::string write_scenario(const Scenario& scenario) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  const auto open = [&](std::string_view key) {
    write_key(writer, key);
    writer.StartObject();
  };
  const auto number = [&](std::string_view key, double x) {
    write_key(writer, key);
    write_number(writer, x);
  };
  const auto choice = [&](std::string_view key, const Choice& chosen, std::span<const Description> table) {
    write_key(writer, key);
    write_choice(writer, chosen, table);
  };
  writer.StartObject();
  number("version", 1);
  number("seed", scenario.seed);
  open("data");
  write_key(writer, "name");
  write(writer, families()[scenario.data.index].name);
  write_parameters(writer, scenario.data, families());
  if (is_custom(scenario.data)) {
    write_rows(writer, "inputs", scenario.custom.inputs, scenario.custom.features);
    write_rows(writer, "targets", scenario.custom.targets, scenario.custom.columns);
  }
  if (scenario.data_seed) number("seed", *scenario.data_seed);
  writer.EndObject();

  open("network");
  write_key(writer, "hidden");
  writer.StartArray();
  for (const std::uint32_t units : scenario.hidden) writer.Uint(units);
  writer.EndArray();
  write_key(writer, "activation");
  const auto activations = activation_descriptions();
  if (scenario.activations_listed) {
    writer.StartArray();
    for (const Choice& one : scenario.activations) write_choice(writer, one, activations);
    writer.EndArray();
  } else {
    write_choice(writer, scenario.activations.empty() ? default_choice("network.activation") : scenario.activations[0],
                 activations);
  }
  choice("weights", scenario.weights, field_named("network.weights").table);
  choice("bias", scenario.bias, field_named("network.bias").table);
  write_key(writer, "batchNorm");
  writer.Bool(scenario.batch_norm);
  number("dropout", scenario.dropout);
  writer.EndObject();

  open("training");
  write_key(writer, "loss");
  const auto options = field_named("training.loss").options;
  write(writer, options[scenario.loss ? static_cast<std::size_t>(*scenario.loss) + 1 : 0]);
  choice("optimizer", scenario.optimizer, field_named("training.optimizer").table);
  choice("schedule", scenario.schedule, field_named("training.schedule").table);
  number("batchSize", scenario.batch_size);
  number("inputNoise", scenario.input_noise);
  number("l1", scenario.penalty.l1);
  number("l2", scenario.penalty.l2);
  number("clipNorm", scenario.clip_norm);
  writer.EndObject();

  write_key(writer, "interventions");
  write_interventions(writer, scenario.interventions);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

std::string write_mistakes(const std::vector<Mistake>& mistakes) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const Mistake& mistake : mistakes) {
    writer.StartObject();
    write_key(writer, "path");
    write(writer, mistake.path);
    write_key(writer, "message");
    write(writer, mistake.message);
    writer.EndObject();
  }
  writer.EndArray();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace reluctant
