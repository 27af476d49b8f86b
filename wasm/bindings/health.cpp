// Deaths and single units of a run, seen from JavaScript: names and views, no logic. The run itself is run.cpp.
#include <emscripten/bind.h>

#include "experiment/inquest.h"
#include "experiment/lab.h"
#include "floats.h"

namespace {

using namespace emscripten;
using reluctant::Run;
using reluctant::UnitView;

std::string autopsy(const Run& run, std::uint32_t layer, std::uint32_t unit) {
  return autopsy_json(run.simulation(), layer, unit, {});
}
std::string autopsy_at(const Run& run, std::uint32_t layer, std::uint32_t unit, std::uint32_t step) {
  return autopsy_json(run.simulation(), layer, unit, step);
}
std::string cascade(const Run& run, std::uint32_t layer, std::uint32_t unit) {
  return cascade_json(run.simulation(), layer, unit);
}
std::string ablate(const Run& run, const val& places) {
  return ablation_json(run.simulation(), convertJSArrayToNumberVector<std::uint32_t>(places));
}
UnitView inspect(const Run& run, std::uint32_t layer, std::uint32_t unit) {
  return inspection_of(run.simulation(), layer, unit);
}

template <auto Array>
val view(const UnitView& unit) {
  return view_of(unit.*Array);
}

}  // namespace

EMSCRIPTEN_BINDINGS(health) {
  function("autopsy", &autopsy);
  function("autopsyAt", &autopsy_at);
  function("cascade", &cascade);
  function("ablate", &ablate);
  function("inspect", &inspect);
  class_<UnitView>("UnitView")
      .function("inputs", &view<&UnitView::inputs>)
      .function("sums", &view<&UnitView::sums>)
      .function("values", &view<&UnitView::values>)
      .function("slopes", &view<&UnitView::slopes>)
      .function("upstream", &view<&UnitView::upstream>);
}
