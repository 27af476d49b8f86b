// A whole run: the same however it is sliced, back and forth in time, with interventions, to its end. What it takes
// from the heap is memory_test.cpp.
#include "experiment/simulation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "activations/activations.h"
#include "experiment/lab.h"
#include "files.h"
#include "numerics/random.h"
#include "runs.h"

using namespace reluctant;
using tests::scenario_named;
using tests::simulate;

namespace {

/// Which units are dead, counted in the plainest way: every sum of every row, in double.
std::vector<std::uint8_t> recounted_dead(const Simulation& simulation) {
  const Dataset& data = simulation.dataset();
  std::vector<std::uint8_t> dead(simulation.layout().hidden_units(), 1);
  for (std::uint32_t s = 0; s < data.train_count; ++s) {
    std::vector<float> h(&data.inputs[s * data.features], &data.inputs[(s + 1) * data.features]);
    std::size_t at = 0;
    for (const Layer& layer : simulation.layout().hidden()) {
      std::vector<float> next(layer.units);
      for (std::uint32_t u = 0; u < layer.units; ++u, ++at) {
        float z = simulation.parameters()[layer.bias + u];
        for (std::uint32_t i = 0; i < layer.inputs; ++i)
          z += simulation.parameters()[layer.weights + u * layer.inputs + i] * h[i];
        float slope;
        evaluate(layer.activation, {&z, 1}, {&next[u], 1}, {&slope, 1});
        if (slope != 0) dead[at] = 0;
      }
      h = next;
    }
  }
  return dead;
}

std::string report_text(Simulation& simulation) {
  const Report report = simulation.report();
  char text[256];
  std::snprintf(text, sizeof text, "%u %u %.17g %.17g %.17g", report.step, report.epoch, report.train.loss,
                report.test ? report.test->loss : -1, report.gradient_norm.value_or(-1));
  return text;
}

/// A plausible jumble of steps to seek to.
std::vector<std::uint32_t> jumble(std::size_t count, std::uint32_t below) {
  RandomStream random(77, Stream::trials);
  std::vector<std::uint32_t> steps(count);
  for (auto& step : steps) step = random.below(below);
  return steps;
}

}  // namespace

TEST_CASE("the golden fingerprints hold in this build") {
  // Red here means that a bit of some result changed. If that is meant, `npm run golden` remakes the table and the
  // changelog gets a line marked bits.
  const auto golden = tests::json_of_file("golden/fingerprints.json");
  for (const auto& entry : golden["scenarios"].GetObject()) {
    const std::string name = entry.name.GetString();
    CAPTURE(name);
    auto simulation = simulate(scenario_named(name));
    simulation->train(entry.value["steps"].GetUint());
    CHECK(simulation->fingerprint() == std::string(entry.value["fingerprint"].GetString()));
  }
}

TEST_CASE("a run is the same however it is sliced") {
  auto at_once = simulate(scenario_named("rescue"));
  at_once->train(700);
  auto sliced = simulate(scenario_named("rescue"));
  RandomStream random(3, Stream::trials);
  while (sliced->step() < 700) {
    sliced->train(std::min(random.below(17) + 1, 700 - sliced->step()));
    if (random.below(3) == 0) static_cast<void>(sliced->report());
  }
  CHECK(sliced->fingerprint() == at_once->fingerprint());
  CHECK(report_text(*sliced) == report_text(*at_once));
  REQUIRE(sliced->events().size() == at_once->events().size());
  CHECK(std::equal(sliced->events().begin(), sliced->events().end(), at_once->events().begin()));
}

TEST_CASE("seeking anywhere gives the bits of a fresh run and the same report") {
  std::vector<std::string> fingerprints, reports;
  constexpr std::uint32_t last = 660;
  auto fresh = simulate(scenario_named("rescue"));
  for (std::uint32_t step = 0; step <= last; ++step) {
    fingerprints.push_back(fresh->fingerprint());
    reports.push_back(report_text(*fresh));
    fresh->train(1);
  }
  auto traveller = simulate(scenario_named("rescue"));
  for (const std::uint32_t step : jumble(200, last + 1)) {
    traveller->seek(step);
    CAPTURE(step);
    CHECK(traveller->step() == step);
    CHECK(traveller->fingerprint() == fingerprints[step]);
    CHECK(report_text(*traveller) == reports[step]);
  }
  traveller->seek(last);
  const auto events = fresh->events();
  const auto known = traveller->events();
  const auto count = static_cast<std::size_t>(
      std::count_if(events.begin(), events.end(), [](const LifeEvent& event) { return event.step <= last; }));
  CHECK(known.size() == count);
}

