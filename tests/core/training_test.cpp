// Losses and the one step: against PyTorch, against closed forms, and where they stop.
#include <doctest/doctest.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "activations/activations.h"
#include "experiment/scenario.h"
#include "files.h"
#include "network/initialize.h"
#include "training/losses.h"
#include "training/optimizers.h"
#include "training/trainer.h"

using namespace reluctant;

namespace {

Choice sgd(double rate) { return {.index = 0, .values = {rate, 0, 0, 0, 1}}; }

std::uint8_t index_of(const std::string& name) {
  for (std::uint8_t i = 0; i < activations().size(); ++i) {
    if (activations()[i].description.name == name) return i;
  }
  FAIL("no activation " << name);
  return 0;
}

double loss_of(Loss loss, double z, double target) { return sample_loss(loss, {&z, 1}, {&target, 1}); }

TrainingState state_of(const std::vector<float>& parameters) {
  TrainingState state;
  state.parameters.resize(parameters.size());
  std::copy(parameters.begin(), parameters.end(), state.parameters.begin());
  return state;
}

/// One ReLU unit that is the output itself: w = 1, b = 0, inputs 1 2 3, targets half of them, as in science's
/// smallest kill. The output layer passes it on with weight 1.
struct OneUnit {
  Layout layout;
  Samples samples;
  std::vector<float> parameters;

  OneUnit() {
    const std::uint32_t hidden[] = {1};
    const Choice relu{.index = 1};
    layout = make_layout(1, hidden, {&relu, 1}, 1);
    const float inputs[] = {1, 2, 3};
    const float targets[] = {0.5f, 1, 1.5f};
    samples = Samples::from_rows(1, 1, inputs, targets);
    parameters = {1, 0, 1, 0};
  }
};

}  // namespace

TEST_CASE("loss and gradients and twenty steps agree with PyTorch") {
  const auto reference = tests::json_of_file("reference/gradients.json");
  const auto inputs = tests::floats_of(reference["inputs"]);
  const auto targets = tests::floats_of(reference["targets"]);
  const auto start = tests::floats_of(reference["parameters"]);
  const Samples samples = Samples::from_rows(2, 1, inputs, targets);
  int cases = 0;
  for (const auto& entry : reference["cases"].GetArray()) {
    const std::string activation = entry["activation"].GetString();
    const std::string name = entry["loss"].GetString();
    CAPTURE(activation);
    CAPTURE(name);
    const Loss loss = name == "mse" ? Loss::mean_squared_error : Loss::binary_cross_entropy;
    const Choice choice{.index = index_of(activation), .values = {0.01}};
    const std::uint32_t hidden[] = {3, 2};
    const Choice choices[] = {choice, choice};
    const Layout layout = make_layout(2, hidden, choices, 1);
    Pass pass(layout, rows_at_a_time, PassKind::training);
    CHECK(measure(layout, start, {}, loss, samples, pass).loss ==
          doctest::Approx(entry["value"].GetDouble()).epsilon(1e-6));
    std::vector<float> gradients(layout.parameter_count);
    measure_gradients(layout, start, loss, {}, samples, pass, gradients);
    const auto expected = tests::floats_of(entry["gradients"]);
    for (std::size_t p = 0; p < expected.size(); ++p) {
      CAPTURE(p);
      CHECK(std::abs(gradients[p] - expected[p]) <= 2e-7f);
    }
    Trainer trainer(layout, samples.count());
    TrainingState state = state_of(start), updated = state;
    const int steps = reference["steps"].GetInt();
    for (int step = 0; step < steps; ++step) {
      trainer.step(layout, {.loss = loss, .optimizer = sgd(0.1), .rate = 0.1}, state, samples, updated);
      std::swap(state, updated);
    }
    const auto after = tests::floats_of(entry["after20"]);
    for (std::size_t p = 0; p < after.size(); ++p) {
      CAPTURE(p);
      CHECK(std::abs(state.parameters[p] - after[p]) <= 2e-6f);
    }
    ++cases;
  }
  CHECK(cases >= 6);
}

