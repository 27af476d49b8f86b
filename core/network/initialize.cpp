// The tables of initialisers and what they draw (initialize.h).
#include "network/initialize.h"

#include <array>
#include <cassert>

#include "numerics/elementary.h"
#include "numerics/random.h"

namespace reluctant {
namespace {

constexpr double square_root_of_two = 1.4142135623730950488;

constexpr Parameter gain_parameter(double initial) {
  return {.name = "gain",
          .label = "Gain",
          .sentence = "Multiplies the standard deviation of the first weights. It never follows the activation.",
          .initial = initial,
          .range = {.min = 0, .max = 100, .exclusive_min = true}};
}

constexpr std::array he_parameters{gain_parameter(square_root_of_two)};
constexpr std::array glorot_parameters{gain_parameter(1)};

constexpr std::array weight_table{
    Description{"he-normal", "He, normal",
                "Normal with variance 2 / fan-in: ReLU halves the mean square, and this doubles it back.",
                he_parameters},
    Description{"he-uniform", "He, uniform", "Uniform with variance 2 / fan-in.", he_parameters},
    Description{"glorot-normal", "Glorot, normal",
                "Normal with variance 2 / (fan-in + fan-out): made for units that are linear near 0, such as tanh.",
                glorot_parameters},
    Description{"glorot-uniform", "Glorot, uniform", "Uniform with variance 2 / (fan-in + fan-out).",
                glorot_parameters},
};

constexpr std::array constant_parameters{Parameter{
    .name = "value",
    .label = "Start bias",
    .sentence = "Every hidden neuron's bias at the start: far below 0 they are born dead.",
    .initial = 0,
    .range = {-1000, 1000},
}};

constexpr std::array bias_table{
    Description{"constant", "Constant", "The same bias for every hidden neuron.", constant_parameters},
};

struct WeightForm {
  bool normal;
  bool averages_fans;
};
constexpr std::array<WeightForm, weight_table.size()> weight_forms{{
    {.normal = true, .averages_fans = false},
    {.normal = false, .averages_fans = false},
    {.normal = true, .averages_fans = true},
    {.normal = false, .averages_fans = true},
}};

}  // namespace

std::span<const Description> weight_initializers() { return weight_table; }
std::span<const Description> bias_initializers() { return bias_table; }

void initialize(const Layout& layout, const Choice& weights, const Choice& bias, std::uint32_t seed,
                std::span<float> parameters) {
  assert(parameters.size() == layout.parameter_count);
  const auto [normal, averages_fans] = weight_forms[weights.index];
  for (std::uint32_t l = 0; l < layout.layers.size(); ++l) {
    const Layer& layer = layout.layers[l];
    const double fan = averages_fans ? (static_cast<double>(layer.inputs) + layer.units) / 2 : layer.inputs;
    const double deviation = weights.values[0] / elementary::sqrt(fan);
    const double bound = weights.values[0] * elementary::sqrt(3 / fan);
    RandomStream random(seed, Stream::weights, l);
    for (float& w : parameters.subspan(layer.weights, layer.bias - layer.weights)) {
      w = static_cast<float>(normal ? deviation * random.normal() : bound * (2 * random.uniform() - 1));
    }
    const bool is_output = l + 1 == layout.layers.size();
    const float b = is_output ? 0.0f : static_cast<float>(bias.values[0]);
    for (float& x : parameters.subspan(layer.bias, layer.units)) x = b;
    for (float& slope : parameters.subspan(layer.slopes, layer.slope_count)) {
      slope = static_cast<float>(layer.activation.values[0]);
    }
  }
}

}  // namespace reluctant
