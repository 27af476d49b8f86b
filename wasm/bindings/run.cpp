// A run, seen from JavaScript: names and views, no logic. What opens one is lab.cpp, what
// is recorded along it records.cpp.
#include <emscripten/bind.h>

#include "experiment/lab.h"
#include "floats.h"

namespace {

using namespace emscripten;
using reluctant::Run;
using Bounds = std::array<double, 4>;

template <auto Array>
val view(const Run& run) {
  return view_of((run.*Array)());
}

std::string apply(Run& run, const std::string& set) { return run.apply(set); }
std::string set_parameters(Run& run, const val& values) { return run.set_parameters(floats_from(values)); }
val gradients(Run& run) { return view_of(run.gradients()); }
val next_rows(Run& run) { return view_of(run.next_rows()); }

val predict(Run& run, const val& rows) { return view_of(run.predict(floats_from(rows))); }
val field(Run& run, std::uint32_t layer, std::uint32_t unit, std::uint32_t resolution, const Bounds& bounds) {
  return view_of(run.field(layer, unit, resolution, bounds));
}
val hidden_fields(Run& run, std::uint32_t resolution, const Bounds& bounds) {
  return view_of(run.hidden_fields(resolution, bounds));
}

val unit_gradient_norm(Run& run) { return view_of(run.unit_gradient_norm()); }

bool take_health(Run& run, const std::string& set, double tau) { return run.take_health(set, tau); }
bool take_health_of(Run& run, const val& rows, double tau) { return run.take_health_of(floats_from(rows), tau); }

}  // namespace

EMSCRIPTEN_BINDINGS(run) {
  value_array<Bounds>("Bounds")
      .element(emscripten::index<0>())
      .element(emscripten::index<1>())
      .element(emscripten::index<2>())
      .element(emscripten::index<3>());

  class_<Run>("Run")
      .function("fork", &Run::fork)
      .function("scenario", &Run::scenario)
      .function("layers", &Run::layers)
      .function("events", &Run::events)
      .function("step", &Run::step)
      .function("seek", &Run::seek)
      .function("apply", &apply)
      .function("report", &Run::report)
      .function("diverged", &Run::diverged)
      .function("setParameters", &set_parameters)
      .function("gradients", &gradients)
      .function("nextRows", &next_rows)
      .function("parameters", &view<&Run::parameters>)
      .function("inputs", &view<&Run::inputs>)
      .function("targets", &view<&Run::targets>)
      .function("features", &Run::features)
      .function("outputs", &Run::outputs)
      .function("trainCount", &Run::train_count)
      .function("testCount", &Run::test_count)
      .function("predict", &predict)
      .function("field", &field)
      .function("hiddenFields", &hidden_fields)
      .function("takeHealth", &take_health)
      .function("takeHealthOf", &take_health_of)
      .function("healthLayers", &Run::health_layers)
      .function("states", &view<&Run::states>)
      .function("activeFraction", &view<&Run::active_fraction>)
      .function("meanOutput", &view<&Run::mean_output>)
      .function("margin", &view<&Run::margin>)
      .function("unitGradientNorm", &unit_gradient_norm)
      .function("fingerprint", &Run::fingerprint);
}
