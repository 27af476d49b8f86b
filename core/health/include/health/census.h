#pragma once
// What state every hidden unit is in, over a set of samples. When it came to be so is events.h, and why is
// autopsy.h.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "network/pass.h"
#include "numerics/choice.h"
#include "training/samples.h"

namespace reluctant {

/// In order of precedence: a unit is in the first state that fits. The page, the files and the tests store these
/// numbers: append, never reorder.
enum class NeuronState : std::uint8_t { dead, cut_off, saturated, inactive, dormant, always_on, alive };

inline constexpr std::size_t state_count = 7;

/// Name, label and meaning of each state, in the enumeration's order.
std::span<const Description> states();

/// A layer's units counted by state, and the moments of their outputs over units and samples.
struct LayerCensus {
  std::uint32_t units = 0;
  std::array<std::uint32_t, state_count> counts = {};
  double output_mean = 0;
  double output_variance = 0;
};

/// One entry a hidden unit, in layer order.
struct Census {
  std::vector<LayerCensus> layers;
  std::vector<NeuronState> states;
  std::vector<float> active_fraction;  // share of samples with a positive sum
  std::vector<float> mean_output;
  std::vector<float> margin;  // the largest sum: at most 0 for a dead ReLU
};

/// Takes the census of a network over `samples`, as in evaluation, but batch norm over the samples themselves.
///
/// samples   one or more
/// tau       dormant at a score of at most this: mean |output| over the layer's mean of the same (Sokar et al. 2023,
///           arXiv:2302.12902, definition 3.1); 0.025 is their common choice
/// pass      with room for rows_needed
/// cost      a forward pass, and for living networks a search of paths to the output
void take_census(const Layout& layout, std::span<const float> parameters, const Samples& samples, double tau,
                 Pass& pass, Census& out);

}  // namespace reluctant
