// Forward over a batch (pass.h). The way back is backward.cpp, batch norm on both ways normalization.cpp.
#include <algorithm>
#include <cassert>

#include "activations/activations.h"
#include "network/pass.h"
#include "numerics/elementary.h"
#include "numerics/lanes.h"
#include "numerics/random.h"
#include "products.h"

namespace reluctant {
namespace {

std::size_t unit_count(const Layout& layout) { return layout.hidden_units() + layout.layers.back().units; }

}  // namespace

std::size_t pass_bytes(const Layout& layout, std::uint32_t capacity, PassKind kind) {
  std::size_t arrays = kind == PassKind::training ? 4 : 3;
  if (layout.batch_norm) ++arrays;
  return arrays * unit_count(layout) * padded(capacity) * sizeof(float);
}

Pass::Pass(const Layout& layout, std::uint32_t capacity, PassKind kind)
    : capacity_(static_cast<std::uint32_t>(padded(capacity))), output_units_(layout.layers.back().units) {
  std::size_t units = 0;
  for (const Layer& layer : layout.layers) {
    first_unit_.push_back(units);
    units += layer.units;
  }
  const std::size_t size = units * capacity_;
  sums_.resize(size);
  values_.resize(size);
  slopes_.resize(size);
  if (kind == PassKind::training) deltas_.resize(size);
  if (!layout.batch_norm) return;
  normalized_.resize(size);
  means_.resize(units);
  variances_.resize(units);
  deviations_.resize(units);
}

/// Lays the rows out for a batch's samples.
void Pass::take(const Batch& batch) {
  assert(batch.samples <= capacity_);
  samples_ = batch.samples;
  columns_ = padded(samples_);
}

void Pass::compute_layer(const Layer& layer, const float* parameters, std::size_t l, const Batch& batch) {
  const Rows h = l == 0 ? Rows{batch.inputs, batch.stride} : Rows{&values_[row_begin(l - 1, 0)], columns_};
  affine(&parameters[layer.weights], &parameters[layer.bias], layer.units, layer.inputs, h, columns_,
         &sums_[row_begin(l, 0)], columns_);
}

void Pass::activate(const Layer& layer, const float* parameters, std::size_t l) {
  const auto sweep = [&](const Choice& activation, std::uint32_t from, std::uint32_t units) {
    const std::size_t at = row_begin(l, from), size = units * columns_;
    activations()[activation.index].sweeps->both(activation, {&sums_[at], size}, {&values_[at], size},
                                                 {&slopes_[at], size});
  };
  if (layer.slope_count == 0) return sweep(layer.activation, 0, layer.units);
  const std::uint32_t alike = layer.slope_count > 1 ? 1 : layer.units;
  const auto all = std::span(parameters, layer.end);
  for (std::uint32_t u = 0; u < layer.units; u += alike) sweep(activation_of(layer, all, u), u, alike);
}

/// What lies beyond the samples is exactly 0 in every input of a layer.
void Pass::pad(const Layer& layer, std::size_t l) {
  if (samples_ == columns_) return;
  const auto in_use = hn::FirstN(float_tag, samples_ % lane_count);
  float* last = &values_[row_begin(l, 1)] - lane_count;
  for (std::uint32_t u = 0; u < layer.units; ++u, last += columns_) {
    hn::StoreU(hn::IfThenElseZero(in_use, hn::LoadU(float_tag, last)), float_tag, last);
  }
}

/// Random slopes below 0, one a sample (RReLU: Xu et al. 2015, arXiv:1505.00853, section 2.4).
void Pass::draw_slopes(const Layer& layer, std::size_t l, const Draws& draws) {
  RandomStream random(draws.seed, Stream::rrelu, draws.step, static_cast<std::uint32_t>(l));
  const double lower = layer.activation.values[0];
  const double width = layer.activation.values[1] - lower;
  for (std::uint32_t u = 0; u < layer.units; ++u) {
    const std::size_t at = row_begin(l, u);
    for (std::size_t i = at; i < at + samples_; ++i) {
      const auto drawn = static_cast<float>(lower + width * random.uniform());
      slopes_[i] = sums_[i] > 0 ? 1.0f : drawn;
      values_[i] = slopes_[i] * sums_[i];
    }
  }
}

/// Drops units, sample by sample. Inverted: what stays is scaled up. After SELU alpha dropout, which keeps mean and
/// variance: dropped values become -lambda alpha, then all are scaled and shifted.
///
/// source  Srivastava et al. 2014; Klambauer et al. 2017, arXiv:1706.02515, section 3
void Pass::drop_out(const Layer& layer, std::size_t l, const Draws& draws) {
  RandomStream random(draws.seed, Stream::dropout, draws.step, static_cast<std::uint32_t>(l));
  const double keep = 1 - draws.dropout;
  double scale = 1 / keep, shift = 0, dropped = 0;
  if (const double fill = activations()[layer.activation.index].dropout_value; fill != 0) {
    scale = 1 / elementary::sqrt(keep + fill * fill * keep * draws.dropout);
    shift = -scale * draws.dropout * fill;
    dropped = scale * fill + shift;
  }
  const auto a = static_cast<float>(scale), b = static_cast<float>(shift), out = static_cast<float>(dropped);
  for (std::uint32_t u = 0; u < layer.units; ++u) {
    const std::size_t at = row_begin(l, u);
    for (std::size_t i = at; i < at + samples_; ++i) {
      const bool kept = random.uniform() >= draws.dropout;
      values_[i] = kept ? a * values_[i] + b : out;
      dropout_factors_[i] = kept ? a : 0.0f;
    }
  }
}

void Pass::forward(const Layout& layout, std::span<const float> parameters, const Batch& batch, std::size_t layer_count,
                   const RunningStatistics* running) {
  take(batch);
  drops_out_ = false;
  for (std::size_t l = 0; l < layer_count; ++l) {
    const Layer& layer = layout.layers[l];
    compute_layer(layer, parameters.data(), l, batch);
    if (layer.has_batch_norm()) normalize(layer, parameters.data(), l, running);
    activate(layer, parameters.data(), l);
    pad(layer, l);
  }
}

void Pass::forward_training(const Layout& layout, std::span<const float> parameters, const Batch& batch,
                            const Draws& draws, RunningStatistics& running) {
  constexpr float momentum = 0.1f;  // PyTorch's default
  take(batch);
  drops_out_ = draws.dropout > 0;
  if (drops_out_ && dropout_factors_.empty()) dropout_factors_.resize(values_.size());
  const auto count = static_cast<float>(samples_);
  const float unbiased = samples_ > 1 ? count / (count - 1) : 1.0f;
  for (std::size_t l = 0; l < layout.layers.size(); ++l) {
    const Layer& layer = layout.layers[l];
    compute_layer(layer, parameters.data(), l, batch);
    if (l + 1 == layout.layers.size()) return;  // of the outputs the loss wants the sums alone
    if (layer.has_batch_norm()) {
      normalize(layer, parameters.data(), l, nullptr);
      for (std::size_t u = first_unit_[l]; u < first_unit_[l] + layer.units; ++u) {
        running.mean[u] = (1 - momentum) * running.mean[u] + momentum * means_[u];
        running.variance[u] = (1 - momentum) * running.variance[u] + momentum * (variances_[u] * unbiased);
      }
    }
    activate(layer, parameters.data(), l);
    if (activations()[layer.activation.index].draws_slope) draw_slopes(layer, l, draws);
    if (drops_out_) drop_out(layer, l, draws);
    pad(layer, l);
  }
}

}  // namespace reluctant
