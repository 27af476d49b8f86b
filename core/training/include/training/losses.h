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
enum class Loss : std::uint8_t { mean_squared_error, binary_cross_entropy };

std::span<const Description> losses();

/// The loss of one output of one sample, before the mean.
///
/// mean squared error    (z - t)²
/// binary cross-entropy  max(z, 0) - z t + log(1 + e^-|z|): from the logit, stable for any z
double loss_of(Loss loss, double z, double target);

/// What the network says, given its output z: the probability of class 1, or z itself.
double prediction_of(Loss loss, double z);

/// Whether a single output decides for class 1 (above one half).
bool decides_for_one(Loss loss, double z);

/// Writes dL/dz of the mean loss into `pass`'s output deltas.
///
/// targets  `samples`' targets of the rows in the pass, from `first` on
/// total    how many samples the mean is over (the batch, or the whole set when it comes in pieces)
/// rounding computed in double, rounded once
void start_backward(Loss loss, const Layout& layout, const Samples& samples, std::uint32_t first, std::uint32_t total,
                    Pass& pass);

}  // namespace reluctant
