// Where a dead unit goes on its own (drift.h).
#include "health/drift.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "health/unit.h"

namespace reluctant {
namespace {

constexpr std::uint32_t longest = 140'000;  // Adam's second moment needs 100,000 to fade away
constexpr double most_work = 4e8;           // parameters times rows times steps: about a second

/// The part of a network that moves without gradients, cut out of it: of the first layer the one unit, else all layers
/// up to the top one, below an output that nobody asks.
struct Excerpt {
  Layout layout;
  TrainingState state;
  std::uint32_t unit;
};

Excerpt excerpt_of(const Layout& layout, const TrainingState& state, std::uint32_t layer, std::uint32_t unit,
                   std::uint32_t top) {
  const bool alone = layer == 0;
  std::vector<std::uint32_t> widths;
  std::vector<Choice> activations;
  for (std::uint32_t l = 0; l <= top; ++l) {
    widths.push_back(alone ? 1 : layout.layers[l].units);
    activations.push_back(layout.layers[l].activation);
  }
  Excerpt part{.layout = make_layout(layout.layers[0].inputs, widths, activations, 1), .state = {}, .unit = unit};
  const auto cut = [&](const AlignedArray<float>& whole) {
    AlignedArray<float> piece(whole.empty() ? 0 : part.layout.parameter_count);
    const auto copy = [&](std::size_t from, std::size_t count, std::size_t to) {
      if (!whole.empty()) std::copy_n(whole.data() + from, count, piece.data() + to);
    };
    for (std::uint32_t l = 0; l <= top; ++l) {
      const Layer &from = layout.layers[l], &to = part.layout.layers[l];
      const std::size_t first = alone ? unit : 0;
      copy(from.weights + first * from.inputs, std::size_t{to.units} * to.inputs, to.weights);
      copy(from.bias + first, to.units, to.bias);
      copy(from.slopes + (from.slope_count > 1 ? first : 0), to.slope_count, to.slopes);
    }
    return piece;
  };
  if (alone) part.unit = 0;
  part.state.parameters = cut(state.parameters);
  part.state.optimizer = state.optimizer;
  part.state.optimizer.first = cut(state.optimizer.first);
  part.state.optimizer.second = cut(state.optimizer.second);
  return part;
}

/// Whether two states go on alike. Powers of beta count only as the correction that is made of them.
bool are_alike(const TrainingState& a, const TrainingState& b) {
  const OptimizerState &x = a.optimizer, &y = b.optimizer;
  return a.parameters == b.parameters && x.first == y.first && x.second == y.second &&
         1 - x.first_power == 1 - y.first_power && 1 - x.second_power == 1 - y.second_power;
}

bool is_dead_throughout(const Layout& layout, std::span<const float> parameters, const Samples& samples,
                        std::uint32_t layer, Pass& pass) {
  for (std::uint32_t u = 0; u < layout.layers[layer].units; ++u) {
    if (!is_dead(layout, parameters, samples, layer, u, pass)) return false;
  }
  return true;
}

}  // namespace

bool has_memory(const Choice& optimizer, const OptimizerState& state, std::size_t from, std::size_t to) {
  if (state.first.empty() || empty_state(optimizer, 1).first.empty()) return false;
  return std::any_of(state.first.begin() + from, state.first.begin() + to, [](float x) { return x != 0; });
}

Drift drift_of(const Layout& layout, const TrainingState& state, const Regime& regime, const Samples& samples,
               std::uint32_t layer, std::uint32_t unit, std::uint32_t frozen_top) {
  const std::uint32_t top = layer == 0 ? 0 : std::max(layer, frozen_top);
  const auto& [full_layout, start, own] = excerpt_of(layout, state, layer, unit, top);
  const Rule& rule = regime.rule;
  const double work = static_cast<double>(full_layout.parameter_count) * samples.count();
  const auto steps =
      std::min(regime.steps_known, static_cast<std::uint32_t>(std::clamp(most_work / work, 1000.0, double{longest})));

  Pass pass(full_layout, rows_needed(full_layout, samples.count()), PassKind::forward_only);
  AlignedArray<float> gradients(full_layout.parameter_count);
  UnitResponse response;
  TrainingState now = start, next = start, anchor = start;
  bool moved_since = false;  // since the anchor, which is set at powers of two
  const double last_rate = learning_rate(rule.optimizer, regime.schedule, 0xffffffff);
  respond(full_layout, now.parameters.span(), samples, layer, own, pass, response);
  for (std::uint32_t made = 1; made <= steps; ++made) {
    const double rate = learning_rate(rule.optimizer, regime.schedule, regime.step + made - 1);
    gradients.fill(0);
    add_penalty(rule.penalty, full_layout, now.parameters.span(), gradients.span());
    update(rule.optimizer, rate, full_layout, now.parameters.span(), gradients.span(), now.optimizer,
           next.parameters.span(), next.optimizer);
    const bool moved = !(next.parameters == now.parameters);
    std::swap(now, next);
    if (moved) {
      respond(full_layout, now.parameters.span(), samples, layer, own, pass, response);
      if (response.sloped() > 0) return {.end = Drift::End::wakes, .steps = made, .margin = response.margin()};
      if (layer > 0 && !is_dead_throughout(full_layout, now.parameters.span(), samples, frozen_top, pass)) {
        return {.end = Drift::End::unknown, .steps = made, .margin = response.margin()};
      }
    }
    // A state that comes again under a rate that stays comes for ever (Brent 1980 finds any circle so), and what a
    // rate does not move no lower one will.
    moved_since = moved_since || moved;
    if (are_alike(now, anchor) && (rate == last_rate || (!moved_since && last_rate < rate))) {
      return {.end = Drift::End::rests, .steps = made, .margin = response.margin()};
    }
    if ((made & (made - 1)) == 0) {
      anchor = now;
      moved_since = false;
    }
  }
  return {.end = Drift::End::unknown, .steps = steps, .margin = response.margin()};
}

}  // namespace reluctant
