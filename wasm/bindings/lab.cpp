// The core's tables and its judgement of Scenarios, seen from JavaScript: names and views, no logic. Runs are run.cpp.
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
  class_<Evaluation>("Evaluation").function("errors", &errors).function("value", &value).function("slope", &slope);
}