TEST_CASE("checkpoints stay within their budget and still lead everywhere") {
  constexpr std::size_t each = sizeof(Checkpoint) + 100 * sizeof(float);
  const auto budget = std::make_shared<Budget>(40 * each);
  Timeline timeline(budget);
  const auto checkpoint = [](std::uint32_t step) {
    Checkpoint made{.step = step, .epoch = 0, .cursor = 0, .state = {}};
    made.state.parameters.resize(100);
    made.state.parameters[0] = static_cast<float>(step);
    return made;
  };
  for (std::uint32_t step = 0; step <= 100000; ++step) {
    if (timeline.wants(step)) timeline.add(checkpoint(step));
  }
  CHECK(timeline.bytes() == budget->spent());
  CHECK(timeline.bytes() <= 40 * each);
  CHECK(timeline.bytes() >= 15 * each);
  for (const std::uint32_t step : jumble(100, 100000)) {
    const Checkpoint& found = timeline.before(step);
    CHECK(found.state.parameters[0] == static_cast<float>(found.step));
    CHECK((found.step < step || step == 0));
    CHECK(step - found.step <= timeline.interval());
  }
  timeline.forget_from(5000);
  CHECK(timeline.before(100000).step < 5000);
  timeline.forget_from(0);
  CHECK(timeline.before(100000).step == 0);
}

TEST_CASE("every death and revival is recorded at its step and no other") {
  for (const char* name : {"opening", "default", "rescue", "born-dead"}) {
    auto simulation = simulate(scenario_named(name));
    std::vector<std::uint8_t> dead(simulation->layout().hidden_units(), 0);
    std::size_t next = 0;
    for (std::uint32_t step = 0; step <= 300; ++step) {
      const auto events = simulation->events();
      for (; next < events.size(); ++next) {
        const LifeEvent& event = events[next];
        CHECK(event.step == step);
        CHECK((event.kind == LifeEvent::Kind::born_dead) == (event.cause == Cause::initialization));
        std::size_t unit = event.unit;
        for (std::uint32_t l = 0; l < event.layer; ++l) unit += simulation->layout().layers[l].units;
        const bool dies = event.kind != LifeEvent::Kind::revived;
        CHECK(dead[unit] == (dies ? 0 : 1));
        dead[unit] = dies ? 1 : 0;
        if (event.layer == 0 && event.cause != Cause::initialization && event.cause != Cause::intervention) {
          CHECK(event.cause == Cause::own_update);  // its inputs are the data
        }
      }
      CAPTURE(name);
      CAPTURE(step);
      CHECK(dead == recounted_dead(*simulation));
      simulation->train(1);
    }
    CHECK(next > 0);
  }
}

TEST_CASE("a first-layer unit that died under plain SGD stays dead and its parameters stay put") {
  auto simulation = simulate(scenario_named("opening"));
  simulation->train(120);
  std::vector<LifeEvent> deaths;
  for (const LifeEvent& event : simulation->events()) {
    if (event.layer == 0 && event.kind == LifeEvent::Kind::died) deaths.push_back(event);
  }
  REQUIRE(!deaths.empty());
  const std::vector<float> before(simulation->parameters().begin(), simulation->parameters().end());
  simulation->train(20000);
  const Layer& layer = simulation->layout().layers[0];
  for (const LifeEvent& event : deaths) {
    for (std::uint32_t i = 0; i < layer.inputs; ++i) {
      const std::size_t w = layer.weights + event.unit * layer.inputs + i;
      CHECK(simulation->parameters()[w] == before[w]);
    }
    CHECK(simulation->parameters()[layer.bias + event.unit] == before[layer.bias + event.unit]);
    for (const LifeEvent& later : simulation->events()) {
      CHECK(!(later.layer == 0 && later.unit == event.unit && later.kind == LifeEvent::Kind::revived));
    }
  }
}

