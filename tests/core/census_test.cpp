// The census in awkward cases, and against a recount in double over networks of mixed activations, with batch norm and
// without. The plain cases are health_test.cpp.
#include "health/census.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "activations/activations.h"
#include "numerics/random.h"
#include "runs.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

std::uint8_t index_of(std::string_view name) {
  const auto table = activations();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const Activation& entry) { return entry.description.name == name; });
  REQUIRE(found != table.end());
  return static_cast<std::uint8_t>(found - table.begin());
}

Samples rows_at(const std::vector<float>& inputs) { return Samples::from_rows(1, 0, inputs, {}); }

Census census_of(const Layout& layout, const std::vector<float>& parameters, const Samples& samples) {
  Pass pass(layout, rows_needed(layout, samples.count()), PassKind::forward_only);
  Census census;
  take_census(layout, parameters, samples, 0.025, pass, census);
  return census;
}

/// One hidden unit of one input: weight, bias, the output's weight and bias.
Census one_unit(std::string_view activation, const std::vector<float>& parameters, const std::vector<float>& inputs) {
  const std::vector<Choice> choice(1, Choice{.index = index_of(activation), .values = {0.01}});
  const std::vector<std::uint32_t> hidden = {1};
  return census_of(make_layout(1, hidden, choice, 1), parameters, rows_at(inputs));
}

/// An activation and its slope, in double.
struct Plain {
  const char* name;
  double (*value)(double);
  double (*slope)(double);
  bool flat, straight;        // has a flat piece; has a bend
  std::vector<double> edges;  // where the slope jumps or is 0 at one point, and where the sign does
};

const Plain plain_activations[] = {
    {"relu", [](double z) { return std::max(z, 0.0); }, [](double z) { return z > 0 ? 1.0 : 0.0; }, true, true, {0}},
    {"relu6",
     [](double z) { return std::clamp(z, 0.0, 6.0); },
     [](double z) { return z > 0 && z < 6 ? 1.0 : 0.0; },
     true,
     true,
     {0, 6}},
    {"hard-swish",
     [](double z) { return z < -3  ? 0
                           : z > 3 ? z
                                   : z * (z + 3) / 6; },
     [](double z) { return z < -3  ? 0
                           : z > 3 ? 1
                                   : z / 3 + 0.5; },
     true,
     false,
     {-3, -1.5, 0, 3}},
    {"leaky-relu",
     [](double z) { return z > 0 ? z : 0.01 * z; },
     [](double z) { return z > 0 ? 1.0 : 0.01; },
     false,
     true,
     {0}},
    {"tanh",
     [](double z) { return std::tanh(z); },
     [](double z) { return 1 / std::pow(std::cosh(z), 2); },
     false,
     false,
     {0}},
    {"sigmoid",
     [](double z) { return 1 / (1 + std::exp(-z)); },
     [](double z) { return std::exp(-z) / std::pow(1 + std::exp(-z), 2); },
     false,
     false,
     {0}},
};

/// What the recount found of a unit.
struct Recount {
  int positive = 0;
  double largest = -1e300, steepest = 0, size = 0;
  bool sloped = false, heard = false, at_edge = false;
};

/// Sums in double of every unit and sample, paths followed from the output down for each sample by itself.
std::vector<Recount> recount(const Layout& layout, const std::vector<const Plain*>& plain,
                             const std::vector<float>& parameters, const std::vector<float>& inputs) {
  const std::size_t rows = inputs.size(), layers = layout.hidden().size();
  std::vector<std::vector<std::vector<double>>> sums(layers);  // layer, unit, sample
  std::vector<std::vector<double>> below(1, std::vector<double>(inputs.begin(), inputs.end()));
  for (std::size_t l = 0; l < layers; ++l) {
    const Layer& layer = layout.layers[l];
    std::vector<std::vector<double>> values(layer.units, std::vector<double>(rows));
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      std::vector<double> z(rows, parameters[layer.bias + u]);
      for (std::uint32_t i = 0; i < layer.inputs; ++i) {
        for (std::size_t s = 0; s < rows; ++s) {
          z[s] += double{parameters[layer.weights + u * layer.inputs + i]} * below[i][s];
        }
      }
      if (layer.has_batch_norm()) {
        double mean = 0, variance = 0;
        for (const double x : z) mean += x / static_cast<double>(rows);
        for (const double x : z) variance += (x - mean) * (x - mean) / static_cast<double>(rows);
        for (double& x : z) {
          x = parameters[layer.gamma + u] * (x - mean) / std::sqrt(variance + 1e-5) + parameters[layer.beta() + u];
        }
      }
      std::transform(z.begin(), z.end(), values[u].begin(), plain[l]->value);
      sums[l].push_back(z);
    }
    below = values;
  }
  std::vector<Recount> units(layout.hidden_units());
  std::size_t end = units.size();
  std::vector<std::vector<bool>> open(layout.layers.back().units, std::vector<bool>(rows, true));
  for (std::size_t l = layers; l-- > 0;) {
    const Layer& above = layout.layers[l + 1];
    end -= layout.layers[l].units;
    std::vector<std::vector<bool>> own(layout.layers[l].units, std::vector<bool>(rows, false));
    for (std::uint32_t i = 0; i < own.size(); ++i) {
      Recount& unit = units[end + i];
      for (std::size_t s = 0; s < rows; ++s) {
        const double z = sums[l][i][s], slope = plain[l]->slope(z);
        for (std::uint32_t u = 0; u < above.units; ++u) {
          if (open[u][s] && parameters[above.weights + u * above.inputs + i] != 0 && slope != 0) own[i][s] = true;
        }
        unit.positive += z > 0;
        unit.largest = std::max(unit.largest, z);
        unit.steepest = std::max(unit.steepest, std::abs(slope));
        unit.size += std::abs(plain[l]->value(z)) / static_cast<double>(rows);
        unit.sloped = unit.sloped || slope != 0;
        unit.heard = unit.heard || own[i][s];
        for (const double edge : plain[l]->edges) unit.at_edge = unit.at_edge || std::abs(z - edge) < 1e-4;
      }
    }
    open = own;
  }
  return units;
}

