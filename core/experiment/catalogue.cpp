// The catalogue: fields of the Scenario here, tables from every room (catalogue.h).
#include "experiment/catalogue.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "activations/activations.h"
#include "data/dataset.h"
#include "experiment/scenario.h"
#include "health/census.h"
#include "json.h"
#include "network/initialize.h"
#include "training/losses.h"
#include "training/optimizers.h"

namespace reluctant {
namespace {

constexpr double max_seed = 4294967295.0;

std::vector<std::string_view> loss_options() {
  std::vector<std::string_view> names{"auto"};
  for (const Description& loss : losses()) names.push_back(loss.name);
  return names;
}

std::vector<Field> make_fields() {
  static const std::vector<std::string_view> loss_names = loss_options();
  return {
      {.path = "version",
       .type = "integer",
       .label = "Version",
       .sentence = "Which defaults and random numbers a Scenario counts on.",
       .initial = 1,
       .range = {1, 1}},
      {.path = "seed",
       .type = "integer",
       .label = "Seed",
       .sentence = "Where all random draws begin: the same seed gives the same run, to the bit.",
       .initial = 7,
       .range = {0, max_seed}},
      {.path = "data",
       .type = "choice",
       .label = "Data",
       .sentence = "What the network is to learn.",
       .table = families()},
      {.path = "data.seed",
       .type = "integer",
       .label = "Data seed",
       .sentence = "Draws the data by a seed of their own: the same points under other first weights.",
       .range = {0, max_seed}},
      {.path = "network.hidden",
       .type = "integers",
       .label = "Layers and units",
       .sentence = "How many neurons each hidden layer has. Deep and narrow networks die most easily.",
       .range = {1, max_units}},
      {.path = "network.activation",
       .type = "choice",
       .label = "Activation",
       .sentence = "What a neuron makes of its sum. Whether it can die is decided here.",
       .mid_run = true,
       .initial = 1,
       .table = activation_descriptions()},
      {.path = "network.weights",
       .type = "choice",
       .label = "First weights",
       .sentence = "How the weights are drawn at the start.",
       .table = weight_initializers()},
      {.path = "network.bias",
       .type = "choice",
       .label = "First biases",
       .sentence = "What the biases of hidden neurons are at the start.",
       .table = bias_initializers()},
      {.path = "network.batchNorm",
       .type = "boolean",
       .label = "Batch normalisation",
       .sentence = "Whether sums are centred and scaled over the batch before the activation.",
       .range = {0, 1}},
      {.path = "network.dropout",
       .type = "number",
       .label = "Dropout",
       .sentence = "The share of hidden neurons that sit out each step of training.",
       .mid_run = true,
       .range = {0, 0.99}},
      {.path = "training.loss",
       .type = "option",
       .label = "Loss",
       .sentence = "What training makes small. Auto takes the one that fits the data.",
       .options = loss_names},
      {.path = "training.optimizer",
       .type = "choice",
       .label = "Optimiser",
       .sentence = "How a gradient becomes an update.",
       .mid_run = true,
       .table = optimizers()},
      {.path = "training.schedule",
       .type = "choice",
       .label = "Schedule",
       .sentence = "How the learning rate changes over the steps.",
       .mid_run = true,
       .table = schedules()},
      {.path = "training.batchSize",
       .type = "integer",
       .label = "Batch size",
       .sentence = "How many points one update looks at; 0 takes all. Small batches make noisy updates.",
       .mid_run = true,
       .initial = 32,
       .range = {0, 100000}},
      {.path = "training.inputNoise",
       .type = "number",
       .label = "Input noise",
       .sentence = "Standard deviation of noise added to the inputs of every batch.",
       .mid_run = true,
       .range = {0, 100}},
      {.path = "training.l1",
       .type = "number",
       .label = "L1",
       .sentence = "Adds this times the sum of all weights' sizes to the loss.",
       .mid_run = true,
       .range = {0, 100}},
      {.path = "training.l2",
       .type = "number",
       .label = "L2",
       .sentence = "Adds half of this times the sum of all squared weights to the loss.",
       .mid_run = true,
       .range = {0, 100}},
      {.path = "training.clipNorm",
       .type = "number",
       .label = "Clip gradient",
       .sentence = "The largest length that a step's gradient may have; 0 is no limit.",
       .mid_run = true,
       .range = {0, 1e6}},
  };
}

std::string_view type_name(ParameterType type) {
  constexpr std::array<std::string_view, 5> names{"number", "integer", "boolean", "option", "numbers"};
  return names[static_cast<std::size_t>(type)];
}

void write_text(JsonWriter& writer, std::string_view key, std::string_view text) {
  write_key(writer, key);
  write(writer, text);
}

void write_range(JsonWriter& writer, const Range& range) {
  const Range all;
  if (range.min > all.min) {
    write_key(writer, "min");
    write_number(writer, range.min);
  }
  if (range.max < all.max) {
    write_key(writer, "max");
    write_number(writer, range.max);
  }
  if (range.exclusive_min) {
    write_key(writer, "exclusiveMin");
    writer.Bool(true);
  }
}

void write_options(JsonWriter& writer, std::span<const std::string_view> options) {
  write_key(writer, "options");
  writer.StartArray();
  for (const std::string_view option : options) write(writer, option);
  writer.EndArray();
}

/// What a parameter and a field have in common, after their name or path.
void write_parameter(JsonWriter& writer, const Parameter& parameter) {
  write_text(writer, "label", parameter.label);
  write_text(writer, "sentence", parameter.sentence);
  write_text(writer, "type", type_name(parameter.type));
  write_key(writer, "default");
  switch (parameter.type) {
    case ParameterType::boolean: writer.Bool(parameter.initial != 0); break;
    case ParameterType::option: write(writer, parameter.options[static_cast<std::size_t>(parameter.initial)]); break;
    case ParameterType::numbers:
      writer.StartArray();
      for (std::uint32_t i = 0; i < parameter.count; ++i) {
        write_number(writer, i == 0 ? parameter.initial : parameter.rest);
      }
      writer.EndArray();
      break;
    default: write_number(writer, parameter.initial);
  }
  if (parameter.type == ParameterType::option) write_options(writer, parameter.options);
  if (parameter.type != ParameterType::option && parameter.type != ParameterType::boolean) {
    write_range(writer, parameter.range);
  }
  if (parameter.type == ParameterType::boolean && parameter.range.min == parameter.range.max) {
    write_range(writer, parameter.range);
  }
  if (!parameter.unit.empty()) write_text(writer, "unit", parameter.unit);
}

void write_description(JsonWriter& writer, const Description& description) {
  write_text(writer, "name", description.name);
  write_text(writer, "label", description.label);
  write_text(writer, "description", description.description);
  write_key(writer, "parameters");
  writer.StartArray();
  for (const Parameter& parameter : description.parameters) {
    writer.StartObject();
    write_text(writer, "name", parameter.name);
    write_parameter(writer, parameter);
    writer.EndObject();
  }
  writer.EndArray();
}

void write_table(JsonWriter& writer, std::string_view key, std::span<const Description> table) {
  write_key(writer, key);
  writer.StartArray();
  for (const Description& description : table) {
    writer.StartObject();
    write_description(writer, description);
    writer.EndObject();
  }
  writer.EndArray();
}

void write_activations(JsonWriter& writer) {
  write_key(writer, "activations");
  writer.StartArray();
  for (const Activation& activation : activations()) {
    writer.StartObject();
    write_description(writer, activation.description);
    write_text(writer, "formula", activation.formula);
    write_text(writer, "slopeFormula", activation.slope_formula);
    write_key(writer, "slopeAtZero");
    write_number(writer, activation.slope_at_zero);
    const std::pair<std::string_view, bool> properties[] = {{"canDie", activation.can_die},
                                                            {"saturates", activation.saturates},
                                                            {"smooth", activation.smooth},
                                                            {"monotonic", activation.monotonic},
                                                            {"zeroCentred", activation.zero_centred}};
    for (const auto& [key, value] : properties) {
      write_key(writer, key);
      writer.Bool(value);
    }
    write_text(writer, "history", activation.account.history);
    write_text(writer, "advantages", activation.account.advantages);
    write_text(writer, "drawbacks", activation.account.drawbacks);
    writer.EndObject();
  }
  writer.EndArray();
}

/// The default of a field as JSON.
void write_default(JsonWriter& writer, const Field& field) {
  if (field.type == "choice") {
    write(writer, field.table[static_cast<std::size_t>(field.initial)].name);
  } else if (field.type == "option") {
    write(writer, field.options.front());
  } else if (field.type == "boolean") {
    writer.Bool(field.initial != 0);
  } else if (field.type == "integers") {
    writer.StartArray();
    for (const std::uint32_t units : default_scenario().hidden) writer.Uint(units);
    writer.EndArray();
  } else if (field.path == "data.seed") {
    writer.Null();
  } else {
    write_number(writer, field.initial);
  }
}

void write_field(JsonWriter& writer, const Field& field) {
  writer.StartObject();
  write_text(writer, "path", field.path);
  write_text(writer, "type", field.type);
  write_key(writer, "default");
  write_default(writer, field);
  if (field.type == "choice") {
    std::vector<std::string_view> names;
    for (const Description& entry : field.table) names.push_back(entry.name);
    write_options(writer, names);
  } else if (field.type == "option") {
    write_options(writer, field.options);
  } else {
    write_range(writer, field.range);
  }
  if (!field.unit.empty()) write_text(writer, "unit", field.unit);
  write_text(writer, "label", field.label);
  write_text(writer, "sentence", field.sentence);
  write_key(writer, "midRun");
  writer.Bool(field.mid_run);
  writer.EndObject();
  if (field.type != "choice") return;
  for (const Parameter& parameter : field.table.front().parameters) {
    const bool shared = std::all_of(field.table.begin(), field.table.end(), [&](const Description& entry) {
      return entry.name == "custom" ||  // which has its rows from elsewhere, and no samples
             std::any_of(entry.parameters.begin(), entry.parameters.end(),
                         [&](const Parameter& other) { return other.name == parameter.name; });
    });
    if (!shared) continue;
    writer.StartObject();
    write_text(writer, "path", std::string(field.path) + "." + std::string(parameter.name));
    write_parameter(writer, parameter);
    write_key(writer, "midRun");
    writer.Bool(field.mid_run);
    writer.EndObject();
  }
}

}  // namespace

std::span<const Field> fields() {
  static const std::vector<Field> all = make_fields();
  return all;
}

const Field& field_named(std::string_view path) {
  const auto all = fields();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Field& field) { return field.path == path; });
  assert(found != all.end());
  return *found;
}

std::span<const Description> activation_descriptions() {
  static const std::vector<Description> all = [] {
    std::vector<Description> descriptions;
    for (const Activation& activation : activations()) descriptions.push_back(activation.description);
    return descriptions;
  }();
  return all;
}

std::string catalogue_json() {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_activations(writer);
  write_table(writer, "initializers", weight_initializers());
  write_table(writer, "biases", bias_initializers());
  write_table(writer, "optimizers", optimizers());
  write_table(writer, "losses", losses());
  write_table(writer, "datasets", families());
  write_table(writer, "schedules", schedules());
  write_table(writer, "states", states());
  write_key(writer, "fields");
  writer.StartArray();
  for (const Field& field : fields()) write_field(writer, field);
  writer.EndArray();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace reluctant
