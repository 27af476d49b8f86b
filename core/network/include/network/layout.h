#pragma once
// Where every parameter of a network lies in one flat array, and views into it as matrices. What is drawn
// into it at the start is initialize.h; what is computed from it is pass.h.
#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "numerics/choice.h"

namespace reluctant {

/// A dense layer: z = W h + b, then the activation. Offsets count floats from the start of the parameters.
struct Layer {
  std::uint32_t inputs = 0;
  std::uint32_t units = 0;
  Choice activation;
  std::size_t weights = 0;        // W [units x inputs], row-major
  std::size_t bias = 0;           // b [units]
  std::size_t slopes = 0;         // learnt slopes [slope_count]
  std::uint32_t slope_count = 0;  // 0, 1 for the whole layer, or one a unit
  std::size_t gamma = 0;          // batch norm's scale, then its shift beta [units each]; none without it
  std::size_t end = 0;

  [[nodiscard]] bool has_batch_norm() const { return gamma < end; }
  [[nodiscard]] std::size_t beta() const { return gamma + units; }
};

/// A network's layers, the output layer last, and the number of its parameters. No padding anywhere: the
/// array is what `parameters()` hands out.
struct Layout {
  std::vector<Layer> layers;
  std::size_t parameter_count = 0;
  bool batch_norm = false;  // before the activation of every hidden layer

  /// Units of all hidden layers: the entries of a census.
  [[nodiscard]] std::size_t hidden_units() const;
  /// The hidden layers alone, in order.
  [[nodiscard]] std::span<const Layer> hidden() const { return {layers.data(), layers.size() - 1}; }
};

/// features     inputs of a row
/// hidden       units of each hidden layer
/// activations  [hidden.size()]
/// outputs      units of the output layer, whose activation is the identity
/// batch_norm   whether the hidden layers are normalised
Layout make_layout(std::uint32_t features, std::span<const std::uint32_t> hidden, std::span<const Choice> activations,
                   std::uint32_t outputs, bool batch_norm = false);

/// The activation of unit `u` of a layer, with its learnt slope if it has one.
Choice activation_of(const Layer& layer, std::span<const float> parameters, std::uint32_t u);

/// Carries parameters over to a layout of the same layers whose activations differ: weights and biases stay, learnt
/// slopes stay where both have them alike and start anew elsewhere.
///
/// from, to  [parameter_count] of their layouts
void carry_parameters(const Layout& old_layout, std::span<const float> from, const Layout& new_layout,
                      std::span<float> to);

/// A matrix [units x inputs] over memory of others.
using WeightsView = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// A layer's weights [units x inputs] as they lie in `parameters`.
WeightsView weights_of(const Layer& layer, std::span<const float> parameters);

}  // namespace reluctant
