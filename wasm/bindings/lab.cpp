// The core's tables its judgement of Scenarios, and how a run is opened, seen from JavaScript: names and views,
// no logic. Runs are run.cpp.
#include "experiment/lab.h"

#include <emscripten/bind.h>

#include "floats.h"

namespace {

using namespace emscripten;
using namespace reluctant;

std::string version() { return RELUCTANT_VERSION; }

bool has_simd() {
#ifdef __wasm_simd128__
  return true;
#else
  return false;
#endif
}

std::string validate(const std::string& scenario) { return validate_json(scenario); }

std::string estimate_of(const std::string& scenario) { return estimate_json(scenario); }

std::string parse_csv_text(const std::string& text, const std::string& target, bool standardize) {
  return parse_csv_json(text, target, standardize);
}

Evaluation evaluate(const std::string& name, const std::string& parameters, const val& z) {
  return evaluate_activation(name, parameters, floats_from(z));
}

std::string errors(const Evaluation& evaluation) { return evaluation.errors_json; }
val value(const Evaluation& evaluation) { return view_of(evaluation.value); }
val slope(const Evaluation& evaluation) { return view_of(evaluation.slope); }

/// Null when the Scenario is wrong; `told.errors` has the mistakes then.
std::unique_ptr<Run> open_run(Opener& opener, const std::string& scenario, val told) {
  std::string errors;
  auto run = opener.open(scenario, errors);
  told.set("errors", errors);
  return run;
}

}  // namespace

EMSCRIPTEN_BINDINGS(lab) {
  function("version", &version);
  function("simd", &has_simd);
  function("catalogue", &catalogue_json);
  function("validate", &validate);
  function("estimate", &estimate_of);
  function("parseCsv", &parse_csv_text);
  function("evaluate", &evaluate);
  class_<ActivationTrial>("ActivationTrial")
      .constructor<std::uint32_t>()
      .function("value", &ActivationTrial::value)
      .function("both", &ActivationTrial::both)
      .function("backward", &ActivationTrial::backward);

  value_object<PlainReport>("Report")
      .field("step", &PlainReport::step)
      .field("epoch", &PlainReport::epoch)
      .field("trainLoss", &PlainReport::train_loss)
      .field("testLoss", &PlainReport::test_loss)
      .field("trainAccuracy", &PlainReport::train_accuracy)
      .field("testAccuracy", &PlainReport::test_accuracy)
      .field("regularizedLoss", &PlainReport::regularized_loss)
      .field("gradientNorm", &PlainReport::gradient_norm)
      .field("diverged", &PlainReport::diverged)
      .field("divergenceStep", &PlainReport::divergence_step)
      .field("divergenceLayer", &PlainReport::divergence_layer)
      .field("divergenceWhat", &PlainReport::divergence_what);

  class_<Opener>("Opener").constructor<>().function("open", &open_run);

  class_<Evaluation>("Evaluation").function("errors", &errors).function("value", &value).function("slope", &slope);
}
