// Interventions: settings that change in a run, parameters and neurons that do (changes.h, experiment/scenario.h).
#include "changes.h"

#include <algorithm>
#include <array>

namespace reluctant {
namespace {

/// Sets one parameter of a choice: `rest` is its name, `path` names it in mistakes.
void read_parameter_change(Reader& reader, std::span<Choice> choices, std::span<const Description> table,
                           std::string_view rest, const Value& value, std::string_view path) {
  for (Choice& choice : choices) {
    const auto known = table[choice.index].parameters;
    const auto found = std::find_if(known.begin(), known.end(), [&](const Parameter& p) { return p.name == rest; });
    if (found == known.end()) {
      std::vector<std::string_view> allowed;
      for (const Parameter& p : known) allowed.push_back(p.name);
      std::string expected =
          allowed.empty() ? "no parameter of " : "one of the parameters " + names_text(allowed, 0) + " of ";
      expected += table[choice.index].name;
      reader.refuse_text(path, expected, '"' + std::string(rest) + '"');
      return;
    }
    const std::size_t place = place_of(table[choice.index], static_cast<std::size_t>(found - known.begin()));
    reader.parameter(value, path, *found, &choice.values[place]);
  }
}

constexpr double largest_float = 3.4028234663852886e38;
constexpr std::string_view parameters_path = "parameters";
constexpr std::string_view neuron_path = "neuron";

/// All parameters of a network, finite, of the layout in force.
std::vector<float> read_parameter_values(Reader& reader, const Value& value, std::string_view path,
                                         std::optional<std::size_t> count) {
  std::vector<float> values;
  if (!value.IsArray() || (count && value.Size() != *count)) {
    const std::string expected = "an array of " + std::to_string(count.value_or(0)) + " numbers";
    reader.refuse_text(path, expected, value.IsArray() ? std::to_string(value.Size()) + " of them" : found_text(value));
    return values;
  }
  values.reserve(value.Size());
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
    const auto number = reader.number(value[i], at_index(path, i), {-largest_float, largest_float});
    values.push_back(static_cast<float>(number.value_or(0)));
  }
  return values;
}

NeuronChange read_neuron(Reader& reader, const Value& value, std::string_view path,
                         const std::vector<std::uint32_t>& hidden) {
  NeuronChange change;
  if (!reader.object(value, path, "an object with layer, unit and what to change")) return change;
  constexpr std::array<std::string_view, 5> allowed{"layer", "unit", "bias", "biasBy", "reset"};
  bool does_something = false;
  for (const auto& member : value.GetObject()) {
    const std::string_view name = view_of(member.name);
    const std::string at = join(path, name);
    const Range number{-1e6, 1e6};
    if (name == "bias") change.bias = reader.number(member.value, at, number);
    if (name == "biasBy") change.bias_by = reader.number(member.value, at, number);
    if (name == "reset") change.reset = reader.boolean(member.value, at, {1, 1}).value_or(false);
    does_something = does_something || name == "bias" || name == "biasBy" || name == "reset";
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) reader.unknown(path, name, allowed);
  }
  const auto index = [&](const char* name, std::size_t size) {
    const auto found = value.FindMember(name);
    const Range range{0, static_cast<double>(size) - 1};
    if (found == value.MemberEnd()) {
      reader.refuse_text(join(path, name), range_text(range, "an integer"), "nothing");
      return 0u;
    }
    return reader.integer(found->value, join(path, name), range).value_or(0);
  };
  if (hidden.empty()) {
    reader.refuse(path, "no neuron: there is no hidden layer", value);
    return change;
  }
  change.layer = index("layer", hidden.size());
  change.unit = index("unit", hidden[change.layer]);
  if (!does_something) reader.refuse(path, "one of bias, biasBy and reset", value);
  return change;
}

/// One change of an intervention. `path` names it in mistakes.
void read_change(Reader& reader, std::string_view field_path, const Value& value, std::string_view path,
                 Scenario& in_force) {
  if (field_path == parameters_path) {
    read_parameter_values(reader, value, path, layout_of(in_force).parameter_count);
    return;
  }
  if (field_path == neuron_path) {
    read_neuron(reader, value, path, in_force.hidden);
    return;
  }
  for (const Field& field : fields()) {
    if (!field.mid_run) continue;
    if (field_path == field.path) {
      read_field(reader, field_path, value, path, in_force);
      return;
    }
    if (field.type != "choice" || !field_path.starts_with(field.path) || field_path[field.path.size()] != '.') continue;
    const std::string_view rest = field_path.substr(field.path.size() + 1);
    if (field.path == "network.activation") {
      read_parameter_change(reader, in_force.activations, field.table, rest, value, path);
    } else {
      Choice& choice = field.path == "training.optimizer" ? in_force.optimizer : in_force.schedule;
      read_parameter_change(reader, {&choice, 1}, field.table, rest, value, path);
    }
    return;
  }
  std::vector<std::string_view> allowed{parameters_path, neuron_path};
  for (const Field& field : fields()) {
    if (field.mid_run) allowed.push_back(field.path);
  }
  reader.refuse_text(path, "a path that can change in a run (" + names_text(allowed, 0) + ")",
                     cut('"' + std::string(field_path) + '"'));
}

