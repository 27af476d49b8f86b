// States, deaths and their causes: against recounts in double that share no code with the core, and case by case.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "activations/activations.h"
#include "health/autopsy.h"
#include "health/census.h"
#include "health/events.h"
#include "network/layout.h"
#include "numerics/random.h"
#include "training/trainer.h"

using namespace reluctant;

namespace {

constexpr std::uint8_t relu_index = 1, leaky_index = 2, tanh_index = 3;

std::vector<float> random_floats(std::size_t count, std::uint32_t seed, double shift = 0) {
  RandomStream random(seed, Stream::trials);
  std::vector<float> floats(count);
  for (float& x : floats) x = static_cast<float>(random.normal() + shift);
  return floats;
}

/// A network of one input, the given hidden widths and one output.
Layout network(std::vector<std::uint32_t> hidden, std::uint8_t activation, double parameter = 0.01) {
  const std::vector<Choice> choices(hidden.size(), Choice{.index = activation, .values = {parameter}});
  return make_layout(1, hidden, choices, 1);
}

Samples samples_at(const std::vector<float>& inputs) { return Samples::from_rows(1, 0, inputs, {}); }

Census census_of(const Layout& layout, const std::vector<float>& parameters, const Samples& samples,
                 double tau = 0.025) {
  Pass pass(layout, rows_at_a_time, PassKind::forward_only);
  Census census;
  take_census(layout, parameters, samples, tau, pass, census);
  return census;
}

std::vector<std::uint8_t> dead_of(const Layout& layout, const std::vector<float>& parameters, const Samples& samples) {
  Pass pass(layout, rows_at_a_time, PassKind::forward_only);
  std::vector<std::uint8_t> dead;
  find_dead(layout, parameters, samples, pass, dead);
  return dead;
}

const std::vector<float> five = {-1.0f, -0.5f, 0.0f, 0.5f, 1.0f};

}  // namespace

TEST_CASE("a unit is dead exactly when no sample gives it a positive sum") {
  struct Case {
    float bias;
    NeuronState state;
    float active;
    float margin;
  };
  const Case cases[] = {
      {-1.5f, NeuronState::dead, 0.0f, -0.5f},        // every sum negative
      {-1.0f, NeuronState::dead, 0.0f, 0.0f},         // the largest sum is 0, and ReLU passes nothing there
      {-0.9375f, NeuronState::alive, 0.2f, 0.0625f},  // one sample of five is left
      {1.0f, NeuronState::alive, 0.8f, 2.0f},         // one sum is exactly 0: a bend is left
      {1.5f, NeuronState::always_on, 1.0f, 2.5f},
  };
  const Layout layout = network({1}, relu_index);
  for (const auto& expected : cases) {
    CAPTURE(expected.bias);
    const std::vector<float> parameters = {1, expected.bias, 1, 0};
    const Census census = census_of(layout, parameters, samples_at(five));
    CHECK(census.states[0] == expected.state);
    CHECK(census.active_fraction[0] == expected.active);
    CHECK(census.margin[0] == expected.margin);
    CHECK((dead_of(layout, parameters, samples_at(five))[0] == 1) == (expected.state == NeuronState::dead));
  }
}

TEST_CASE("states follow their order of precedence") {
  const auto state = [](std::uint8_t activation, double parameter, std::vector<float> parameters) {
    return census_of(network({1}, activation, parameter), parameters, samples_at(five)).states[0];
  };
  CHECK(state(leaky_index, 0.01, {1, -2, 1, 0}) == NeuronState::inactive);     // silent, with a slope
  CHECK(state(leaky_index, 0.0001, {1, -2, 1, 0}) == NeuronState::saturated);  // the slope is next to nothing
  CHECK(state(leaky_index, 0.01, {1, -2, 0, 0}) == NeuronState::cut_off);      // nothing listens
  CHECK(state(relu_index, 0, {1, -2, 0, 0}) == NeuronState::dead);             // dead before cut off
  CHECK(state(tanh_index, 0, {1, 9, 1, 0}) == NeuronState::saturated);
  CHECK(state(tanh_index, 0, {1, -1.5f, 1, 0}) == NeuronState::alive);  // z <= 0 means nothing for tanh
  CHECK(state(tanh_index, 0, {1, 2, 1, 0}) == NeuronState::alive);      // no bend to be beyond
}

