#pragma once
// What a network starts from: initial weights and biases, drawn by name. Where they lie is layout.h.
#include <span>

#include "network/layout.h"

namespace reluctant {

/// The tables. A Choice's index points into them: append, never reorder.
std::span<const Description> weight_initializers();
std::span<const Description> bias_initializers();

/// Fills `parameters` for step 0.
///
/// weights, bias  choices from the tables; the bias is for hidden layers, the output's starts at 0
/// seed           weights come from Stream::weights and biases from Stream::bias, layer l at (l, 0), so that one
///                setting never moves another's draws
/// parameters     [layout.parameter_count]
///
/// normal forms draw gain / sqrt(n) times a standard normal; uniform ones gain * sqrt(3 / n) times U(-1, 1);
/// n is the fan-in (He et al. 2015, section 2.2) or the mean of fan-in and fan-out (Glorot, Bengio 2010, section 4.2)
void initialize(const Layout& layout, const Choice& weights, const Choice& bias, std::uint32_t seed,
                std::span<float> parameters);

}  // namespace reluctant
