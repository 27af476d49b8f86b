// The tables of optimisers and schedules, and their rules (optimizers.h).
#include "training/optimizers.h"

#include <Eigen/Core>
#include <array>
#include <cassert>

namespace reluctant {
namespace {

constexpr std::array sgd_parameters{
    Parameter{.name = "learningRate",
              .label = "Learning rate",
              .sentence = "How far one update goes along the gradient. Too far, and neurons overshoot and die.",
              .initial = 0.1,
              .range = {.min = 0, .max = 1000, .exclusive_min = true}},
    Parameter{.name = "momentum",
              .label = "Momentum",
              .sentence = "How much of the last update is carried on into the next.",
              .initial = 0,
              .range = {0, 0}},
    Parameter{.name = "nesterov",
              .label = "Nesterov",
              .sentence = "Whether momentum looks one step ahead.",
              .type = ParameterType::boolean,
              .initial = 0,
              .range = {0, 0}},
    Parameter{.name = "weightDecay",
              .label = "Weight decay",
              .sentence = "How much of every parameter is taken off at each step.",
              .initial = 0,
              .range = {0, 0}},
    Parameter{.name = "decayBias",
              .label = "Decay biases",
              .sentence = "Whether weight decay reaches the biases too.",
              .type = ParameterType::boolean,
              .initial = 1,
              .range = {1, 1}},
};

constexpr std::array optimizer_table{
    Description{"sgd", "SGD", "Stochastic gradient descent: straight down the gradient of the batch.", sgd_parameters},
};

constexpr std::array constant_parameters{
    Parameter{.name = "warmUp",
              .label = "Warm-up",
              .sentence = "Over how many steps the learning rate rises to its value.",
              .type = ParameterType::integer,
              .initial = 0,
              .range = {0, 0},
              .unit = "steps"},
};

constexpr std::array schedule_table{
    Description{"constant", "Constant", "The same learning rate at every step.", constant_parameters},
};

using ArrayView = Eigen::Map<const Eigen::ArrayXf>;

}  // namespace

std::span<const Description> optimizers() { return optimizer_table; }
std::span<const Description> schedules() { return schedule_table; }

double learning_rate(const Choice& optimizer, const Choice&, std::uint32_t) {
  return optimizer.values[learning_rate_parameter];
}

void update(const Choice&, double rate, std::span<const float> parameters, std::span<const float> gradients,
            std::span<float> updated) {
  assert(gradients.size() == parameters.size() && updated.size() == parameters.size());
  const auto size = static_cast<Eigen::Index>(parameters.size());
  const ArrayView w(parameters.data(), size);
  const ArrayView g(gradients.data(), size);
  Eigen::Map<Eigen::ArrayXf>(updated.data(), size) = w - static_cast<float>(rate) * g;
}

}  // namespace reluctant
