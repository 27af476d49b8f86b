// Scenarios: read, refused and written back; and the catalogue that they are read by.
#include "experiment/scenario.h"

#include <doctest/doctest.h>
#include <rapidjson/document.h>

#include <string>
#include <vector>

#include "experiment/catalogue.h"
#include "files.h"

using namespace reluctant;

namespace {

std::vector<Mistake> mistakes_of(std::string_view json) {
  std::vector<Mistake> mistakes;
  read_scenario(json, mistakes);
  return mistakes;
}

Scenario read(std::string_view json) {
  std::vector<Mistake> mistakes;
  const Scenario scenario = read_scenario(json, mistakes);
  for (const auto& mistake : mistakes) FAIL(mistake.path << ": " << mistake.message);
  return scenario;
}

void check_mistake(const std::string& json, std::string_view path, std::string_view message) {
  const auto mistakes = mistakes_of(json);
  CAPTURE(json);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].path == path);
  CHECK(mistakes[0].message == message);
}

}  // namespace

TEST_CASE("an empty Scenario has the defaults of version 1") {
  const Scenario scenario = read("{}");
  CHECK(scenario.seed == 7);
  CHECK(families()[scenario.data.index].name == "moons");
  CHECK(scenario.data.values[0] == 400);
  CHECK(scenario.data.values[1] == 0.1);
  CHECK(scenario.data.values[2] == 0.25);
  CHECK(scenario.hidden == std::vector<std::uint32_t>{8, 8});
  CHECK(activation_descriptions()[scenario.activations[0].index].name == "relu");
  CHECK(scenario.optimizer.values[0] == 0.1);
  CHECK(scenario.batch_size == 32);
  CHECK(scenario.interventions.empty());
  CHECK(loss_in_use(scenario) == Loss::binary_cross_entropy);
}

TEST_CASE("every named Scenario is right and survives being written and read") {
  const auto golden = tests::json_of_file("golden/fingerprints.json");
  int count = 0;
  for (const auto& entry : golden["scenarios"].GetObject()) {
    const std::string name = entry.name.GetString();
    CAPTURE(name);
    const std::string complete = write_scenario(read(tests::scenario_named(name)));
    CHECK(write_scenario(read(complete)) == complete);
    ++count;
  }
  CHECK(count >= 64);
}

TEST_CASE("a mistake names its path and what was found and what is allowed") {
  check_mistake(R"({"training": {"optimizer": {"learningRate": "fast"}}})", "training.optimizer.learningRate",
                R"(expected a number in (0, 1000], found "fast")");
  check_mistake(R"({"training": {"optimizer": {"learningRate": 0}}})", "training.optimizer.learningRate",
                "expected a number in (0, 1000], found 0");
  check_mistake(R"({"network": {"hidden": [8, 1025]}})", "network.hidden[1]",
                "expected an integer in [1, 1024], found 1025");
  check_mistake(R"({"network": {"hidden": [8, 2.5]}})", "network.hidden[1]",
                "expected an integer in [1, 1024], found 2.5");
  check_mistake(R"({"seed": -1})", "seed", "expected an integer in [0, 4294967295], found -1");
  check_mistake(R"({"version": 2})", "version", "expected 1, found 2");
  check_mistake(R"({"network": {"batchNorm": 1}})", "network.batchNorm", "expected true or false, found 1");
  check_mistake(R"({"network": {"dropout": {"\u0000": "NaN"}}})", "network.dropout",
                "expected a number in [0, 0.99], found NaN");
  check_mistake(R"({"training": {"optimizer": {"name": "adam", "betas": [0.9]}}})", "training.optimizer.betas",
                "expected an array of 2 numbers, found [0.9]");
  check_mistake(R"({"training": {"optimizer": {"name": "adam", "betas": [0.9, 1]}}})", "training.optimizer.betas[1]",
                "expected a number in [0, 0.999999], found 1");
  check_mistake(R"({"training": {"loss": {"\u0000": "a function"}}})", "training.loss",
                R"(expected one of "auto", "mse", "binary-cross-entropy", "mae", "cross-entropy", found a function)");
  const auto unknown_family = mistakes_of(R"({"data": {"name": "moon"}})");
  REQUIRE(unknown_family.size() == 1);
  CHECK(unknown_family[0].path == "data.name");
  CHECK(unknown_family[0].message.starts_with(R"(expected one of "moons", "circle", )"));
  CHECK(unknown_family[0].message.ends_with(R"(, "custom", found "moon")"));
  check_mistake(R"({"network": {"activation": {"name": "relu", "slope": 0.1}}})", "network.activation.slope",
                R"(expected one of the fields name, found "slope")");
  check_mistake(R"({"sead": 3})", "sead",
                R"(expected one of the fields version, seed, data, network, training, interventions, found "sead")");
  check_mistake(R"({"network": {"activation": "relu"}})", "network.activation",
                R"(expected an object with a name, found "relu")");
  check_mistake(R"({"network": {"activation": [{"name": "relu"}]}})", "network.activation",
                "expected one activation for each of the 2 hidden layers, found 1");
  check_mistake("[]", "", "expected an object, found []");
  check_mistake("{", "", "expected JSON, found a mistake at character 2");
}

