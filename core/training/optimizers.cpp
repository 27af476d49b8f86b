// The tables of optimisers and schedules, and their rules (optimizers.h).
#include "training/optimizers.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cassert>

#include "numerics/elementary.h"

namespace reluctant {
namespace {

constexpr Range fraction_below_one{.min = 0, .max = 0.999999};

constexpr Parameter rate_parameter(double initial) {
  return {.name = "learningRate",
          .label = "Learning rate",
          .sentence = "How far one update goes along the gradient. Too far, and neurons overshoot and die.",
          .initial = initial,
          .range = {.min = 0, .max = 1000, .exclusive_min = true}};
}

constexpr Parameter epsilon_parameter(double initial) {
  return {.name = "epsilon",
          .label = "Epsilon",
          .sentence = "Keeps the divisor away from 0 where gradients have been tiny.",
          .initial = initial,
          .range = {.min = 0, .max = 1, .exclusive_min = true}};
}

constexpr Parameter decay_parameter(double initial) {
  return {.name = "weightDecay",
          .label = "Weight decay",
          .sentence = "How strongly every step pulls all parameters towards 0.",
          .initial = initial,
          .range = {0, 10}};
}

constexpr Parameter decay_bias_parameter{
    .name = "decayBias",
    .label = "Decay biases",
    .sentence = "Whether weight decay reaches the biases too. Decaying weights and bias alike never revives a neuron.",
    .type = ParameterType::boolean,
    .initial = 1,
    .range = {0, 1}};

constexpr std::array sgd_parameters{
    rate_parameter(0.1),
    Parameter{.name = "momentum",
              .label = "Momentum",
              .sentence = "How much of the last update is carried on into the next.",
              .initial = 0,
              .range = fraction_below_one},
    Parameter{.name = "nesterov",
              .label = "Nesterov",
              .sentence = "Whether the gradient is taken as if the momentum's move were already made.",
              .type = ParameterType::boolean,
              .initial = 0,
              .range = {0, 1}},
    decay_parameter(0),
    decay_bias_parameter,
};

constexpr std::array rmsprop_parameters{
    rate_parameter(0.01),
    Parameter{.name = "alpha",
              .label = "Alpha",
              .sentence = "How slowly the mean of squared gradients forgets.",
              .initial = 0.99,
              .range = fraction_below_one},
    epsilon_parameter(1e-8),
    decay_parameter(0),
    decay_bias_parameter,
};

constexpr std::array adagrad_parameters{
    rate_parameter(0.01),
    epsilon_parameter(1e-10),
    decay_parameter(0),
    decay_bias_parameter,
};

constexpr Parameter betas_parameter{
    .name = "betas",
    .label = "Betas",
    .sentence = "How slowly the mean of gradients and the mean of their squares forget.",
    .type = ParameterType::numbers,
    .initial = 0.9,
    .range = fraction_below_one,
    .count = 2,
    .rest = 0.999,
};

constexpr std::array adam_parameters{
    rate_parameter(0.001), betas_parameter, epsilon_parameter(1e-8), decay_parameter(0), decay_bias_parameter,
};
constexpr std::array adamw_parameters{
    rate_parameter(0.001), betas_parameter, epsilon_parameter(1e-8), decay_parameter(0.01), decay_bias_parameter,
};

enum Optimizer : std::uint8_t { sgd, rmsprop, adagrad, adam, adamw };

constexpr std::array optimizer_table{
    Description{"sgd", "SGD", "Stochastic gradient descent: straight down the gradient of the batch.", sgd_parameters},
    Description{"rmsprop", "RMSProp", "Divides each gradient by the root of the recent mean of its squares.",
                rmsprop_parameters},
    Description{"adagrad", "Adagrad", "Divides each gradient by the root of the sum of all its squares so far.",
                adagrad_parameters},
    Description{"adam", "Adam", "Momentum over RMSProp, both corrected for starting at 0.", adam_parameters},
    Description{"adamw", "AdamW", "Adam whose weight decay stays out of the gradient.", adamw_parameters},
};

constexpr Parameter warm_up_parameter{
    .name = "warmUp",
    .label = "Warm-up",
    .sentence = "Over how many steps the learning rate rises before the schedule begins.",
    .type = ParameterType::integer,
    .initial = 0,
    .range = {0, 1e9},
    .unit = "steps"};

constexpr std::array constant_parameters{warm_up_parameter};
constexpr std::array step_parameters{
    Parameter{.name = "every",
              .label = "Every",
              .sentence = "After how many steps the rate is multiplied by the factor, again and again.",
              .type = ParameterType::integer,
              .initial = 1000,
              .range = {1, 1e9},
              .unit = "steps"},
    Parameter{.name = "factor",
              .label = "Factor",
              .sentence = "What the rate is multiplied by.",
              .initial = 0.5,
              .range = {.min = 0, .max = 1, .exclusive_min = true}},
    warm_up_parameter,
};
constexpr std::array cosine_parameters{
    Parameter{.name = "steps",
              .label = "Steps",
              .sentence = "After how many steps the rate has come down to the floor.",
              .type = ParameterType::integer,
              .initial = 1000,
              .range = {1, 1e9},
              .unit = "steps"},
    Parameter{.name = "floor",
              .label = "Floor",
              .sentence = "The learning rate at the end, and after it.",
              .initial = 0,
              .range = {0, 1000}},
    warm_up_parameter,
};

enum Schedule : std::uint8_t { constant, step_schedule, cosine };

constexpr std::array schedule_table{
    Description{"constant", "Constant", "The same learning rate at every step.", constant_parameters},
    Description{"step", "Step", "Multiplies the learning rate by a factor every so many steps.", step_parameters},
    Description{"cosine", "Cosine", "Lets the learning rate fall along half a cosine.", cosine_parameters},
};

constexpr std::array<std::size_t, 3> warm_up_positions{0, 2, 2};

/// factor^count, in double, by repeated squaring.
double power(double factor, std::uint32_t count) {
  double result = 1;
  for (; count > 0; count >>= 1) {
    if ((count & 1) != 0) result *= factor;
    factor *= factor;
  }
  return result;
}

using ArrayView = Eigen::Map<const Eigen::ArrayXf>;
using MutableView = Eigen::Map<Eigen::ArrayXf>;

/// A stretch of parameters that decays alike.
struct Stretch {
  std::size_t from, to;
  float decay;
};

/// What `update` was asked for.
struct Update {
  const Choice& optimizer;
  double rate;
  std::span<const float> parameters, gradients;
  const OptimizerState& state;
  std::span<float> updated;
  OptimizerState& next;
};

/// One stretch of an update: a rule is one array expression.
void update_stretch(const Update& asked, const Stretch& stretch) {
  const Choice& optimizer = asked.optimizer;
  const OptimizerState& state = asked.state;
  OptimizerState& next = asked.next;
  const double rate = asked.rate;
  const auto size = static_cast<Eigen::Index>(stretch.to - stretch.from);
  const ArrayView w(asked.parameters.data() + stretch.from, size);
  const ArrayView raw(asked.gradients.data() + stretch.from, size);
  MutableView out(asked.updated.data() + stretch.from, size);
  const auto first = [&] { return ArrayView(state.first.data() + stretch.from, size); };
  const auto second = [&] { return ArrayView(state.second.data() + stretch.from, size); };
  const auto new_first = [&] { return MutableView(next.first.data() + stretch.from, size); };
  const auto new_second = [&] { return MutableView(next.second.data() + stretch.from, size); };
  const auto lr = static_cast<float>(rate);
  const auto& values = optimizer.values;
  const float decay = stretch.decay;
  switch (static_cast<Optimizer>(optimizer.index)) {
    case sgd: {
      const auto momentum = static_cast<float>(values[1]);
      if (momentum == 0) {
        if (decay == 0) {
          out = w - lr * raw;
        } else {
          out = w - lr * (raw + decay * w);
        }
        return;
      }
      new_first() = momentum * first() + (raw + decay * w);
      if (values[2] != 0) {
        out = w - lr * ((raw + decay * w) + momentum * new_first());
      } else {
        out = w - lr * new_first();
      }
      return;
    }
    case rmsprop: {
      const auto alpha = static_cast<float>(values[1]);
      const auto rest = static_cast<float>(1 - values[1]);
      new_second() = alpha * second() + rest * (raw + decay * w).square();
      out = w - lr * ((raw + decay * w) / (new_second().sqrt() + static_cast<float>(values[2])));
      return;
    }
    case adagrad:
      new_second() = second() + (raw + decay * w).square();
      out = w - lr * ((raw + decay * w) / (new_second().sqrt() + static_cast<float>(values[1])));
      return;
    case adam:
    case adamw: {
      const bool decoupled = optimizer.index == adamw;
      const float joined = decoupled ? 0.0f : decay;
      const auto beta1 = static_cast<float>(values[1]), rest1 = static_cast<float>(1 - values[1]);
      const auto beta2 = static_cast<float>(values[2]), rest2 = static_cast<float>(1 - values[2]);
      new_first() = beta1 * first() + rest1 * (raw + joined * w);
      new_second() = beta2 * second() + rest2 * (raw + joined * w).square();
      const auto size1 = static_cast<float>(rate / (1 - next.first_power));
      const auto root = static_cast<float>(elementary::sqrt(1 - next.second_power));
      const auto epsilon = static_cast<float>(values[3]);
      const float keep = decoupled ? static_cast<float>(1 - rate * decay) : 1.0f;
      out = keep * w - size1 * (new_first() / (new_second().sqrt() / root + epsilon));
      return;
    }
  }
}

}  // namespace

std::span<const Description> optimizers() { return optimizer_table; }
std::span<const Description> schedules() { return schedule_table; }

/// Decay stands last but one among an optimiser's parameters, before decayBias.
Decay decay_of(const Choice& optimizer) {
  const Description& entry = optimizer_table[optimizer.index];
  const std::size_t place = place_of(entry, entry.parameters.size() - 2);
  return {optimizer.values[place], optimizer.values[place + 1] != 0};
}

double learning_rate(const Choice& optimizer, const Choice& schedule, std::uint32_t step) {
  const double full = optimizer.values[learning_rate_parameter];
  const auto warm_up = static_cast<std::uint32_t>(schedule.values[warm_up_positions[schedule.index]]);
  if (step < warm_up) return full * (step + 1.0) / warm_up;
  const std::uint32_t after = step - warm_up;
  switch (static_cast<Schedule>(schedule.index)) {
    case constant: return full;
    case step_schedule: return full * power(schedule.values[1], after / static_cast<std::uint32_t>(schedule.values[0]));
    case cosine: {
      constexpr double pi = 3.14159265358979323846;
      const double done = std::min(1.0, after / schedule.values[0]);
      const double floor = schedule.values[1];
      return floor + (full - floor) * (1 + elementary::cos(pi * done)) / 2;
    }
  }
  return full;
}

OptimizerState empty_state(const Choice& optimizer, std::size_t parameter_count) {
  const auto kind = static_cast<Optimizer>(optimizer.index);
  const bool is_adam = kind == adam || kind == adamw;
  OptimizerState state;
  if (is_adam || (kind == sgd && optimizer.values[1] != 0)) state.first.resize(parameter_count);
  if (kind != sgd) state.second.resize(parameter_count);
  return state;
}

void update(const Choice& optimizer, double rate, const Layout& layout, std::span<const float> parameters,
            std::span<const float> gradients, const OptimizerState& state, std::span<float> updated,
            OptimizerState& next) {
  assert(gradients.size() == parameters.size() && updated.size() == parameters.size());
  assert(next.first.size() == state.first.size() && next.second.size() == state.second.size());
  const auto [strength, biases] = decay_of(optimizer);
  const auto decay = static_cast<float>(strength);
  const auto kind = static_cast<Optimizer>(optimizer.index);
  if (kind == adam || kind == adamw) {
    next.first_power = state.first_power * optimizer.values[1];
    next.second_power = state.second_power * optimizer.values[2];
  }
  const Update asked{optimizer, rate, parameters, gradients, state, updated, next};
  if (decay == 0) {
    update_stretch(asked, {0, parameters.size(), 0});
    return;
  }
  for (const Layer& layer : layout.layers) {
    for (const Stretch& stretch :
         {Stretch{layer.weights, layer.bias, decay}, Stretch{layer.bias, layer.slopes, biases ? decay : 0},
          Stretch{layer.slopes, layer.gamma, 0}, Stretch{layer.gamma, layer.end, decay}}) {
      if (stretch.from < stretch.to) {
        update_stretch(asked, stretch);
      }
    }
  }
}

}  // namespace reluctant
