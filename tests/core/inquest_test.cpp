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

/// The largest sum of the first unit.
float margin_of(Simulation& run) {
  Census census;
  run.take_census(SampleSet::train, 0, census);
  return census.margin[0];
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
  for (const Case& one : cases) {
    CAPTURE(one.name);
    int first_layer = 0, deeper = 0;
    for (int seed = 1; seed <= 12 && (first_layer < 3 || deeper < 3); ++seed) {
      const std::string scenario =
          R"({"seed": )" + std::to_string(seed) +
          R"(, "data": {"name": "xor", "samples": 60}, "network": {"weights": {"name": "he-normal"})" + one.network +
          R"(}, "training": {"batchSize": 10, )" + one.training + "}}";
      auto run = simulate(scenario);
      run->train(one.steps);
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
  for (int seed = 1; seed <= 20 && compared < 20; ++seed) {
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

TEST_CASE("the margins of a life are those of the run at their steps") {
  auto run = simulate(
      R"({"data": {"name": "xor", "samples": 60}, "training": {"batchSize": 4, "optimizer": {"learningRate": 1.4}}})");
  run->train(2000);
  int long_lives = 0;
  const auto deaths = deaths_by_update(*run);
  for (std::size_t i = 0; i < deaths.size(); i += 1 + deaths.size() / 20) {
    const LifeEvent& death = deaths[i];
    const auto found = autopsy(*run, death);
    const auto& steps = found["margins"]["steps"];
    const auto& values = found["margins"]["values"];
    REQUIRE(steps.Size() == values.Size());
    const unsigned first = steps[0].GetUint();
    CHECK(steps.Size() == std::min(256u, death.step - first + 1));
    CHECK(steps[steps.Size() - 2].GetUint() == death.step - 1);
    long_lives += steps.Size() == 256;
    std::uint32_t at = death.unit;
    for (std::uint32_t l = 0; l < death.layer; ++l) at += run->layout().layers[l].units;
    double largest = values[steps.Size() - 2].GetDouble();
    for (unsigned s = 0; s < steps.Size(); ++s) {
      CHECK((values[s].GetDouble() > 0) == (s + 1 < steps.Size()));
      largest = std::max(largest, values[s].GetDouble());
      if (s % 37 != 0) continue;
      run->seek(steps[s].GetUint());
      Census census;
      run->take_census(SampleSet::train, 0, census);
      CHECK(census.margin[at] == values[s].GetFloat());
    }
    const double before = values[steps.Size() - 2].GetDouble(), after = values[steps.Size() - 1].GetDouble();
    CHECK(found["stepShare"].GetDouble() == doctest::Approx((before - after) / (largest - after)));
    run->seek(2000);
  }
  CHECK(long_lives > 0);
}

TEST_CASE("a birth has no step before it") {
  auto run = simulate(R"({"network": {"hidden": [2], "bias": {"name": "constant", "value": -100}}})");
  run->train(5);
  const auto found = read(autopsy_json(*run, 0, 1, {}));
  CHECK(found["step"].GetInt() == 0);
  CHECK(found["cause"].GetString() == std::string("initialization"));
  for (const char* absent :
       {"ownShare", "stepShare", "weightsShare", "biasShare", "learningRate", "criticalLearningRate", "chain"}) {
    CAPTURE(std::string(absent));
    CHECK(found[absent].IsNull());
  }
  CHECK(found["margins"]["values"].Size() == 1);
  CHECK(found["lastRows"].Empty());
  CHECK(found["permanent"].GetBool());
  const auto cascade = read(cascade_json(*run, 0, 1));
  CHECK(cascade["step"].GetInt() == 0);
  CHECK(cascade["starved"].Empty());
}

TEST_CASE("of several interventions at one step the one that killed is told") {
  auto run = simulate(R"({"network": {"hidden": [2]}, "interventions": [
      {"step": 20, "set": {"neuron": {"layer": 0, "unit": 0, "bias": 1}}},
      {"step": 20, "set": {"neuron": {"layer": 0, "unit": 0, "bias": -100}}},
      {"step": 20, "set": {"neuron": {"layer": 0, "unit": 0, "bias": 0}}}]})");
  run->train(40);
  const auto found = read(autopsy_json(*run, 0, 0, {}));
  CHECK(found["step"].GetInt() == 20);
  CHECK(found["cause"].GetString() == std::string("intervention"));
  CHECK(found["learningRate"].IsNull());
  CHECK(found["criticalLearningRate"].IsNull());
  CHECK(found["ownShare"].IsNull());
  CHECK(found["stepShare"].GetDouble() > 0.9);
  CHECK(found["chain"]["before"]["slope"].GetDouble() == 1);
  CHECK(found["chain"]["after"]["slope"].GetDouble() == 0);
  CHECK(found["chain"]["after"]["sum"].GetDouble() < -90);
  CHECK_FALSE(found["permanent"].GetBool());  // the third brings it back
  CHECK(rules_of(found) == "R0 R1 R9");
}

TEST_CASE("a prescribed bias fires on its share and a little less does not") {
  int tried = 0;
  for (const std::string activation : {"relu", "relu6", "hard-swish"}) {
    for (int seed = 1; seed <= 2; ++seed) {
      const std::string scenario = R"({"seed": )" + std::to_string(seed) +
                                   R"(, "data": {"name": "xor", "samples": 80, "shift": 1},
                                       "network": {"bias": {"name": "normal", "std": 5}, "activation": {"name": ")" +
                                   activation + R"("}}, "training": {"optimizer": {"learningRate": 0.5}}})";
      auto run = simulate(scenario);
      run->train(50);
      const std::uint32_t rows = run->dataset().train_count;
      for (std::uint32_t layer = 0; layer < 2; ++layer) {
        for (std::uint32_t unit = 0; unit < 8; ++unit) {
          const auto found = read(autopsy_json(*run, layer, unit, {}));
          if (!found.IsObject() || found["prescriptions"].Empty()) continue;
          CAPTURE(activation);
          CAPTURE(seed);
          CAPTURE(layer);
          CAPTURE(unit);
          const auto sloped_after = [&](double by) {
            auto patient = simulate(scenario);
            patient->train(50);
            intervene(*patient, R"({"neuron": {"layer": )" + std::to_string(layer) + R"(, "unit": )" +
                                    std::to_string(unit) + R"(, "biasBy": )" + text(by) + "}}");
            const UnitView view = inspection_of(*patient, layer, unit);
            return std::count_if(view.slopes.begin(), view.slopes.end(), [](float slope) { return slope != 0; });
          };
          for (int i = 0; i < 2; ++i) {
            const auto& remedy = found["prescriptions"][i];
            const double by = remedy["change"]["neuron"]["biasBy"].GetDouble();
            const auto wanted = i == 0 ? 1 : (rows + 9) / 10;
            CHECK(sloped_after(by) >= wanted);
            CHECK(remedy["effect"]["activeFraction"].GetDouble() == static_cast<double>(sloped_after(by)) / rows);
            CHECK(sloped_after(by * (1 - 1e-3)) < wanted);
          }
          ++tried;
        }
      }
    }
  }
  CHECK(tried > 10);
}

