// Reading a Scenario: every field by the catalogue's table, every mistake named (scenario.h). Longer than most:
// one place knows the shape of a Scenario.
#include "experiment/scenario.h"

#include <algorithm>
#include <array>

#include "activations/activations.h"
#include "experiment/catalogue.h"
#include "json.h"
#include "network/pass.h"
#include "training/trainer.h"

namespace reluctant {
namespace {

using rapidjson::Value;
using rapidjson::kObjectType;

constexpr std::size_t longest_found = 40;
constexpr unsigned json_flags = rapidjson::kParseFullPrecisionFlag | rapidjson::kParseIterativeFlag;
constexpr int deepest = 16;  // levels of JSON; a Scenario needs six

std::string join(std::string_view path, std::string_view name) {
  std::string joined(path);
  if (!joined.empty()) joined += '.';
  joined += name;
  return joined;
}

std::string at_index(std::string_view path, std::size_t index) {
  std::string indexed(path);
  indexed += '[';
  indexed += std::to_string(index);
  indexed += ']';
  return indexed;
}

/// The first `longest_found` characters, never half of one.
std::string cut(const std::string& text) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && characters++ == longest_found) {
      std::string shortened = text.substr(0, i);
      shortened += "…";
      return shortened;
    }
  }
  return text;
}

/// What was found, as in a message: JSON, or the name of a value that JSON has not.
std::string found_text(const Value& value) {
  if (value.IsObject() && value.MemberCount() == 1) {
    const auto& member = *value.MemberBegin();
    if (view_of(member.name) == std::string_view("\0", 1) && member.value.IsString()) {
      return cut(std::string(view_of(member.value)));
    }
  }
  return cut(text_of(value));
}

std::string range_text(const Range& range, std::string_view noun) {
  const Range all;
  if (range.min == range.max) return text_of(range.min);
  std::string text(noun);
  if (range.min == all.min && range.max == all.max) return text;
  text += " in ";
  text += range.exclusive_min ? '(' : '[';
  text += text_of(range.min);
  text += ", ";
  text += text_of(range.max);
  text += ']';
  return text;
}

template <class Names>
std::string names_text(const Names& names, char quote) {
  std::string text;
  for (const std::string_view name : names) {
    if (!text.empty()) text += ", ";
    if (quote != 0) text += quote;
    text += name;
    if (quote != 0) text += quote;
  }
  return text;
}

/// Levels of objects and arrays in JSON text, whether it is right or not.
int depth_of(std::string_view json) {
  int depth = 0, largest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '{' || c == '[')) {
      largest = std::max(largest, ++depth);
    } else if (!in_string && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return largest;
}

/// Reads values by table and collects what is wrong with them.
class Reader {
 public:
  explicit Reader(std::vector<Mistake>& mistakes) : mistakes_(mistakes) {}

  void refuse(std::string_view path, const std::string& expected, const Value& found) {
    refuse_text(path, expected, found_text(found));
  }

  void refuse_text(std::string_view path, const std::string& expected, const std::string& found) {
    std::string message = "expected ";
    message += expected;
    message += ", found ";
    message += found;
    mistakes_.push_back({std::string(path), std::move(message)});
  }

  /// Whether `json` was parsed into `document`; its own mistake when it is not JSON, or nested beyond reason.
  bool parse(std::string_view json, std::string_view path, rapidjson::Document& document) {
    if (const int depth = depth_of(json); depth > deepest) {
      refuse_text(path, "JSON of at most " + std::to_string(deepest) + " levels", std::to_string(depth));
      return false;
    }
    document.Parse<json_flags>(json.data(), json.size());
    if (!document.HasParseError()) return true;
    refuse_text(path, "JSON", "a mistake at character " + std::to_string(document.GetErrorOffset() + 1));
    return false;
  }

  /// A number in the range, or nothing.
  std::optional<double> number(const Value& value, std::string_view path, const Range& range) {
    if (value.IsNumber() && range.contains(value.GetDouble())) return value.GetDouble();
    refuse(path, range_text(range, "a number"), value);
    return {};
  }

  std::optional<std::uint32_t> integer(const Value& value, std::string_view path, const Range& range) {
    if (value.IsNumber() && range.contains(value.GetDouble())) {
      const auto whole = static_cast<std::uint32_t>(value.GetDouble());
      if (static_cast<double>(whole) == value.GetDouble()) return whole;
    }
    refuse(path, range_text(range, "an integer"), value);
    return {};
  }

  std::optional<bool> boolean(const Value& value, std::string_view path, const Range& range) {
    const bool fixed = range.min == range.max;
    if (value.IsBool() && (!fixed || value.GetBool() == (range.min != 0))) return value.GetBool();
    refuse(path, !fixed ? "true or false" : range.min != 0 ? "true" : "false", value);
    return {};
  }

  std::optional<std::size_t> option(const Value& value, std::string_view path,
                                    std::span<const std::string_view> options) {
    if (value.IsString()) {
      const auto found = std::find(options.begin(), options.end(), view_of(value));
      if (found != options.end()) return static_cast<std::size_t>(found - options.begin());
    }
    refuse(path, "one of " + names_text(options, '"'), value);
    return {};
  }