TEST_CASE("all mistakes are named at once") {
  const auto mistakes =
      mistakes_of(R"({"seed": "x", "data": {"noise": -1, "samples": 1.5}, "network": {"hidden": 3}})");
  REQUIRE(mistakes.size() == 4);
  CHECK(mistakes[0].path == "seed");
  CHECK(mistakes[1].path == "data.noise");
  CHECK(mistakes[2].path == "data.samples");
  CHECK(mistakes[3].path == "network.hidden");
}

TEST_CASE("what was found is cut at forty characters and never within one") {
  std::string long_name;
  for (int i = 0; i < 60; ++i) long_name += "é";
  const auto mistakes = mistakes_of("{\"data\": {\"name\": \"" + long_name + "\"}}");
  REQUIRE(mistakes.size() == 1);
  const std::string& message = mistakes[0].message;
  std::string expected = "\"";
  for (int i = 0; i < 39; ++i) expected += "é";
  CHECK(message.ends_with(expected + "…"));
}

TEST_CASE("interventions are checked against what is in force at their turn") {
  CHECK(mistakes_of(R"({"interventions": [{"step": 5, "set": {"network.activation.slope": 0.1}},
                                          {"step": 3, "set": {"network.activation": {"name": "leaky-relu"}}}]})")
            .empty());
  check_mistake(R"({"interventions": [{"step": 5, "set": {"network.activation.slope": 0.1}}]})",
                R"(interventions[0].set["network.activation.slope"])",
                R"(expected no parameter of relu, found "slope")");
  check_mistake(R"({"interventions": [{"step": 4, "set": {"training.optimizer.learningRate": 0}}]})",
                R"(interventions[0].set["training.optimizer.learningRate"])",
                "expected a number in (0, 1000], found 0");
  const auto refused = mistakes_of(R"({"interventions": [{"step": 4, "set": {"network.hidden": [1]}}]})");
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].path == R"(interventions[0].set["network.hidden"])");
  check_mistake(R"({"interventions": [{"step": 1}]})", "interventions[0].set",
                "expected an object of paths and values, found nothing");
  check_mistake(R"({"interventions": [{"set": {"training.batchSize": 3}}]})", "interventions[0].step",
                "expected an integer in [0, 4294967295], found nothing");
}

TEST_CASE("every choice of the catalogue is accepted with its defaults and written back whole") {
  struct Table {
    const char* before;
    std::span<const Description> entries;
    const char* after;
  };
  const Table tables[] = {
      {R"({"network": {"activation": )", activation_descriptions(), "}}"},
      {R"({"network": {"weights": )", field_named("network.weights").table, "}}"},
      {R"({"network": {"bias": )", field_named("network.bias").table, "}}"},
      {R"({"training": {"optimizer": )", field_named("training.optimizer").table, "}}"},
      {R"({"training": {"schedule": )", field_named("training.schedule").table, "}}"},
      {R"({"data": )", families(), "}"},
  };
  for (const Table& table : tables) {
    for (const Description& entry : table.entries) {
      const std::string rows = entry.name == "custom" ? R"(, "inputs": [[1, 2], [3, 4]], "targets": [0, 1])" : "";
      const std::string text =
          table.before + (R"({"name": ")" + std::string(entry.name) + '"' + rows + '}') + table.after;
      CAPTURE(text);
      const std::string complete = write_scenario(read(text));
      for (const Parameter& parameter : entry.parameters) {
        CHECK(complete.find("\"" + std::string(parameter.name) + "\":") != std::string::npos);
      }
      CHECK(write_scenario(read(complete)) == complete);
    }
  }
}

