// Whom a death took along (cascade.h).
#include "health/cascade.h"

#include <algorithm>

#include "health/census.h"
#include "numerics/elementary.h"
#include "numerics/sums.h"

namespace reluctant {
namespace {

/// Of every hidden unit below `layers`, the norm of the gradient by its weights and bias, layer after layer.
std::vector<double> gradient_norms(const Side& side, Loss loss, const Samples& samples, std::uint32_t layers,
                                   Pass& pass) {
  AlignedArray<float> gradients(side.layout.parameter_count);
  measure_gradients(side.layout, side.parameters, loss, {}, samples, pass, gradients.span());
  std::vector<double> norms;
  for (const Layer& layer : side.layout.hidden().first(layers)) {
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      OrderedSum squares;
      for (std::uint32_t i = 0; i < layer.inputs; ++i) {
        const double g = gradients[layer.weights + std::size_t{u} * layer.inputs + i];
        squares.add(g * g);
      }
      const double g = gradients[layer.bias + u];
      squares.add(g * g);
      norms.push_back(elementary::sqrt(squares.total()));
    }
  }
  return norms;
}

/// Marks the hidden units below a unit from which some sample has a path of slopes and weights into it.
std::vector<bool> heard_by(const Side& side, const Samples& samples, Place place, Pass& pass) {
  const auto& [layout, parameters] = side;
  std::vector<std::vector<bool>> heard(place.layer);
  for (std::uint32_t l = 0; l < place.layer; ++l) heard[l].resize(layout.layers[l].units);
  const std::uint32_t piece = layout.batch_norm ? samples.count() : rows_at_a_time;
  for (std::uint32_t first = 0; first < samples.count(); first += piece) {
    pass.forward(layout, parameters, samples.batch(first, std::min(piece, samples.count() - first)), place.layer + 1);
    for (std::uint32_t s = 0; s < pass.samples(); ++s) {
      if (pass.slopes(place.layer, place.unit)[s] == 0) continue;
      std::vector<bool> open(layout.layers[place.layer].units, false);
      open[place.unit] = true;
      for (std::uint32_t l = place.layer; l-- > 0;) {
        const WeightsView weights = weights_of(layout.layers[l + 1], parameters);
        std::vector<bool> lower(layout.layers[l].units, false);
        for (std::uint32_t i = 0; i < lower.size(); ++i) {
          for (std::uint32_t u = 0; u < open.size() && !lower[i]; ++u) lower[i] = open[u] && weights(u, i) != 0;
          lower[i] = lower[i] && pass.slopes(l, i)[s] != 0;
          if (lower[i]) heard[l][i] = true;
        }
        open = std::move(lower);
      }
    }
  }
  std::vector<bool> all;
  for (const auto& layer : heard) all.insert(all.end(), layer.begin(), layer.end());
  return all;
}

bool learns(NeuronState state) { return state != NeuronState::dead && state != NeuronState::cut_off; }

}  // namespace

Cascade cascade_of(const Side& before, const Side& after, Loss loss, const Samples& samples, Place death, Pass& pass) {
  Census then, since;
  take_census(before.layout, before.parameters, samples, 0, pass, then);
  take_census(after.layout, after.parameters, samples, 0, pass, since);
  const auto heard = heard_by(before, samples, death, pass);
  const auto norms_before = gradient_norms(before, loss, samples, death.layer, pass);
  const auto norms_after = gradient_norms(after, loss, samples, death.layer, pass);
  Cascade cascade;
  std::size_t at = 0;
  for (std::uint32_t l = 0; l < death.layer; ++l) {
    for (std::uint32_t u = 0; u < before.layout.layers[l].units; ++u, ++at) {
      if (!learns(then.states[at])) continue;
      const Bereaved unit{.place = {l, u}, .before = norms_before[at], .after = norms_after[at]};
      if (since.states[at] == NeuronState::cut_off) {
        cascade.cut_off.push_back(unit);
      } else if (learns(since.states[at]) && heard[at] && unit.after < unit.before) {
        cascade.starved.push_back(unit);
      }
    }
  }
  return cascade;
}

AlignedArray<float> without(const Layout& layout, std::span<const float> parameters, std::span<const Place> units) {
  AlignedArray<float> silenced(parameters.size());
  std::copy(parameters.begin(), parameters.end(), silenced.begin());
  for (const Place& place : units) {
    const Layer& above = layout.layers[place.layer + 1];
    for (std::uint32_t u = 0; u < above.units; ++u) {
      silenced[above.weights + std::size_t{u} * above.inputs + place.unit] = 0;
    }
  }
  return silenced;
}

}  // namespace reluctant