  /// Whether `value` is an object; its own mistake when it is not.
  bool object(const Value& value, std::string_view path, std::string_view what = "an object") {
    const bool marker =
        value.IsObject() && value.MemberCount() == 1 && view_of(value.MemberBegin()->name) == std::string_view("\0", 1);
    if (value.IsObject() && !marker) return true;
    refuse(path, std::string(what), value);
    return false;
  }

  template <class Names>
  void unknown(std::string_view path, std::string_view name, const Names& allowed) {
    refuse_text(join(path, name), "one of the fields " + names_text(allowed, 0), cut('"' + std::string(name) + '"'));
  }

  /// Reads a parameter into its places of a choice; a wrong one leaves them as they were.
  void parameter(const Value& value, std::string_view path, const Parameter& parameter, double* places) {
    switch (parameter.type) {
      case ParameterType::number: places[0] = number(value, path, parameter.range).value_or(places[0]); break;
      case ParameterType::integer:
        if (const auto whole = integer(value, path, parameter.range)) places[0] = *whole;
        break;
      case ParameterType::boolean:
        if (const auto truth = boolean(value, path, parameter.range)) places[0] = *truth ? 1 : 0;
        break;
      case ParameterType::option:
        if (const auto index = option(value, path, parameter.options)) places[0] = static_cast<double>(*index);
        break;
      case ParameterType::numbers:
        if (!value.IsArray() || value.Size() != parameter.count) {
          refuse(path, "an array of " + std::to_string(parameter.count) + " numbers", value);
          break;
        }
        for (rapidjson::SizeType i = 0; i < value.Size(); ++i) {
          places[i] = number(value[i], at_index(path, i), parameter.range).value_or(places[i]);
        }
        break;
    }
  }

  /// An object with a `name` from the table (absent: the one at `initial`) and that entry's parameters.
  /// `also` is one more member that the caller reads.
  Choice choice(const Value& value, std::string_view path, std::span<const Description> table, std::size_t initial,
                std::string_view also = {}) {
    Choice chosen = default_choice(table, initial);
    if (!object(value, path, "an object with a name")) return chosen;
    if (const auto name = value.FindMember("name"); name != value.MemberEnd()) {
      std::vector<std::string_view> names;
      for (const Description& entry : table) names.push_back(entry.name);
      const auto index = option(name->value, join(path, "name"), names);
      if (!index) return chosen;
      chosen = default_choice(table, *index);
    }
    const auto known = table[chosen.index].parameters;
    for (const auto& member : value.GetObject()) {
      const std::string_view name = view_of(member.name);
      if (name == "name" || (!also.empty() && name == also)) continue;
      const auto found = std::find_if(known.begin(), known.end(), [&](const Parameter& p) { return p.name == name; });
      if (found == known.end()) {
        std::vector<std::string_view> allowed{"name"};
        for (const Parameter& p : known) allowed.push_back(p.name);
        if (!also.empty()) allowed.push_back(also);
        unknown(path, name, allowed);
        continue;
      }
      const std::size_t place = place_of(table[chosen.index], static_cast<std::size_t>(found - known.begin()));
      parameter(member.value, join(path, name), *found, &chosen.values[place]);
    }
    return chosen;
  }

  static Choice default_choice(std::span<const Description> table, std::size_t index) {
    Choice choice{.index = static_cast<std::uint8_t>(index)};
    for (std::size_t p = 0; p < table[index].parameters.size(); ++p) {
      const Parameter& parameter = table[index].parameters[p];
      const std::size_t place = place_of(table[index], p);
      choice.values[place] = parameter.initial;
      for (std::uint32_t i = 1; i < parameter.count; ++i) choice.values[place + i] = parameter.rest;
    }
    return choice;
  }

  Choice choice_of(const Value& value, std::string_view path, const Field& field) {
    return choice(value, path, field.table, static_cast<std::size_t>(field.initial));
  }

 private:
  std::vector<Mistake>& mistakes_;
};

Choice default_choice(std::string_view path) {
  const Field& field = field_named(path);
  return Reader::default_choice(field.table, static_cast<std::size_t>(field.initial));
}

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

/// Reads the field at `field_path`, naming it `path` in mistakes. False when there is no such field.
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

/// How many parameters the network has under these settings. Inputs and outputs are those of the data.
std::size_t parameter_count(const Scenario& scenario);

/// One change of an intervention. `path` names it in mistakes.
void read_change(Reader& reader, std::string_view field_path, const Value& value, std::string_view path,
                 Scenario& in_force) {
  if (field_path == parameters_path) {
    read_parameter_values(reader, value, path, parameter_count(in_force));
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

Layout layout_of(const Scenario& scenario) {
  constexpr std::uint32_t features = 2, outputs = 1;  // of every family so far
  return make_layout(features, scenario.hidden, scenario.activations, outputs, scenario.batch_norm);
}

std::size_t parameter_count(const Scenario& scenario) { return layout_of(scenario).parameter_count; }

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
      writer.RawValue(change.json.data(), change.json.size(), kObjectType);
    }
    writer.EndObject();
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace

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