TEST_CASE("the opening tells its story") {
  auto simulation = simulate(scenario_named("opening"));
  std::uint32_t first_death = 0, deaths = 0, revivals = 0;
  double best = 0, best_later = 0;
  for (std::uint32_t step = 1; step <= 240; ++step) {
    simulation->train(1);
    const double accuracy = simulation->report().train.accuracy;
    if (step < 90) best = std::max(best, accuracy);
    if (step >= 120) best_later = std::max(best_later, accuracy);
  }
  for (const LifeEvent& event : simulation->events()) {
    if (event.step > 120) continue;
    CHECK(event.kind != LifeEvent::Kind::born_dead);
    if (event.kind == LifeEvent::Kind::died && deaths++ == 0) first_death = event.step;
    revivals += event.kind == LifeEvent::Kind::revived;
  }
  CHECK(first_death >= 3);
  CHECK(first_death <= 10);
  CHECK(deaths - revivals >= 5);
  CHECK(deaths - revivals <= 9);
  CHECK(revivals <= 5);
  CHECK(best >= 0.9);
  CHECK(best_later <= 0.78);
  std::vector<Mistake> mistakes;
  simulation->apply(R"({"network.activation": {"name": "leaky-relu", "slope": 0.2}})", mistakes);
  CHECK(mistakes.empty());
  double rescued = 0;
  for (int step = 0; step < 60; ++step) {
    simulation->train(1);
    rescued = std::max(rescued, simulation->report().train.accuracy);
  }
  CHECK(rescued >= 0.94);
}

TEST_CASE("an intervention applied by hand is the run of the Scenario that records it") {
  auto by_hand = simulate(scenario_named("opening"));
  std::vector<Mistake> mistakes;
  by_hand->train(60);
  by_hand->apply(R"({"network.activation": {"name": "leaky-relu", "slope": 0.2}})", mistakes);
  by_hand->train(100);
  by_hand->apply(R"({"training.batchSize": 50, "training.optimizer.learningRate": 0.05})", mistakes);
  by_hand->train(100);
  REQUIRE(mistakes.empty());
  auto recorded = simulate(write_scenario(by_hand->scenario()));
  recorded->train(260);
  CHECK(recorded->fingerprint() == by_hand->fingerprint());
  CHECK(recorded->events().size() == by_hand->events().size());
  CHECK(recorded->scenario().interventions.size() == 3);  // the scheduled one at 120 too
}

TEST_CASE("applying after a seek back drops what was known of the future") {
  auto simulation = simulate(scenario_named("opening"));
  simulation->train(200);
  simulation->seek(50);
  std::vector<Mistake> mistakes;
  simulation->apply(R"({"training.optimizer.learningRate": 0.01})", mistakes);
  REQUIRE(mistakes.empty());
  REQUIRE(simulation->scenario().interventions.size() == 1);
  CHECK(simulation->scenario().interventions[0].step == 50);
  for (const LifeEvent& event : simulation->events()) CHECK(event.step <= 50);
  auto recorded = simulate(write_scenario(simulation->scenario()));
  simulation->train(100);
  recorded->train(150);
  CHECK(recorded->fingerprint() == simulation->fingerprint());
  CHECK(recorded->events().size() == simulation->events().size());
}

TEST_CASE("a wrong intervention changes nothing") {
  auto simulation = simulate(scenario_named("opening"));
  simulation->train(10);
  const std::string before = write_scenario(simulation->scenario());
  for (const char* wrong : {"{}", "[]", R"({"network.hidden": [3]})", R"({"training.optimizer.learningRate": -1})",
                            R"({"training.loss": "mse"})", R"({"network.activation": {"name": "tanh"}, "x": 1})"}) {
    std::vector<Mistake> mistakes;
    simulation->apply(wrong, mistakes);
    CAPTURE(wrong);
    CHECK(!mistakes.empty());
    CHECK(write_scenario(simulation->scenario()) == before);
  }
  simulation->train(10);
  auto untouched = simulate(scenario_named("opening"));
  untouched->train(20);
  CHECK(simulation->fingerprint() == untouched->fingerprint());
}

TEST_CASE("an intervention that later ones no longer fit is refused whole") {
  auto simulation = simulate(R"({"network": {"activation": {"name": "leaky-relu"}},
                                 "interventions": [{"step": 50, "set": {"network.activation.slope": 0.3}}]})");
  std::vector<Mistake> mistakes;
  simulation->apply(R"({"network.activation": {"name": "relu"}})", mistakes);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].path.find("network.activation.slope") != std::string::npos);
  CHECK(simulation->scenario().interventions.size() == 1);
}

