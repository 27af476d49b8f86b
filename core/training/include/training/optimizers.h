#pragma once
// The optimisers and learning-rate schedules: their tables and their rules. The step that uses them is trainer.h.
#include <cstdint>
#include <span>

#include "numerics/choice.h"

namespace reluctant {

/// The tables. A Choice's index points into them: append, never reorder.
std::span<const Description> optimizers();
std::span<const Description> schedules();

/// Position of `learningRate` among every optimiser's parameters.
inline constexpr std::size_t learning_rate_parameter = 0;

/// The rate of the update that leads from `step` to step + 1.
double learning_rate(const Choice& optimizer, const Choice& schedule, std::uint32_t step);

/// One update: w <- w - rate * g (stochastic gradient descent, PyTorch's convention).
///
/// parameters, gradients, updated  [parameters.size()]; `updated` is another array
/// rate                            rounded to float once
void update(const Choice& optimizer, double rate, std::span<const float> parameters, std::span<const float> gradients,
            std::span<float> updated);

}  // namespace reluctant
