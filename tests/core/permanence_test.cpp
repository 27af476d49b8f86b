// Whether a death is for good, and what brings a neuron back: foretold, then waited for. The autopsy's other claims are
// inquest_test.cpp.
#include "health/permanence.h"

#include <doctest/doctest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "experiment/inquest.h"
#include "runs.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

/// The verdict of an autopsy.
struct Told {
  bool permanent = false;
  std::string rules;
  std::optional<std::uint32_t> revival_step;
};

Told told_of(const Simulation& run, std::uint32_t layer, std::uint32_t unit, std::optional<std::uint32_t> step = {}) {
  rapidjson::Document found;
  found.Parse(autopsy_json(run, layer, unit, step).c_str());
  Told told;
  if (!found.IsObject()) return told;
  told.permanent = found["permanent"].GetBool();
  for (const auto& reason : found["reasons"].GetArray()) {
    if (!told.rules.empty()) told.rules += ' ';
    told.rules += reason["rule"].GetString();
    const auto& numbers = reason["numbers"];
    if (numbers.HasMember("revivalStep")) told.revival_step = numbers["revivalStep"].GetUint();
  }
  return told;
}

/// The first revival of a unit after a step.
std::optional<std::uint32_t> revival_after(const Simulation& run, const LifeEvent& death) {
  for (const LifeEvent& event : run.events()) {
    if (event.layer == death.layer && event.unit == death.unit && event.step > death.step &&
        event.kind == LifeEvent::Kind::revived) {
      return event.step;
    }
  }
  return {};
}

/// One unit over four rows that is dead from the start, under the given optimiser: weight and bias as told.
std::unique_ptr<Simulation> dead_unit(double weight, double bias, const std::string& training) {
  return simulate(one_unit("[[0.5], [1], [1.5], [2]]", "[0.5, 1, 1, 2]",
                           "[" + text(weight) + ", " + text(bias) + ", 1, 0]", "\"batchSize\": 0, " + training));
}

/// Lets runs under many settings die, asks after up to `most` deaths of each, and waits for what is foretold.
void wait_for_what_is_foretold(int enough, int most) {
  struct Case {
    std::string name, training;
    bool has_revivals;
  };
  const Case cases[] = {
      {"plain", R"("optimizer": {"learningRate": 1.5})", false},
      {"momentum", R"("optimizer": {"learningRate": 0.3, "momentum": 0.9})", true},
      {"adam", R"("optimizer": {"name": "adam", "learningRate": 0.3})", true},
      {"rmsprop with decay", R"("optimizer": {"name": "rmsprop", "learningRate": 0.1, "weightDecay": 0.001})", true},
      {"adam with decay", R"("optimizer": {"name": "adam", "learningRate": 0.1, "weightDecay": 0.01})", true},
      {"adamw", R"("optimizer": {"name": "adamw", "learningRate": 0.2, "weightDecay": 0.05})", true},
      {"decay of weights", R"("optimizer": {"learningRate": 1.5, "weightDecay": 0.01, "decayBias": false})", false},
      {"l1", R"("l1": 0.01, "optimizer": {"learningRate": 1.5})", true},
      {"l2", R"("l2": 0.01, "optimizer": {"learningRate": 1.5})", false},
      {"a falling rate",
       R"("schedule": {"name": "cosine", "steps": 500}, "optimizer": {"learningRate": 0.3, "momentum": 0.9})", true},
  };
  for (const Case& one : cases) {
    CAPTURE(one.name);
    int deaths = 0, foretold = 0, permanent = 0;
    for (int seed = 1; seed <= 12 && (deaths < enough || (one.has_revivals && foretold == 0)); ++seed) {
      auto run = simulate(R"({"seed": )" + std::to_string(seed) +
                          R"(, "data": {"name": "xor", "samples": 40, "shift": 0.5}, "training": {"batchSize": 8, )" +
                          one.training + "}}");
      run->train(600);
      const std::vector<LifeEvent> events(run->events().begin(), run->events().end());
      for (const LifeEvent& death : events) {
        const bool enough_seen = deaths >= most && (foretold > 0 || !one.has_revivals);
        if (death.kind != LifeEvent::Kind::died || death.step > 400 || enough_seen) continue;
        CAPTURE(seed);
        CAPTURE(death.step);
        CAPTURE(death.layer);
        CAPTURE(death.unit);
        const Told told = told_of(*run, death.layer, death.unit, death.step);
        const auto revival = revival_after(*run, death);
        if (told.permanent) CHECK_FALSE(revival.has_value());
        if (death.layer > 0) continue;
        ++deaths;
        foretold += told.revival_step.has_value();
        permanent += told.permanent;
        if (told.revival_step && *told.revival_step <= 600) {
          CHECK(revival == told.revival_step);
        } else {
          CHECK_FALSE(revival.has_value());
        }
      }
    }
    CHECK(deaths >= enough);
    CHECK((foretold > 0) == one.has_revivals);
    CHECK(permanent + foretold == deaths);
  }
}

}  // namespace