TEST_CASE("a twin with a leak of nothing is the run of ReLU") {
  // With the same batches the whole run is the same to the bit, but for the sign of 0.
  auto relu = simulate("{}");
  auto flat = simulate(R"({"network": {"activation": {"name": "leaky-relu", "slope": 0}}})");
  relu->train(500);
  flat->train(500);
  CHECK(std::equal(relu->parameters().begin(), relu->parameters().end(), flat->parameters().begin()));
}

TEST_CASE("twins share data and weights and every batch whatever the activation") {
  // At this rate no parameter moves by its last bit, so that the first layer tells which rows a batch held.
  const auto twin = [](std::string_view activation) {
    return simulate(R"({"data": {"name": "spiral", "samples": 90}, "network": {"activation": {"name": ")" +
                    std::string(activation) + R"("}, "bias": {"value": 0.1}, "dropout": 0.3},
                        "training": {"optimizer": {"learningRate": 1e-30}, "batchSize": 4, "inputNoise": 0.2}})");
  };
  const auto first_margins = [](Simulation& simulation) {
    Census census;
    REQUIRE(simulation.take_census(SampleSet::batch, 0.025, census));
    return std::vector<float>(census.margin.begin(), census.margin.begin() + 8);
  };
  auto relu = twin("relu");
  std::vector<std::vector<float>> margins;
  for (std::uint32_t step = 1; step <= 40; ++step) {
    relu->seek(step);
    margins.push_back(first_margins(*relu));
  }
  for (const Description& activation : activation_descriptions()) {
    CAPTURE(activation.name);
    auto other = twin(activation.name);
    CHECK(other->dataset().inputs == relu->dataset().inputs);
    CHECK(other->dataset().targets == relu->dataset().targets);
    for (std::size_t l = 0; l < 3; ++l) {
      const Layer &a = relu->layout().layers[l], &b = other->layout().layers[l];
      CHECK(std::equal(&relu->parameters()[a.weights], &relu->parameters()[a.bias], &other->parameters()[b.weights]));
    }
    for (std::uint32_t step = 1; step <= 40; ++step) {
      other->seek(step);
      CHECK(first_margins(*other) == margins[step - 1]);
    }
  }
}

TEST_CASE("a run that diverges stops at that step with finite parameters and says where") {
  auto simulation = simulate(scenario_named("diverging"));
  simulation->train(100000);
  REQUIRE(simulation->divergence());
  const std::uint32_t stopped = simulation->step();
  const Report report = simulation->report();
  REQUIRE(report.divergence);
  CHECK(report.divergence->step == report.step + 1);
  CHECK(std::isfinite(report.train.loss));
  CHECK(std::isfinite(report.test->loss));
  for (const float x : simulation->parameters()) CHECK(std::isfinite(x));
  const std::string fingerprint = simulation->fingerprint();
  simulation->train(10);
  simulation->seek(stopped + 1000);
  CHECK(simulation->fingerprint() == fingerprint);
  CHECK(simulation->report().divergence->step == report.divergence->step);
  simulation->seek(1);
  CHECK(!simulation->report().divergence);
  simulation->seek(stopped + 5);
  CHECK(simulation->fingerprint() == fingerprint);
  CHECK(simulation->report().divergence->step == report.divergence->step);
}

TEST_CASE("health of a diverged run is JSON that can be read") {
  std::string errors;
  auto run = Run::open(R"({"seed": 6, "data": {"name": "circle", "samples": 200, "noise": 0, "testFraction": 0},
                           "network": {"hidden": [16, 16, 16]},
                           "training": {"loss": "mse", "batchSize": 20, "optimizer": {"learningRate": 1}}})",
                       errors);
  run->step(600);
  CHECK(run->report().diverged);
  CHECK(run->take_health("train", 0.025));
  rapidjson::Document layers;
  layers.Parse(run->health_layers().c_str());
  CHECK(!layers.HasParseError());
}

