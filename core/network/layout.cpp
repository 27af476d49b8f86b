// Where every parameter lies (layout.h).
#include "network/layout.h"

#include <cassert>

#include "activations/activations.h"

namespace reluctant {

std::size_t Layout::hidden_units() const {
  std::size_t sum = 0;
  for (const Layer& layer : hidden()) sum += layer.units;
  return sum;
}

Layout make_layout(std::uint32_t features, std::span<const std::uint32_t> hidden, std::span<const Choice> activations,
                   std::uint32_t outputs) {
  assert(hidden.size() == activations.size());
  Layout layout;
  layout.layers.reserve(hidden.size() + 1);
  std::uint32_t inputs = features;
  const auto add = [&](std::uint32_t units, const Choice& activation) {
    Layer layer{.inputs = inputs, .units = units, .activation = activation, .weights = layout.parameter_count};
    layer.bias = layer.weights + std::size_t{units} * inputs;
    layer.end = layer.bias + units;
    layout.parameter_count = layer.end;
    layout.layers.push_back(layer);
    inputs = units;
  };
  for (std::size_t l = 0; l < hidden.size(); ++l) add(hidden[l], activations[l]);
  add(outputs, Choice{.index = identity_index});
  return layout;
}

WeightsView weights_of(const Layer& layer, std::span<const float> parameters) {
  return WeightsView(&parameters[layer.weights], static_cast<Eigen::Index>(layer.units),
                     static_cast<Eigen::Index>(layer.inputs));
}

BiasView bias_of(const Layer& layer, std::span<const float> parameters) {
  return BiasView(&parameters[layer.bias], static_cast<Eigen::Index>(layer.units));
}

}  // namespace reluctant
