// What is measured of a run's state (instruments.h).
#include "experiment/instruments.h"

#include <algorithm>

#include "activations/activations.h"
#include "numerics/elementary.h"
#include "numerics/extremes.h"
#include "numerics/sums.h"

namespace reluctant {
namespace {

bool is_finite(double x) { return x - x == 0; }

/// Whether no sum of any layer can come near the largest float: layer by layer, from the largest parameter. With p
/// any of an activation's own parameters, its values are at most (2 + |p|) |z| + 2 + 1 / |p| in size.
bool stays_small(const Layout& layout, const TrainingState& state, double largest_input) {
  constexpr double safe = 1e37;
  constexpr double least_deviation = 3e-3;  // the root of batch norm's epsilon, 1e-5
  const double most = largest_size(state.parameters.span());
  const double most_mean = largest_size(state.running.mean.span());
  double bound = largest_input;
  for (const Layer& layer : layout.layers) {
    bound = (layer.inputs * bound + 1) * most;
    if (layer.has_batch_norm()) {
      if (!(bound < safe)) return false;
      bound = most * (bound + most_mean) / least_deviation + most;
    }
    if (!(bound < safe)) return false;
    if (layer.activation.index == identity_index) continue;
    const bool is_straight = activations()[layer.activation.index].has_bend;
    double steepest = layer.slope_count > 0 ? most : 0, offset = is_straight ? 0 : 2;
    for (const double value : layer.activation.values) {
      const double size = value < 0 ? -value : value;
      steepest = std::max(steepest, size);
      if (!is_straight && size > 0) offset = std::max(offset, 1 / size);
    }
    bound = (is_straight ? std::max(1.0, steepest) : 2 + steepest) * bound + 2 * offset;
  }
  return bound < safe;
}

}  // namespace

Instruments::Instruments(const Progress& progress)
    : pass_(
          progress.layout(),
          rows_needed(progress.layout(), std::max(progress.material().train.count(), progress.material().test.count())),
          PassKind::forward_only),
      gradient_pass_(progress.layout(), rows_needed(progress.layout(), progress.material().train.count()),
                     PassKind::training),
      largest_input_(largest_size(progress.material().dataset.inputs)) {}

Report Instruments::report(const Progress& progress) {
  const auto& [dataset, loss, train, test] = progress.material();
  const Layout& layout = progress.layout();
  Report report{.step = progress.step(), .epoch = progress.epoch(), .gradient_norm = progress.gradient_norm()};
  report.train = measure(layout, progress.parameters(), progress.state().running, loss, train, pass_);
  if (test.count() > 0)
    report.test = measure(layout, progress.parameters(), progress.state().running, loss, test, pass_);
  report.regularized_loss = report.train.loss + penalty_of(progress.in_force().penalty, layout, progress.parameters());
  return report;
}

bool Instruments::losses_are_finite(const Progress& progress) {
  if (stays_small(progress.layout(), progress.state(), largest_input_)) return true;
  const Report found = report(progress);
  return is_finite(found.train.loss) && (!found.test || is_finite(found.test->loss));
}

bool Instruments::take_census(const Progress& progress, SampleSet set, double tau, Census& out) {
  const Material& material = progress.material();
  const Samples& samples = set == SampleSet::train  ? material.train
                           : set == SampleSet::test ? material.test
                                                    : progress.batch();
  if (samples.count() == 0 || (set == SampleSet::batch && progress.step() == 0)) return false;
  reluctant::take_census(progress.layout(), progress.parameters(), samples, tau, pass_, out);
  return true;
}

bool Instruments::take_census(const Progress& progress, std::span<const float> inputs, double tau, Census& out) const {
  const Dataset& dataset = progress.material().dataset;
  const Samples samples = Samples::from_rows(dataset.features, dataset.outputs, inputs, {});
  if (samples.count() == 0) return false;
  Pass pass(progress.layout(), rows_needed(progress.layout(), samples.count()), PassKind::forward_only);
  reluctant::take_census(progress.layout(), progress.parameters(), samples, tau, pass, out);
  return true;
}

void Instruments::measure_gradients(const Progress& progress, std::span<float> gradients) {
  reluctant::measure_gradients(progress.layout(), progress.parameters(), progress.material().loss,
                               progress.in_force().penalty, progress.material().train, gradient_pass_, gradients);
}

void Instruments::measure_gradient_norms(const Progress& progress, std::vector<float>& units,
                                         std::vector<double>& layers) {
  const Layout& layout = progress.layout();
  AlignedArray<float> gradients(layout.parameter_count);
  measure_gradients(progress, gradients.span());
  units.clear();
  layers.clear();
  for (const Layer& layer : layout.hidden()) {
    OrderedSum of_layer;
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      OrderedSum of_unit;
      for (const float g : gradients.span().subspan(layer.weights + std::size_t{u} * layer.inputs, layer.inputs)) {
        of_unit.add(double{g} * g);
      }
      const float bias = gradients[layer.bias + u];
      of_unit.add(double{bias} * bias);
      of_layer.add(of_unit.total());
      units.push_back(static_cast<float>(elementary::sqrt(of_unit.total())));
    }
    layers.push_back(elementary::sqrt(of_layer.total()));
  }
}

void Instruments::layer_values(const Progress& progress, const Samples& samples, std::size_t from, std::size_t to,
                               std::span<float> out) {
  const Layout& layout = progress.layout();
  std::vector<double> outputs(progress.material().dataset.outputs);
  for (std::uint32_t first = 0; first < samples.count(); first += rows_at_a_time) {
    const std::uint32_t size = std::min(rows_at_a_time, samples.count() - first);
    pass_.forward(layout, progress.parameters(), samples.batch(first, size), to, &progress.state().running);
    std::size_t row = 0;
    const auto place = [&](std::size_t unit, std::uint32_t s) { return (row + unit) * samples.count() + first + s; };
    for (std::size_t l = from; l < to; row += layout.layers[l++].units) {
      const std::uint32_t units = layout.layers[l].units;
      const bool is_output = l + 1 == layout.layers.size();
      for (std::uint32_t s = 0; s < size; ++s) {
        for (std::uint32_t u = 0; u < units; ++u) {
          if (is_output)
            outputs[u] = pass_.values(l, u)[s];
          else
            out[place(u, s)] = pass_.values(l, u)[s];
        }
        if (!is_output) continue;
        predict_from(progress.material().loss, outputs);
        for (std::uint32_t u = 0; u < units; ++u) out[place(u, s)] = static_cast<float>(outputs[u]);
      }
    }
  }
}

void Instruments::predict(const Progress& progress, std::span<const float> inputs, std::span<float> predictions) {
  const Dataset& dataset = progress.material().dataset;
  const Samples samples = Samples::from_rows(dataset.features, dataset.outputs, inputs, {});
  std::vector<float> values(std::size_t{dataset.outputs} * samples.count());
  layer_values(progress, samples, progress.layout().layers.size() - 1, progress.layout().layers.size(), values);
  for (std::uint32_t o = 0; o < dataset.outputs; ++o) {
    for (std::uint32_t s = 0; s < samples.count(); ++s) {
      predictions[s * dataset.outputs + o] = values[std::size_t{o} * samples.count() + s];
    }
  }
}

}  // namespace reluctant