TEST_CASE("hundreds of hostile rates end finite or as diverged") {
  int diverged = 0;
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    const std::string loss = seed % 2 == 0 ? "mse" : "auto";
    const std::string rate = std::to_string(1 + seed * 5);
    auto simulation = simulate(R"({"seed": )" + std::to_string(seed) + R"(, "training": {"loss": ")" + loss +
                               R"(", "optimizer": {"learningRate": )" + rate +
                               R"(}}, "network": {"hidden": [6, 6], "weights": {"name": "he-normal", "gain": 5}}})");
    simulation->train(50);
    const Report report = simulation->report();
    CAPTURE(seed);
    CHECK(std::isfinite(report.train.loss));
    CHECK(std::isfinite(report.test->loss));
    for (const float x : simulation->parameters()) CHECK(std::isfinite(x));
    diverged += report.divergence.has_value();
  }
  CHECK(diverged > 10);
}

TEST_CASE("a change to and from a learnt slope keeps the weights and travels in time") {
  const std::string scenario = R"({"interventions": [
      {"step": 100, "set": {"network.activation": {"name": "prelu", "perUnit": true}}},
      {"step": 200, "set": {"network.activation": [{"name": "relu"}, {"name": "prelu", "slope": 0.1}]}},
      {"step": 300, "set": {"network.activation": {"name": "relu"}}}]})";
  auto simulation = simulate(scenario);
  CHECK(simulation->parameters().size() == 105);
  std::vector<std::string> fingerprints;
  for (std::uint32_t step = 0; step <= 350; ++step) {
    fingerprints.push_back(simulation->fingerprint());
    simulation->train(1);
  }
  simulation->seek(150);
  CHECK(simulation->parameters().size() == 121);
  const Layer& first = simulation->layout().layers[0];
  CHECK(simulation->parameters()[first.slopes] != 0.25f);  // it has learnt
  simulation->seek(250);
  CHECK(simulation->parameters().size() == 106);
  for (const std::uint32_t step : jumble(60, 350)) {
    simulation->seek(step);
    CAPTURE(step);
    CHECK(simulation->fingerprint() == fingerprints[step]);
  }
}

TEST_CASE("replaced parameters and changed neurons are part of the run wherever it is taken up") {
  std::string errors;
  auto run = Run::open(scenario_named("opening"), errors);
  run->step(64);  // a checkpoint stands here
  std::vector<float> values(run->parameters().begin(), run->parameters().end());
  for (float& x : values) x *= 0.5f;
  CHECK(run->set_parameters(values).empty());
  CHECK(std::equal(values.begin(), values.end(), run->parameters().begin()));
  run->step(36);
  CHECK(run->apply(R"({"neuron": {"layer": 1, "unit": 3, "biasBy": 0.25}})").empty());
  CHECK(run->apply(R"({"neuron": {"layer": 0, "unit": 2, "reset": true, "bias": -0.125}})").empty());
  run->step(50);
  const std::string fingerprint = run->fingerprint(), events = run->events(0);
  auto recorded = Run::open(run->scenario(), errors);
  REQUIRE(recorded);
  recorded->step(150);
  CHECK(recorded->fingerprint() == fingerprint);
  CHECK(recorded->events(0) == events);
  for (const std::uint32_t step : {10u, 64u, 65u, 100u, 101u, 140u}) {
    run->seek(step);
    recorded->seek(step);
    CHECK(recorded->fingerprint() == run->fingerprint());
  }
  run->seek(150);
  CHECK(run->fingerprint() == fingerprint);
}

TEST_CASE("a neuron that is reset is drawn anew and not listened to and forgotten by the optimiser") {
  auto simulation = simulate(R"({"training": {"optimizer": {"name": "adam"}}})");
  simulation->train(50);
  const std::vector<float> before(simulation->parameters().begin(), simulation->parameters().end());
  std::vector<Mistake> mistakes;
  simulation->apply(R"({"neuron": {"layer": 0, "unit": 5, "reset": true}})", mistakes);
  REQUIRE(mistakes.empty());
  const Layer& layer = simulation->layout().layers[0];
  const Layer& above = simulation->layout().layers[1];
  const auto after = simulation->parameters();
  int changed = 0;
  for (std::size_t p = 0; p < after.size(); ++p) changed += after[p] != before[p];
  CHECK(changed == 3 + 8);
  CHECK(after[layer.bias + 5] == 0);
  CHECK(after[layer.weights + 10] != before[layer.weights + 10]);
  for (std::uint32_t u = 0; u < 8; ++u) CHECK(after[above.weights + u * 8 + 5] == 0);
  const float weight = after[layer.weights + 10];
  simulation->train(1);  // nothing listens yet and nothing is remembered: it stays
  CHECK(simulation->parameters()[layer.weights + 10] == weight);
}