NeuronState state_of(const Recount& unit, const Plain& plain, double layer_mean, int rows) {
  if (plain.flat && !unit.sloped) return NeuronState::dead;
  if (unit.sloped && !unit.heard) return NeuronState::cut_off;
  if (unit.steepest < 1e-3) return NeuronState::saturated;
  const bool signs_mean_nothing = plain.name == std::string_view("tanh") || plain.name == std::string_view("sigmoid");
  if (unit.positive == 0 && !signs_mean_nothing) return NeuronState::inactive;
  if (layer_mean == 0 || unit.size / layer_mean <= 0.025) return NeuronState::dormant;
  return plain.straight && unit.positive == rows ? NeuronState::always_on : NeuronState::alive;
}

}  // namespace

TEST_CASE("a unit can be dead on the training set and not on the test set") {
  const std::vector<float> parameters = {1, -2, 1, 0};
  CHECK(one_unit("relu", parameters, {-1, 0, 1, 2}).states[0] == NeuronState::dead);
  CHECK(one_unit("relu", parameters, {-1, 0, 1, 2.5f}).states[0] != NeuronState::dead);
}

TEST_CASE("a unit that is silent for a batch only is not dead") {
  // Batches of two: in some of them no row reaches the unit, yet no event says so.
  auto run = simulate(R"({"data": {"name": "plane", "samples": 60}, "network": {"hidden": [6]},
                          "training": {"batchSize": 2, "optimizer": {"learningRate": 1e-6}}})");
  std::uint32_t silent = 0;
  Census of_batch, of_all;
  for (int step = 0; step < 30; ++step) {
    run->train(1);
    REQUIRE(run->take_census(SampleSet::batch, 0.025, of_batch));
    REQUIRE(run->take_census(SampleSet::train, 0.025, of_all));
    for (std::size_t u = 0; u < 6; ++u) {
      silent += of_batch.states[u] == NeuronState::dead && of_all.states[u] != NeuronState::dead;
    }
  }
  CHECK(silent > 10);
  for (const LifeEvent& event : run->events()) CHECK(event.kind == LifeEvent::Kind::born_dead);
}

TEST_CASE("a unit whose largest sum is exactly 0 is dead for ReLU and has a slope for hard-swish") {
  CHECK(one_unit("relu", {1, -1, 1, 0}, {-1, 0, 1}).states[0] == NeuronState::dead);
  CHECK(one_unit("relu6", {1, 5, 1, 0}, {1, 2}).states[0] == NeuronState::dead);  // 6 is flat already
  CHECK(one_unit("hard-swish", {1, -4, 1, 0}, {-1, 0, 1}).states[0] != NeuronState::dead);
  CHECK(one_unit("hard-swish", {1, -4.5f, 1, 0}, {-1, 0, 1}).states[0] == NeuronState::dead);
  CHECK(one_unit("leaky-relu", {1, -1, 1, 0}, {-1, 0, 1}).states[0] == NeuronState::inactive);
}

TEST_CASE("a unit that a dropout mask silences is not dead") {
  auto run = simulate(R"({"network": {"hidden": [8], "weights": {"name": "zeros"}, "bias": {"value": 1},
                          "dropout": 0.95}, "training": {"batchSize": 1, "optimizer": {"learningRate": 1e-4}}})");
  run->train(200);
  CHECK(run->events().empty());
  Census census;
  REQUIRE(run->take_census(SampleSet::train, 0.025, census));
  CHECK(std::count(census.states.begin(), census.states.end(), NeuronState::dead) == 0);
}

