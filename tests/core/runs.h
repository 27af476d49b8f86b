#pragma once
// Runs for tests, from Scenarios as text. The named ones are read by files.h.
#include <doctest/doctest.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "experiment/simulation.h"
#include "files.h"

namespace reluctant::tests {

inline std::unique_ptr<Simulation> simulate(std::string_view json,
                                            std::shared_ptr<Budget> budget = std::make_shared<Budget>()) {
  std::vector<Mistake> mistakes;
  auto simulation = Simulation::make(json, mistakes, std::move(budget));
  for (const Mistake& mistake : mistakes) FAIL(mistake.path << ": " << mistake.message);
  return simulation;
}

inline void intervene(Simulation& run, std::string_view set) {
  std::vector<Mistake> mistakes;
  run.apply(set, mistakes);
  for (const Mistake& mistake : mistakes) FAIL(mistake.path << ": " << mistake.message);
}

/// All that a report says, to the bit.
inline std::string text_of(const Report& report) {
  char text[512];
  std::snprintf(text, sizeof text, "%u %u %.17g %.17g %.17g %.17g %.17g %.17g %d", report.step, report.epoch,
                report.train.loss, report.train.accuracy, report.test ? report.test->loss : -1,
                report.test ? report.test->accuracy : -1, report.regularized_loss, report.gradient_norm.value_or(-1),
                report.divergence ? static_cast<int>(report.divergence->step) : -1);
  return text;
}

inline std::vector<LifeEvent> events_of(const Simulation& simulation) {
  return {simulation.events().begin(), simulation.events().end()};
}

inline std::string text(double x) {
  char digits[40];
  std::snprintf(digits, sizeof digits, "%.17g", x);
  return digits;
}

/// What makes every hidden unit start with a sum of 1, so that none is born dead.
inline const std::string all_alive = R"(, "weights": {"name": "zeros"}, "bias": {"name": "constant", "value": 1})";

/// One hidden unit over rows of one input, squared error, that starts from given parameters: w, b, and the two of the
/// output.
inline std::string one_unit(const std::string& inputs, const std::string& targets, const std::string& parameters,
                            const std::string& training, const std::string& network = "") {
  return R"({"data": {"name": "custom", "testFraction": 0, "inputs": )" + inputs + R"(, "targets": )" + targets +
         R"(}, "network": {"hidden": [1])" + all_alive + network + R"(}, "training": {"loss": "mse", )" + training +
         R"(}, "interventions": [{"step": 0, "set": {"parameters": )" + parameters + "}}]}";
}

}  // namespace reluctant::tests