TEST_CASE("a leak wakes after the steps that were predicted") {
  int predicted = 0;
  for (const double weight : {-0.4, -1.5, -4.0}) {
    for (const std::string optimizer : {R"({"learningRate": 0.05})", R"({"name": "adam", "learningRate": 0.01})",
                                        R"({"learningRate": 0.01, "momentum": 0.9, "weightDecay": 0.01})"}) {
      const std::string scenario =
          one_unit("[[0.5], [1], [1.5], [2]]", "[0.5, 1, 1, 2]", "[" + text(weight) + ", -0.2, 1, 0]",
                   R"("batchSize": 0, "optimizer": )" + optimizer);
      auto run = simulate(scenario);
      run->train(10);
      const auto found = read(autopsy_json(*run, 0, 0, {}));
      for (const auto& remedy : found["prescriptions"].GetArray()) {
        if (!remedy["change"].HasMember("network.activation")) continue;
        const std::string name = remedy["change"]["network.activation"]["name"].GetString();
        const bool has_steps = remedy["effect"].HasMember("steps");
        if (!has_steps && name != "leaky-relu") continue;
        CAPTURE(weight);
        CAPTURE(optimizer);
        CAPTURE(name);
        auto patient = simulate(scenario);
        patient->train(10);
        intervene(*patient, R"({"network.activation": {"name": ")" + name + "\"}}");
        std::uint32_t taken = 0;
        const auto is_awake = [&] { return margin_of(*patient) > 0; };
        for (; !is_awake() && taken < 3'000; ++taken) patient->train(1);
        if (!has_steps) {
          CHECK_FALSE(is_awake());
        } else if (name == "rrelu") {  // its slopes are drawn in the order of the rows, which is shuffled
          CHECK(taken == doctest::Approx(remedy["effect"]["steps"].GetUint()).epsilon(0.2));
        } else {
          CHECK(taken == remedy["effect"]["steps"].GetUint());
        }
        predicted += has_steps;
      }
    }
  }
  CHECK(predicted > 10);
}

