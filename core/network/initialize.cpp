// The tables of initialisers and what they draw (initialize.h).
#include "network/initialize.h"

#include <array>
#include <cassert>
#include <vector>

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
constexpr std::array unit_gain_parameters{gain_parameter(1)};

constexpr Parameter bound_parameter(double initial) {
  return {.name = "bound",
          .label = "Bound",
          .sentence = "Draws lie between minus this and this.",
          .initial = initial,
          .range = {0, 1000}};
}

constexpr Parameter deviation_parameter(double initial) {
  return {.name = "std",
          .label = "Standard deviation",
          .sentence = "How far draws spread around 0. Much more than He's, and weights are too large.",
          .initial = initial,
          .range = {0, 1000}};
}

constexpr std::array uniform_weight_parameters{bound_parameter(0.5)};
constexpr std::array normal_weight_parameters{deviation_parameter(1)};

enum Weights : std::uint8_t {
  he_normal,
  he_uniform,
  glorot_normal,
  glorot_uniform,
  lecun_normal,
  linear_default,
  uniform_weights,
  normal_weights,
  zeros,
  orthogonal,
  randomized_asymmetric
};

constexpr std::array weight_table{
    Description{"he-normal", "He, normal",
                "Normal with variance 2 / fan-in: ReLU halves the mean square, and this doubles it back.",
                he_parameters},
    Description{"he-uniform", "He, uniform", "Uniform with variance 2 / fan-in.", he_parameters},
    Description{"glorot-normal", "Glorot, normal",
                "Normal with variance 2 / (fan-in + fan-out): made for units that are linear near 0, such as tanh.",
                unit_gain_parameters},
    Description{"glorot-uniform", "Glorot, uniform", "Uniform with variance 2 / (fan-in + fan-out).",
                unit_gain_parameters},
    Description{"lecun-normal", "LeCun, normal", "Normal with variance 1 / fan-in: what SELU needs.",
                unit_gain_parameters},
    Description{"linear-default", "PyTorch's linear",
                "Uniform between -1 and 1 over the root of fan-in: variance 1 / (3 fan-in).", unit_gain_parameters},
    Description{"uniform", "Uniform", "Uniform within a bound that heeds no layer's size.", uniform_weight_parameters},
    Description{"normal", "Normal", "Normal with a standard deviation that heeds no layer's size: 1 is far too large.",
                normal_weight_parameters},
    Description{"zeros", "Zeros", "All weights 0: every ReLU neuron is born dead, for a sum of 0 has slope 0."},
    Description{"orthogonal", "Orthogonal", "A random rotation of each layer's inputs: lengths survive it.",
                unit_gain_parameters},
    Description{"randomized-asymmetric", "Randomised asymmetric",
                "Makes one weight or the bias of every neuron positive, so that deep narrow networks are born dead "
                "less often."},
};

constexpr std::array constant_parameters{Parameter{
    .name = "value",
    .label = "Start bias",
    .sentence = "Every hidden neuron's bias at the start: far below 0 they are born dead.",
    .initial = 0,
    .range = {-1000, 1000},
}};
constexpr std::array normal_bias_parameters{deviation_parameter(0.1)};
constexpr std::array uniform_bias_parameters{bound_parameter(0.1)};

enum Bias : std::uint8_t { constant_bias, normal_bias, uniform_bias };

constexpr std::array bias_table{
    Description{"constant", "Constant", "The same bias for every hidden neuron.", constant_parameters},
    Description{"normal", "Normal", "A normal draw for each hidden neuron.", normal_bias_parameters},
    Description{"uniform", "Uniform", "A uniform draw for each hidden neuron.", uniform_bias_parameters},
};

double symmetric(RandomStream& random) { return 2 * random.uniform() - 1; }

/// Independent draws: what one weight is, given the layer's fans.
double draw_weight(const Choice& weights, const Layer& layer, RandomStream& random) {
  const double fan_in = layer.inputs;
  const double mean_fan = (fan_in + layer.units) / 2;
  const double parameter = weights.values[0];
  switch (static_cast<Weights>(weights.index)) {
    case he_normal:
    case lecun_normal: return parameter / elementary::sqrt(fan_in) * random.normal();
    case he_uniform: return parameter * elementary::sqrt(3 / fan_in) * symmetric(random);
    case glorot_normal: return parameter / elementary::sqrt(mean_fan) * random.normal();
    case glorot_uniform: return parameter * elementary::sqrt(3 / mean_fan) * symmetric(random);
    case linear_default: return parameter / elementary::sqrt(fan_in) * symmetric(random);
    case uniform_weights: return parameter * symmetric(random);
    case normal_weights: return parameter * random.normal();
    default: return 0;
  }
}

/// Makes the columns of a matrix orthonormal from left to right, each `rows` long: the Q whose R has a positive
/// diagonal. By Gram and Schmidt, with the projections taken away twice, which is enough (Giraud, Langou, Rozložník
/// 2005).
void orthonormalize(std::size_t rows, std::span<double> columns) {
  const auto product = [rows](const double* x, const double* y) {
    double sum = 0;
    for (std::size_t r = 0; r < rows; ++r) sum += x[r] * y[r];
    return sum;
  };
  double* const end = columns.data() + columns.size();
  for (double* column = columns.data(); column != end; column += rows) {
    for (int turn = 0; turn < 2; ++turn) {
      for (const double* earlier = columns.data(); earlier != column; earlier += rows) {
        const double along = product(earlier, column);
        for (std::size_t r = 0; r < rows; ++r) column[r] -= along * earlier[r];
      }
    }
    const double length = elementary::sqrt(product(column, column));
    for (std::size_t r = 0; r < rows; ++r) column[r] /= length;
  }
}

