// Why a unit died or came back (autopsy.h).
#include "health/autopsy.h"

#include <algorithm>
#include <array>

#include "activations/activations.h"
#include "training/trainer.h"

namespace reluctant {
namespace {

/// Whether some of the pass's samples give the unit a slope, with its parameters from `parameters` and the outputs
/// of the layer below from `inputs` (the batch itself under layer 0). Sums as in the forward pass, to the bit.
bool has_slope(const Layout& layout, std::span<const float> parameters, std::uint32_t l, std::uint32_t unit,
               const Batch& batch, const Pass& inputs) {
  const Layer& layer = layout.layers[l];
  const float* weights = &parameters[layer.weights + std::size_t{unit} * layer.inputs];
  std::array<float, rows_at_a_time> z;
  std::array<float, rows_at_a_time> slope;
  for (std::uint32_t s = 0; s < batch.samples; ++s) {
    float sum = parameters[layer.bias + unit];
    for (std::uint32_t i = 0; i < layer.inputs; ++i) {
      sum += weights[i] * (l == 0 ? batch.inputs[i * batch.stride + s] : inputs.values(l - 1, i)[s]);
    }
    z[s] = sum;
  }
  evaluate(activation_of(layer, parameters, unit), std::span(z).first(batch.samples), std::span(z).first(batch.samples),
           std::span(slope).first(batch.samples));
  return std::any_of(slope.begin(), slope.begin() + batch.samples, [](float x) { return x != 0; });
}

}  // namespace

Cause cause_of_change(const Layout& layout, std::span<const float> before, std::span<const float> after,
                      const Samples& samples, std::uint32_t layer, std::uint32_t unit, Pass& earlier, Pass& later) {
  bool was_alive = false, own_alive = false, upstream_alive = false;
  for (std::uint32_t from = 0; from < samples.count(); from += rows_at_a_time) {
    const Batch batch = samples.batch(from, std::min(rows_at_a_time, samples.count() - from));
    earlier.forward(layout, before, batch, layer);
    later.forward(layout, after, batch, layer);
    was_alive = was_alive || has_slope(layout, before, layer, unit, batch, earlier);
    own_alive = own_alive || has_slope(layout, after, layer, unit, batch, earlier);
    upstream_alive = upstream_alive || has_slope(layout, before, layer, unit, batch, later);
  }
  const bool own_suffices = own_alive != was_alive;
  const bool upstream_suffices = upstream_alive != was_alive;
  if (own_suffices && upstream_suffices) return Cause::either;
  if (own_suffices) return Cause::own_update;
  if (upstream_suffices) return Cause::upstream;
  return Cause::both_together;
}

}  // namespace reluctant
