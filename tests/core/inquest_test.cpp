// Deaths questioned: every claim of an autopsy tried by doing it, in a run of its own. States and causes alone are
// health_test.cpp.
#include "experiment/inquest.h"

#include <doctest/doctest.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "runs.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

rapidjson::Document read(const std::string& json) {
  rapidjson::Document document;
  document.Parse(json.c_str());
  return document;
}

rapidjson::Document autopsy(const Simulation& run, const LifeEvent& death) {
  return read(autopsy_json(run, death.layer, death.unit, death.step));
}

/// The deaths of a run by an update.
std::vector<LifeEvent> deaths_by_update(const Simulation& run) {
  std::vector<LifeEvent> deaths;
  for (const LifeEvent& event : run.events()) {
    if (event.kind == LifeEvent::Kind::died && event.cause != Cause::intervention) deaths.push_back(event);
  }
  return deaths;
}

bool happens(const Simulation& run, const LifeEvent& place, LifeEvent::Kind kind) {
  return std::any_of(run.events().begin(), run.events().end(), [&](const LifeEvent& event) {
    return event.step == place.step && event.layer == place.layer && event.unit == place.unit && event.kind == kind;
  });
}

std::string rules_of(const rapidjson::Document& found) {
  std::string rules;
  for (const auto& reason : found["reasons"].GetArray()) {
    if (!rules.empty()) rules += ' ';
    rules += reason["rule"].GetString();
  }
  return rules;
}

/// Whether the unit dies at that step when the step is made at another rate.
bool dies_at_rate(const std::string& scenario, const LifeEvent& death, double rate) {
  auto run = simulate(scenario);
  run->seek(death.step - 1);
  intervene(*run, R"({"training.optimizer.learningRate": )" + text(rate) + "}");
  run->train(1);
  return happens(*run, death, LifeEvent::Kind::died);
}

}  // namespace

TEST_CASE("the one step kill at three sixteenths is explained to the last number") {
  auto run = simulate(one_unit("[[1], [2], [3]]", "[0.5, 1, 1.5]", "[1, 0, 1, 0]",
                               R"("batchSize": 0, "optimizer": {"name": "sgd", "learningRate": 0.1876})"));
  run->train(3);
  const auto found = read(autopsy_json(*run, 0, 0, {}));
  CHECK(found["step"].GetInt() == 1);
  CHECK(found["cause"].GetString() == std::string("own-update"));
  CHECK(found["criticalLearningRate"].GetDouble() == doctest::Approx(3.0 / 16).epsilon(1e-6));
  CHECK(found["learningRate"].GetDouble() == 0.1876);
  CHECK(found["ownShare"].GetDouble() == 1);
  CHECK(found["stepShare"].GetDouble() == 1);
  CHECK(found["biasShare"].GetDouble() == doctest::Approx(0.125).epsilon(1e-3));
  CHECK(found["biasShare"].GetDouble() + found["weightsShare"].GetDouble() == doctest::Approx(1));
  CHECK(found["lastRows"].Size() == 3);
  const auto& before = found["chain"]["before"];
  CHECK(before["row"].GetInt() == 2);  // x = 3 is the last to go
  CHECK(before["inputs"][0].GetDouble() == 3);
  CHECK(before["sum"].GetDouble() == 3);
  CHECK(before["upstream"].GetDouble() == doctest::Approx(1));  // 2 (3 - 1.5) / 3
  CHECK(before["slope"].GetDouble() == 1);
  CHECK(found["chain"]["after"]["slope"].GetDouble() == 0);
  CHECK(found["permanent"].GetBool());
  CHECK(rules_of(found) == "R0 R1");
  CHECK(found["margins"]["steps"].Size() == 2);
  CHECK(found["margins"]["values"][0].GetDouble() == 3);
  CHECK(found["margins"]["values"][1].GetDouble() < 0);
}