TEST_CASE("every optimiser and setting follows PyTorch's trajectory") {
  const auto base = tests::json_of_file("reference/gradients.json");
  const auto reference = tests::json_of_file("reference/trajectories.json");
  const auto start = tests::floats_of(base["parameters"]);
  const Samples samples = Samples::from_rows(2, 1, tests::floats_of(base["inputs"]), tests::floats_of(base["targets"]));
  int cases = 0;
  for (const auto& entry : reference["cases"].GetArray()) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    writer.StartObject();
    writer.Key("network");
    writer.StartObject();
    writer.Key("hidden");
    writer.RawValue("[3,2]", 5, rapidjson::kArrayType);
    for (const char* key : {"activation", "batchNorm"}) {
      writer.Key(key);
      entry[key].Accept(writer);
    }
    writer.EndObject();
    writer.Key("training");
    writer.StartObject();
    for (const char* key : {"optimizer", "loss", "l1", "l2", "clipNorm"}) {
      writer.Key(key);
      entry[key].Accept(writer);
    }
    writer.EndObject();
    writer.EndObject();
    CAPTURE(std::string(buffer.GetString()));
    std::vector<Mistake> mistakes;
    const Scenario scenario = read_scenario(buffer.GetString(), mistakes);
    REQUIRE(mistakes.empty());

    const Layout layout = make_layout(2, scenario.hidden, scenario.activations, 1, scenario.batch_norm);
    const Layout plain = make_layout(2, scenario.hidden, std::vector<Choice>(2), 1);
    TrainingState state;
    state.parameters.resize(layout.parameter_count);
    initialize(layout, scenario.weights, scenario.bias, 1, state.parameters.span());
    for (std::size_t l = 0; l < 3; ++l) {
      const Layer& from = plain.layers[l];
      std::copy_n(&start[from.weights], from.slopes - from.weights, &state.parameters[layout.layers[l].weights]);
    }
    state.optimizer = empty_state(scenario.optimizer, layout.parameter_count);
    state.running = RunningStatistics::initial(layout);
    TrainingState updated = state;
    Trainer trainer(layout, samples.count());
    double norm = 0;
    for (int step = 0; step < reference["steps"].GetInt(); ++step) {
      const Rule rule{.loss = *scenario.loss,
                      .optimizer = scenario.optimizer,
                      .rate = learning_rate(scenario.optimizer, scenario.schedule, static_cast<std::uint32_t>(step)),
                      .penalty = scenario.penalty,
                      .clip_norm = scenario.clip_norm};
      const auto outcome = trainer.step(layout, rule, state, samples, updated);
      REQUIRE(outcome.fault == StepOutcome::Fault::none);
      norm = outcome.gradient_norm;
      std::swap(state, updated);
    }
    const auto after = tests::floats_of(entry["after"]);
    REQUIRE(after.size() == layout.parameter_count);
    for (std::size_t p = 0; p < after.size(); ++p) {
      CAPTURE(p);
      CHECK(std::abs(state.parameters[p] - after[p]) <= 1e-5f);
    }
    CHECK(norm == doctest::Approx(entry["gradientNorm"].GetDouble()).epsilon(1e-4).scale(0.1));
    if (scenario.batch_norm) {
      const auto mean = tests::floats_of(entry["runningMean"]), variance = tests::floats_of(entry["runningVariance"]);
      for (std::size_t u = 0; u < mean.size(); ++u) {
        CHECK(std::abs(state.running.mean[u] - mean[u]) <= 1e-5f);
        CHECK(std::abs(state.running.variance[u] - variance[u]) <= 1e-5f);
      }
    }
    ++cases;
  }
  CHECK(cases >= 30);
}

TEST_CASE("schedules rise over their warm-up and then fall as they say") {
  const Choice rate = sgd(0.2);
  const auto at = [&](std::uint8_t index, std::array<double, max_parameters> values, std::uint32_t step) {
    return learning_rate(rate, {.index = index, .values = values}, step);
  };
  CHECK(at(0, {0}, 12345) == 0.2);
  CHECK(at(0, {4}, 0) == doctest::Approx(0.05));
  CHECK(at(0, {4}, 3) == doctest::Approx(0.2));
  CHECK(at(0, {4}, 4) == 0.2);
  CHECK(at(1, {10, 0.5, 0}, 9) == 0.2);
  CHECK(at(1, {10, 0.5, 0}, 10) == 0.1);
  CHECK(at(1, {10, 0.5, 0}, 39) == 0.025);
  CHECK(at(1, {10, 0.5, 5}, 14) == 0.2);
  CHECK(at(1, {10, 0.5, 5}, 15) == 0.1);
  CHECK(at(2, {100, 0.02, 0}, 0) == doctest::Approx(0.2));
  CHECK(at(2, {100, 0.02, 0}, 50) == doctest::Approx(0.11));
  CHECK(at(2, {100, 0.02, 0}, 100) == doctest::Approx(0.02));
  CHECK(at(2, {100, 0.02, 0}, 5000) == doctest::Approx(0.02));
}

