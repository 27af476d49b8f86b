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

/// Makes one hidden unit begin anew at `step`, after ReDo (Sokar et al. 2023, arXiv:2302.12902, algorithm 1): its
/// weights and bias are drawn again from Stream::reset, its learnt slope and batch norm start over, and the weights by
/// which the next layer listens to it become 0.
///
/// changed  set to 1 for every parameter that was touched, so that an optimiser can forget them  [parameter_count]
void reset_unit(const Layout& layout, const Choice& weights, const Choice& bias, std::uint32_t seed, std::uint32_t step,
                std::uint32_t layer, std::uint32_t unit, std::span<float> parameters, std::span<std::uint8_t> changed);

}  // namespace reluctant
