// Back and forth in time, and into a second run: no bit of difference, and the known run stays what it is.
#include <algorithm>
#include <string>
#include <vector>

#include "numerics/random.h"
#include "runs.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

const char* const busy_scenarios[] = {
    R"({"training": {"optimizer": {"learningRate": 0.2}}, "interventions": [
        {"step": 90, "set": {"network.activation": {"name": "prelu", "perUnit": true}}},
        {"step": 90, "set": {"neuron": {"layer": 1, "unit": 2, "bias": -3}}},
        {"step": 200, "set": {"network.activation": {"name": "relu"}, "training.batchSize": 100}},
        {"step": 200, "set": {"neuron": {"layer": 0, "unit": 0, "reset": true}}},
        {"step": 310, "set": {"training.optimizer": {"name": "adam", "learningRate": 0.05}}}]})",
    R"({"network": {"batchNorm": true, "dropout": 0.3, "activation": {"name": "relu6"}},
        "training": {"optimizer": {"name": "sgd", "learningRate": 0.5, "momentum": 0.9}, "inputNoise": 0.4}})",
    R"({"network": {"hidden": [5, 4, 3], "activation": {"name": "rrelu"}}, "training": {"batchSize": 0, "l1": 0.01,
        "optimizer": {"name": "adamw"}, "schedule": {"name": "cosine", "steps": 300, "warmUp": 20}}})",
};

/// Seeks from step to step of every busy Scenario and compares each with a run that only went forward.
void travel_back_and_forth(std::uint32_t pairs) {
  constexpr std::uint32_t last = 400;
  for (const char* scenario : busy_scenarios) {
    CAPTURE(scenario);
    std::vector<std::string> fingerprints, reports;
    auto fresh = simulate(scenario);
    for (std::uint32_t step = 0; step <= last; ++step) {
      fingerprints.push_back(fresh->fingerprint());
      reports.push_back(text_of(fresh->report()));
      fresh->train(1);
    }
    auto traveller = simulate(scenario);
    RandomStream random(41, Stream::trials);
    std::uint32_t furthest = 0, wrong = 0;
    for (std::uint32_t pair = 0; pair < pairs; ++pair) {
      for (int end = 0; end < 2; ++end) {
        const std::uint32_t step = random.below(last + 1);
        traveller->seek(step);
        furthest = std::max(furthest, step);
        wrong += traveller->fingerprint() != fingerprints[step] || text_of(traveller->report()) != reports[step];
      }
    }
    CHECK(wrong == 0);
    CHECK(traveller->known() == furthest);
    auto known = events_of(*fresh);
    std::erase_if(known, [&](const LifeEvent& event) { return event.step > furthest; });
    CHECK(events_of(*traveller) == known);
    CHECK(!known.empty() == (std::string_view(scenario).find("rrelu") == std::string_view::npos));
  }
}

}  // namespace

TEST_CASE("random pairs of seeks leave no bit of difference") { travel_back_and_forth(300); }

// tools/test seeks; not of the ordinary run, where it would take most of the time.
TEST_CASE("ten thousand pairs of seeks leave no bit of difference" * doctest::skip()) { travel_back_and_forth(10000); }

TEST_CASE("two interventions at one step are told once however often the step is reached") {
  auto simulation = simulate(R"({"network": {"hidden": [4]}, "interventions": [
      {"step": 30, "set": {"neuron": {"layer": 0, "unit": 1, "bias": -100}}},
      {"step": 30, "set": {"neuron": {"layer": 0, "unit": 1, "bias": 1}}}]})");
  simulation->train(30);
  const auto told = events_of(*simulation);
  CHECK(std::count_if(told.begin(), told.end(), [](const LifeEvent& e) {
          return e.step == 30 && e.unit == 1 && e.cause == Cause::intervention;
        }) == 2);
  for (const std::uint32_t step : {0u, 30u, 29u, 30u, 1u, 30u}) {
    simulation->seek(step);
    CHECK(events_of(*simulation) == told);
  }
}

TEST_CASE("a loss that overflows ends the run at the same step however it is sliced") {
  // The parameters are finite, the sums that they make are not.
  auto probe = simulate(R"({"network": {"hidden": [2]}})");
  std::string values = "1e30";
  for (std::size_t p = 1; p < probe->parameters().size(); ++p) values += ", 1e30";
  const std::string scenario =
      R"({"network": {"hidden": [2]}, "interventions": [{"step": 20, "set": {"parameters": [)" + values + "]}}]}";
  auto at_once = simulate(scenario);
  at_once->train(100);
  CHECK(at_once->step() == 19);
  REQUIRE(at_once->divergence());
  CHECK(at_once->divergence()->step == 20);
  CHECK(at_once->divergence()->what == StepOutcome::Fault::loss);
  auto sliced = simulate(scenario);
  for (int i = 0; i < 40; ++i) {
    sliced->train(1);
    static_cast<void>(sliced->report());
  }
  auto by_hand = simulate(R"({"network": {"hidden": [2]}})");
  by_hand->train(20);
  intervene(*by_hand, R"({"parameters": [)" + values + "]}");
  auto sought = simulate(scenario);
  sought->seek(1000);
  for (const auto& other : {sliced.get(), by_hand.get(), sought.get()}) {
    CHECK(other->known() == 19);
    CHECK(text_of(other->report()) == text_of(at_once->report()));
    CHECK(other->fingerprint() == at_once->fingerprint());
    CHECK(events_of(*other) == events_of(*at_once));
    other->seek(3);
    CHECK(!other->divergence());
    other->seek(20);
    CHECK(other->step() == 19);
    CHECK(other->divergence());
  }
  // A change before the end opens the way again.
  sought->seek(10);
  intervene(*sought, R"({"training.optimizer.learningRate": 0.01})");
  sought->train(30);
  CHECK(sought->step() == 40);
  CHECK(!sought->divergence());
}