TEST_CASE("a bias given to a dead neuron revives it and the event says by intervention") {
  auto simulation = simulate(R"({"network": {"hidden": [4], "bias": {"value": -100}}})");
  CHECK(simulation->events().size() == 4);
  std::vector<Mistake> mistakes;
  simulation->apply(R"({"neuron": {"layer": 0, "unit": 2, "bias": 1}})", mistakes);
  REQUIRE(mistakes.empty());
  REQUIRE(simulation->events().size() == 5);
  const LifeEvent& event = simulation->events()[4];
  CHECK(event.unit == 2);
  CHECK(event.kind == LifeEvent::Kind::revived);
  CHECK(event.cause == Cause::intervention);
}

TEST_CASE("wrong changes of state are refused by their path") {
  auto simulation = simulate("{}");
  const auto refused = [&](std::string_view json, std::string_view path) {
    std::vector<Mistake> mistakes;
    simulation->apply(json, mistakes);
    CAPTURE(std::string(json));
    REQUIRE(mistakes.size() == 1);
    CHECK(mistakes[0].path == path);
    CHECK(simulation->scenario().interventions.empty());
  };
  refused(R"({"parameters": [1, 2]})", "parameters");
  refused(R"({"neuron": {"layer": 2, "unit": 0, "bias": 1}})", "neuron.layer");
  refused(R"({"neuron": {"layer": 1, "unit": 8, "bias": 1}})", "neuron.unit");
  refused(R"({"neuron": {"layer": 1, "unit": 1}})", "neuron");
  refused(R"({"neuron": {"layer": 1, "unit": 1, "bias": "x"}})", "neuron.bias");
  refused(R"({"neuron": {"layer": 1, "unit": 1, "reset": false}})", "neuron.reset");
  refused(R"({"neuron": {"layer": 1, "unit": 1, "bias": 1, "slope": 2}})", "neuron.slope");
}

TEST_CASE("every optimiser with its memory and batch norm with its statistics travels in time to the bit") {
  for (
      const char* scenario : {
          R"({"training": {"optimizer": {"name": "sgd", "momentum": 0.9, "nesterov": true}}})",
          R"({"training": {"optimizer": {"name": "adam", "learningRate": 0.02}}, "network": {"dropout": 0.2}})",
          R"({"training": {"optimizer": {"name": "rmsprop"}, "inputNoise": 0.3, "l1": 0.001}})",
          R"({"network": {"batchNorm": true, "activation": {"name": "prelu"}}, "training": {"optimizer": {"name": "adamw"}}})",
          R"({"network": {"batchNorm": true, "dropout": 0.5}, "training": {"clipNorm": 0.5, "schedule": {"name": "cosine", "steps": 100}}})",
          R"({"training": {"optimizer": {"name": "adagrad"}}, "interventions": [{"step": 70, "set": {"training.optimizer": {"name": "adam"}}}, {"step": 90, "set": {"network.dropout": 0.3}}]})",
      }) {
    CAPTURE(scenario);
    auto simulation = simulate(scenario);
    std::vector<std::string> fingerprints, reports;
    for (std::uint32_t step = 0; step < 200; ++step) {
      fingerprints.push_back(simulation->fingerprint());
      reports.push_back(report_text(*simulation));
      simulation->train(1);
    }
    for (const std::uint32_t step : jumble(30, 200)) {
      simulation->seek(step);
      CAPTURE(step);
      CHECK(simulation->fingerprint() == fingerprints[step]);
      CHECK(report_text(*simulation) == reports[step]);
    }
  }
}

TEST_CASE("batch norm leaves no first-layer unit born dead and its events are exact") {
  auto simulation = simulate(
      R"({"network": {"batchNorm": true, "hidden": [16, 16]}, "training": {"optimizer": {"learningRate": 1}}})");
  CHECK(simulation->events().empty());
  Census census;
  std::vector<std::uint8_t> dead(32, 0);
  std::size_t next = 0;
  for (std::uint32_t step = 0; step < 150; ++step) {
    for (; next < simulation->events().size(); ++next) {
      const LifeEvent& event = simulation->events()[next];
      dead[event.layer * 16 + event.unit] = event.kind == LifeEvent::Kind::revived ? 0 : 1;
    }
    simulation->take_census(SampleSet::train, 0.025, census);
    for (std::size_t u = 0; u < 32; ++u) CHECK((census.states[u] == NeuronState::dead) == (dead[u] != 0));
    simulation->train(1);
  }
}