TEST_CASE("what is foretold of deaths in the first layer comes at its step and no other") {
  wait_for_what_is_foretold(4, 5);
}

TEST_CASE("what is foretold of hundreds of deaths comes at its step and no other" * doctest::skip()) {
  wait_for_what_is_foretold(25, 60);
}

TEST_CASE("weight decay with a positive bias revives at the step of the formula") {
  // Largest w x = -2, b = 0.5, one part in a hundred a step: ln(b / 2) / ln(0.99) = 137.9.
  auto run = dead_unit(-4, 0.5, R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.1, "decayBias": false})");
  const Told told = told_of(*run, 0, 0);
  CHECK_FALSE(told.permanent);
  CHECK(told.rules == "R0 R1 R5");
  CHECK(told.revival_step == 138u);
  run->train(137);
  CHECK(run->events().back().kind == LifeEvent::Kind::died);
  run->train(1);
  CHECK(run->events().back().kind == LifeEvent::Kind::revived);
  CHECK(run->events().back().step == 138);
}

TEST_CASE("decay alone never revives a neuron whose bias is not positive or decays alike") {
  const Told weights_only = told_of(
      *dead_unit(-4, -0.5, R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.1, "decayBias": false})"), 0, 0);
  CHECK(weights_only.permanent);
  const auto uniform = dead_unit(-4, 0.5, R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.001})");
  CHECK(told_of(*uniform, 0, 0).permanent);
  CHECK(told_of(*uniform, 0, 0).rules == "R0 R1 R5");
}

TEST_CASE("uniform decay wakes by rounding alone when nothing is left of the weights") {
  auto run = dead_unit(-4, 0.5, R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.5})");
  const Told told = told_of(*run, 0, 0);
  CHECK_FALSE(told.permanent);
  REQUIRE(told.revival_step.has_value());
  run->train(*told.revival_step - 1);
  CHECK(run->events().back().kind == LifeEvent::Kind::died);
  run->train(1);
  CHECK(run->events().back().kind == LifeEvent::Kind::revived);
  Census census;
  CHECK(run->take_census(SampleSet::train, 0, census));
  CHECK(census.margin[0] > 0);
  CHECK(census.margin[0] < 1e-37f);
}

TEST_CASE("a death that is for good stays for 100000 steps") {
  const std::string trainings[] = {
      R"("optimizer": {"learningRate": 0.1})",
      R"("optimizer": {"learningRate": 0.1, "momentum": 0.9})",
      R"("optimizer": {"name": "adam", "learningRate": 0.01})",
      R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.001})",
      R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.01, "decayBias": false})",
      R"("l1": 0.01, "optimizer": {"learningRate": 0.1})",
      R"("inputNoise": 0.05, "optimizer": {"learningRate": 0.1})",
  };
  for (const std::string& training : trainings) {
    CAPTURE(training);
    auto run = dead_unit(-4, -0.5, training);
    CHECK(told_of(*run, 0, 0).permanent);
    const auto known = run->events().size();
    run->train(100'000);
    CHECK(run->events().size() == known);
  }
}

