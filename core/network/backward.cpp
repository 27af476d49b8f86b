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

/// `size` is a multiple of four.
void multiply(const float* factors, std::size_t size, float* x) {
  for (std::size_t i = 0; i < size; i += lane_count) {
    hn::StoreU(hn::Mul(hn::LoadU(float_tag, x + i), hn::LoadU(float_tag, factors + i)), float_tag, x + i);
  }
}

}  // namespace

std::span<float> Pass::output_deltas(std::uint32_t u) {
  return {&deltas_[row_begin(first_unit_.size() - 1, u)], columns_};
}

void Pass::backward(const Layout& layout, std::span<const float> parameters, const Batch& batch,
                    std::span<float> gradients) {
  assert(batch.samples == samples_ && gradients.size() == layout.parameter_count);
  for (std::size_t l = layout.layers.size(); l-- > 0;) {
    const Layer& layer = layout.layers[l];
    if (layer.has_batch_norm()) differentiate_normalization(layer, parameters.data(), l, gradients.data());
    const Rows dz{&deltas_[row_begin(l, 0)], columns_};
    const Rows h = l == 0 ? Rows{batch.inputs, batch.stride} : Rows{&values_[row_begin(l - 1, 0)], columns_};
    weight_gradients(layer.units, layer.inputs, dz, h, columns_, &gradients[layer.weights], &gradients[layer.bias]);
    if (l == 0) break;
    const Layer& lower = layout.layers[l - 1];
    const std::size_t below = row_begin(l - 1, 0);
    const std::size_t size = lower.units * columns_;
    // The slope comes last, straight into the product unless something else is to be done before.
    const bool is_plain = !drops_out_ && lower.slope_count == 0;
    affine_transposed(&parameters[layer.weights], layer.units, layer.inputs, dz, columns_,
                      is_plain ? &slopes_[below] : nullptr, &deltas_[below], columns_);
    if (is_plain) continue;
    if (drops_out_) multiply(&dropout_factors_[below], size, &deltas_[below]);
    for (std::uint32_t k = 0; k < lower.slope_count; ++k) gradients[lower.slopes + k] = 0;
    const std::uint32_t learning = lower.slope_count > 0 ? lower.units : 0;
    for (std::uint32_t i = 0; i < learning; ++i) {
      gradients[lower.slopes + (lower.slope_count > 1 ? i : 0)] +=
          slope_gradient(&deltas_[row_begin(l - 1, i)], &sums_[row_begin(l - 1, i)], columns_);
    }
    multiply(&slopes_[below], size, &deltas_[below]);
  }
}

}  // namespace reluctant
