// Reading a Scenario: every field by the catalogue's table, every mistake named (experiment/scenario.h). How values are
// read is reader.h, interventions are changes.h.
#include "experiment/scenario.h"

#include <algorithm>
#include <array>

#include "activations/activations.h"
#include "changes.h"
#include "experiment/catalogue.h"
#include "network/pass.h"

namespace reluctant {
namespace {

void read_hidden(Reader& reader, const Value& value, std::string_view path, Scenario& out) {
  if (!value.IsArray() || value.Size() > max_hidden_layers) {
    std::string expected = "an array of at most " + std::to_string(max_hidden_layers) + " integers";
    if (value.IsArray()) {
      reader.refuse_text(path, expected, std::to_string(value.Size()) + " of them");
    } else {
      reader.refuse(path, expected, value);
    }
    return;
  }
  out.hidden.clear();
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
    const auto units = reader.integer(value[i], at_index(path, i), field_named("network.hidden").range);
    out.hidden.push_back(units.value_or(1));
  }
}

/// One activation for all hidden layers, or an array with one for each.
void read_activation(Reader& reader, const Value& value, std::string_view path, Scenario& out) {
  const Field& field = field_named("network.activation");
  if (!value.IsArray()) {
    const Choice one = reader.choice_of(value, path, field);
    out.activations.assign(out.hidden.size(), one);
    out.activations_listed = false;
    return;
  }
  if (value.Size() != out.hidden.size()) {
    reader.refuse_text(path, "one activation for each of the " + std::to_string(out.hidden.size()) + " hidden layers",
                       std::to_string(value.Size()));
    return;
  }
  out.activations_listed = true;
  out.activations.clear();
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
    out.activations.push_back(reader.choice_of(value[i], at_index(path, i), field));
  }
}

/// The fields of `group` ("network", or "" for the top), as they are named in it.
std::vector<std::string_view> names_in(std::string_view group) {
  std::vector<std::string_view> names;
  for (const Field& field : fields()) {
    std::string_view rest = field.path;
    if (!group.empty()) {
      if (!rest.starts_with(group) || rest.size() == group.size() || rest[group.size()] != '.') continue;
      rest.remove_prefix(group.size() + 1);
    }
    rest = rest.substr(0, rest.find('.'));
    if (std::find(names.begin(), names.end(), rest) == names.end()) names.push_back(rest);
  }
  if (group.empty()) names.push_back("interventions");
  return names;
}

void read_group(Reader& reader, std::string_view group, const Value& value, Scenario& out) {
  if (!reader.object(value, group)) return;
  const auto names = names_in(group);
  const auto read_if = [&](bool first) {
    for (const auto& member : value.GetObject()) {
      const std::string_view name = view_of(member.name);
      // The number of layers must be known before an array of activations can be checked.
      if ((name == "hidden") != first) continue;
      const std::string path = join(group, name);
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        reader.unknown(group, name, names);
      } else {
        read_field(reader, path, member.value, path, out);
      }
    }
  };
  read_if(true);
  if (out.activations.size() != out.hidden.size()) {
    out.activations.assign(out.hidden.size(), default_choice("network.activation"));
  }
  read_if(false);
}

void refuse_size(Reader& reader, const Scenario& scenario) {
  const Estimate size = estimate(scenario);
  if (size.parameters > max_parameters_in_all) {
    reader.refuse_text("network.hidden", "a network of at most " + text_of(max_parameters_in_all) + " parameters",
                       text_of(size.parameters));
  } else if (size.bytes > max_bytes) {
    constexpr double mebibyte = 1024.0 * 1024.0;
    const auto mebibytes = [](double bytes) {
      return text_of(static_cast<double>(static_cast<std::int64_t>(bytes / mebibyte)));
    };
    reader.refuse_text("network.hidden", "an experiment of at most " + mebibytes(max_bytes) + " MiB",
                       mebibytes(size.bytes) + " MiB");
  }
}

}  // namespace

Choice default_choice(std::string_view path) {
  const Field& field = field_named(path);
  return Reader::default_choice(field.table, static_cast<std::size_t>(field.initial));
}