TEST_CASE("rows of one's own are read and written back and refused by row and column") {
  const Scenario scenario =
      read(R"({"data": {"name": "custom", "inputs": [[1, 2, 3], [4, 5, 0.5]], "targets": [0, 2.5]}})");
  CHECK(shape_of(scenario) == DatasetShape{.rows = 2, .features = 3, .outputs = 1, .classes = 0});
  CHECK(loss_in_use(scenario) == Loss::mean_squared_error);
  CHECK(write_scenario(scenario).find(R"("inputs":[[1,2,3],[4,5,0.5]],"targets":[0,2.5])") != std::string::npos);
  const auto classes = read(R"({"data": {"name": "custom", "inputs": [[1], [2], [3]], "targets": [0, 2, 1]}})");
  CHECK(loss_in_use(classes) == Loss::cross_entropy);
  const auto refuse = [](const char* rows, const char* path, const char* message) {
    check_mistake(R"({"data": {"name": "custom", )" + std::string(rows) + "}}", path, message);
  };
  refuse(R"("inputs": [[1, 2], [3]], "targets": [0, 1])", "data.inputs[1]", "expected a row of 2 numbers, found [3]");
  refuse(R"("inputs": [[1], ["x"]], "targets": [0, 1])", "data.inputs[1][0]",
         R"(expected a number in [-1e30, 1e30], found "x")");
  refuse(R"("inputs": [[1], [2]], "targets": [0])", "data.targets", "expected 2 rows, as many as inputs, found 1");
  refuse(R"("inputs": [], "targets": [0])", "data.inputs", "expected an array of 1 to 100000 rows, found 0");
  refuse(R"("targets": [0])", "data.inputs", "expected an array of 1 to 100000 rows, found nothing");
  check_mistake(R"({"data": {"name": "xor", "inputs": [[1]]}})", "data.inputs",
                R"(expected one of the fields name, samples, noise, testFraction, shift, scale, seed, found "inputs")");
}

TEST_CASE("a loss is refused when the data have no targets for it") {
  check_mistake(
      R"({"training": {"loss": "cross-entropy"}})", "training.loss",
      R"(expected one of "auto", "mse", "mae", "binary-cross-entropy" for two classes, found "cross-entropy")");
  check_mistake(R"({"data": {"name": "gaussians", "classes": 4}, "training": {"loss": "binary-cross-entropy"}})",
                "training.loss",
                R"(expected one of "auto", "mse", "mae", "cross-entropy" for 4 classes, found "binary-cross-entropy")");
  check_mistake(R"({"data": {"name": "abs"}, "training": {"loss": "binary-cross-entropy"}})", "training.loss",
                R"(expected one of "auto", "mse", "mae" for regression, found "binary-cross-entropy")");
}

TEST_CASE("limits of size are refused with both figures before anything is taken") {
  check_mistake(R"({"network": {"hidden": [1024, 1024]}})", "network.hidden",
                "expected a network of at most 1000000 parameters, found 1053697");
  const auto large =
      mistakes_of(R"({"data": {"samples": 100000}, "training": {"batchSize": 0}, "network": {"hidden": [900, 900]}})");
  REQUIRE(large.size() == 1);
  CHECK(large[0].message.starts_with("expected an experiment of at most 512 MiB, found "));
  std::string deep = R"({"network": {"hidden": [1)";
  for (int i = 0; i < 100; ++i) deep += ",1";
  check_mistake(deep + "]}}", "network.hidden", "expected an array of at most 100 integers, found 101 of them");
}

TEST_CASE("deeply nested JSON is refused and not followed") {
  std::string nested = R"({"interventions": )";
  for (int i = 0; i < 100000; ++i) nested += '[';
  for (int i = 0; i < 100000; ++i) nested += ']';
  CHECK(!mistakes_of(nested + "}").empty());
}

TEST_CASE("the catalogue lists every table and field once") {
  rapidjson::Document catalogue;
  catalogue.Parse(catalogue_json().c_str());
  REQUIRE(!catalogue.HasParseError());
  for (const char* table :
       {"activations", "initializers", "biases", "optimizers", "losses", "datasets", "schedules", "states"}) {
    CAPTURE(table);
    REQUIRE(catalogue[table].IsArray());
    for (const auto& entry : catalogue[table].GetArray()) {
      CHECK(entry["name"].GetStringLength() > 0);
      CHECK(entry["label"].GetStringLength() > 0);
      CHECK(entry["description"].GetStringLength() > 20);
      CHECK(entry["parameters"].IsArray());
    }
  }
  std::vector<std::string> paths;
  for (const auto& field : catalogue["fields"].GetArray()) {
    paths.emplace_back(field["path"].GetString());
    CHECK(field.HasMember("default"));
    CHECK(field["midRun"].IsBool());
  }
  for (const char* path :
       {"seed", "data.samples", "training.optimizer.learningRate", "network.activation", "network.dropout"}) {
    CHECK(std::count(paths.begin(), paths.end(), path) == 1);
  }
}