TEST_CASE("gradients are those of the regularised training loss") {
  std::string errors;
  auto run =
      Run::open(R"({"network": {"activation": {"name": "tanh"}}, "training": {"l1": 0.01, "l2": 0.02}})", errors);
  run->step(30);
  const auto values = run->gradients();
  const std::vector<float> gradients(values.begin(), values.end());
  std::vector<float> parameters(run->parameters().begin(), run->parameters().end());
  for (const std::size_t p : {0u, 5u, 20u, 60u, 100u}) {
    constexpr float h = 1e-2f;
    const float at = parameters[p];
    const auto loss_at = [&](float x) {
      parameters[p] = x;
      CHECK(run->set_parameters(parameters).empty());
      parameters[p] = at;
      return run->report().regularized_loss;
    };
    const double slope = (loss_at(at + h) - loss_at(at - h)) / ((at + h) - static_cast<double>(at - h));
    CHECK(gradients[p] == doctest::Approx(slope).epsilon(0.01).scale(0.05));
  }
}

TEST_CASE("a run with random slopes is the same however it is sliced") {
  auto at_once = simulate(R"({"network": {"activation": {"name": "rrelu"}}})");
  auto sliced = simulate(R"({"network": {"activation": {"name": "rrelu"}}})");
  at_once->train(200);
  for (int step = 0; step < 200; ++step) sliced->train(1);
  CHECK(at_once->fingerprint() == sliced->fingerprint());
  sliced->seek(37);
  sliced->seek(200);
  CHECK(at_once->fingerprint() == sliced->fingerprint());
}

TEST_CASE("an epoch passes over every row once with a short last batch") {
  auto simulation = simulate(R"({"data": {"samples": 40, "testFraction": 0.25}, "training": {"batchSize": 8}})");
  CHECK(simulation->dataset().train_count == 30);
  for (const auto& [step, epoch] : {std::pair{3u, 0u}, {4u, 1u}, {7u, 1u}, {8u, 2u}}) {
    simulation->seek(step);
    CHECK(simulation->report().epoch == epoch);
  }
}

TEST_CASE("fields and predictions come from the same network") {
  std::string errors;
  auto run = Run::open("{}", errors);
  run->step(50);
  const std::array<double, 4> bounds{-1, 1, -2, 2};
  const auto surface = run->field(2, 0, 4, bounds);
  REQUIRE(surface.size() == 16);
  const std::vector<float> copy(surface.begin(), surface.end());
  const std::vector<float> centres = {-0.75f, -1.5f, 0.75f, 1.5f};
  const auto predicted = run->predict(centres);
  CHECK(predicted[0] == copy[0]);
  CHECK(predicted[1] == copy[15]);
  const auto all = run->hidden_fields(4, bounds);
  const std::vector<float> together(all.begin(), all.end());
  REQUIRE(together.size() == 16 * 16);
  const auto one = run->field(1, 3, 4, bounds);
  CHECK(std::equal(one.begin(), one.end(), together.begin() + 11 * 16));
}

TEST_CASE("health is taken over the set that was asked for") {
  auto simulation = simulate("{}");
  Census census;
  CHECK(!simulation->take_census(SampleSet::batch, 0.025, census));
  simulation->train(3);
  CHECK(simulation->take_census(SampleSet::batch, 0.025, census));
  CHECK(simulation->take_census(SampleSet::test, 0.025, census));
  CHECK(census.states.size() == 16);
  // Rows far from the data: dead there says nothing about dead on the training set.
  const std::vector<float> far = {1000, 1000};
  CHECK(simulation->take_census(far, 0.025, census));
  CHECK(census.layers[0].counts[0] > 0);
  auto no_test = simulate(R"({"data": {"testFraction": 0}})");
  CHECK(!no_test->take_census(SampleSet::test, 0.025, census));
  CHECK(!no_test->report().test);
}
