// Batch norm before the activation, forward and backward (pass.h).
#include <algorithm>

#include "network/pass.h"
#include "numerics/elementary.h"
#include "numerics/lanes.h"

namespace reluctant {
namespace {

constexpr double epsilon = 1e-5;  // PyTorch's default

/// Sum of x * y over whole groups of four; padding is 0 in one of them.
float dot(const float* x, const float* y, std::size_t columns) {
  FloatLanes sum = hn::Zero(float_tag);
  for (std::size_t s = 0; s < columns; s += lane_count) {
    sum = hn::Add(sum, hn::Mul(hn::LoadU(float_tag, x + s), hn::LoadU(float_tag, y + s)));
  }
  return sum_lanes(sum);
}

float total(const float* x, std::size_t columns) {
  FloatLanes sum = hn::Zero(float_tag);
  for (std::size_t s = 0; s < columns; s += lane_count) sum = hn::Add(sum, hn::LoadU(float_tag, x + s));
  return sum_lanes(sum);
}

}  // namespace

RunningStatistics RunningStatistics::initial(const Layout& layout) {
  RunningStatistics statistics;
  if (!layout.batch_norm) return statistics;
  statistics.mean.resize(layout.hidden_units());
  statistics.variance.resize(layout.hidden_units());
  statistics.variance.fill(1.0f);
  return statistics;
}

void Pass::normalize(const Layer& layer, const float* parameters, std::size_t l, const RunningStatistics* running) {
  const auto count = static_cast<float>(samples_);
  for (std::uint32_t u = 0; u < layer.units; ++u) {
    const std::size_t unit = first_unit_[l] + u;
    float* z = &sums_[row_begin(l, u)];
    float* centred = &normalized_[row_begin(l, u)];
    std::fill(z + samples_, z + columns_, 0.0f);
    means_[unit] = running != nullptr ? running->mean[unit] : total(z, columns_) / count;
    for (std::size_t s = 0; s < samples_; ++s) centred[s] = z[s] - means_[unit];
    std::fill(centred + samples_, centred + columns_, 0.0f);
    variances_[unit] = running != nullptr ? running->variance[unit] : dot(centred, centred, columns_) / count;
    deviations_[unit] = static_cast<float>(elementary::sqrt(variances_[unit] + epsilon));
    const float gamma = parameters[layer.gamma + u];
    const float beta = parameters[layer.beta() + u];
    for (std::size_t s = 0; s < columns_; ++s) {
      centred[s] = centred[s] / deviations_[unit];
      z[s] = gamma * centred[s] + beta;
    }
  }
}

/// Turns the layer's deltas by z into deltas by the sums before batch norm, and writes gamma's and beta's gradients.
/// With n samples and x the normalised sums: d = gamma / deviation * (dz - mean(dz) - x * mean(dz x)).
void Pass::differentiate_normalization(const Layer& layer, const float* parameters, std::size_t l, float* gradients) {
  const auto count = static_cast<float>(samples_);
  for (std::uint32_t u = 0; u < layer.units; ++u) {
    float* delta = &deltas_[row_begin(l, u)];
    const float* x = &normalized_[row_begin(l, u)];
    const float by_gamma = dot(delta, x, columns_);
    const float by_beta = total(delta, columns_);
    gradients[layer.gamma + u] = by_gamma;
    gradients[layer.beta() + u] = by_beta;
    const float factor = parameters[layer.gamma + u] / deviations_[first_unit_[l] + u];
    const float mean_delta = by_beta / count, mean_product = by_gamma / count;
    for (std::size_t s = 0; s < samples_; ++s) {
      delta[s] = factor * ((delta[s] - mean_delta) - x[s] * mean_product);
    }
  }
}

}  // namespace reluctant
