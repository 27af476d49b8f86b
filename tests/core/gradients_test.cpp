// Gradients of every loss, activation, normalisation and penalty against central differences of a network computed in
// double, which shares nothing with the core but its layout. Whole trajectories against PyTorch are training_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "../accuracy/sweep.h"
#include "network/layout.h"
#include "network/pass.h"
#include "numerics/random.h"
#include "training/trainer.h"

using namespace reluctant;

namespace {

using Rows = std::vector<std::vector<double>>;  // [samples][units]

/// What a gradient is taken of.
struct Problem {
  tests::Case activation;
  Layout layout;
  Loss loss;
  Penalty penalty;
  Rows inputs, targets;
};

/// The regularised mean loss in double, and how near anything in it comes to where there is no slope.
struct Measured {
  double loss = 0;
  double nearest_bend = std::numeric_limits<double>::infinity();

  void keep_off(double distance) { nearest_bend = std::min(nearest_bend, std::abs(distance)); }
};

/// Batch norm of unit u over the rows themselves, in place.
void normalize(const Layer& layer, const std::vector<double>& parameters, std::uint32_t u, Rows& z) {
  const auto count = static_cast<double>(z.size());
  double mean = 0, variance = 0;
  for (const auto& row : z) mean += row[u] / count;
  for (const auto& row : z) variance += (row[u] - mean) * (row[u] - mean) / count;
  for (auto& row : z) {
    row[u] = parameters[layer.gamma + u] * (row[u] - mean) / std::sqrt(variance + 1e-5) + parameters[layer.beta() + u];
  }
}

/// f of all sums of a hidden layer, in place.
void activate(const Problem& problem, const Layer& layer, const std::vector<double>& parameters, Rows& z,
              Measured& measured) {
  const auto& table_entry = activations()[layer.activation.index];
  for (auto& row : z) {
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      tests::Parameters given = problem.activation.parameters;
      if (layer.slope_count > 0) given[0] = parameters[layer.slopes + (layer.slope_count > 1 ? u : 0)];
      if (!table_entry.smooth) {
        for (const double bend : {-3.0, 0.0, 3.0, 6.0}) measured.keep_off(row[u] - bend);
      }
      row[u] = problem.activation.in_double(given, row[u]).value;
    }
  }
}

double loss_of(Loss loss, const std::vector<double>& z, const std::vector<double>& target, Measured& measured) {
  double sum = 0;
  const auto outputs = static_cast<double>(z.size());
  switch (loss) {
    case Loss::mean_squared_error:
      for (std::size_t o = 0; o < z.size(); ++o) sum += (z[o] - target[o]) * (z[o] - target[o]) / outputs;
      return sum;
    case Loss::mean_absolute_error:
      for (std::size_t o = 0; o < z.size(); ++o) {
        sum += std::abs(z[o] - target[o]) / outputs;
        measured.keep_off(z[o] - target[o]);
      }
      return sum;
    case Loss::binary_cross_entropy: {
      const double towards = target[0] == 1 ? z[0] : -z[0];
      return std::log1p(std::exp(-towards));
    }
    default: {
      for (const double x : z) sum += std::exp(x);
      double right = 0;
      for (std::size_t o = 0; o < z.size(); ++o) right += target[o] * std::exp(z[o]) / sum;
      return -std::log(right);
    }
  }
}

Measured measure_in_double(const Problem& problem, const std::vector<double>& parameters) {
  Measured measured;
  Rows h = problem.inputs;
  for (const Layer& layer : problem.layout.layers) {
    Rows z(h.size(), std::vector<double>(layer.units));
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      for (std::size_t s = 0; s < h.size(); ++s) {
        z[s][u] = parameters[layer.bias + u];
        for (std::uint32_t i = 0; i < layer.inputs; ++i) {
          z[s][u] += parameters[layer.weights + u * layer.inputs + i] * h[s][i];
        }
      }
      if (layer.has_batch_norm()) normalize(layer, parameters, u, z);
    }
    if (&layer != &problem.layout.layers.back()) activate(problem, layer, parameters, z, measured);
    for (std::size_t i = layer.weights; i < layer.bias; ++i) {
      measured.loss += problem.penalty.l2 / 2 * parameters[i] * parameters[i];
      measured.loss += problem.penalty.l1 * std::abs(parameters[i]);
      if (problem.penalty.l1 > 0) measured.keep_off(parameters[i]);
    }
    h = std::move(z);
  }
  const auto count = static_cast<double>(h.size());
  for (std::size_t s = 0; s < h.size(); ++s) {
    measured.loss += loss_of(problem.loss, h[s], problem.targets[s], measured) / count;
  }
  return measured;
}

constexpr std::uint32_t features = 2, sample_count = 9;