bool read_field(Reader& reader, std::string_view field_path, const Value& value, std::string_view path, Scenario& out) {
  if (field_path == "version" || field_path == "seed" || field_path == "training.batchSize") {
    const auto whole = reader.integer(value, path, field_named(field_path).range);
    if (field_path == "seed") out.seed = whole.value_or(out.seed);
    if (field_path == "training.batchSize") out.batch_size = whole.value_or(out.batch_size);
    return true;
  }
  if (field_path == "data") {
    out.data = reader.choice(value, path, families(), 0, "seed");
    if (value.IsObject() && value.HasMember("seed")) {
      out.data_seed = reader.integer(value["seed"], join(path, "seed"), field_named("data.seed").range);
    }
    return true;
  }
  if (field_path == "training.loss") {
    const auto option = reader.option(value, path, field_named(field_path).options);
    out.loss = option && *option > 0 ? std::optional(static_cast<Loss>(*option - 1)) : std::nullopt;
    return true;
  }
  if (field_path == "network.hidden") return read_hidden(reader, value, path, out), true;
  if (field_path == "network.activation") return read_activation(reader, value, path, out), true;
  struct Named {
    std::string_view path;
    decltype(&Scenario::weights) choice;
  };
  constexpr std::array<Named, 4> choices{{{"network.weights", &Scenario::weights},
                                          {"network.bias", &Scenario::bias},
                                          {"training.optimizer", &Scenario::optimizer},
                                          {"training.schedule", &Scenario::schedule}}};
  for (const auto& [name, member] : choices) {
    if (field_path != name) continue;
    out.*member = reader.choice_of(value, path, field_named(name));
    return true;
  }
  if (field_path == "network.batchNorm") {
    out.batch_norm = reader.boolean(value, path, field_named(field_path).range).value_or(out.batch_norm);
    return true;
  }
  const std::array<std::pair<std::string_view, double*>, 5> numbers{{{"network.dropout", &out.dropout},
                                                                     {"training.inputNoise", &out.input_noise},
                                                                     {"training.l1", &out.penalty.l1},
                                                                     {"training.l2", &out.penalty.l2},
                                                                     {"training.clipNorm", &out.clip_norm}}};
  for (const auto& [name, number] : numbers) {
    if (field_path != name) continue;
    *number = reader.number(value, path, field_named(name).range).value_or(*number);
    return true;
  }
  return false;
}

Layout layout_of(const Scenario& scenario) {
  constexpr std::uint32_t features = 2, outputs = 1;  // of every family so far
  return make_layout(features, scenario.hidden, scenario.activations, outputs, scenario.batch_norm);
}

Scenario default_scenario() {
  Scenario scenario;
  scenario.data = default_choice("data");
  scenario.activations.assign(scenario.hidden.size(), default_choice("network.activation"));
  scenario.weights = default_choice("network.weights");
  scenario.bias = default_choice("network.bias");
  scenario.optimizer = default_choice("training.optimizer");
  scenario.schedule = default_choice("training.schedule");
  return scenario;
}

Scenario read_scenario(std::string_view json, std::vector<Mistake>& mistakes) {
  Scenario scenario = default_scenario();
  Reader reader(mistakes);
  rapidjson::Document document;
  if (!reader.parse(json, "", document) || !reader.object(document, "")) return scenario;
  const auto names = names_in("");
  const Value* interventions = nullptr;
  for (const auto& member : document.GetObject()) {
    const std::string_view name = view_of(member.name);
    if (name == "interventions") {
      interventions = &member.value;
    } else if (std::find(names.begin(), names.end(), name) == names.end()) {
      reader.unknown("", name, names);
    } else if (name == "network" || name == "training") {
      read_group(reader, name, member.value, scenario);
    } else {
      read_field(reader, name, member.value, name, scenario);
    }
  }
  if (interventions != nullptr) read_interventions(reader, *interventions, scenario);
  if (mistakes.empty()) refuse_size(reader, scenario);
  return scenario;
}

Choice read_parameters(std::string_view json, std::span<const Description> table, std::uint8_t index,
                       std::vector<Mistake>& mistakes) {
  Reader reader(mistakes);
  rapidjson::Document document;
  if (!reader.parse(json, "parameters", document)) return {};
  if (document.IsObject() && document.HasMember("name")) {
    reader.refuse("parameters.name", "parameters alone", document["name"]);
    return {};
  }
  return reader.choice(document, "parameters", table.subspan(index, 1), 0);
}

Loss loss_in_use(const Scenario& scenario) { return scenario.loss.value_or(Loss::binary_cross_entropy); }

Estimate estimate(const Scenario& scenario) {
  const Layout layout = layout_of(scenario);
  const auto rows = static_cast<std::uint32_t>(scenario.data.values[0]);
  const std::uint32_t batch = scenario.batch_size == 0 ? rows : std::min(rows, scenario.batch_size);
  const auto parameters = static_cast<double>(layout.parameter_count);
  constexpr double bytes_a_float = sizeof(float);
  constexpr double states = 4;  // now, before, and the first two checkpoints
  const double state = parameters + static_cast<double>(empty_state(scenario.optimizer, 1).first.size() +
                                                        empty_state(scenario.optimizer, 1).second.size()) *
                                        parameters;
  const double tables =
      4.0 * rows *
      (layout.layers.front().inputs + layout.layers.back().units);  // drawn, split, for training, in a batch
  const std::uint32_t whole = rows_needed(layout, rows);
  const double passes = static_cast<double>(pass_bytes(layout, batch, PassKind::training)) +
                        static_cast<double>(pass_bytes(layout, whole, PassKind::training)) +
                        static_cast<double>(pass_bytes(layout, whole, PassKind::forward_only));
  double weights = 0;
  for (const Layer& layer : layout.layers) weights += static_cast<double>(layer.units) * layer.inputs;
  return {
      .bytes = (states * state + 4 * parameters + tables) * bytes_a_float + passes,
      .parameters = parameters,
      .multiply_adds_per_step = 3 * weights * batch,
  };
}

}  // namespace reluctant