TEST_CASE("a neuron that its parents revived was not given up") {
  int revived = 0;
  for (int seed = 1; seed <= 6; ++seed) {
    auto run = simulate(R"({"seed": )" + std::to_string(seed) + R"(, "data": {"name": "circle", "samples": 60}})");
    run->train(600);
    const std::vector<LifeEvent> events(run->events().begin(), run->events().end());
    for (const LifeEvent& death : events) {
      if (death.kind != LifeEvent::Kind::died || death.layer == 0 || !revival_after(*run, death)) continue;
      const Told told = told_of(*run, death.layer, death.unit, death.step);
      CHECK_FALSE(told.permanent);
      CHECK(told.rules == "R0 R2");
      ++revived;
    }
  }
  CHECK(revived > 3);
}

TEST_CASE("below a dead layer the dead stay dead") {
  // Layer 0 fires for x > 0 but for its last unit; layer 1 is dead by its biases.
  const std::string parameters = "[1, 2, -1, 0, 0, -5,  1, 1, 1, 1, 1, 1, -50, -60,  1, 1, 0]";
  const auto scenario = [&](const std::string& training) {
    return R"({"data": {"name": "custom", "testFraction": 0, "inputs": [[0.5], [1], [2]], "targets": [0.5, 2, 3]},
               "network": {"hidden": [3, 2])" +
           all_alive + R"(}, "training": {"loss": "mse", )" + training +
           R"(}, "interventions": [{"step": 0, "set": {"parameters": )" + parameters + "}}]}";
  };
  auto run = simulate(scenario(R"("optimizer": {"learningRate": 0.1})"));
  for (const Place& dead : {Place{0, 2}, {1, 0}, {1, 1}}) {
    const Told told = told_of(*run, dead.layer, dead.unit);
    CAPTURE(dead.layer);
    CHECK(told.permanent);
    CHECK(told.rules == (dead.layer == 0 ? "R0 R1" : "R0 R3"));
  }
  const auto known = run->events().size();
  run->train(100'000);
  CHECK(run->events().size() == known);

  // Decay of weights alone moves even the frozen: layer 1's biases are negative, so it stays dead all the same.
  auto decaying = simulate(scenario(R"("optimizer": {"learningRate": 0.1, "weightDecay": 0.1, "decayBias": false})"));
  CHECK(told_of(*decaying, 1, 0).permanent);
  CHECK(told_of(*decaying, 1, 0).rules == "R0 R3 R5");
  decaying->train(5'000);
  CHECK(decaying->events().size() == known);
}

TEST_CASE("random slopes below a dead layer leave the way open") {
  auto run =
      simulate(R"({"data": {"name": "custom", "testFraction": 0, "inputs": [[0.5], [1], [2]], "targets": [0.5, 2, 3]},
      "network": {"hidden": [1, 2, 1, 1], "activation": [{"name": "relu"}, {"name": "relu"}, {"name": "rrelu"}, {"name": "relu"}])" +
               all_alive + R"(}, "training": {"loss": "mse"}, "interventions": [{"step": 0, "set": {"parameters":
      [1, 0,  1, 1, 0, -100,  1, 1, 0,  1, -100,  1, 0]}}]})");
  CHECK_FALSE(told_of(*run, 1, 1).permanent);
  CHECK(told_of(*run, 1, 1).rules == "R0 R3 R7");
}

TEST_CASE("a learnt slope of 0 is a way back") {
  auto run = simulate(one_unit("[[0.5], [1]]", "[0.5, 1]", "[-4, -0.5, 0, 1, 0]", R"("batchSize": 0)",
                               R"(, "activation": {"name": "prelu", "slope": 0})"));
  CHECK_FALSE(told_of(*run, 0, 0).permanent);
  run->train(5);
  CHECK(run->events().back().kind == LifeEvent::Kind::revived);
}