TEST_CASE("a step made again spares just below the critical rate and kills just above it") {
  struct Case {
    std::string name, network, training;
    std::uint32_t steps;
  };
  const Case cases[] = {
      {"plain", "", R"("optimizer": {"learningRate": 1.5})", 300},
      {"momentum", "", R"("optimizer": {"learningRate": 0.4, "momentum": 0.9})", 200},
      {"nesterov", "", R"("optimizer": {"learningRate": 0.4, "momentum": 0.9, "nesterov": true})", 200},
      {"adam", "", R"("optimizer": {"name": "adam", "learningRate": 0.1})", 200},
      {"adamw", "", R"("optimizer": {"name": "adamw", "learningRate": 0.1, "weightDecay": 0.1})", 200},
      {"rmsprop", "", R"("optimizer": {"name": "rmsprop", "learningRate": 0.1})", 200},
      {"decay", "", R"("optimizer": {"learningRate": 1.2, "weightDecay": 0.01})", 300},
      {"penalties", "", R"("l1": 0.001, "l2": 0.01, "optimizer": {"learningRate": 1.2})", 300},
      {"clipping", "", R"("clipNorm": 1, "optimizer": {"learningRate": 2})", 300},
      {"noise", R"(, "dropout": 0.2)", R"("inputNoise": 0.2, "optimizer": {"learningRate": 1.2})", 200},
      {"batch norm", R"(, "batchNorm": true)", R"("optimizer": {"learningRate": 3})", 200},
      {"one unit a layer", R"(, "hidden": [4, 4, 4])", R"("optimizer": {"learningRate": 0.5})", 300},
  };
  for (const auto& [name, network, training, steps] : cases) {
    CAPTURE(name);
    int first_layer = 0, deeper = 0;
    for (int seed = 1; seed <= 12 && (first_layer < 3 || deeper < 3); ++seed) {
      const std::string scenario =
          R"({"seed": )" + std::to_string(seed) +
          R"(, "data": {"name": "xor", "samples": 60}, "network": {"weights": {"name": "he-normal"})" + network +
          R"(}, "training": {"batchSize": 10, )" + training + "}}";
      auto run = simulate(scenario);
      run->train(steps);
      for (const LifeEvent& death : deaths_by_update(*run)) {
        int& seen = death.layer == 0 ? first_layer : deeper;
        if (seen == 3) continue;
        ++seen;
        CAPTURE(seed);
        CAPTURE(death.step);
        CAPTURE(death.layer);
        CAPTURE(death.unit);
        const auto found = autopsy(*run, death);
        const double critical = found["criticalLearningRate"].GetDouble();
        CHECK(critical <= found["learningRate"].GetDouble());
        CHECK_FALSE(dies_at_rate(scenario, death, critical * (1 - 1e-4)));
        CHECK(dies_at_rate(scenario, death, critical * (1 + 1e-4)));
      }
    }
    CHECK(first_layer > 0);
    CHECK(deeper == 3);
  }
}

TEST_CASE("in the first layer under plain descent the critical rate is the closed form") {
  int compared = 0;
  for (int seed = 1; seed <= 20; ++seed) {
    auto run = simulate(R"({"seed": )" + std::to_string(seed) +
                        R"(, "data": {"name": "xor", "samples": 60}, "network": {"hidden": [16]},
                            "training": {"batchSize": 0, "optimizer": {"learningRate": 8}}})");
    run->train(200);
    for (const LifeEvent& death : deaths_by_update(*run)) {
      CAPTURE(seed);
      const double critical = autopsy(*run, death)["criticalLearningRate"].GetDouble();
      run->seek(death.step - 1);
      std::vector<float> gradients(run->parameters().size());
      run->measure_gradients(gradients);
      const Layer& layer = run->layout().layers[0];
      const Dataset& data = run->dataset();
      // The last row to go: the largest z / d over the rows that have a slope.
      double largest = 0;
      for (std::uint32_t s = 0; s < data.train_count; ++s) {
        double z = run->parameters()[layer.bias + death.unit], d = gradients[layer.bias + death.unit];
        for (std::uint32_t i = 0; i < layer.inputs; ++i) {
          z += double{run->parameters()[layer.weights + death.unit * layer.inputs + i]} * data.inputs[s * 2 + i];
          d += double{gradients[layer.weights + death.unit * layer.inputs + i]} * data.inputs[s * 2 + i];
        }
        if (z > 0) largest = std::max(largest, z / d);
      }
      CHECK(critical == doctest::Approx(largest).epsilon(1e-4));
      ++compared;
      run->seek(200);
    }
  }
  CHECK(compared > 10);
}
