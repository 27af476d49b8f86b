// Forward over a batch (pass.h). The way back is backward.cpp.
#include <algorithm>
#include <cassert>

#include "activations/activations.h"
#include "network/pass.h"
#include "numerics/lanes.h"
#include "numerics/random.h"
#include "products.h"

namespace reluctant {
namespace {

/// A rectified unit whose slope below 0 is drawn anew for each sample.
void rectify_at_random(const Choice& choice, RandomStream& random, std::span<const float> z, float* value,
                       float* slope) {
  const double lower = choice.values[0];
  const double width = choice.values[1] - lower;
  for (std::size_t s = 0; s < z.size(); ++s) {
    const auto drawn = static_cast<float>(lower + width * random.uniform());
    slope[s] = z[s] > 0 ? 1.0f : drawn;
    value[s] = slope[s] * z[s];
  }
}

std::size_t unit_count(const Layout& layout) { return layout.hidden_units() + layout.layers.back().units; }

}  // namespace

std::size_t pass_bytes(const Layout& layout, std::uint32_t capacity, PassKind kind) {
  const std::size_t arrays = kind == PassKind::training ? 4 : 3;
  return arrays * unit_count(layout) * padded(capacity) * sizeof(float);
}

Pass::Pass(const Layout& layout, std::uint32_t capacity, PassKind kind)
    : capacity_(capacity), stride_(padded(capacity)) {
  std::size_t units = 0;
  for (const Layer& layer : layout.layers) {
    first_unit_.push_back(units);
    units += layer.units;
  }
  sums_.resize(units * stride_);
  values_.resize(units * stride_);
  slopes_.resize(units * stride_);
  if (kind == PassKind::training) deltas_.resize(units * stride_);
}

void Pass::forward(const Layout& layout, std::span<const float> parameters, const Batch& batch,
                   std::size_t layer_count, const std::optional<Draws>& draws) {
  assert(batch.samples <= capacity_);
  samples_ = batch.samples;
  const std::size_t columns = padded(samples_);
  Rows h{batch.inputs, batch.stride};
  for (std::size_t l = 0; l < layer_count; ++l) {
    const Layer& layer = layout.layers[l];
    const std::size_t first = first_unit_[l] * stride_;
    affine(&parameters[layer.weights], &parameters[layer.bias], layer.units, layer.inputs, h, columns, &sums_[first],
           stride_);
    const bool draws_slopes = draws && activations()[layer.activation.index].draws_slope;
    RandomStream random(draws ? draws->seed : 0, Stream::rrelu, draws ? draws->step : 0, static_cast<std::uint32_t>(l));
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      const std::size_t at = first + u * stride_;
      evaluate(activation_of(layer, parameters, u), {&sums_[at], columns}, {&values_[at], columns},
               {&slopes_[at], columns});
      if (draws_slopes) rectify_at_random(layer.activation, random, {&sums_[at], samples_}, &values_[at], &slopes_[at]);
      std::fill(&values_[at] + samples_, &values_[at] + columns, 0.0f);
    }
    h = {&values_[first], stride_};
  }
}

}  // namespace reluctant
