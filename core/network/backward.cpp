// Back from the loss to every parameter (pass.h). The way there is forward.cpp.
#include <cassert>

#include "network/pass.h"
#include "numerics/lanes.h"
#include "products.h"

namespace reluctant {
namespace {

/// The loss's derivative by a learnt slope, over one unit's samples: where z <= 0 the value is slope * z.
float slope_gradient(const float* dh, const float* z, std::size_t columns) {
  FloatLanes sum = hn::Zero(float_tag);
  for (std::size_t s = 0; s < columns; s += lane_count) {
    const FloatLanes x = hn::LoadU(float_tag, z + s);
    const FloatLanes term = hn::Mul(hn::LoadU(float_tag, dh + s), x);
    sum = hn::Add(sum, hn::IfThenElse(hn::Gt(x, hn::Zero(float_tag)), hn::Zero(float_tag), term));
  }
  return sum_lanes(sum);
}

}  // namespace

std::span<float> Pass::output_deltas(std::uint32_t u) {
  return {deltas_.data() + (first_unit_.back() + u) * stride_, padded(samples_)};
}

void Pass::backward(const Layout& layout, std::span<const float> parameters, const Batch& batch,
                    std::span<float> gradients) {
  assert(batch.samples == samples_ && gradients.size() == layout.parameter_count);
  const std::size_t columns = padded(samples_);
  for (std::size_t l = layout.layers.size(); l-- > 0;) {
    const Layer& layer = layout.layers[l];
    const Rows dz{&deltas_[first_unit_[l] * stride_], stride_};
    const Rows h = l == 0 ? Rows{batch.inputs, batch.stride} : Rows{&values_[first_unit_[l - 1] * stride_], stride_};
    weight_gradients(layer.units, layer.inputs, dz, h, columns, &gradients[layer.weights], &gradients[layer.bias]);
    if (l == 0) break;
    const std::size_t below = first_unit_[l - 1] * stride_;
    affine_transposed(&parameters[layer.weights], layer.units, layer.inputs, dz, columns, &deltas_[below], stride_);
    const Layer& lower = layout.layers[l - 1];
    for (std::uint32_t k = 0; k < lower.slope_count; ++k) gradients[lower.slopes + k] = 0;
    for (std::uint32_t i = 0; i < layer.inputs; ++i) {
      float* delta = &deltas_[below + i * stride_];
      const float* slope = &slopes_[below + i * stride_];
      if (lower.slope_count > 0) {
        gradients[lower.slopes + (lower.slope_count > 1 ? i : 0)] +=
            slope_gradient(delta, &sums_[below + i * stride_], columns);
      }
      for (std::size_t s = 0; s < columns; s += lane_count) {
        hn::StoreU(hn::Mul(hn::LoadU(float_tag, delta + s), hn::LoadU(float_tag, slope + s)), float_tag, delta + s);
      }
    }
  }
}

}  // namespace reluctant
