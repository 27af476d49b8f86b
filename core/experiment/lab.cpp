// The core as a language binding wants it (lab.h).
#include "experiment/lab.h"

#include <algorithm>
#include <limits>

#include "activations/activations.h"
#include "data/csv.h"
#include "json.h"
#include "numerics/random.h"

namespace reluctant {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

template <class Write>
std::string json_of(const Write& write_members) {
  rapidjson::StringBuffer buffer;
  JsonWriter writer(buffer);
  write_members(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

void write_member(JsonWriter& writer, std::string_view key, double x) {
  write_key(writer, key);
  write_number(writer, x);
}

void write_place(JsonWriter& writer, std::string_view key, std::size_t from, std::size_t to) {
  write_key(writer, key);
  writer.StartArray();
  writer.Uint64(from);
  writer.Uint64(to);
  writer.EndArray();
}

/// The centres of a grid's cells, row by row from the smallest x₂, as samples.
Samples grid(std::uint32_t features, std::uint32_t resolution, const std::array<double, 4>& bounds) {
  const auto centre = [resolution](double low, double high, std::uint32_t cell) {
    return static_cast<float>(low + (high - low) * (cell + 0.5) / resolution);
  };
  std::vector<float> rows;
  const std::uint32_t lines = features == 1 ? 1 : resolution;
  for (std::uint32_t y = 0; y < lines; ++y) {
    for (std::uint32_t x = 0; x < resolution; ++x) {
      rows.push_back(centre(bounds[0], bounds[1], x));
      if (features > 1) rows.push_back(centre(bounds[2], bounds[3], y));
    }
  }
  return Samples::from_rows(features, 0, rows, {});
}

/// The activation at a place of the table, with the parameters that it has unless others are given.
Choice defaults_of(std::uint32_t activation) {
  Choice choice{.index = static_cast<std::uint8_t>(activation)};
  const auto parameters = activations()[activation].description.parameters;
  std::transform(parameters.begin(), parameters.end(), choice.values.begin(),
                 [](const Parameter& parameter) { return parameter.initial; });
  return choice;
}

}  // namespace

std::string validate_json(std::string_view scenario_json) {
  std::vector<Mistake> mistakes;
  read_scenario(scenario_json, mistakes);
  return json_of([&](JsonWriter& writer) {
    writer.StartObject();
    write_key(writer, "ok");
    writer.Bool(mistakes.empty());
    write_key(writer, "errors");
    const std::string errors = write_mistakes(mistakes);
    writer.RawValue(errors.data(), errors.size(), rapidjson::kArrayType);
    writer.EndObject();
  });
}

std::string estimate_json(std::string_view scenario_json) {
  std::vector<Mistake> mistakes;
  const Estimate size = estimate(read_scenario(scenario_json, mistakes));
  return json_of([&](JsonWriter& writer) {
    writer.StartObject();
    write_member(writer, "bytes", size.bytes);
    write_member(writer, "parameters", size.parameters);
    write_member(writer, "multiplyAddsPerStep", size.multiply_adds_per_step);
    writer.EndObject();
  });
}

std::string parse_csv_json(std::string_view text, std::string_view target, bool standardize) {
  const CsvTable table = parse_csv(text, {.target = std::string(target), .standardize = standardize});
  return json_of([&](JsonWriter& writer) {
    const auto names = [&](std::string_view key, const std::vector<std::string>& words) {
      write_key(writer, key);
      writer.StartArray();
      for (const std::string& word : words) write(writer, word);
      writer.EndArray();
    };
    writer.StartObject();
    write_key(writer, "inputs");
    writer.StartArray();
    for (std::size_t i = 0; i < table.rows.inputs.size(); ++i) {
      if (i % table.rows.features == 0) writer.StartArray();
      write_number(writer, table.rows.inputs[i]);
      if (i % table.rows.features == table.rows.features - 1) writer.EndArray();
    }
    writer.EndArray();
    write_key(writer, "targets");
    writer.StartArray();
    for (const double value : table.rows.targets) write_number(writer, value);
    writer.EndArray();
    names("features", table.features);
    names("classes", table.classes);
    write_key(writer, "errors");
    writer.StartArray();
    for (const CsvMistake& mistake : table.mistakes) {
      writer.StartObject();
      write_member(writer, "line", mistake.line);
      write_member(writer, "column", mistake.column);
      write_key(writer, "message");
      write(writer, mistake.message);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  });
}

Evaluation evaluate_activation(std::string_view name, std::string_view parameters_json, std::span<const float> z) {
  Evaluation evaluation;
  std::vector<Mistake> mistakes;
  const auto table = activation_descriptions();
  const auto found =
      std::find_if(table.begin(), table.end(), [name](const Description& entry) { return entry.name == name; });
  if (found == table.end()) {
    std::string message = "expected one of ";
    for (const Description& entry : table) {
      if (&entry != &table.front()) message += ", ";
      message += '"';
      message += entry.name;
      message += '"';
    }
    message += ", found \"";
    message += name;
    message += '"';
    mistakes.push_back({"name", std::move(message)});
  } else {
    const auto index = static_cast<std::uint8_t>(found - table.begin());
    Choice choice = read_parameters(parameters_json, table, index, mistakes);
    choice.index = index;
    if (mistakes.empty()) {
      evaluation.value.resize(z.size());
      evaluation.slope.resize(z.size());
      evaluate(choice, z, evaluation.value, evaluation.slope);
    }
  }
  evaluation.errors_json = write_mistakes(mistakes);
  return evaluation;
}

ActivationTrial::ActivationTrial(std::uint32_t length)
    : sums_(length), upstream_(length, 0.5f), out_(length), slopes_(length) {
  RandomStream draws(0, Stream::trials);
  for (float& sum : sums_) sum = static_cast<float>(1.5 * draws.normal());
}

void ActivationTrial::value(std::uint32_t activation, std::uint32_t times) {
  const Choice choice = defaults_of(activation);
  while (times-- > 0) activations()[activation].sweeps->values(choice, sums_, out_);
}

void ActivationTrial::both(std::uint32_t activation, std::uint32_t times) {
  const Choice choice = defaults_of(activation);
  while (times-- > 0) activations()[activation].sweeps->both(choice, sums_, out_, slopes_);
}

void ActivationTrial::backward(std::uint32_t activation, std::uint32_t times) {
  const Choice choice = defaults_of(activation);
  while (times-- > 0) activations()[activation].sweeps->backward(choice, sums_, upstream_, out_);
}

std::unique_ptr<Run> Run::open(std::string_view scenario_json, std::string& errors_json,
                               std::shared_ptr<Budget> budget) {
  std::vector<Mistake> mistakes;
  auto simulation = Simulation::make(scenario_json, mistakes, std::move(budget));
  errors_json = write_mistakes(mistakes);
  return simulation ? std::unique_ptr<Run>(new Run(std::move(simulation))) : nullptr;
}

std::string Run::layers() const {
  return json_of([this](JsonWriter& writer) {
    writer.StartArray();
    for (const Layer& layer : simulation_->layout().layers) {
      writer.StartObject();
      write_member(writer, "inputs", layer.inputs);
      write_member(writer, "units", layer.units);
      write_key(writer, "activation");
      write(writer, activation_descriptions()[layer.activation.index].name);
      write_key(writer, "parameters");
      writer.StartObject();
      write_place(writer, "weights", layer.weights, layer.bias);
      write_place(writer, "bias", layer.bias, layer.bias + layer.units);
      if (layer.slope_count > 0) write_place(writer, "slope", layer.slopes, layer.slopes + layer.slope_count);
      if (layer.has_batch_norm()) {
        write_place(writer, "gamma", layer.gamma, layer.beta());
        write_place(writer, "beta", layer.beta(), layer.end);
      }
      writer.EndObject();
      writer.EndObject();
    }
    writer.EndArray();
  });
}

std::string Run::events(std::uint32_t since) const {
  return json_of([this, since](JsonWriter& writer) {
    writer.StartArray();
    for (const LifeEvent& event : simulation_->events()) {
      if (event.step < since) continue;
      writer.StartObject();
      write_member(writer, "step", event.step);
      write_member(writer, "layer", event.layer);
      write_member(writer, "unit", event.unit);
      write_key(writer, "kind");
      write(writer, name_of(event.kind));
      write_key(writer, "cause");
      write(writer, name_of(event.cause));
      writer.EndObject();
    }
    writer.EndArray();
  });
}

void Run::step(std::uint32_t count) {
  norms_are_of_now_ = false;
  simulation_->train(count);
}

void Run::seek(std::uint32_t step) {
  norms_are_of_now_ = false;
  simulation_->seek(step);
}

std::string Run::apply(std::string_view set_json) {
  norms_are_of_now_ = false;
  std::vector<Mistake> mistakes;
  simulation_->apply(set_json, mistakes);
  return mistakes.empty() ? std::string() : write_mistakes(mistakes);
}

std::string Run::set_parameters(std::span<const float> values) {
  return apply(json_of([values](JsonWriter& writer) {
    writer.StartObject();
    write_key(writer, "parameters");
    writer.StartArray();
    for (const float value : values) write_number(writer, value);
    writer.EndArray();
    writer.EndObject();
  }));
}

std::span<const float> Run::gradients() {
  answer_.resize(parameters().size());
  simulation_->measure_gradients(answer_);
  return answer_;
}

PlainReport Run::report() { return plain(simulation_->report()); }

PlainReport Run::plain(const Report& report) const {
  const bool classes = simulation_->dataset().classes > 0;
  PlainReport plain{
      .step = report.step,
      .epoch = report.epoch,
      .train_loss = report.train.loss,
      .test_loss = report.test ? report.test->loss : no_number,
      .train_accuracy = classes ? report.train.accuracy : no_number,
      .test_accuracy = classes && report.test ? report.test->accuracy : no_number,
      .regularized_loss = report.regularized_loss,
      .gradient_norm = report.gradient_norm.value_or(no_number),
      .diverged = report.divergence.has_value(),
  };
  if (report.divergence) {
    plain.divergence_step = report.divergence->step;
    plain.divergence_layer = report.divergence->layer;
    plain.divergence_what = name_of(report.divergence->what);
  }
  return plain;
}

std::span<const float> Run::predict(std::span<const float> inputs) {
  answer_.resize(inputs.size() / features() * outputs());
  simulation_->predict(inputs, answer_);
  return answer_;
}

std::span<const float> Run::field(std::uint32_t layer, std::uint32_t unit, std::uint32_t resolution,
                                  const std::array<double, 4>& bounds) {
  const Samples cells = grid(features(), resolution, bounds);
  scratch_.resize(std::size_t{simulation_->layout().layers[layer].units} * cells.count());
  simulation_->layer_values(cells, layer, layer + 1, scratch_);
  return std::span(scratch_).subspan(std::size_t{unit} * cells.count(), cells.count());
}

std::span<const float> Run::hidden_fields(std::uint32_t resolution, const std::array<double, 4>& bounds) {
  const Samples cells = grid(features(), resolution, bounds);
  scratch_.resize(simulation_->layout().hidden_units() * cells.count());
  simulation_->layer_values(cells, 0, simulation_->layout().hidden().size(), scratch_);
  return scratch_;
}

bool Run::finish_census(bool taken) {
  if (!taken) return false;
  states_.clear();
  for (const NeuronState state : census_.states) states_.push_back(static_cast<std::uint8_t>(state));
  return true;
}

void Run::measure_gradient_norms() {
  if (norms_are_of_now_) return;
  simulation_->measure_gradient_norms(unit_gradient_norms_, layer_gradient_norms_);
  norms_are_of_now_ = true;
}

std::span<const float> Run::unit_gradient_norm() {
  measure_gradient_norms();
  return unit_gradient_norms_;
}

bool Run::take_health(std::string_view set, double tau) {
  const SampleSet samples = set == "test" ? SampleSet::test : set == "batch" ? SampleSet::batch : SampleSet::train;
  return finish_census(simulation_->take_census(samples, tau, census_));
}

bool Run::take_health_of(std::span<const float> rows, double tau) {
  return finish_census(simulation_->take_census(rows, tau, census_));
}

std::string Run::health_layers() {
  measure_gradient_norms();
  return json_of([this](JsonWriter& writer) {
    writer.StartArray();
    for (std::size_t l = 0; l < census_.layers.size(); ++l) {
      const LayerCensus& layer = census_.layers[l];
      writer.StartObject();
      write_member(writer, "units", layer.units);
      for (std::size_t state = 0; state < state_count; ++state) {
        write_member(writer, reluctant::states()[state].name, layer.counts[state]);
      }
      write_member(writer, "outputMean", layer.output_mean);
      write_member(writer, "outputVariance", layer.output_variance);
      write_member(writer, "gradientNorm", layer_gradient_norms_[l]);
      writer.EndObject();
    }
    writer.EndArray();
  });
}

std::span<const double> Run::history(std::uint32_t every) {
  history_.clear();
  for (const Moment& moment : simulation_->history(every)) {
    const PlainReport report = plain(moment.report);
    history_.insert(history_.end(), {static_cast<double>(report.step), static_cast<double>(report.epoch),
                                     report.train_loss, report.test_loss, report.train_accuracy, report.test_accuracy,
                                     report.regularized_loss, report.gradient_norm, moment.dead_share});
    for (const Moment::OfLayer& layer : moment.layers) {
      history_.insert(history_.end(),
                      {layer.dead_share, layer.gradient_norm, layer.output_mean, layer.output_variance});
    }
  }
  return history_;
}

}  // namespace reluctant
