// Histories and rasters: what was measured along a run is what a run by hand shows, however it was asked for.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "numerics/random.h"
#include "runs.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

const char* const lively = R"({"network": {"hidden": [8, 6]}, "training": {"optimizer": {"learningRate": 0.9}},
    "interventions": [{"step": 47, "set": {"network.activation": {"name": "leaky-relu"}}},
                      {"step": 130, "set": {"network.activation": {"name": "relu"}}}]})";

std::string text_of(std::span<const Moment> moments) {
  std::string text;
  for (const Moment& moment : moments) {
    text += tests::text_of(moment.report);
    const auto add = [&text](double x) {
      char digits[32];
      std::snprintf(digits, sizeof digits, " %.17g", x);
      text += digits;
    };
    add(moment.dead_share);
    for (const Moment::OfLayer& layer : moment.layers) {
      for (const double x : {layer.dead_share, layer.gradient_norm, layer.output_mean, layer.output_variance}) add(x);
    }
    text += '\n';
  }
  return text;
}

bool same(const Raster& a, const Raster& b) {
  return a.units == b.units && a.to == b.to && a.every == b.every && a.offsets == b.offsets && a.steps == b.steps &&
         a.states == b.states;
}

/// The state of a unit at a step, as a raster tells it.
NeuronState state_at(const Raster& raster, std::size_t unit, std::uint32_t step) {
  std::uint32_t i = raster.offsets[unit];
  REQUIRE(raster.steps[i] == 0);
  while (i + 1 < raster.offsets[unit + 1] && raster.steps[i + 1] <= step) ++i;
  return static_cast<NeuronState>(raster.states[i]);
}

}  // namespace

TEST_CASE("a history holds what reports and censuses said at its steps") {
  auto watched = simulate(lively);
  watched->train(200);
  const auto history = watched->history(25);
  REQUIRE(history.size() == 9);
  auto by_hand = simulate(lively);
  for (std::uint32_t k = 0; k < 9; ++k) {
    by_hand->seek(25 * k);
    const Moment& moment = history[k];
    CHECK(tests::text_of(moment.report) == tests::text_of(by_hand->report()));
    Census census;
    by_hand->take_census(SampleSet::train, 0.025, census);
    std::vector<float> units;
    std::vector<double> layers;
    by_hand->measure_gradient_norms(units, layers);
    REQUIRE(moment.layers.size() == 2);
    double dead = 0;
    for (std::size_t l = 0; l < 2; ++l) {
      CHECK(moment.layers[l].dead_share == census.layers[l].counts[0] / static_cast<double>(census.layers[l].units));
      CHECK(moment.layers[l].gradient_norm == layers[l]);
      CHECK(moment.layers[l].output_mean == census.layers[l].output_mean);
      CHECK(moment.layers[l].output_variance == census.layers[l].output_variance);
      dead += census.layers[l].counts[0];
    }
    CHECK(moment.dead_share == dead / 14);
  }
}

TEST_CASE("records are a function of the Scenario however they are asked for") {
  auto at_once = simulate(lively);
  at_once->train(240);
  const std::string history = text_of(at_once->history(10));
  const Raster raster = at_once->raster(1), coarse = at_once->raster(16);
  auto piecemeal = simulate(lively);
  RandomStream random(5, Stream::trials);
  while (piecemeal->known() < 240) {
    piecemeal->seek(std::min(random.below(250), 240u));
    static_cast<void>(piecemeal->history(random.below(2) == 0 ? 10 : 7));
    static_cast<void>(piecemeal->raster(random.below(2) == 0 ? 1 : 16));
  }
  const std::string fingerprint = piecemeal->fingerprint();
  CHECK(text_of(piecemeal->history(10)) == history);
  CHECK(same(piecemeal->raster(1), raster));
  CHECK(same(piecemeal->raster(16), coarse));
  CHECK(piecemeal->fingerprint() == fingerprint);  // the run itself has not moved
}