TEST_CASE("GELU and its like drift away where their slope is negative") {
  const std::string scenario =
      one_unit("[[1]]", "[1.5]", "[-2, 0, 1, 0]", R"("batchSize": 0, "optimizer": {"learningRate": 0.1})");
  const auto found = read(autopsy_json(*simulate(scenario), 0, 0, {}));
  int drifting = 0;
  for (const auto& remedy : found["prescriptions"].GetArray()) {
    if (!remedy["change"].HasMember("network.activation")) continue;
    const std::string name = remedy["change"]["network.activation"]["name"].GetString();
    const double slope = remedy["effect"]["meanSlope"].GetDouble();
    const bool has_dip = name == "gelu" || name == "silu" || name == "mish" || name == "hard-swish";
    CAPTURE(name);
    CHECK((slope < 0) == has_dip);
    if (!has_dip) continue;
    auto patient = simulate(scenario);
    intervene(*patient, R"({"network.activation": {"name": ")" + name + "\"}}");
    patient->train(5);
    CHECK(margin_of(*patient) < -2);  // asked for more, it moved down
    patient->train(20'000);
    CHECK(margin_of(*patient) < 0);
    ++drifting;
  }
  CHECK(drifting == 4);
}

TEST_CASE("the last listener takes everyone below along") {
  int cut_off = 0, starved = 0;
  for (int seed = 1; seed <= 30; ++seed) {
    auto run = simulate(R"({"seed": )" + std::to_string(seed) +
                        R"(, "data": {"name": "xor", "samples": 60}, "network": {"hidden": [5, 2]},
                            "training": {"batchSize": 10, "optimizer": {"learningRate": 1.2}}})");
    run->train(200);
    for (std::uint32_t unit = 0; unit < 2; ++unit) {
      const auto found = read(cascade_json(*run, 1, unit));
      if (!found.IsObject() || found["step"].GetUint() == 0) continue;
      CAPTURE(seed);
      CAPTURE(unit);
      const std::uint32_t step = found["step"].GetUint();
      Census before, after;
      std::vector<float> norms_before, norms_after;
      std::vector<double> layers;
      run->seek(step - 1);
      run->take_census(SampleSet::train, 0, before);
      run->measure_gradient_norms(norms_before, layers);
      run->seek(step);
      run->take_census(SampleSet::train, 0, after);
      run->measure_gradient_norms(norms_after, layers);
      run->seek(200);
      for (const auto& one : found["cutOff"].GetArray()) {
        CHECK(one["layer"].GetUint() == 0);
        const unsigned u = one["unit"].GetUint();
        CHECK(before.states[u] != NeuronState::cut_off);
        CHECK(after.states[u] == NeuronState::cut_off);
        CHECK(one["gradientNorm"]["before"].GetFloat() == doctest::Approx(norms_before[u]));
        CHECK(one["gradientNorm"]["after"].GetDouble() == 0);
        ++cut_off;
      }
      for (const auto& one : found["starved"].GetArray()) {
        const unsigned u = one["unit"].GetUint();
        CHECK(after.states[u] != NeuronState::cut_off);
        CHECK(after.states[u] != NeuronState::dead);
        CHECK(one["gradientNorm"]["before"].GetFloat() == doctest::Approx(norms_before[u]));
        CHECK(one["gradientNorm"]["after"].GetFloat() == doctest::Approx(norms_after[u]));
        CHECK(norms_after[u] < norms_before[u]);
        ++starved;
      }
      const bool last_listener = after.states[5] == NeuronState::dead && after.states[6] == NeuronState::dead &&
                                 before.states[5 + unit] != NeuronState::dead;
      if (last_listener) {
        for (unsigned u = 0; u < 5; ++u) {
          const bool learnt = before.states[u] != NeuronState::dead && before.states[u] != NeuronState::cut_off;
          const bool named = std::any_of(found["cutOff"].Begin(), found["cutOff"].End(),
                                         [u](const auto& one) { return one["unit"].GetUint() == u; });
          if (after.states[u] != NeuronState::dead) CHECK(named == learnt);
        }
      }
    }
  }
  CHECK(cut_off > 0);
  CHECK(starved > 0);
}
