// What is recorded along a run, seen from JavaScript: names and views, no logic. The run itself is run.cpp.
#include <emscripten/bind.h>

#include "experiment/lab.h"
#include "floats.h"

namespace {

using namespace emscripten;
using reluctant::Raster;
using reluctant::Run;

template <auto Array>
val view(const Raster& raster) {
  return view_of(std::span(raster.*Array));
}

val history(Run& run, std::uint32_t every) { return view_of(run.history(every)); }
Raster raster(Run& run, std::uint32_t every) { return run.raster(every); }

}  // namespace

EMSCRIPTEN_BINDINGS(records) {
  function("history", &history);
  function("raster", &raster);
  class_<Raster>("Raster")
      .property("units", &Raster::units)
      .property("to", &Raster::to)
      .function("offsets", &view<&Raster::offsets>)
      .function("steps", &view<&Raster::steps>)
      .function("states", &view<&Raster::states>);
}
