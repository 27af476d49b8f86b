// Why a unit died or came back (autopsy.h).
#include "health/autopsy.h"

#include "health/unit.h"

namespace reluctant {

Cause cause_of_change(const Layout& layout, std::span<const float> before, std::span<const float> after,
                      const Samples& samples, std::uint32_t layer, std::uint32_t unit, bool was_dead, Pass& pass) {
  const auto changes_with = [&](std::span<const float> own, std::span<const float> others) {
    return is_dead(layout, with_own(layout.layers[layer], unit, own, others), samples, layer, unit, pass) != was_dead;
  };
  const bool own_suffices = changes_with(after, before);
  const bool upstream_suffices = changes_with(before, after);
  if (own_suffices && upstream_suffices) return Cause::either;
  if (own_suffices) return Cause::own_update;
  if (upstream_suffices) return Cause::upstream;
  return Cause::both_together;
}

Fall fall_of(const Layout& layout, std::span<const float> before, std::span<const float> after, const Samples& samples,
             std::uint32_t layer, std::uint32_t unit, Pass& pass) {
  UnitResponse response;
  const auto margin_with = [&](std::span<const float> own, std::span<const float> others) -> double {
    respond(layout, with_own(layout.layers[layer], unit, own, others), samples, layer, unit, pass, response);
    return response.margin();
  };
  const Layer& own_layer = layout.layers[layer];
  Fall fall{.before = margin_with(before, before), .after = margin_with(after, after)};
  const double own = fall.before - margin_with(after, before);
  if (fall.after != fall.before) fall.own_share = own / (fall.before - fall.after);
  if (own > 0) {
    const std::size_t shift = (own_layer.has_batch_norm() ? own_layer.beta() : own_layer.bias) + unit;
    fall.bias_share = (double{before[shift]} - after[shift]) / own;  // a shift moves every sum alike
    fall.weights_share = 1 - *fall.bias_share;
  }
  return fall;
}

}  // namespace reluctant
