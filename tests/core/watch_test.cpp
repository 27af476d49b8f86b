// The watch's proofs: at every step the answer of looking at all samples, on hundreds of random networks, and seldom
// by looking at them.
#include "health/watch.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "health/autopsy.h"
#include "network/initialize.h"
#include "numerics/random.h"
#include "runs.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

/// A Scenario drawn at random, wild ones among them.
std::string drawn_scenario(std::uint32_t seed) {
  RandomStream random(seed, Stream::trials);
  const auto one_of = [&random](std::initializer_list<const char*> options) {
    return std::string(options.begin()[random.below(static_cast<std::uint32_t>(options.size()))]);
  };
  const auto activation = [&] {
    return one_of({R"({"name": "relu"})", R"({"name": "relu"})", R"({"name": "relu6"})", R"({"name": "hard-swish"})",
                   R"({"name": "leaky-relu", "slope": 0})", R"({"name": "prelu", "slope": 0})", R"({"name": "prelu"})",
                   R"({"name": "gelu"})", R"({"name": "selu"})", R"({"name": "elu", "alpha": 3})"});
  };
  const std::uint32_t depth = 1 + random.below(5);
  std::string hidden, activations;
  const bool mixed = random.below(2) == 0;
  const std::string everywhere =
      one_of({R"({"name": "relu"})", R"({"name": "relu"})", R"({"name": "relu6"})", R"({"name": "hard-swish"})"});
  for (std::uint32_t l = 0; l < depth; ++l) {
    hidden += (l > 0 ? ", " : "") + std::to_string(1 + random.below(9));
    activations += (l > 0 ? ", " : "") + (mixed ? activation() : everywhere);
  }
  const std::string optimizer =
      one_of({R"({"name": "sgd", "learningRate": 0.05})", R"({"name": "sgd", "learningRate": 0.5})",
              R"({"name": "sgd", "learningRate": 3})", R"({"name": "sgd", "learningRate": 0.05, "momentum": 0.9})",
              R"({"name": "sgd", "learningRate": 0.1, "weightDecay": 0.1})",
              R"({"name": "adam", "learningRate": 0.02})", R"({"name": "adamw", "learningRate": 0.003})",
              R"({"name": "rmsprop", "learningRate": 0.3})", R"({"name": "sgd", "learningRate": 1e-6})"});
  std::string interventions;
  if (random.below(3) == 0) {
    interventions = R"({"step": 25, "set": {"network.activation": {"name": "relu"}}},
                       {"step": 25, "set": {"neuron": {"layer": 0, "unit": 0, "biasBy": -3}}},
                       {"step": 40, "set": {"training.optimizer.learningRate": 1}},
                       {"step": 50, "set": {"neuron": {"layer": 0, "unit": 0, "reset": true}}},
                       {"step": 60, "set": {"network.activation": {"name": "prelu", "slope": 0, "perUnit": true}}})";
  }
  const std::string data = one_of({"moons", "spiral", "gaussians", "x-sin-5x", "abs-sum-difference"});
  return R"({"seed": )" + std::to_string(seed) + R"(, "data": {"name": ")" + data + R"(", "samples": )" +
         std::to_string(8 + random.below(400)) + R"(}, "network": {"hidden": [)" + hidden + R"(], "activation": [)" +
         activations + R"(], "batchNorm": )" + one_of({"false", "false", "true"}) + R"(, "weights": )" +
         one_of({R"({"name": "he-normal"})", R"({"name": "zeros"})", R"({"name": "normal", "std": 3})",
                 R"({"name": "uniform", "bound": 0.01})", R"({"name": "he-normal"})"}) +
         R"(, "bias": )" + one_of({R"({"value": 0})", R"({"value": -0.3})", R"({"name": "normal", "std": 1})"}) +
         R"(, "dropout": )" + one_of({"0", "0.3"}) + R"(}, "training": {"optimizer": )" + optimizer +
         R"(, "batchSize": )" + one_of({"1", "8", "32", "0"}) + R"(, "inputNoise": )" + one_of({"0", "0.5"}) +
         R"(}, "interventions": [)" + interventions + "]}";
}

std::vector<std::uint8_t> dead_by_looking(const Simulation& simulation) {
  Pass pass(simulation.layout(), rows_needed(simulation.layout(), simulation.training_rows().count()),
            PassKind::forward_only);
  std::vector<std::uint8_t> dead;
  find_dead(simulation.layout(), simulation.parameters(), simulation.training_rows(), pass, dead);
  return dead;
}

std::size_t place_of(const Layout& layout, const LifeEvent& event) {
  std::size_t first = 0;
  for (std::uint32_t l = 0; l < event.layer; ++l) first += layout.layers[l].units;
  return first + event.unit;
}

/// Training steps of a network of 2 inputs, by hand.
struct Bench {
  Layout layout;
  Samples samples;
  std::vector<float> parameters;
  Pass pass;
  Watch watch;

