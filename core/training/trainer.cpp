// The one step of training, and whole-set figures (trainer.h).
#include "training/trainer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "numerics/double_lanes.h"
#include "numerics/elementary.h"
#include "numerics/lanes.h"
#include "numerics/sums.h"

namespace reluctant {
namespace {

bool is_finite(double x) { return x - x == 0; }

bool are_finite(std::span<const float> values) {
  // Stay 0 as long as everything is finite: x - x is 0, or NaN. Two, so that sums need not wait for each other.
  FloatLanes even = hn::Zero(float_tag), odd = hn::Zero(float_tag);
  const auto difference = [&values](std::size_t i) {
    const FloatLanes x = hn::LoadU(float_tag, &values[i]);
    return hn::Sub(x, x);
  };
  std::size_t i = 0;
  for (; i + 2 * lane_count <= values.size(); i += 2 * lane_count) {
    even = hn::Add(even, difference(i));
    odd = hn::Add(odd, difference(i + lane_count));
  }
  bool fine = sum_lanes(hn::Add(even, odd)) == 0;
  for (; i < values.size(); ++i) fine = fine && is_finite(values[i]);
  return fine;
}

/// The layer in which the first value that is not finite stands; the number of layers when there is none.
std::uint32_t first_fault(const Layout& layout, std::span<const float> parameters) {
  const auto count = static_cast<std::uint32_t>(layout.layers.size());
  if (are_finite(parameters)) return count;
  for (std::uint32_t l = 0; l < count; ++l) {
    const Layer& layer = layout.layers[l];
    if (!are_finite(parameters.subspan(layer.weights, layer.end - layer.weights))) return l;
  }
  return count;
}

std::uint32_t first_statistics_fault(const Layout& layout, const RunningStatistics& running) {
  const auto count = static_cast<std::uint32_t>(layout.layers.size());
  if (are_finite(running.mean.span()) && are_finite(running.variance.span())) return count;
  std::size_t unit = 0;
  for (std::uint32_t l = 0; l + 1 < count; ++l) {
    for (std::uint32_t u = 0; u < layout.layers[l].units; ++u, ++unit) {
      if (!is_finite(running.mean[unit]) || !is_finite(running.variance[unit])) return l;
    }
  }
  return count;
}

/// The OrderedSum of squares, finite exactly when all values are: no sum of squares of floats is beyond a double.
double sum_of_squares(std::span<const float> values) {
  DoubleLanes low = set_double(0), high = set_double(0);
  std::size_t i = 0;
  for (; i + lane_count <= values.size(); i += lane_count) {
    const FloatLanes x = hn::LoadU(float_tag, &values[i]);
    low = low + low_half(x) * low_half(x);
    high = high + high_half(x) * high_half(x);
  }
  const auto square = [&values](std::size_t k) { return k < values.size() ? double{values[k]} * values[k] : 0.0; };
  low = low + set_doubles(square(i), square(i + 1));
  high = high + set_doubles(square(i + 2), 0);
  return sum_lanes(low + high);
}

float sign(float x) { return x > 0 ? 1.0f : x < 0 ? -1.0f : 0.0f; }

/// Scales gradients down to `largest`, as PyTorch's clip_grad_norm_ does.
void clip(double largest, double found, std::span<float> gradients) {
  if (largest == 0) return;
  const double factor = largest / (found + 1e-6);
  if (factor >= 1) return;
  for (float& g : gradients) g *= static_cast<float>(factor);
}

}  // namespace

std::string_view name_of(StepOutcome::Fault fault) {
  constexpr std::array<std::string_view, 5> names{"nothing", "loss", "gradient", "parameter", "statistic"};
  return names[static_cast<std::size_t>(fault)];
}

void add_penalty(const Penalty& penalty, const Layout& layout, std::span<const float> parameters,
                 std::span<float> gradients) {
  if (penalty.l1 == 0 && penalty.l2 == 0) return;
  const auto l1 = static_cast<float>(penalty.l1), l2 = static_cast<float>(penalty.l2);
  for (const Layer& layer : layout.layers) {
    for (std::size_t i = layer.weights; i < layer.bias; ++i) {
      gradients[i] += l2 * parameters[i] + l1 * sign(parameters[i]);
    }
  }
}

std::uint32_t rows_needed(const Layout& layout, std::uint32_t samples) {
  return layout.batch_norm ? std::max(samples, rows_at_a_time) : rows_at_a_time;
}

Trainer::Trainer(const Layout& layout, std::uint32_t batch_capacity)
    : pass_(layout, batch_capacity, PassKind::training), gradients_(layout.parameter_count) {}

StepOutcome Trainer::step(const Layout& layout, const Rule& rule, const TrainingState& from, const Samples& batch,
                          TrainingState& to) {
  using Fault = StepOutcome::Fault;
  const auto layer_count = static_cast<std::uint32_t>(layout.layers.size());
  const auto parameters = from.parameters.span();
  if (layout.batch_norm) to.running = from.running;
  pass_.forward_training(layout, parameters, batch.all(), rule.draws, to.running);
  if (!are_finite(pass_.output_sums())) return {.fault = Fault::loss, .layer = layer_count - 1};
  start_backward(rule.loss, layout, batch, 0, batch.count(), pass_);
  pass_.backward(layout, parameters, batch.all(), gradients_.span());
  add_penalty(rule.penalty, layout, parameters, gradients_.span());
  const double squares = sum_of_squares(gradients_.span());
  if (!is_finite(squares)) return {.fault = Fault::gradient, .layer = first_fault(layout, gradients_.span())};
  const double gradient_norm = elementary::sqrt(squares);
  clip(rule.clip_norm, gradient_norm, gradients_.span());
  update(rule.optimizer, rule.rate, layout, parameters, gradients_.span(), from.optimizer, to.parameters.span(),
         to.optimizer);
  if (const auto l = first_fault(layout, to.parameters.span()); l < layer_count) {
    return {.fault = Fault::parameter, .layer = l};
  }
  if (const auto l = first_statistics_fault(layout, to.running); l < layer_count) {
    return {.fault = Fault::statistic, .layer = l};
  }
  return {.gradient_norm = gradient_norm};
}

Score measure(const Layout& layout, std::span<const float> parameters, const RunningStatistics& running, Loss loss,
              const Samples& samples, Pass& pass) {
  const std::size_t output = layout.layers.size() - 1;
  std::vector<double> z(samples.outputs()), target(samples.outputs());
  OrderedSum sum;
  std::uint32_t right = 0;
  for (std::uint32_t first = 0; first < samples.count(); first += rows_at_a_time) {
    const std::uint32_t size = std::min(rows_at_a_time, samples.count() - first);
    pass.forward(layout, parameters, samples.batch(first, size), output + 1, &running);
    for (std::uint32_t s = 0; s < size; ++s) {
      for (std::uint32_t o = 0; o < samples.outputs(); ++o) {
        z[o] = pass.sums(output, o)[s];
        target[o] = samples.targets(o)[first + s];
      }
      sum.add(sample_loss(loss, z, target));
      right += decides_rightly(loss, z, target);
    }
  }
  return {.loss = sum.total() / samples.count(), .accuracy = static_cast<double>(right) / samples.count()};
}

double penalty_of(const Penalty& penalty, const Layout& layout, std::span<const float> parameters) {
  OrderedSum squares, sizes;
  for (const Layer& layer : layout.layers) {
    for (const float w : parameters.subspan(layer.weights, layer.bias - layer.weights)) {
      squares.add(double{w} * w);
      sizes.add(w < 0 ? -double{w} : double{w});
    }
  }
  return penalty.l2 / 2 * squares.total() + penalty.l1 * sizes.total();
}

void measure_gradients(const Layout& layout, std::span<const float> parameters, Loss loss, const Penalty& penalty,
                       const Samples& samples, Pass& pass, std::span<float> gradients) {
  assert(pass.capacity() >= rows_needed(layout, samples.count()));
  const std::uint32_t piece = layout.batch_norm ? samples.count() : rows_at_a_time;
  std::vector<double> total(gradients.size(), 0.0);
  for (std::uint32_t first = 0; first < samples.count(); first += piece) {
    const Batch rows = samples.batch(first, std::min(piece, samples.count() - first));
    pass.forward(layout, parameters, rows, layout.layers.size());
    start_backward(loss, layout, samples, first, samples.count(), pass);
    pass.backward(layout, parameters, rows, gradients);
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += gradients[i];
  }
  for (std::size_t i = 0; i < total.size(); ++i) gradients[i] = static_cast<float>(total[i]);
  add_penalty(penalty, layout, parameters, gradients);
}

}  // namespace reluctant
