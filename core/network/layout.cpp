// Where every parameter lies (layout.h).
#include "network/layout.h"

#include <algorithm>
#include <cassert>

#include "activations/activations.h"

namespace reluctant {
namespace {

std::uint32_t slope_count(const Choice& activation, std::uint32_t units) {
  if (!activations()[activation.index].learns_slope) return 0;
  const bool one_a_unit = activation.values[1] != 0;
  return one_a_unit ? units : 1;
}

}  // namespace

std::size_t Layout::hidden_units() const {
  std::size_t sum = 0;
  for (const Layer& layer : hidden()) sum += layer.units;
  return sum;
}

Layout make_layout(std::uint32_t features, std::span<const std::uint32_t> hidden, std::span<const Choice> activations,
                   std::uint32_t outputs, bool batch_norm) {
  assert(hidden.size() == activations.size());
  Layout layout{.layers = {}, .parameter_count = 0, .batch_norm = batch_norm};
  layout.layers.reserve(hidden.size() + 1);
  std::uint32_t inputs = features;
  const auto add = [&](std::uint32_t units, const Choice& activation, bool normalized) {
    Layer layer{.inputs = inputs, .units = units, .activation = activation, .weights = layout.parameter_count};
    layer.bias = layer.weights + std::size_t{units} * inputs;
    layer.slopes = layer.bias + units;
    layer.slope_count = slope_count(activation, units);
    layer.gamma = layer.slopes + layer.slope_count;
    layer.end = layer.gamma + (normalized ? std::size_t{2} * units : 0);
    layout.parameter_count = layer.end;
    layout.layers.push_back(layer);
    inputs = units;
  };
  for (std::size_t l = 0; l < hidden.size(); ++l) add(hidden[l], activations[l], batch_norm);
  add(outputs, Choice{.index = identity_index}, false);
  return layout;
}

Choice activation_of(const Layer& layer, std::span<const float> parameters, std::uint32_t u) {
  Choice activation = layer.activation;
  if (layer.slope_count > 0) activation.values[0] = parameters[layer.slopes + (layer.slope_count > 1 ? u : 0)];
  return activation;
}

void carry_parameters(const Layout& old_layout, std::span<const float> from, const Layout& new_layout,
                      std::span<float> to) {
  for (std::size_t l = 0; l < new_layout.layers.size(); ++l) {
    const Layer& source = old_layout.layers[l];
    const Layer& target = new_layout.layers[l];
    const auto dense = from.subspan(source.weights, source.slopes - source.weights);
    std::copy(dense.begin(), dense.end(), to.begin() + static_cast<std::ptrdiff_t>(target.weights));
    const bool alike = source.slope_count == target.slope_count;
    for (std::uint32_t k = 0; k < target.slope_count; ++k) {
      to[target.slopes + k] = alike ? from[source.slopes + k] : static_cast<float>(target.activation.values[0]);
    }
    const auto normalization = from.subspan(source.gamma, source.end - source.gamma);
    std::copy(normalization.begin(), normalization.end(), to.begin() + static_cast<std::ptrdiff_t>(target.gamma));
  }
}

WeightsView weights_of(const Layer& layer, std::span<const float> parameters) {
  return WeightsView(&parameters[layer.weights], static_cast<Eigen::Index>(layer.units),
                     static_cast<Eigen::Index>(layer.inputs));
}

}  // namespace reluctant
