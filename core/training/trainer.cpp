// The one step of training, and whole-set figures (trainer.h).
#include "training/trainer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "numerics/elementary.h"
#include "numerics/lanes.h"
#include "numerics/sums.h"
#include "training/optimizers.h"

namespace reluctant {
namespace {

bool is_finite(float x) { return x - x == 0; }

/// The layer in which the first value that is not finite stands; the number of layers when there is none.
std::uint32_t first_fault(const Layout& layout, std::span<const float> parameters) {
  FloatLanes sum = hn::Zero(float_tag);  // stays 0 as long as everything is finite: x - x is 0, or NaN
  const std::size_t whole = parameters.size() / lane_count * lane_count;
  for (std::size_t i = 0; i < whole; i += lane_count) {
    const FloatLanes x = hn::LoadU(float_tag, &parameters[i]);
    sum = hn::Add(sum, hn::Sub(x, x));
  }
  bool fine = sum_lanes(sum) == 0;
  for (std::size_t i = whole; i < parameters.size(); ++i) fine = fine && is_finite(parameters[i]);
  const auto count = static_cast<std::uint32_t>(layout.layers.size());
  if (fine) return count;
  for (std::uint32_t l = 0; l < count; ++l) {
    const Layer& layer = layout.layers[l];
    const auto values = parameters.subspan(layer.weights, layer.end - layer.weights);
    if (!std::all_of(values.begin(), values.end(), is_finite)) return l;
  }
  return count;
}

double norm(std::span<const float> values) {
  OrderedSum squares;
  for (const float x : values) squares.add(double{x} * x);
  return elementary::sqrt(squares.total());
}

}  // namespace

std::string_view name_of(StepOutcome::Fault fault) {
  constexpr std::array<std::string_view, 4> names{"nothing", "loss", "gradient", "parameter"};
  return names[static_cast<std::size_t>(fault)];
}

Trainer::Trainer(const Layout& layout, std::uint32_t batch_capacity)
    : pass_(layout, batch_capacity, PassKind::training) {
  gradients_.resize(layout.parameter_count);
}

StepOutcome Trainer::step(const Layout& layout, const Rule& rule, std::span<const float> parameters,
                          const Samples& batch, std::span<float> updated) {
  using Fault = StepOutcome::Fault;
  const auto layer_count = static_cast<std::uint32_t>(layout.layers.size());
  pass_.forward(layout, parameters, batch.all(), layer_count, rule.draws);
  for (std::uint32_t o = 0; o < layout.layers.back().units; ++o) {
    const auto z = pass_.sums(layer_count - 1, o);
    if (!std::all_of(z.begin(), z.end(), is_finite)) return {.fault = Fault::loss, .layer = layer_count - 1};
  }
  start_backward(rule.loss, layout, batch, 0, batch.count(), pass_);
  pass_.backward(layout, parameters, batch.all(), gradients_.span());
  if (const auto l = first_fault(layout, gradients_.span()); l < layer_count) {
    return {.fault = Fault::gradient, .layer = l};
  }
  update(rule.optimizer, rule.rate, parameters, gradients_.span(), updated);
  if (const auto l = first_fault(layout, updated); l < layer_count) return {.fault = Fault::parameter, .layer = l};
  return {.gradient_norm = norm(gradients_.span())};
}

Score measure(const Layout& layout, std::span<const float> parameters, Loss loss, const Samples& samples, Pass& pass) {
  const std::size_t output = layout.layers.size() - 1;
  OrderedSum sum;
  std::uint32_t right = 0;
  for (std::uint32_t first = 0; first < samples.count(); first += rows_at_a_time) {
    const std::uint32_t size = std::min(rows_at_a_time, samples.count() - first);
    pass.forward(layout, parameters, samples.batch(first, size), output + 1);
    for (std::uint32_t s = 0; s < size; ++s) {
      double of_sample = 0;
      for (std::uint32_t o = 0; o < samples.outputs(); ++o) {
        of_sample += loss_of(loss, pass.sums(output, o)[s], samples.targets(o)[first + s]);
      }
      sum.add(of_sample);
      right += decides_for_one(loss, pass.sums(output, 0)[s]) == (samples.targets(0)[first + s] == 1.0f);
    }
  }
  const double terms =
      loss == Loss::mean_squared_error ? static_cast<double>(samples.count()) * samples.outputs() : samples.count();
  return {.loss = sum.total() / terms, .accuracy = static_cast<double>(right) / samples.count()};
}

void measure_gradients(const Layout& layout, std::span<const float> parameters, Loss loss, const Samples& samples,
                       Pass& pass, std::span<float> gradients) {
  std::vector<double> total(gradients.size(), 0.0);
  for (std::uint32_t first = 0; first < samples.count(); first += rows_at_a_time) {
    const Batch rows = samples.batch(first, std::min(rows_at_a_time, samples.count() - first));
    pass.forward(layout, parameters, rows, layout.layers.size());
    start_backward(loss, layout, samples, first, samples.count(), pass);
    pass.backward(layout, parameters, rows, gradients);
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += gradients[i];
  }
  for (std::size_t i = 0; i < total.size(); ++i) gradients[i] = static_cast<float>(total[i]);
}

}  // namespace reluctant
