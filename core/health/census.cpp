// What state every hidden unit is in (census.h).
#include "health/census.h"

#include <algorithm>
#include <array>
#include <limits>

#include "activations/activations.h"
#include "numerics/sums.h"
#include "training/trainer.h"

namespace reluctant {
namespace {

constexpr std::array state_table{
    Description{"dead", "Dead", "Flat for every sample: no gradient reaches its incoming weights, whatever the loss."},
    Description{"cutOff", "Cut off",
                "It would learn, but nothing downstream listens: every path to the output is dead."},
    Description{"saturated", "Saturated", "So flat for every sample that it learns a thousand times too slowly."},
    Description{"inactive", "Inactive", "Silent for every sample, but a slope is left: it can crawl back."},
    Description{"dormant", "Dormant", "Contributes next to nothing, compared with its layer."},
    Description{"alwaysOn", "Always on", "Fires for every sample: alive, but it adds no bend."},
    Description{"alive", "Alive", "Fires for some samples and not for others."},
};

constexpr double saturated_slope = 1e-3;  // docs: core/MODEL.md, states

/// What is summed up about a unit while the samples go by.
struct Tally {
  OrderedSum output, squared_output, absolute_output;
  float largest_sum = -std::numeric_limits<float>::infinity();
  float steepest = 0;
  std::uint32_t positive = 0;
  bool sloped = false;  // some slope is not 0
  bool heard = false;   // some sample has a path of slopes and weights from here to an output
};

void add(Tally& tally, std::span<const float> z, std::span<const float> value, std::span<const float> slope) {
  for (std::size_t s = 0; s < z.size(); ++s) {
    tally.output.add(value[s]);
    tally.squared_output.add(double{value[s]} * value[s]);
    const float size = value[s] < 0 ? -value[s] : value[s];
    tally.absolute_output.add(size);
    if (z[s] > tally.largest_sum) tally.largest_sum = z[s];
    const float steepness = slope[s] < 0 ? -slope[s] : slope[s];
    if (steepness > tally.steepest) tally.steepest = steepness;
    tally.positive += z[s] > 0;
    tally.sloped = tally.sloped || slope[s] != 0;
  }
}

/// Marks, in `tallies`, the units of layer l from which a sample of the pass reaches an output, given `open`
/// [units of layer l + 1 x the pass's capacity]: where the layer above is reached. Leaves layer l's own in `below`.
void mark_heard(const Layout& layout, std::span<const float> parameters, const Pass& pass, std::size_t l,
                const std::vector<std::uint8_t>& open, std::vector<std::uint8_t>& below, std::span<Tally> tallies) {
  const Layer& above = layout.layers[l + 1];
  const WeightsView weights = weights_of(above, parameters);
  const std::size_t stride = pass.capacity();
  below.assign(above.inputs * stride, 0);
  for (std::uint32_t i = 0; i < above.inputs; ++i) {
    std::uint8_t* own = &below[i * stride];
    for (std::uint32_t u = 0; u < above.units; ++u) {
      if (weights(u, i) == 0) continue;
      const std::uint8_t* upper = &open[u * stride];
      for (std::uint32_t s = 0; s < pass.samples(); ++s) own[s] = own[s] | upper[s];
    }
    const auto slope = pass.slopes(l, i);
    std::uint8_t any = 0;
    for (std::uint32_t s = 0; s < pass.samples(); ++s) {
      own[s] = own[s] & static_cast<std::uint8_t>(slope[s] != 0);
      any = any | own[s];
    }
    tallies[i].heard = tallies[i].heard || any != 0;
  }
}

NeuronState state_of(const Tally& tally, const Choice& choice, std::uint32_t samples, double score, double tau) {
  const Activation& activation = activations()[choice.index];
  if (has_flat_piece(choice) && !tally.sloped) return NeuronState::dead;
  if (tally.sloped && !tally.heard) return NeuronState::cut_off;
  if (tally.steepest < saturated_slope) return NeuronState::saturated;
  if (activation.has_sign_sides && tally.positive == 0) return NeuronState::inactive;
  if (score <= tau) return NeuronState::dormant;
  if (activation.has_bend && tally.positive == samples) return NeuronState::always_on;
  return NeuronState::alive;
}

}  // namespace

std::span<const Description> states() { return state_table; }

void take_census(const Layout& layout, std::span<const float> parameters, const Samples& samples, double tau,
                 Pass& pass, Census& out) {
  const std::size_t hidden_layers = layout.hidden().size();
  std::vector<Tally> tallies(layout.hidden_units());
  std::vector<std::size_t> first(hidden_layers, 0);
  for (std::size_t l = 1; l < hidden_layers; ++l) first[l] = first[l - 1] + layout.layers[l - 1].units;

  std::vector<std::uint8_t> open, below;
  const std::uint32_t piece = layout.batch_norm ? samples.count() : rows_at_a_time;
  for (std::uint32_t from = 0; from < samples.count(); from += piece) {
    const std::uint32_t size = std::min(piece, samples.count() - from);
    pass.forward(layout, parameters, samples.batch(from, size), hidden_layers);
    open.assign(std::size_t{layout.layers.back().units} * pass.capacity(), 1);
    for (std::size_t l = hidden_layers; l-- > 0;) {
      for (std::uint32_t u = 0; u < layout.layers[l].units; ++u) {
        add(tallies[first[l] + u], pass.sums(l, u), pass.values(l, u), pass.slopes(l, u));
      }
      mark_heard(layout, parameters, pass, l, open, below, std::span(tallies).subspan(first[l]));
      open.swap(below);
    }
  }

  const double count = samples.count();
  out = {};
  out.layers.resize(hidden_layers);
  for (std::size_t l = 0; l < hidden_layers; ++l) {
    LayerCensus& census = out.layers[l];
    census.units = layout.layers[l].units;
    const auto units = std::span(tallies).subspan(first[l], census.units);
    OrderedSum mean, square, size;
    for (const Tally& tally : units) {
      mean.add(tally.output.total());
      square.add(tally.squared_output.total());
      size.add(tally.absolute_output.total());
    }
    const double terms = count * census.units;
    census.output_mean = mean.total() / terms;
    census.output_variance = std::max(0.0, square.total() / terms - census.output_mean * census.output_mean);
    const double layer_size = size.total() / census.units;
    const Choice& activation = layout.layers[l].activation;
    for (const Tally& tally : units) {
      const double score = layer_size > 0 ? tally.absolute_output.total() / layer_size : 0;
      const NeuronState state = state_of(tally, activation, samples.count(), score, tau);
      ++census.counts[static_cast<std::size_t>(state)];
      out.states.push_back(state);
      out.active_fraction.push_back(static_cast<float>(tally.positive / count));
      out.mean_output.push_back(static_cast<float>(tally.output.total() / count));
      out.margin.push_back(tally.largest_sum);
    }
  }
}

}  // namespace reluctant
