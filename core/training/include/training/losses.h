#pragma once
// The losses: their table, their value in double, and where the way back begins. What a step does with the
// gradient is trainer.h.
#include <cstdint>
#include <span>

#include "network/pass.h"
#include "numerics/choice.h"
#include "training/samples.h"

namespace reluctant {

/// Numbers are positions in `losses()`: append, never reorder.
enum class Loss : std::uint8_t { mean_squared_error, binary_cross_entropy, mean_absolute_error, cross_entropy };

std::span<const Description> losses();

/// The loss of one sample, before the mean over samples. From logits it is stable for any of them.
///
/// z, target  [outputs]; classes beyond two are one-hot
/// mean squared error    mean over outputs of (z - t)²
/// mean absolute error   mean over outputs of |z - t|
/// binary cross-entropy  sum of max(z, 0) - z t + log(1 + e^-|z|)
/// cross-entropy         log of the sum of e^z, less the z of the class
double sample_loss(Loss loss, std::span<const double> z, std::span<const double> target);

/// What the network says, given its outputs z, in place: probabilities for classes, z itself for values.
void predict_from(Loss loss, std::span<double> z);

/// Whether the outputs decide for the target's class: above one half, or the first largest.
bool decides_rightly(Loss loss, std::span<const double> z, std::span<const double> target);

/// Writes dL/dz of the mean loss into `pass`'s output deltas.
///
/// samples  whose rows from `first` on are in the pass
/// total    how many samples the mean is over (the batch, or the whole set when it comes in pieces)
/// rounding computed in double, rounded once
void start_backward(Loss loss, const Layout& layout, const Samples& samples, std::uint32_t first, std::uint32_t total,
                    Pass& pass);

}  // namespace reluctant