  Bench(std::vector<std::uint32_t> hidden, std::uint32_t count, bool batch_norm)
      : layout(make_layout(2, hidden, std::vector<Choice>(hidden.size(), Choice{.index = 1}), 1, batch_norm)),
        parameters(layout.parameter_count),
        pass(layout, rows_needed(layout, count), PassKind::forward_only) {
    RandomStream random(count, Stream::trials);
    std::vector<float> inputs(std::size_t{2} * count);
    for (float& x : inputs) x = static_cast<float>(random.normal());
    samples = Samples::from_rows(2, 0, inputs, {});
    initialize(layout, Choice{.index = 0, .values = {1.5}}, Choice{}, count, parameters);  // he-normal, or nearly
    watch = Watch(layout, samples);
  }
  void check() {
    std::vector<std::uint8_t> dead;
    Pass other(layout, rows_needed(layout, samples.count()), PassKind::forward_only);
    find_dead(layout, parameters, samples, other, dead);
    const auto watched = watch.look(layout, parameters, samples, pass);
    CHECK(std::equal(dead.begin(), dead.end(), watched.begin()));
  }
};

}  // namespace

TEST_CASE("events are those of looking at all samples at every step of hundreds of random networks") {
  std::uint32_t deaths = 0, revivals = 0, wrong = 0, steps = 0, wrong_causes = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    const std::string scenario = drawn_scenario(seed);
    CAPTURE(scenario);
    auto simulation = simulate(scenario);
    std::vector<std::uint8_t> dead(simulation->layout().hidden_units(), 0);
    std::size_t next = 0;
    std::vector<float> before;
    for (std::uint32_t step = 0; step <= 80 && simulation->step() == step; ++step) {
      Pass pass(simulation->layout(), rows_needed(simulation->layout(), simulation->training_rows().count()),
                PassKind::forward_only);
      for (; next < simulation->events().size(); ++next) {
        const LifeEvent& event = simulation->events()[next];
        const bool dies = event.kind != LifeEvent::Kind::revived;
        std::uint8_t& state = dead[place_of(simulation->layout(), event)];
        wrong += event.step != step || (state != 0) == dies;
        state = dies ? 1 : 0;
        deaths += dies;
        revivals += !dies;
        if (event.cause == Cause::initialization || event.cause == Cause::intervention || step % 10 != 0) continue;
        if (before.size() != simulation->parameters().size()) continue;
        if (std::equal(before.begin(), before.end(), simulation->progress().previous().parameters.begin())) {
          wrong_causes +=
              event.cause != cause_of_change(simulation->layout(), before, simulation->parameters(),
                                             simulation->training_rows(), event.layer, event.unit, !dies, pass);
        }
      }
      const bool right = dead == dead_by_looking(*simulation);
      CHECK(right);
      wrong += !right;
      ++steps;
      before.assign(simulation->parameters().begin(), simulation->parameters().end());
      simulation->train(1);
    }
  }
  CHECK(wrong == 0);
  CHECK(wrong_causes == 0);
  CHECK(steps > 20000);
  CHECK(deaths > 1000);
  CHECK(revivals > 300);
}

TEST_CASE("a watch is right after steps of every size") {
  for (const bool batch_norm : {false, true}) {
    for (const std::uint32_t count : {1u, 3u, 40u, 600u}) {
      Bench bench({6, 5, 4}, count, batch_norm);
      RandomStream random(7, Stream::trials);
      CAPTURE(batch_norm);
      CAPTURE(count);
      for (int look = 0; look < 300; ++look) {
        bench.check();
        const double size = 1e-7 * (1 << random.below(24));
        for (float& x : bench.parameters) {
          if (random.below(4) == 0) x = static_cast<float>(x + size * random.normal());
        }
      }
    }
  }
}

TEST_CASE("units at the very edge are told to the last bit") {
  // Bias and weight are moved by single units in the last place around the edge of death.
  for (const bool deep : {false, true}) {
    Bench bench(deep ? std::vector<std::uint32_t>{4, 1} : std::vector<std::uint32_t>{1}, 50, false);
    const std::size_t bias = bench.layout.layers[deep ? 1 : 0].bias;
    bench.check();
    float low = -1000, high = 1000;  // dead at the one and alive at the other
    const auto is_dead_at = [&](float x) {
      bench.parameters[bias] = x;
      bench.check();
      return bench.watch.look(bench.layout, bench.parameters, bench.samples, bench.pass)[deep ? 4 : 0] != 0;
    };
    while (std::nextafter(low, high) < high) {
      const float middle = static_cast<float>((double{low} + high) / 2);
      (is_dead_at(middle) ? low : high) = middle;
    }
    for (int i = 0; i < 20; ++i) {
      CHECK(is_dead_at(low));
      CHECK(!is_dead_at(high));
    }
  }
}

TEST_CASE("a watch forgets when it is told to") {
  Bench bench({3, 3}, 30, false);
  bench.check();
  bench.layout.layers[0].activation.index = 3;  // tanh: nobody is dead
  bench.parameters.assign(bench.parameters.size(), -1.0f);
  bench.watch.forget();
  bench.check();
  bench.layout.layers[0].activation.index = 1;
  bench.watch.forget();
  bench.check();
}

TEST_CASE("a calm run seldom looks at all samples") {
  for (const bool batch_norm : {false, true}) {
    Bench bench({8, 8}, 300, batch_norm);
    RandomStream random(3, Stream::trials);
    for (int look = 0; look < 1000; ++look) {
      for (float& x : bench.parameters) x = static_cast<float>(x + 2e-4 * random.normal());
      bench.check();
    }
    CAPTURE(batch_norm);
    CHECK(bench.watch.full_looks() < 100);
    MESSAGE("looks at all samples in 1000: " << bench.watch.full_looks());
  }
}
