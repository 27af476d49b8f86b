#pragma once
// The optimisers and learning-rate schedules: their tables and their rules. The step that uses them is trainer.h.
#include <cstdint>
#include <span>

#include "network/layout.h"
#include "numerics/arena.h"
#include "numerics/choice.h"

namespace reluctant {

/// The tables. A Choice's index points into them: append, never reorder.
std::span<const Description> optimizers();
std::span<const Description> schedules();

/// Position of `learningRate` among every optimiser's parameters.
inline constexpr std::size_t learning_rate_parameter = 0;

/// The rate of the update that leads from `step` to step + 1, in double. A warm-up of w steps rises as
/// (step + 1) / w of the full rate; the schedule proper begins after it.
///
/// source  cosine: Loshchilov, Hutter 2017, arXiv:1608.03983, equation 5, without restarts
double learning_rate(const Choice& optimizer, const Choice& schedule, std::uint32_t step);

/// An optimiser's weight decay: how strong, and whether it reaches the biases.
struct Decay {
  double strength = 0;
  bool biases = true;
};
/// The decay of `optimizer`'s parameters.
Decay decay_of(const Choice& optimizer);

/// What an optimiser remembers from step to step. Empty for one that remembers nothing.
struct OptimizerState {
  AlignedArray<float> first;   // velocity, or mean of gradients
  AlignedArray<float> second;  // mean or sum of squared gradients
  double first_power = 1;      // beta1^steps and beta2^steps, for Adam's bias correction
  double second_power = 1;

  bool operator==(const OptimizerState&) const = default;
};

/// The state before the first step under `optimizer`.
OptimizerState empty_state(const Choice& optimizer, std::size_t parameter_count);

/// One update, with PyTorch's conventions: weight decay joins the gradient (AdamW: shrinks the parameter), on weights,
/// biases, gamma and beta, never on learnt slopes; momentum v <- mu v + g; epsilon stands outside the root.
///
/// rate                            of this step; rounded to float once
/// parameters, gradients, updated  [layout.parameter_count]; `updated` is another array
/// state, next                     of one optimiser, before and after the step; other objects, of the same sizes
/// source  Adam: Kingma, Ba 2015, arXiv:1412.6980, algorithm 1; AdamW: Loshchilov, Hutter 2019, arXiv:1711.05101,
///         algorithm 2; Adagrad: Duchi, Hazan, Singer 2011; RMSProp: Tieleman, Hinton 2012, lecture 6.5
void update(const Choice& optimizer, double rate, const Layout& layout, std::span<const float> parameters,
            std::span<const float> gradients, const OptimizerState& state, std::span<float> updated,
            OptimizerState& next);

}  // namespace reluctant