TEST_CASE("cross-entropy is stable and its gradient is softmax less the class") {
  const std::vector<double> z = {1000, -1000, 999}, target = {0, 0, 1};
  CHECK(sample_loss(Loss::cross_entropy, z, target) == doctest::Approx(1 + std::log(1 + std::exp(-1))));
  std::vector<double> probabilities = z;
  predict_from(Loss::cross_entropy, probabilities);
  CHECK(probabilities[0] + probabilities[1] + probabilities[2] == doctest::Approx(1));
  CHECK(probabilities[1] == 0);
  CHECK(!decides_rightly(Loss::cross_entropy, z, target));
  const Layout layout = make_layout(1, {}, {}, 3);
  const std::vector<float> parameters = {0, 0, 0, 0.5f, -1, 2};
  const float inputs[] = {1, 1};
  const float targets[] = {1, 0, 0, 0, 0, 1};
  const Samples samples = Samples::from_rows(1, 3, inputs, targets);
  Pass pass(layout, rows_at_a_time, PassKind::training);
  std::vector<float> gradients(6);
  measure_gradients(layout, parameters, Loss::cross_entropy, {}, samples, pass, gradients);
  double sum = 0;
  for (const double x : {0.5, -1.0, 2.0}) sum += std::exp(x);
  const double softmax[] = {std::exp(0.5) / sum, std::exp(-1.0) / sum, std::exp(2.0) / sum};
  const double classes[] = {0.5, 0, 0.5};  // each mean over two samples
  for (std::size_t o = 0; o < 3; ++o) CHECK(gradients[3 + o] == doctest::Approx(softmax[o] - classes[o]));
}

TEST_CASE("dropout drops its share and scales what stays") {
  const std::uint32_t hidden[] = {50};
  const auto run = [&](const std::string& activation, double p) {
    const Choice choice{.index = index_of(activation)};
    const Layout layout = make_layout(1, hidden, {&choice, 1}, 1);
    std::vector<float> parameters(layout.parameter_count, 0.0f);
    for (std::size_t u = 0; u < 50; ++u) parameters[layout.layers[0].bias + u] = 1;
    const std::vector<float> inputs(400, 0.0f);
    const Samples samples = Samples::from_rows(1, 0, inputs, {});
    Pass pass(layout, 400, PassKind::training);
    RunningStatistics none;
    pass.forward_training(layout, parameters, samples.all(), {.seed = 1, .step = 2, .dropout = p}, none);
    std::vector<float> values;
    for (std::uint32_t u = 0; u < 50; ++u) {
      values.insert(values.end(), pass.values(0, u).begin(), pass.values(0, u).end());
    }
    return values;
  };
  const auto plain = run("relu", 0.2);
  const auto dropped = std::count(plain.begin(), plain.end(), 0.0f);
  CHECK(static_cast<double>(dropped) / 20000 == doctest::Approx(0.2).epsilon(0.05));
  CHECK(std::count(plain.begin(), plain.end(), 1.25f) == 20000 - dropped);
  // Alpha dropout: a and b for p = 0.2 (Klambauer et al. 2017, section 3).
  const auto alpha = run("selu", 0.2);
  const double a = 0.878903583, b = 0.309039962, low = a * -1.7580993408 + b, high = a * 1.0507009874 + b;
  std::ptrdiff_t lows = 0;
  for (const float x : alpha) {
    const bool is_low = std::abs(x - low) < 1e-6;
    CHECK((is_low || std::abs(x - high) < 1e-6));
    lows += is_low;
  }
  CHECK(lows == dropped);  // the same draws, whatever the activation
}

TEST_CASE("one step kills the smallest network from a rate of three sixteenths on") {
  OneUnit unit;
  Trainer trainer(unit.layout, 3);
  TrainingState updated = state_of(unit.parameters);
  const auto largest_sum_after = [&](double rate) {
    // The output's own parameters move too, but the unit's sums do not see that in this step.
    trainer.step(unit.layout, {.loss = Loss::mean_squared_error, .optimizer = sgd(rate), .rate = rate},
                 state_of(unit.parameters), unit.samples, updated);
    float largest = -std::numeric_limits<float>::infinity();
    for (const float x : {1.0f, 2.0f, 3.0f})
      largest = std::max(largest, updated.parameters[0] * x + updated.parameters[1]);
    return largest;
  };
  CHECK(largest_sum_after(0.1874) > 0);
  CHECK(largest_sum_after(0.1876) < 0);
  CHECK(updated.parameters[0] == doctest::Approx(1 - 0.1876 * 14 / 3));
  CHECK(updated.parameters[1] == doctest::Approx(-0.1876 * 2));
}

