// Why a unit died or came back (autopsy.h).
#include "health/autopsy.h"

#include <algorithm>
#include <vector>

#include "training/trainer.h"

namespace reluctant {
namespace {

/// Whether no sample gives the unit a slope.
bool is_dead(const Layout& layout, std::span<const float> parameters, const Samples& samples, std::uint32_t l,
             std::uint32_t unit, Pass& pass) {
  const std::uint32_t piece = layout.batch_norm ? samples.count() : rows_at_a_time;
  for (std::uint32_t from = 0; from < samples.count(); from += piece) {
    pass.forward(layout, parameters, samples.batch(from, std::min(piece, samples.count() - from)), l + 1);
    const auto slopes = pass.slopes(l, unit);
    if (std::any_of(slopes.begin(), slopes.end(), [](float slope) { return slope != 0; })) return false;
  }
  return true;
}

/// `others` with the unit's own parameters from `own`: incoming weights, bias, learnt slope, batch norm.
std::vector<float> mixed(const Layer& layer, std::uint32_t unit, std::span<const float> own,
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

}  // namespace

Cause cause_of_change(const Layout& layout, std::span<const float> before, std::span<const float> after,
                      const Samples& samples, std::uint32_t layer, std::uint32_t unit, bool was_dead, Pass& pass) {
  const auto changes_with = [&](std::span<const float> own, std::span<const float> others) {
    return is_dead(layout, mixed(layout.layers[layer], unit, own, others), samples, layer, unit, pass) != was_dead;
  };
  const bool own_suffices = changes_with(after, before);
  const bool upstream_suffices = changes_with(before, after);
  if (own_suffices && upstream_suffices) return Cause::either;
  if (own_suffices) return Cause::own_update;
  if (upstream_suffices) return Cause::upstream;
  return Cause::both_together;
}

}  // namespace reluctant