/// A random matrix whose rows, or columns where those are fewer, are orthonormal (Saxe, McClelland, Ganguli 2014,
/// arXiv:1312.6120): Q of a normal matrix.
void draw_orthogonal(const Layer& layer, double gain, RandomStream& random, std::span<float> w) {
  const bool wide = layer.units < layer.inputs;
  const std::size_t rows = wide ? layer.inputs : layer.units;
  const std::size_t columns = wide ? layer.units : layer.inputs;
  std::vector<double> q(rows * columns);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) q[c * rows + r] = random.normal();
  }
  orthonormalize(rows, q);
  for (std::size_t u = 0; u < layer.units; ++u) {
    for (std::size_t i = 0; i < layer.inputs; ++i) {
      w[u * layer.inputs + i] = static_cast<float>(gain * q[wide ? u * rows + i : i * rows + u]);
    }
  }
}

/// One unit's fan-in + 1 normals for weights and bias, one of which, drawn uniformly, becomes the root of a uniform
/// draw: Beta(2, 1). Deviation 0.6007 over the root of fan-in (Lu, Shin, Su, Karniadakis 2020, arXiv:1903.06733,
/// section 4).
void draw_asymmetric(RandomStream& random, std::span<float> row, float& bias) {
  const auto inputs = static_cast<std::uint32_t>(row.size());
  const double deviation = 0.6007 / elementary::sqrt(inputs);
  for (float& x : row) x = static_cast<float>(deviation * random.normal());
  bias = static_cast<float>(deviation * random.normal());
  const std::uint32_t chosen = random.below(inputs + 1);
  const auto positive = static_cast<float>(elementary::sqrt(random.uniform()));
  (chosen < inputs ? row[chosen] : bias) = positive;
}

double draw_bias(const Choice& bias, RandomStream& random) {
  switch (static_cast<Bias>(bias.index)) {
    case normal_bias: return bias.values[0] * random.normal();
    case uniform_bias: return bias.values[0] * symmetric(random);
    default: return bias.values[0];
  }
}

}  // namespace

std::span<const Description> weight_initializers() { return weight_table; }
std::span<const Description> bias_initializers() { return bias_table; }

void initialize(const Layout& layout, const Choice& weights, const Choice& bias, std::uint32_t seed,
                std::span<float> parameters) {
  assert(parameters.size() == layout.parameter_count);
  for (std::uint32_t l = 0; l < layout.layers.size(); ++l) {
    const Layer& layer = layout.layers[l];
    const bool is_output = l + 1 == layout.layers.size();
    const std::span<float> w = parameters.subspan(layer.weights, layer.bias - layer.weights);
    const std::span<float> b = parameters.subspan(layer.bias, layer.units);
    RandomStream random(seed, Stream::weights, l);
    RandomStream bias_random(seed, Stream::bias, l);
    for (float& x : b) x = 0;
    if (weights.index == orthogonal) {
      draw_orthogonal(layer, weights.values[0], random, w);
    } else if (weights.index == randomized_asymmetric) {
      for (std::uint32_t u = 0; u < layer.units; ++u) {
        draw_asymmetric(random, w.subspan(std::size_t{u} * layer.inputs, layer.inputs), b[u]);
      }
    } else {
      for (float& x : w) x = static_cast<float>(draw_weight(weights, layer, random));
    }
    // The bias that comes with the weights, if any, is added to.
    for (float& x : b) x = is_output ? 0.0f : x + static_cast<float>(draw_bias(bias, bias_random));
    for (float& slope : parameters.subspan(layer.slopes, layer.slope_count)) {
      slope = static_cast<float>(layer.activation.values[0]);
    }
    if (layer.has_batch_norm()) {
      for (float& gamma : parameters.subspan(layer.gamma, layer.units)) gamma = 1;
      for (float& beta : parameters.subspan(layer.beta(), layer.units)) beta = 0;
    }
  }
}

void reset_unit(const Layout& layout, const Choice& weights, const Choice& bias, std::uint32_t seed, std::uint32_t step,
                std::uint32_t layer_index, std::uint32_t unit, std::span<float> parameters,
                std::span<std::uint8_t> changed) {
  const Layer& layer = layout.layers[layer_index];
  const Layer& above = layout.layers[layer_index + 1];
  const auto set = [&](std::size_t at, float value) {
    parameters[at] = value;
    changed[at] = 1;
  };
  RandomStream random(seed, Stream::reset, step, layer_index);
  const std::size_t draws_a_unit = layer.inputs + 4;  // the most that one needs
  for (std::size_t skipped = 0; skipped < unit * draws_a_unit; ++skipped) random.bits();
  std::vector<float> row(layer.inputs);
  float own_bias = 0;
  if (weights.index == randomized_asymmetric) {
    draw_asymmetric(random, row, own_bias);
  } else {
    // One row cannot be orthogonal to rows that have moved on: it gets their length on average.
    const Choice independent =
        weights.index == orthogonal ? Choice{.index = lecun_normal, .values = weights.values} : weights;
    for (float& w : row) w = static_cast<float>(draw_weight(independent, layer, random));
  }
  for (std::uint32_t i = 0; i < layer.inputs; ++i) set(layer.weights + std::size_t{unit} * layer.inputs + i, row[i]);
  set(layer.bias + unit, own_bias + static_cast<float>(draw_bias(bias, random)));
  if (layer.slope_count > 1) set(layer.slopes + unit, static_cast<float>(layer.activation.values[0]));
  if (layer.has_batch_norm()) {
    set(layer.gamma + unit, 1);
    set(layer.beta() + unit, 0);
  }
  for (std::uint32_t u = 0; u < above.units; ++u) set(above.weights + std::size_t{u} * above.inputs + unit, 0);
}

}  // namespace reluctant