TEST_CASE("a unit whose layer does much more is dormant at the threshold and below") {
  const Layout layout = network({2}, relu_index);
  // Outputs of 1 and of k over one sample: the score of the first is 2 / (1 + k).
  const auto state = [&](float k, double tau) {
    return census_of(layout, {1, k, 0, 0, 1, 1, 0}, samples_at({1.0f, -1.0f}), tau).states[0];
  };
  CHECK(state(79.0f, 0.025) == NeuronState::dormant);  // exactly the threshold
  CHECK(state(78.0f, 0.025) == NeuronState::alive);
  CHECK(state(78.0f, 0.1) == NeuronState::dormant);
}

TEST_CASE("a layer that is dead cuts off every living unit below it") {
  const Layout layout = network({3, 2}, relu_index);
  std::vector<float> parameters(layout.parameter_count, 0.5f);
  for (std::size_t u = 0; u < 2; ++u) parameters[layout.layers[1].bias + u] = -100;
  const Census census = census_of(layout, parameters, samples_at(five));
  for (std::size_t u = 0; u < 3; ++u) CHECK(census.states[u] == NeuronState::cut_off);
  for (std::size_t u = 3; u < 5; ++u) CHECK(census.states[u] == NeuronState::dead);
  CHECK(census.layers[0].counts[static_cast<std::size_t>(NeuronState::cut_off)] == 3);
}

TEST_CASE("a path counts only when one sample keeps all of it open") {
  // Unit 0 fires for positive inputs, but its one listener fires for negative ones only.
  const Layout layout = network({2, 1}, relu_index);
  // Layer 0: x and -x; layer 1: weight 1 from unit 0 and 1 from unit 1, bias such that only -x reaches it.
  const std::vector<float> parameters = {1, -1, 0, 0, -1, 1, 0, 1, 0};
  const Census census = census_of(layout, parameters, samples_at(five));
  CHECK(census.states[0] == NeuronState::cut_off);
  CHECK(census.states[1] != NeuronState::cut_off);
}

TEST_CASE("states and dead units agree with a recount in double on hundreds of networks") {
  int dead_seen = 0, always_seen = 0, cut_seen = 0, compared = 0;
  for (std::uint32_t trial = 0; trial < 300; ++trial) {
    const Layout layout = network({4, 3, 3}, relu_index);
    const auto parameters = random_floats(layout.parameter_count, 1000 + trial, -0.15);
    const auto inputs = random_floats(20 + trial % 300, trial);
    const Samples samples = samples_at(inputs);
    const Census census = census_of(layout, parameters, samples);
    const auto dead = dead_of(layout, parameters, samples);

    // The recount: sums in double, paths followed for each sample from the output down.
    const std::size_t units = layout.hidden_units();
    std::vector<int> positive(units, 0), heard(units, 0);
    std::vector<double> largest(units, -1e300), size(units, 0);
    for (const float x : inputs) {
      std::vector<std::vector<double>> sums;
      std::vector<double> h = {x};
      for (const Layer& layer : layout.hidden()) {
        std::vector<double> z(layer.units);
        for (std::uint32_t u = 0; u < layer.units; ++u) {
          z[u] = parameters[layer.bias + u];
          for (std::uint32_t i = 0; i < layer.inputs; ++i)
            z[u] += double{parameters[layer.weights + u * layer.inputs + i]} * h[i];
        }
        sums.push_back(z);
        for (double& value : z) value = std::max(0.0, value);
        h = z;
      }
      std::vector<bool> open = {true};
      std::size_t end = units;
      for (std::size_t l = layout.hidden().size(); l-- > 0;) {
        const Layer& above = layout.layers[l + 1];
        std::vector<bool> own(layout.layers[l].units, false);
        end -= own.size();
        for (std::uint32_t i = 0; i < own.size(); ++i) {
          bool reached = false;
          for (std::uint32_t u = 0; u < above.units; ++u) {
            reached = reached || (open[u] && parameters[above.weights + u * above.inputs + i] != 0);
          }
          own[i] = reached && sums[l][i] > 0;
          positive[end + i] += sums[l][i] > 0;
          heard[end + i] += own[i];
          largest[end + i] = std::max(largest[end + i], sums[l][i]);
          size[end + i] += std::max(0.0, sums[l][i]);
        }
        open = own;
      }
    }
    bool at_rounding = false;
    for (std::size_t u = 0; u < units; ++u) at_rounding = at_rounding || std::abs(largest[u]) < 1e-5;
    if (at_rounding) continue;
    std::size_t first = 0;
    for (const Layer& layer : layout.hidden()) {
      double mean = 0;
      for (std::size_t u = first; u < first + layer.units; ++u) mean += size[u] / layer.units;
      for (std::size_t u = first; u < first + layer.units; ++u) {
        CAPTURE(trial);
        CAPTURE(u);
        const bool is_dead = positive[u] == 0;
        CHECK((dead[u] != 0) == is_dead);
        CHECK(census.active_fraction[u] == doctest::Approx(positive[u] / static_cast<double>(inputs.size())));
        CHECK(census.margin[u] == doctest::Approx(largest[u]).epsilon(1e-4).scale(1));
        const double score = mean > 0 ? size[u] / mean : 0;
        if (std::abs(score - 0.025) < 1e-4) continue;
        NeuronState expected = NeuronState::alive;
        if (is_dead) {
          expected = NeuronState::dead;
        } else if (heard[u] == 0) {
          expected = NeuronState::cut_off;
        } else if (score <= 0.025) {
          expected = NeuronState::dormant;
        } else if (positive[u] == static_cast<int>(inputs.size())) {
          expected = NeuronState::always_on;
        }
        CHECK(census.states[u] == expected);
        dead_seen += is_dead;
        always_seen += expected == NeuronState::always_on;
        cut_seen += expected == NeuronState::cut_off;
        ++compared;
      }
      first += layer.units;
    }
    for (const LayerCensus& layer : census.layers) {
      std::uint32_t sum = 0;
      for (const std::uint32_t count : layer.counts) sum += count;
      CHECK(sum == layer.units);
    }
  }
  CHECK(compared > 2000);
  CHECK(dead_seen > 100);
  CHECK(always_seen > 50);
  CHECK(cut_seen > 20);
}