TEST_CASE("a sigmoid far out is saturated on either side and never dead") {
  for (const float bias : {-9.0f, 9.0f, 100.0f, -100.0f}) {
    CAPTURE(bias);
    CHECK(one_unit("sigmoid", {1, bias, 1, 0}, {-1, 0, 1}).states[0] == NeuronState::saturated);
  }
  CHECK(one_unit("sigmoid", {1, -5, 1, 0}, {-1, 0, 1}).states[0] == NeuronState::alive);
}

TEST_CASE("under batch norm neither bias nor scale of the weights can kill a ReLU but its shift can") {
  const std::vector<std::uint32_t> hidden = {1};
  const std::vector<Choice> relu(1, Choice{.index = index_of("relu")});
  const Layout layout = make_layout(1, hidden, relu, 1, true);
  const std::vector<float> inputs = {-2, -1, 0, 1, 5};
  const auto state = [&](float weight, float bias, float gamma, float beta) {
    return census_of(layout, {weight, bias, gamma, beta, 1, 0}, rows_at(inputs)).states[0];
  };
  for (const float weight : {-3.0f, 0.01f, 200.0f}) {
    for (const float bias : {-1000.0f, 0.0f, 1000.0f}) {
      for (const float gamma : {-1.0f, 0.5f}) CHECK(state(weight, bias, gamma, 0) == NeuronState::alive);
    }
  }
  CHECK(state(1, 0, 1, -2.01f) == NeuronState::dead);  // the root of 5 - 1: no normalised sum can be larger
  CHECK(state(0, 3, 1, 0) == NeuronState::dead);       // a sum that does not vary
  CHECK(state(0, 3, 1, 0.5f) == NeuronState::always_on);
}

TEST_CASE("states agree with a recount in double over mixed activations and batch norm") {
  std::vector<int> seen(state_count, 0);
  int compared = 0;
  for (std::uint32_t trial = 0; trial < 600; ++trial) {
    RandomStream random(trial, Stream::trials, 3);
    const bool batch_norm = trial % 3 == 0;
    std::vector<std::uint32_t> hidden;
    std::vector<Choice> choices;
    std::vector<const Plain*> plain;
    for (std::uint32_t l = 0; l < 1 + trial % 4; ++l) {
      hidden.push_back(1 + random.below(6));
      plain.push_back(&plain_activations[random.below(std::size(plain_activations))]);
      choices.push_back({.index = index_of(plain.back()->name), .values = {0.01}});
    }
    const Layout layout = make_layout(1, hidden, choices, 1 + random.below(2), batch_norm);
    std::vector<float> parameters(layout.parameter_count), inputs(6 + random.below(300));
    for (float& x : parameters) x = static_cast<float>(1.5 * random.normal() - 0.2);
    for (float& x : parameters) x = random.below(9) == 0 ? 0.0f : x;
    for (float& x : inputs) x = static_cast<float>(random.normal());
    const Census census = census_of(layout, parameters, rows_at(inputs));
    const auto units = recount(layout, plain, parameters, inputs);
    std::size_t first = 0;
    bool at_edge = false;
    for (std::size_t l = 0; l < hidden.size(); ++l) {
      const auto count = static_cast<int>(inputs.size());
      double mean = 0;
      std::uint32_t counted = 0;
      for (std::size_t u = first; u < first + hidden[l]; ++u) {
        mean += units[u].size / hidden[l];
        at_edge = at_edge || units[u].at_edge;
      }
      for (const std::uint32_t of_state : census.layers[l].counts) counted += of_state;
      CHECK(counted == hidden[l]);
      for (std::size_t u = first; u < first + hidden[l]; ++u) {
        const Recount& unit = units[u];
        const double score = mean > 0 ? unit.size / mean : 0;
        // Within rounding of a threshold, and above a unit that is, either answer is right.
        if (at_edge || std::abs(score - 0.025) < 1e-4 || std::abs(unit.steepest - 1e-3) < 1e-5) continue;
        CAPTURE(trial);
        CAPTURE(u);
        const NeuronState expected = state_of(unit, *plain[l], mean, count);
        CHECK(census.states[u] == expected);
        CHECK(census.active_fraction[u] == doctest::Approx(unit.positive / static_cast<double>(count)));
        CHECK(census.margin[u] == doctest::Approx(unit.largest).epsilon(1e-3).scale(1));
        ++seen[static_cast<std::size_t>(expected)];
        ++compared;
      }
      first += hidden[l];
    }
  }
  CHECK(compared > 2000);
  for (const int count : seen) CHECK(count > 10);
}