TEST_CASE("a raster holds the state of every unit at every step") {
  auto simulation = simulate(lively);
  simulation->train(160);
  simulation->seek(40);
  const Raster raster = simulation->raster(1);
  CHECK(raster.to == 160);
  CHECK(raster.units == 14);
  CHECK(raster.offsets.back() == raster.steps.size());
  Census census;
  std::size_t changes = 14;
  std::vector<NeuronState> before;
  for (std::uint32_t step = 0; step <= 160; ++step) {
    simulation->seek(step);
    simulation->take_census(SampleSet::train, 0.025, census);
    CAPTURE(step);
    for (std::size_t unit = 0; unit < 14; ++unit) {
      CHECK(state_at(raster, unit, step) == census.states[unit]);
      changes += step > 0 && before[unit] != census.states[unit];
    }
    before = census.states;
  }
  CHECK(raster.steps.size() == changes);  // nothing is said twice
}

TEST_CASE("a coarse raster has every death and revival at its very step") {
  auto simulation = simulate(lively);
  simulation->train(200);
  const Raster raster = simulation->raster(64);
  const auto events = events_of(*simulation);
  REQUIRE(events.size() > 20);
  std::vector<std::uint8_t> dead(14, 0);
  std::size_t next = 0;
  for (std::uint32_t step = 0; step <= 200; ++step) {
    for (; next < events.size() && events[next].step == step; ++next) {
      dead[events[next].unit + (events[next].layer == 0 ? 0 : 8)] = events[next].kind != LifeEvent::Kind::revived;
    }
    CAPTURE(step);
    for (std::size_t unit = 0; unit < 14; ++unit) {
      CHECK((state_at(raster, unit, step) == NeuronState::dead) == (dead[unit] != 0));
    }
  }
}

TEST_CASE("records of a changed run are those of the Scenario that records the change") {
  auto changed = simulate(lively);
  changed->train(300);
  static_cast<void>(changed->history(10));
  static_cast<void>(changed->raster(1));
  for (const std::uint32_t step : {128u, 60u, 0u}) {
    changed->seek(step);
    intervene(*changed, R"({"neuron": {"layer": 0, "unit": 3, "bias": -20}, "training.optimizer.learningRate": 0.3})");
    changed->train(37);
    auto recorded = simulate(write_scenario(changed->scenario()));
    recorded->train(step + 37);
    CAPTURE(step);
    CHECK(text_of(changed->history(10)) == text_of(recorded->history(10)));
    CHECK(same(changed->raster(1), recorded->raster(1)));
  }
}

TEST_CASE("a fork records its own branch") {
  auto original = simulate(lively);
  original->train(150);
  const std::string history = text_of(original->history(10));
  const Raster raster = original->raster(1);
  original->seek(90);
  auto fork = original->fork();
  CHECK(text_of(fork->history(10)) == history);
  intervene(*fork, R"({"network.dropout": 0.5})");
  fork->train(100);
  auto recorded = simulate(write_scenario(fork->scenario()));
  recorded->train(190);
  CHECK(text_of(fork->history(10)) == text_of(recorded->history(10)));
  CHECK(same(fork->raster(1), recorded->raster(1)));
  CHECK(text_of(original->history(10)) == history);
  CHECK(same(original->raster(1), raster));
}

TEST_CASE("a raster grows with what happens and not with the steps") {
  auto simulation = simulate("{}");
  simulation->train(1500);
  const std::size_t early = simulation->raster(1).steps.size();
  simulation->train(1500);
  const Raster raster = simulation->raster(1);
  CHECK(raster.steps.size() < 2 * early);
  // Five bytes a stretch. At the pace of this run 1,000 neurons over 100,000 steps take a few megabytes.
  const double bytes = 5.0 * static_cast<double>(raster.steps.size()) / (16 * 3000.0) * 1e8;
  CHECK(bytes < 4e6);
  MESSAGE("1,000 neurons over 100,000 steps at this pace: " << bytes / 1e6 << " MB");
}

TEST_CASE("records end where the run diverges") {
  auto simulation = simulate(scenario_named("diverging"));
  simulation->train(100000);
  REQUIRE(simulation->divergence());
  const auto history = simulation->history(1);
  CHECK(history.size() == simulation->known() + 1);
  for (const Moment& moment : history) CHECK(std::isfinite(moment.report.train.loss));
  CHECK(simulation->raster(1).to == simulation->known());
}

TEST_CASE("a network without hidden layers has a history and an empty raster") {
  auto simulation = simulate(R"({"network": {"hidden": []}})");
  simulation->train(20);
  CHECK(simulation->history(5).size() == 5);
  CHECK(simulation->history(5)[4].dead_share == 0);
  CHECK(simulation->raster(1).offsets == std::vector<std::uint32_t>{0});
}