Problem make_problem(const tests::Case& activation, bool per_unit, Loss loss, bool batch_norm, Penalty penalty) {
  Choice choice = tests::choice_of(activation);
  if (per_unit) choice.values[1] = 1;
  const std::uint32_t outputs = loss == Loss::binary_cross_entropy ? 1 : loss == Loss::cross_entropy ? 3 : 2;
  const std::uint32_t hidden[] = {4, 3};
  const Choice choices[] = {choice, choice};
  Problem problem{activation, make_layout(features, hidden, choices, outputs, batch_norm), loss, penalty, {}, {}};
  RandomStream random(1, Stream::trials);
  for (std::uint32_t s = 0; s < sample_count; ++s) {
    problem.inputs.push_back({static_cast<float>(2 * random.normal()), static_cast<float>(2 * random.normal())});
    std::vector<double> target(outputs, 0.0);
    if (loss == Loss::cross_entropy) {
      target[s % outputs] = 1;
    } else {
      for (std::uint32_t o = 0; o < outputs; ++o) target[o] = (s + o) % 2;
    }
    problem.targets.push_back(target);
  }
  return problem;
}

/// The first random parameters at which every slope exists in a neighbourhood that differences and rounding stay in.
std::vector<float> away_from_bends(const Problem& problem) {
  std::vector<float> parameters(problem.layout.parameter_count);
  for (std::uint32_t seed = 1;; ++seed) {
    REQUIRE(seed < 1000);
    RandomStream random(seed, Stream::trials);
    for (float& x : parameters) x = static_cast<float>(0.8 * random.normal());
    if (measure_in_double(problem, {parameters.begin(), parameters.end()}).nearest_bend > 1e-3) return parameters;
  }
}

std::vector<float> gradients_of(const Problem& problem, const std::vector<float>& parameters) {
  std::vector<float> inputs, targets;
  for (const auto& row : problem.inputs) inputs.insert(inputs.end(), row.begin(), row.end());
  for (const auto& row : problem.targets) targets.insert(targets.end(), row.begin(), row.end());
  const Samples samples = Samples::from_rows(features, problem.layout.layers.back().units, inputs, targets);
  Pass pass(problem.layout, rows_needed(problem.layout, sample_count), PassKind::training);
  std::vector<float> gradients(problem.layout.parameter_count);
  measure_gradients(problem.layout, parameters, problem.loss, problem.penalty, samples, pass, gradients);
  return gradients;
}

std::vector<double> differences_of(const Problem& problem, const std::vector<float>& parameters) {
  // In double the cut-off h²f‴/6 and the rounding ε/h are both about 1e-10.
  constexpr double h = 1e-6;
  std::vector<double> moved(parameters.begin(), parameters.end()), differences;
  for (std::size_t p = 0; p < moved.size(); ++p) {
    const double at = moved[p];
    moved[p] = at + h;
    const double above = measure_in_double(problem, moved).loss;
    moved[p] = at - h;
    const double below = measure_in_double(problem, moved).loss;
    moved[p] = at;
    differences.push_back((above - below) / (2 * h));
  }
  return differences;
}

/// The largest difference between the two, as a part of the largest gradient.
double distance(const Problem& problem) {
  const auto parameters = away_from_bends(problem);
  const auto gradients = gradients_of(problem, parameters);
  const auto differences = differences_of(problem, parameters);
  double largest = 0, apart = 0;
  for (std::size_t p = 0; p < differences.size(); ++p) {
    largest = std::max(largest, std::abs(differences[p]));
    apart = std::max(apart, std::abs(gradients[p] - differences[p]));
  }
  CHECK(largest > 0.01);  // the comparison was about something
  return apart / largest;
}

}  // namespace

TEST_CASE("gradients of every loss and activation and norm and penalty agree with finite differences") {
  constexpr std::array penalties{Penalty{}, Penalty{.l1 = 0.05}, Penalty{.l2 = 0.1}};
  for (const tests::Case& activation : tests::cases) {
    for (const bool per_unit : {false, true}) {
      if (per_unit && activation.name != "prelu") continue;
      for (const Loss loss :
           {Loss::mean_squared_error, Loss::mean_absolute_error, Loss::binary_cross_entropy, Loss::cross_entropy}) {
        for (const bool batch_norm : {false, true}) {
          for (const Penalty& penalty : penalties) {
            CAPTURE(activation.label);
            CAPTURE(per_unit);
            CAPTURE(losses()[static_cast<std::size_t>(loss)].name);
            CAPTURE(batch_norm);
            CAPTURE(penalty.l1);
            CAPTURE(penalty.l2);
            // About sixty roundings of float32 in a row: 1.9e-6 was the most that was seen.
            CHECK(distance(make_problem(activation, per_unit, loss, batch_norm, penalty)) <= 4e-6);
          }
        }
      }
    }
  }
}
