// One hidden unit over a set of samples (unit.h).
#include "health/unit.h"

#include <algorithm>

#include "numerics/sums.h"
#include "training/trainer.h"

namespace reluctant {
namespace {

void append(std::vector<float>& all, std::span<const float> more) { all.insert(all.end(), more.begin(), more.end()); }

/// Calls `look` with the first sample of every piece that a pass takes at a time, and the piece.
template <class Look>
void piece_by_piece(const Layout& layout, const Samples& samples, const Look& look) {
  const std::uint32_t piece = layout.batch_norm ? samples.count() : rows_at_a_time;
  for (std::uint32_t first = 0; first < samples.count(); first += piece) {
    look(first, samples.batch(first, std::min(piece, samples.count() - first)));
  }
}

}  // namespace

void inspect_unit(const Layout& layout, std::span<const float> parameters, Loss loss, const Samples& samples,
                  std::uint32_t l, std::uint32_t unit, Pass& pass, UnitView& out) {
  out = {};
  AlignedArray<float> gradients(layout.parameter_count);
  const Layer& above = layout.layers[l + 1];
  const WeightsView weights = weights_of(above, parameters);
  piece_by_piece(layout, samples, [&](std::uint32_t first, const Batch& rows) {
    pass.forward(layout, parameters, rows, layout.layers.size());
    start_backward(loss, layout, samples, first, samples.count(), pass);
    pass.backward(layout, parameters, rows, gradients.span());
    append(out.sums, pass.sums(l, unit));
    append(out.values, pass.values(l, unit));
    append(out.slopes, pass.slopes(l, unit));
    for (std::uint32_t s = 0; s < rows.samples; ++s) {
      for (std::uint32_t i = 0; i < layout.layers[l].inputs; ++i) {
        out.inputs.push_back(l == 0 ? rows.inputs[i * rows.stride + s] : pass.values(l - 1, i)[s]);
      }
      float upstream = 0;  // in the order of the pass itself: units ascending
      for (std::uint32_t u = 0; u < above.units; ++u) upstream += weights(u, unit) * pass.deltas(l + 1, u)[s];
      out.upstream.push_back(upstream);
    }
  });
}

float UnitResponse::margin() const { return *std::max_element(sums.begin(), sums.end()); }

std::uint32_t UnitResponse::sloped() const {
  return static_cast<std::uint32_t>(
      std::count_if(slopes.begin(), slopes.end(), [](float slope) { return slope != 0; }));
}

double UnitResponse::mean_slope() const {
  return ordered_sum(std::span<const float>(slopes)) / static_cast<double>(slopes.size());
}

void respond(const Layout& layout, std::span<const float> parameters, const Samples& samples, std::uint32_t l,
             std::uint32_t unit, Pass& pass, UnitResponse& out) {
  out.sums.clear();
  out.slopes.clear();
  piece_by_piece(layout, samples, [&](std::uint32_t, const Batch& rows) {
    pass.forward(layout, parameters, rows, l + 1);
    append(out.sums, pass.sums(l, unit));
    append(out.slopes, pass.slopes(l, unit));
  });
}

bool is_dead(const Layout& layout, std::span<const float> parameters, const Samples& samples, std::uint32_t l,
             std::uint32_t unit, Pass& pass) {
  bool dead = true;
  piece_by_piece(layout, samples, [&](std::uint32_t, const Batch& rows) {
    if (!dead) return;
    pass.forward(layout, parameters, rows, l + 1);
    const auto slopes = pass.slopes(l, unit);
    dead = std::all_of(slopes.begin(), slopes.end(), [](float slope) { return slope == 0; });
  });
  return dead;
}

std::vector<float> with_own(const Layer& layer, std::uint32_t unit, std::span<const float> own,
                            std::span<const float> others) {
  std::vector<float> parameters(others.begin(), others.end());
  const auto take = [&](std::size_t from, std::size_t count) {
    std::copy_n(own.begin() + static_cast<std::ptrdiff_t>(from), count,
                parameters.begin() + static_cast<std::ptrdiff_t>(from));
  };
  take(layer.weights + std::size_t{unit} * layer.inputs, layer.inputs);
  take(layer.bias + unit, 1);
  if (layer.slope_count > 0) take(layer.slopes + (layer.slope_count > 1 ? unit : 0), 1);
  if (layer.has_batch_norm()) {
    take(layer.gamma + unit, 1);
    take(layer.beta() + unit, 1);
  }
  return parameters;
}

}  // namespace reluctant