TEST_CASE("losses are stable for any logit") {
  for (const double z : {-1e30, -800.0, -40.0, 0.0, 40.0, 800.0, 1e30}) {
    CAPTURE(z);
    const double zero = loss_of(Loss::binary_cross_entropy, z, 0), one = loss_of(Loss::binary_cross_entropy, z, 1);
    double prediction = z;
    predict_from(Loss::binary_cross_entropy, {&prediction, 1});
    CHECK(std::isfinite(zero));
    CHECK(zero >= 0);
    CHECK(one >= 0);
    CHECK(zero - one == doctest::Approx(z));
    CHECK(prediction >= 0);
    CHECK(prediction <= 1);
  }
  CHECK(loss_of(Loss::binary_cross_entropy, 0, 1) == doctest::Approx(std::log(2.0)));
  CHECK(loss_of(Loss::mean_squared_error, 3, 1) == 4);
}

TEST_CASE("a step that is not finite names its fault and layer and leaves the parameters") {
  OneUnit unit;
  Trainer trainer(unit.layout, 3);
  TrainingState updated = state_of(unit.parameters);
  const auto fault_of = [&](const std::vector<float>& parameters, double rate) {
    const TrainingState before = state_of(parameters);
    const TrainingState from = before;
    const auto outcome =
        trainer.step(unit.layout, {.loss = Loss::mean_squared_error, .optimizer = sgd(rate), .rate = rate}, from,
                     unit.samples, updated);
    CHECK(from == before);
    return outcome;
  };
  using Fault = StepOutcome::Fault;
  CHECK(fault_of({1, 0, 1, 0}, 0.1).fault == Fault::none);
  CHECK(fault_of({3e38f, 0, 3e38f, 0}, 0.1).fault == Fault::loss);
  const auto gradient = fault_of({1e30f, 0, 1e8f, 0}, 0.1);
  CHECK(gradient.fault == Fault::gradient);
  CHECK(gradient.layer == 0);
  const auto parameter = fault_of({1e15f, 0, 1, 0}, 1e20);
  CHECK(parameter.fault == Fault::parameter);
  CHECK(name_of(parameter.fault) == "parameter");
}

TEST_CASE("whole-set figures come out the same in pieces and at once") {
  const std::uint32_t hidden[] = {4};
  const Choice relu{.index = 1};
  const Layout layout = make_layout(1, hidden, {&relu, 1}, 1);
  std::vector<float> parameters(layout.parameter_count);
  initialize(layout, {.index = 0, .values = {1.4}}, {.index = 0, .values = {0.1}}, 4, parameters);
  std::vector<float> inputs(600), targets(600);
  for (std::size_t s = 0; s < inputs.size(); ++s) {
    inputs[s] = static_cast<float>(s) / 300.0f - 1.0f;
    targets[s] = s % 3 == 0 ? 1.0f : 0.0f;
  }
  const Samples samples = Samples::from_rows(1, 1, inputs, targets);
  Pass pass(layout, rows_at_a_time, PassKind::training);
  const Score score = measure(layout, parameters, {}, Loss::binary_cross_entropy, samples, pass);
  Pass whole(layout, 600, PassKind::training);
  whole.forward(layout, parameters, samples.all(), 2);
  double loss = 0, right = 0;
  for (std::uint32_t s = 0; s < 600; ++s) {
    loss += loss_of(Loss::binary_cross_entropy, whole.sums(1, 0)[s], targets[s]);
    right += (whole.sums(1, 0)[s] > 0) == (targets[s] == 1);
  }
  CHECK(score.loss == doctest::Approx(loss / 600).epsilon(1e-12));
  CHECK(score.accuracy == right / 600);
  std::vector<float> pieces(layout.parameter_count), at_once(layout.parameter_count);
  measure_gradients(layout, parameters, Loss::binary_cross_entropy, {}, samples, pass, pieces);
  start_backward(Loss::binary_cross_entropy, layout, samples, 0, 600, whole);
  whole.backward(layout, parameters, samples.all(), at_once);
  for (std::size_t p = 0; p < pieces.size(); ++p)
    CHECK(pieces[p] == doctest::Approx(at_once[p]).epsilon(1e-5).scale(0.1));
}
