// Forward over a batch (pass.h). The way back is backward.cpp.
#include <algorithm>
#include <cassert>

#include "activations/activations.h"
#include "network/pass.h"
#include "numerics/lanes.h"
#include "products.h"

namespace reluctant {
namespace {

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
                   std::size_t layer_count) {
  assert(batch.samples <= capacity_);
  samples_ = batch.samples;
  const std::size_t columns = padded(samples_);
  Rows h{batch.inputs, batch.stride};
  for (std::size_t l = 0; l < layer_count; ++l) {
    const Layer& layer = layout.layers[l];
    const std::size_t first = first_unit_[l] * stride_;
    affine(&parameters[layer.weights], &parameters[layer.bias], layer.units, layer.inputs, h, columns, &sums_[first],
           stride_);
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      const std::size_t at = first + u * stride_;
      evaluate(layer.activation, {&sums_[at], columns}, {&values_[at], columns}, {&slopes_[at], columns});
      std::fill(&values_[at] + samples_, &values_[at] + columns, 0.0f);
    }
    h = {&values_[first], stride_};
  }
}

}  // namespace reluctant