TEST_CASE("units of an activation without a flat piece are never dead") {
  for (const std::uint8_t activation : {identity_index, leaky_index, tanh_index}) {
    const Layout layout = network({2}, activation);
    const auto dead = dead_of(layout, {1, 1, -100, -100, 1, 1, 0}, samples_at(five));
    CHECK(dead == std::vector<std::uint8_t>{0, 0});
  }
  const Layout flat = network({2}, leaky_index, 0);
  CHECK(dead_of(flat, {1, 1, -100, -100, 1, 1, 0}, samples_at(five)) == std::vector<std::uint8_t>{1, 1});
}

TEST_CASE("the cause of a death is what alone brings it about") {
  // Layer 0: h = relu(x + b0); layer 1: z = w h + b1, over inputs 0 and 1.
  const Layout layout = network({1, 1}, relu_index);
  const Samples samples = samples_at({0.0f, 1.0f});
  struct Case {
    const char* what;
    float b0, w, b1;  // after the step; before it 0, 1, -0.5
    Cause cause;
  };
  const Case cases[] = {
      {"its bias fell", 0, 1, -2, Cause::own_update},
      {"its input fell", -0.75f, 1, -0.5f, Cause::upstream},
      {"each would have done", -0.75f, 1, -2, Cause::either},
      {"half each", -0.375f, 1, -0.75f, Cause::both_together},
  };
  Pass pass(layout, rows_at_a_time, PassKind::forward_only);
  const std::vector<float> before = {1, 0, 1, -0.5f, 1, 0};
  CHECK(dead_of(layout, before, samples)[1] == 0);
  for (const auto& expected : cases) {
    CAPTURE(expected.what);
    const std::vector<float> after = {1, expected.b0, expected.w, expected.b1, 1, 0};
    CHECK(dead_of(layout, after, samples)[1] == 1);
    CHECK(cause_of_change(layout, before, after, samples, 1, 0, false, pass) == expected.cause);
    CHECK(cause_of_change(layout, after, before, samples, 1, 0, true, pass) != Cause::intervention);
  }
}

TEST_CASE("every state has a name and a sentence in the order of the enumeration") {
  CHECK(states().size() == state_count);
  CHECK(states()[static_cast<std::size_t>(NeuronState::dead)].name == "dead");
  CHECK(states()[static_cast<std::size_t>(NeuronState::cut_off)].name == "cutOff");
  CHECK(states()[static_cast<std::size_t>(NeuronState::alive)].name == "alive");
}