TEST_CASE("a network whose loss is not finite as it is born has diverged and stays") {
  auto simulation = simulate(R"({"network": {"hidden": [64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64],
                                             "weights": {"name": "normal", "std": 1000}}})");
  CHECK(simulation->divergence());
  simulation->train(5);
  CHECK(simulation->step() == 0);
  CHECK(simulation->report().divergence->step == 0);
}

TEST_CASE("the batch of a diverged run is that of its last step") {
  auto stopped = simulate(scenario_named("diverging"));
  stopped->train(100000);
  REQUIRE(stopped->divergence());
  auto before = simulate(scenario_named("diverging"));
  before->train(stopped->step());
  Census of_stopped, of_before;
  REQUIRE(stopped->take_census(SampleSet::batch, 0.025, of_stopped));
  REQUIRE(before->take_census(SampleSet::batch, 0.025, of_before));
  CHECK(of_stopped.margin == of_before.margin);
  CHECK(of_stopped.active_fraction == of_before.active_fraction);
}

TEST_CASE("a fork is the same run with the same past and future") {
  for (const char* scenario : busy_scenarios) {
    auto original = simulate(scenario);
    original->train(350);
    original->seek(150);
    auto fork = original->fork();
    CHECK(fork->step() == 150);
    CHECK(fork->known() == 350);
    CHECK(fork->fingerprint() == original->fingerprint());
    CHECK(text_of(fork->report()) == text_of(original->report()));
    CHECK(write_scenario(fork->scenario()) == write_scenario(original->scenario()));
    CHECK(events_of(*fork) == events_of(*original));
    for (const std::uint32_t step : {149u, 350u, 7u, 420u}) {
      fork->seek(step);
      original->seek(step);
      CHECK(fork->fingerprint() == original->fingerprint());
    }
  }
}

TEST_CASE("what is changed in one branch stays as it was in the other") {
  auto untouched = simulate(scenario_named("rescue"));
  untouched->train(300);
  auto original = simulate(scenario_named("rescue"));
  original->train(300);
  original->seek(100);
  auto fork = original->fork();
  intervene(*fork, R"({"training.optimizer.learningRate": 0.7})");
  fork->train(500);
  CHECK(fork->known() == 600);
  CHECK(original->known() == 300);
  CHECK(events_of(*original) == events_of(*untouched));
  original->seek(300);
  CHECK(original->fingerprint() == untouched->fingerprint());
  auto recorded = simulate(write_scenario(fork->scenario()));
  recorded->train(600);
  CHECK(recorded->fingerprint() == fork->fingerprint());
  CHECK(events_of(*recorded) == events_of(*fork));
  // And the other way round, after the original is gone.
  intervene(*original, R"({"network.activation": {"name": "prelu"}})");
  original.reset();
  fork->seek(90);
  untouched->seek(90);
  CHECK(fork->fingerprint() == untouched->fingerprint());
}

TEST_CASE("runs share one memory for checkpoints and the one with most gives way") {
  const auto budget = std::make_shared<Budget>(std::size_t{200} << 10);
  auto small = simulate("{}", budget);
  small->train(1000);
  const std::size_t of_small = budget->spent();
  auto large = simulate(R"({"network": {"hidden": [32, 32]}})", budget);
  large->train(8000);
  CHECK(budget->spent() <= budget->bytes());
  CHECK(budget->spent() > of_small);
  // The small run's are all still there: the large one thinned its own.
  auto fork = small->fork();
  const std::size_t before = budget->spent();
  fork->seek(500);
  CHECK(budget->spent() == before);  // a fork's past costs nothing
  large.reset();
  CHECK(budget->spent() == of_small);
  small.reset();
  CHECK(budget->spent() == of_small);
  fork.reset();
  CHECK(budget->spent() == 0);
}

TEST_CASE("thinned checkpoints still lead everywhere to the bit") {
  auto roomy = simulate(scenario_named("rescue"));
  auto tight = simulate(scenario_named("rescue"), std::make_shared<Budget>(std::size_t{4} << 10));
  roomy->train(600);
  tight->train(600);
  RandomStream random(9, Stream::trials);
  for (int i = 0; i < 40; ++i) {
    const std::uint32_t step = random.below(601);
    roomy->seek(step);
    tight->seek(step);
    CHECK(tight->fingerprint() == roomy->fingerprint());
  }
}
