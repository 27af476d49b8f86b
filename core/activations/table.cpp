// The table of activations: the one place where a name, a formula and a sentence about each stand.
// The kernels are kernels.cpp.
#include <array>
#include <cassert>

#include "activations/activations.h"

namespace reluctant {
namespace {

constexpr std::array leaky_parameters{Parameter{
    .name = "slope",
    .label = "Slope below 0",
    .sentence = "How much of a negative sum comes through, and how much of the gradient comes back.",
    .initial = 0.01,
    .range = {0, 1},
}};

constexpr std::array table{
    Activation{
        .description = {"identity", "Identity", "Passes the sum on as it is: a layer of it adds no bend."},
        .formula = "f(z) = z",
        .slope_formula = "f'(z) = 1",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = false,
        .saturates = false,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .evaluate =
            [](const Choice&, std::span<const float> z, std::span<float> value, std::span<float> slope) {
              for (std::size_t i = 0; i < z.size(); ++i) {
                value[i] = z[i];
                slope[i] = z[i] == z[i] ? 1.0f : z[i];
              }
            },
    },
    Activation{
        .description = {"relu", "ReLU",
                        "Passes a positive sum and turns any other into 0. Where it is flat, nothing is learnt: a "
                        "neuron that is flat for every sample is dead."},
        .formula = R"(f(z) = \max(0, z))",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases})",
        .slope_at_zero = 0,
        .can_die = true,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = false,
        .evaluate = [](const Choice&, std::span<const float> z, std::span<float> value,
                       std::span<float> slope) { relu(z, value, slope); },
    },
    Activation{
        .description = {"leaky-relu", "Leaky ReLU",
                        "As ReLU, but a small slope is left below 0, so that a silent neuron can still crawl back.",
                        leaky_parameters},
        .formula = R"(f(z) = \begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases})",
        .slope_formula = R"(f'(z) = \begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases})",
        .slope_at_zero = 0.01,
        .can_die = false,
        .has_bend = true,
        .has_sign_sides = true,
        .saturates = false,
        .smooth = false,
        .monotonic = true,
        .zero_centred = true,
        .evaluate = [](const Choice& choice, std::span<const float> z, std::span<float> value,
                       std::span<float> slope) { leaky_relu(z, static_cast<float>(choice.values[0]), value, slope); },
    },
    Activation{
        .description = {"tanh", "Tanh",
                        "Squeezes the sum between -1 and 1. It has no flat side, but far out on either it is as good "
                        "as flat: it saturates."},
        .formula = R"(f(z) = \tanh z)",
        .slope_formula = R"(f'(z) = 1 - \tanh^2 z)",
        .slope_at_zero = 1,
        .can_die = false,
        .has_bend = false,
        .has_sign_sides = false,
        .saturates = true,
        .smooth = true,
        .monotonic = true,
        .zero_centred = true,
        .evaluate = [](const Choice&, std::span<const float> z, std::span<float> value,
                       std::span<float> slope) { tanh(z, value, slope); },
    },
};

}  // namespace

std::span<const Activation> activations() { return table; }

void evaluate(const Choice& activation, std::span<const float> z, std::span<float> value, std::span<float> slope) {
  assert(value.size() == z.size() && slope.size() == z.size());
  table[activation.index].evaluate(activation, z, value, slope);
}

bool has_flat_piece(const Choice& activation) {
  const Activation& entry = table[activation.index];
  if (entry.can_die || !entry.has_bend) return entry.can_die;
  const float below = -1;
  float value, slope;
  evaluate(activation, {&below, 1}, {&value, 1}, {&slope, 1});
  return slope == 0;
}

}  // namespace reluctant