std::string change_path(std::string_view at, std::string_view name) {
  if (at.empty()) return std::string(name);
  std::string path(at);
  path += "[\"";
  path += name;
  path += "\"]";
  return path;
}

std::vector<Change> read_set(Reader& reader, const Value& set, std::string_view at, Scenario& in_force) {
  std::vector<Change> changes;
  if (!reader.object(set, at, "an object of paths and values")) return changes;
  if (set.MemberCount() == 0) reader.refuse(at, "at least one path and its value", set);
  for (const auto& member : set.GetObject()) {
    const std::string_view name = view_of(member.name);
    read_change(reader, name, member.value, change_path(at, name), in_force);
    changes.push_back({std::string(name), text_of(member.value)});
  }
  return changes;
}

}  // namespace

void read_interventions(Reader& reader, const Value& value, Scenario& out) {
  if (!value.IsArray()) return reader.refuse("interventions", "an array", value);
  struct Sets {
    const Value* set;
    std::string path;
    std::size_t index;
  };
  std::vector<Sets> sets;
  for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
    const std::string path = at_index("interventions", i);
    Intervention& intervention = out.interventions.emplace_back();
    if (!reader.object(value[i], path, "an object with step and set")) continue;
    constexpr std::array<std::string_view, 2> allowed{"step", "set"};
    for (const auto& member : value[i].GetObject()) {
      const std::string_view name = view_of(member.name);
      if (std::find(allowed.begin(), allowed.end(), name) == allowed.end()) reader.unknown(path, name, allowed);
    }
    if (const auto step = value[i].FindMember("step"); step != value[i].MemberEnd()) {
      intervention.step = reader.integer(step->value, join(path, "step"), {0, max_step}).value_or(0);
    } else {
      reader.refuse_text(join(path, "step"), range_text({0, max_step}, "an integer"), "nothing");
    }
    if (const auto set = value[i].FindMember("set"); set != value[i].MemberEnd()) {
      sets.push_back({&set->value, join(path, "set"), i});
    } else {
      reader.refuse_text(join(path, "set"), "an object of paths and values", "nothing");
    }
  }
  // Each is checked against what is in force when its turn comes.
  std::stable_sort(sets.begin(), sets.end(), [&](const Sets& a, const Sets& b) {
    return out.interventions[a.index].step < out.interventions[b.index].step;
  });
  Scenario in_force = out;
  for (const auto& [set, path, index] : sets) {
    out.interventions[index].changes = read_set(reader, *set, path, in_force);
  }
}

std::vector<Change> read_changes(std::string_view json, std::string_view at, Scenario& in_force,
                                 std::vector<Mistake>& mistakes) {
  Reader reader(mistakes);
  rapidjson::Document document;
  if (!reader.parse(json, at, document)) return {};
  return read_set(reader, document, at, in_force);
}

void apply_changes(const std::vector<Change>& changes, Scenario& in_force) {
  std::vector<Mistake> none;
  Reader reader(none);
  for (const Change& change : changes) {
    rapidjson::Document value;
    if (reader.parse(change.json, change.path, value)) read_change(reader, change.path, value, change.path, in_force);
  }
}

std::optional<std::vector<float>> parameters_in(const Change& change) {
  if (change.path != parameters_path) return {};
  std::vector<Mistake> none;
  Reader reader(none);
  rapidjson::Document value;
  if (!reader.parse(change.json, change.path, value)) return {};
  return read_parameter_values(reader, value, change.path, value.Size());
}

std::optional<NeuronChange> neuron_in(const Change& change) {
  if (change.path != neuron_path) return {};
  std::vector<Mistake> none;
  Reader reader(none);
  rapidjson::Document value;
  if (!reader.parse(change.json, change.path, value)) return {};
  const std::vector<std::uint32_t> any(max_hidden_layers, max_units);
  return read_neuron(reader, value, change.path, any);
}

}  // namespace reluctant