TEST_CASE("with every unit of the layer below dead its bias alone decides") {
  const std::string parameters = "[-1, -2, 0, -1,  1, 1, 1, 1, -0.5, 0.5,  1, 1, 0]";
  auto run =
      simulate(R"({"data": {"name": "custom", "testFraction": 0, "inputs": [[0.5], [1], [2]], "targets": [0.5, 2, 3]},
                          "network": {"hidden": [2, 2])" +
               all_alive + R"(}, "training": {"loss": "mse"}, "interventions": [{"step": 0, "set": {"parameters": )" +
               parameters + "}}]}");
  CHECK(told_of(*run, 1, 0).permanent);
  CHECK(told_of(*run, 1, 0).rules == "R0 R3");
  const auto known = run->events().size();
  run->train(20'000);
  CHECK(run->events().size() == known);
}

TEST_CASE("under batch norm a shift beyond every batch is for good and any other is not") {
  const auto scenario = [](double beta) {
    // w, b, gamma, beta, and the output's two
    return one_unit("[[0.5], [1], [1.5], [2], [3], [4], [5], [9]]", "[0.5, 1, 1, 2, 2, 2, 2, 2]",
                    "[1, 0, 1, " + text(beta) + ", 1, 0]", R"("batchSize": 4, "optimizer": {"learningRate": 0.1})",
                    R"(, "batchNorm": true, "weights": {"name": "he-normal"})");
  };
  // Of 4 rows the largest normalised sum is at most the root of 3; over all 8 it is 2.3 here.
  auto for_good = simulate(scenario(-3));
  CHECK(told_of(*for_good, 0, 0).permanent);
  CHECK(told_of(*for_good, 0, 0).rules == "R0 R6");
  const auto known = for_good->events().size();
  for_good->train(100'000);
  CHECK(for_good->events().size() == known);

  // Dead over all 5 rows, where the largest normalised sum is 1.41, but a batch of 3 may hold one of 1.41 too.
  auto open = simulate(one_unit("[[1], [2], [3], [4], [5]]", "[0.5, 1, 1, 2, 2]", "[1, 0, 1, -1.415, 1, 0]",
                                R"("batchSize": 4, "optimizer": {"learningRate": 0.1})",
                                R"(, "batchNorm": true, "weights": {"name": "he-normal"})"));
  CHECK_FALSE(told_of(*open, 0, 0).permanent);
  CHECK(told_of(*open, 0, 0).rules == "R0 R6");
}

TEST_CASE("noise is a way back unless it never reaches") {
  const auto far = dead_unit(-1, -5, R"("inputNoise": 0.3, "optimizer": {"learningRate": 0.1})");
  CHECK(told_of(*far, 0, 0).permanent);
  CHECK(told_of(*far, 0, 0).rules == "R0 R1 R7");
  auto near = simulate(one_unit("[[0.5], [1], [1.5]]", "[3, 0.5, 0.5]", "[-1, 0.4, 1, 0]",
                                R"("inputNoise": 0.3, "optimizer": {"learningRate": 0.1})"));
  CHECK_FALSE(told_of(*near, 0, 0).permanent);
  const auto known = near->events().size();
  near->train(500);
  CHECK(near->events().size() > known);  // and so it came
}

TEST_CASE("what is recorded for later counts unless it only changes the pace") {
  auto run = dead_unit(-4, -0.5, R"("optimizer": {"learningRate": 0.1})");
  run->train(10);
  intervene(*run, R"({"training.optimizer.learningRate": 0.01})");
  CHECK(told_of(*run, 0, 0).permanent);
  CHECK(told_of(*run, 0, 0).rules == "R0 R1 R9");
  run->train(10);
  intervene(*run, R"({"network.activation": {"name": "leaky-relu"}})");
  run->seek(5);
  CHECK_FALSE(told_of(*run, 0, 0).permanent);

  auto momentum = simulate(one_unit("[[1], [2], [3]]", "[0.5, 1, 1.5]", "[1, 0, 1, 0]",
                                    R"("batchSize": 0, "optimizer": {"learningRate": 0.19, "momentum": 0.9})"));
  momentum->train(3);
  CHECK(told_of(*momentum, 0, 0, 1).permanent);
  intervene(*momentum, R"({"training.optimizer.learningRate": 0.01})");
  CHECK_FALSE(told_of(*momentum, 0, 0, 1).permanent);  // how far memory carries depends on the rate
}

TEST_CASE("a hard swish that is asked for more moves over its edge and dies there") {
  auto run =
      simulate(one_unit("[[1]]", "[30.5]", "[-2, 0, 1, 0]", R"("batchSize": 0, "optimizer": {"learningRate": 0.1})",
                        R"(, "activation": {"name": "hard-swish"})"));
  run->train(50);
  REQUIRE(run->events().size() == 1);
  CHECK(run->events().back().cause == Cause::own_update);
  CHECK(told_of(*run, 0, 0).rules == "R0 R1 R10");
  CHECK(told_of(*run, 0, 0).permanent);
}
