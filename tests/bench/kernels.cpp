// The activation kernels and plain loops over libm, made callable for activations.bench.mjs. Data stay inside, so that
// nothing but the sweep is timed.
#include "activations/kernels.h"

#include <emscripten/emscripten.h>

#include <algorithm>
#include <vector>

#include "../accuracy/sweep.h"
#include "numerics/digest.h"

using namespace reluctant;
using namespace reluctant::tests;

namespace {

std::vector<float> z, upstream, out, slope;

}  // namespace

extern "C" {

/// Fills the inputs with sums as a network has them: nearly normal, most between -4 and 4.
EMSCRIPTEN_KEEPALIVE void prepare(std::uint32_t length) {
  std::uint32_t state = 1;
  const auto uniform = [&state] {
    state = state * 1664525u + 1013904223u;
    return static_cast<float>(state >> 8) * 0x1p-24f;
  };
  z.resize(length);
  for (float& x : z) x = 3 * (uniform() + uniform() + uniform() + uniform() - 2);
  upstream.assign(length, 0.5f);
  out.assign(length, 0.0f);
  slope.assign(length, 0.0f);
}

EMSCRIPTEN_KEEPALIVE const float* inputs() { return z.data(); }
EMSCRIPTEN_KEEPALIVE const float* outputs() { return out.data(); }

EMSCRIPTEN_KEEPALIVE std::uint32_t case_count() { return static_cast<std::uint32_t>(cases.size()); }
EMSCRIPTEN_KEEPALIVE const char* label(std::uint32_t index) { return cases[index].label.data(); }

/// The identity's sweep: a copy in groups of four floats.
EMSCRIPTEN_KEEPALIVE void copy(std::uint32_t times) {
  while (times-- > 0) kernels::identity.values({}, z, out);
}

EMSCRIPTEN_KEEPALIVE void values(std::uint32_t index, std::uint32_t times) {
  const Choice choice = choice_of(cases[index]);
  while (times-- > 0) activations()[choice.index].sweeps->values(choice, z, out);
}

EMSCRIPTEN_KEEPALIVE void both(std::uint32_t index, std::uint32_t times) {
  const Choice choice = choice_of(cases[index]);
  while (times-- > 0) activations()[choice.index].sweeps->both(choice, z, out, slope);
}

EMSCRIPTEN_KEEPALIVE void backward(std::uint32_t index, std::uint32_t times) {
  const Choice choice = choice_of(cases[index]);
  while (times-- > 0) activations()[choice.index].sweeps->backward(choice, z, upstream, out);
}

/// Value and slope by the formulas of the books in float32, one by one.
EMSCRIPTEN_KEEPALIVE void libm(std::uint32_t index, std::uint32_t times) {
  const Case& one = cases[index];
  while (times-- > 0) {
    for (std::size_t i = 0; i < z.size(); ++i) {
      const Exact<float> pair = one.in_float(one.parameters, z[i]);
      out[i] = pair.value;
      slope[i] = pair.slope;
    }
  }
}

/// The largest difference between `both` and `libm` over the inputs.
EMSCRIPTEN_KEEPALIVE float disagreement(std::uint32_t index) {
  both(index, 1);
  const std::vector<float> our_value = out, our_slope = slope;
  libm(index, 1);
  float most = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    most = std::max({most, std::abs(out[i] - our_value[i]), std::abs(slope[i] - our_slope[i])});
  }
  return most;
}

/// A digest of the values and slopes of one `both`: its lower half, which a JavaScript number holds.
EMSCRIPTEN_KEEPALIVE std::uint32_t digest(std::uint32_t index) {
  both(index, 1);
  const std::uint64_t digests = fnv1a_64(std::as_bytes(std::span(out))) + 3 * fnv1a_64(std::as_bytes(std::span(slope)));
  return static_cast<std::uint32_t>(digests);
}
}
