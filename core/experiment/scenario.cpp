// Reading a Scenario: every field by the catalogue's table, every mistake named (experiment/scenario.h). How values are
// read is reader.h, interventions are changes.h.
#include "experiment/scenario.h"

#include <algorithm>
#include <array>

#include "activations/activations.h"
#include "changes.h"
#include "experiment/catalogue.h"
#include "health/watch.h"
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

constexpr std::size_t enough_mistakes = 100;  // of a table of numbers

/// Appends a row of numbers to `out`: an array of `columns` of them, or of any number when that is 0. A number alone
/// is a row of one where `may_be_alone`. Returns the row's length.
std::uint32_t read_row(Reader& reader, const Value& row, const std::string& path, std::uint32_t columns,
                       bool may_be_alone, std::vector<double>& out) {
  const Range range{-largest_custom_number, largest_custom_number};
  if (may_be_alone && row.IsNumber() && columns <= 1) {
    out.push_back(reader.number(row, path, range).value_or(0));
    return 1;
  }
  if (!row.IsArray() || row.Empty() || (columns != 0 && row.Size() != columns) || row.Size() > max_units) {
    const std::string count = columns != 0 ? std::to_string(columns) : "1 to " + std::to_string(max_units);
    reader.refuse(path, "a row of " + count + " numbers", row);
    return columns;
  }
  for (rapidjson::SizeType i = 0; i < row.Size(); ++i) {
    out.push_back(reader.number(row[i], at_index(path, i), range).value_or(0));
  }
  return row.Size();
}

/// One table of custom data: `inputs`, or `targets`. Returns its number of rows.
std::size_t read_table(Reader& reader, const Value& data, const char* name, std::uint32_t& columns,
                       std::vector<double>& out, std::size_t mistakes_before) {
  const std::string path = join("data", name);
  const auto found = data.FindMember(name);
  constexpr std::size_t most = 100000;
  if (found == data.MemberEnd() || !found->value.IsArray() || found->value.Empty() || found->value.Size() > most) {
    const std::string expected = "an array of 1 to " + std::to_string(most) + " rows";
    if (found == data.MemberEnd())
      reader.refuse_text(path, expected, "nothing");
    else if (found->value.IsArray())
      reader.refuse_text(path, expected, std::to_string(found->value.Size()));
    else
      reader.refuse(path, expected, found->value);
    return 0;
  }
  const auto& rows = found->value;
  for (rapidjson::SizeType r = 0; r < rows.Size(); ++r) {
    columns = read_row(reader, rows[r], at_index(path, r), columns, std::string_view(name) == "targets", out);
    if (reader.count() > mistakes_before + enough_mistakes) break;
  }
  return rows.Size();
}

void read_custom(Reader& reader, const Value& data, CustomRows& out) {
  out = {};
  const std::size_t before = reader.count();
  const std::size_t inputs = read_table(reader, data, "inputs", out.features, out.inputs, before);
  const std::size_t targets = read_table(reader, data, "targets", out.columns, out.targets, before);
  if (reader.count() > before || inputs == targets) return;
  reader.refuse_text("data.targets", std::to_string(inputs) + " rows, as many as inputs", std::to_string(targets));
}

void read_data(Reader& reader, const Value& value, std::string_view path, Scenario& out) {
  constexpr std::array<std::string_view, 3> also{"seed", "inputs", "targets"};
  const auto name = value.IsObject() ? value.FindMember("name") : rapidjson::Value::ConstMemberIterator();
  const bool custom =
      value.IsObject() && name != value.MemberEnd() && name->value.IsString() && view_of(name->value) == "custom";
  out.data = reader.choice(value, path, families(), 0, std::span(also).first(custom ? 3 : 1));
  if (!value.IsObject()) return;
  if (const auto seed = value.FindMember("seed"); seed != value.MemberEnd()) {
    out.data_seed = reader.integer(seed->value, join(path, "seed"), field_named("data.seed").range);
  }
  if (custom) read_custom(reader, value, out.custom);
}

/// Refuses a loss that the data have no targets for.
void refuse_loss(Reader& reader, const Scenario& scenario) {
  if (!scenario.loss) return;
  const std::uint32_t classes = shape_of(scenario).classes;
  const bool is_binary = *scenario.loss == Loss::binary_cross_entropy, is_many = *scenario.loss == Loss::cross_entropy;
  if ((is_binary && classes != 2) || (is_many && classes < 3)) {
    const std::string data = classes == 0   ? "regression"
                             : classes == 2 ? "two classes"
                                            : std::to_string(classes) + " classes";
    const std::string fitting = classes == 2  ? R"(, "binary-cross-entropy")"
                                : classes > 2 ? R"(, "cross-entropy")"
                                              : "";
    reader.refuse_text("training.loss", R"(one of "auto", "mse", "mae")" + fitting + " for " + data,
                       '"' + std::string(losses()[static_cast<std::size_t>(*scenario.loss)].name) + '"');
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
    const auto rounded_up = static_cast<double>(static_cast<std::int64_t>(size.bytes / mebibyte) + 1);
    reader.refuse_text("network.hidden", "an experiment of at most " + text_of(max_bytes / mebibyte) + " MiB",
                       text_of(rounded_up) + " MiB");
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
  if (field_path == "data") return read_data(reader, value, path, out), true;
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
  const DatasetShape shape = shape_of(scenario);
  return make_layout(shape.features, scenario.hidden, scenario.activations, shape.outputs, scenario.batch_norm);
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
  if (mistakes.empty()) refuse_loss(reader, scenario);
  if (mistakes.empty()) refuse_size(reader, scenario);
  if (interventions != nullptr) read_interventions(reader, *interventions, scenario);
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

DatasetShape shape_of(const Scenario& scenario) {
  return is_custom(scenario.data) ? shape_of(scenario.custom) : shape_of(scenario.data);
}

Loss loss_in_use(const Scenario& scenario) {
  if (scenario.loss) return *scenario.loss;
  const std::uint32_t classes = shape_of(scenario).classes;
  return classes == 0 ? Loss::mean_squared_error : classes == 2 ? Loss::binary_cross_entropy : Loss::cross_entropy;
}

Estimate estimate(const Scenario& scenario) {
  const Layout layout = layout_of(scenario);
  const std::uint32_t rows = shape_of(scenario).rows;
  const std::uint32_t batch = scenario.batch_size == 0 ? rows : std::min(rows, scenario.batch_size);
  const auto parameters = static_cast<double>(layout.parameter_count);
  constexpr double bytes_a_float = sizeof(float);
  constexpr double states = 7;  // now and before, in the run and in its replay, the first two checkpoints, the watch
  const double state = parameters + static_cast<double>(empty_state(scenario.optimizer, 1).first.size() +
                                                        empty_state(scenario.optimizer, 1).second.size()) *
                                        parameters;
  const double tables =
      6.0 * rows *
      (layout.layers.front().inputs + layout.layers.back().units);  // drawn, split, for training, in batches
  const std::uint32_t whole = rows_needed(layout, rows);
  const double passes = 2 * static_cast<double>(pass_bytes(layout, batch, PassKind::training)) +
                        static_cast<double>(pass_bytes(layout, most_witnesses, PassKind::forward_only)) +
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
