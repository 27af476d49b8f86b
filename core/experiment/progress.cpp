// The progress of a run (progress.h): one place knows the order of what happens in a step.
#include "experiment/progress.h"

#include <algorithm>
#include <limits>

#include "network/initialize.h"
#include "numerics/random.h"
#include "training/optimizers.h"

namespace reluctant {
namespace {

constexpr std::uint32_t no_epoch = std::numeric_limits<std::uint32_t>::max();

Dataset dataset_of(const Scenario& scenario) {
  const std::uint32_t seed = scenario.data_seed.value_or(scenario.seed);
  return is_custom(scenario.data) ? make_custom_dataset(scenario.custom, scenario.data, seed)
                                  : make_dataset(scenario.data, seed);
}

/// A part of the rows for training: classes beyond two become one-hot targets.
Samples samples_of(const Dataset& data, std::size_t first, std::size_t count) {
  const auto inputs = std::span(data.inputs).subspan(first * data.features, count * data.features);
  if (data.classes <= 2) {
    const auto targets = std::span(data.targets).subspan(first * data.outputs, count * data.outputs);
    return Samples::from_rows(data.features, data.outputs, inputs, targets);
  }
  std::vector<float> one_hot(count * data.outputs, 0.0f);
  for (std::size_t s = 0; s < count; ++s) {
    one_hot[s * data.outputs + static_cast<std::size_t>(data.targets[first + s])] = 1;
  }
  return Samples::from_rows(data.features, data.outputs, inputs, one_hot);
}

/// Whether two optimisers keep the same memory: a change of rate alone leaves it, another rule starts afresh.
bool remembers_alike(const Choice& a, const Choice& b) {
  return a.index == b.index && empty_state(a, 1) == empty_state(b, 1);
}

}  // namespace

Material::Material(const Scenario& scenario)
    : dataset(dataset_of(scenario)),
      loss(loss_in_use(scenario)),
      train(samples_of(dataset, 0, dataset.train_count)),
      test(samples_of(dataset, dataset.train_count, dataset.test_count)) {}

Progress::Progress(std::shared_ptr<const Scenario> scenario, std::shared_ptr<const Material> material)
    : scenario_(std::move(scenario)),
      material_(std::move(material)),
      in_force_(*scenario_),
      layout_(make_layout(material_->dataset.features, scenario_->hidden, scenario_->activations,
                          material_->dataset.outputs, scenario_->batch_norm)),
      order_(material_->train.count()),
      shuffled_epoch_(no_epoch) {
  state_.parameters.resize(layout_.parameter_count);
  state_.optimizer = empty_state(scenario_->optimizer, layout_.parameter_count);
  state_.running = RunningStatistics::initial(layout_);
  previous_ = state_;
  initialize(layout_, scenario_->weights, scenario_->bias, scenario_->seed, state_.parameters.span());
  put_in_force();
}

/// Puts in force what holds at this step: the Scenario and every intervention up to it.
void Progress::take_settings() {
  in_force_ = *scenario_;
  std::vector<const Intervention*> due;
  for (const Intervention& intervention : scenario_->interventions) {
    if (intervention.step <= step_) due.push_back(&intervention);
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const Intervention* a, const Intervention* b) { return a->step < b->step; });
  for (const Intervention* intervention : due) apply_changes(intervention->changes, in_force_);
  put_in_force();
}

void Progress::put_in_force() {
  const Dataset& dataset = material_->dataset;
  const Samples& train = material_->train;
  Layout layout =
      make_layout(dataset.features, scenario_->hidden, in_force_.activations, dataset.outputs, scenario_->batch_norm);
  const bool places_moved = !std::equal(layout.layers.begin(), layout.layers.end(), layout_.layers.begin(),
                                        [](const Layer& a, const Layer& b) { return a.end == b.end; });
  if (places_moved) {
    AlignedArray<float> carried(layout.parameter_count);
    carry_parameters(layout_, state_.parameters.span(), layout, carried.span());
    state_.parameters = std::move(carried);
    state_.optimizer = empty_state(in_force_.optimizer, layout.parameter_count);
    previous_ = state_;
  }
  layout_ = std::move(layout);
  const std::uint32_t rows = in_force_.batch_size == 0 ? train.count() : std::min(in_force_.batch_size, train.count());
  const bool batch_grew = next_batch_.capacity() < rows;
  if (batch_grew) next_batch_ = Samples(dataset.features, dataset.outputs, rows);
  if (batch_grew || places_moved) trainer_ = Trainer(layout_, next_batch_.capacity());
}

void Progress::carry_out(const Intervention& intervention) {
  const Choice optimizer = in_force_.optimizer;
  for (const Change& change : intervention.changes) {
    if (const auto values = parameters_in(change)) {
      std::copy(values->begin(), values->end(), state_.parameters.begin());
    } else if (const auto neuron = neuron_in(change)) {
      change_neuron(*neuron);
    } else {
      apply_changes({change}, in_force_);
      put_in_force();
    }
  }
  if (!remembers_alike(in_force_.optimizer, optimizer)) {
    state_.optimizer = empty_state(in_force_.optimizer, layout_.parameter_count);
  }
  previous_ = state_;
}

void Progress::change_neuron(const NeuronChange& change) {
  const auto parameters = state_.parameters.span();
  float& bias = parameters[layout_.layers[change.layer].bias + change.unit];
  if (change.reset) {
    std::vector<std::uint8_t> touched(parameters.size(), 0);
    reset_unit(layout_, scenario_->weights, scenario_->bias, scenario_->seed, step_, change.layer, change.unit,
               parameters, touched);
    for (AlignedArray<float>* memory : {&state_.optimizer.first, &state_.optimizer.second}) {
      for (std::size_t i = 0; i < memory->size(); ++i) (*memory)[i] = touched[i] != 0 ? 0.0f : (*memory)[i];
    }
  }
  if (change.bias) bias = static_cast<float>(*change.bias);
  if (change.bias_by) bias = static_cast<float>(bias + *change.bias_by);
}

void Progress::begin_epoch() {
  if (shuffled_epoch_ == epoch_) return;
  RandomStream random(scenario_->seed, Stream::batches, epoch_);
  shuffle(order_, random);
  shuffled_epoch_ = epoch_;
}

/// Adds noise to a batch's inputs, feature by feature, sample by sample.
void Progress::add_input_noise(Samples& batch) const {
  RandomStream random(scenario_->seed, Stream::input_noise, step_);
  for (std::uint32_t f = 0; f < material_->dataset.features; ++f) {
    for (float& x : batch.inputs(f)) x = static_cast<float>(x + in_force_.input_noise * random.normal());
  }
}

std::span<const std::uint32_t> Progress::next_rows() {
  begin_epoch();
  const std::uint32_t left = material_->train.count() - cursor_;
  return std::span(order_).subspan(cursor_, in_force_.batch_size == 0 ? left : std::min(in_force_.batch_size, left));
}

Rule Progress::prepare_step(Samples& batch) {
  batch.gather(material_->train, next_rows());
  if (in_force_.input_noise > 0) add_input_noise(batch);
  return {.loss = material_->loss,
          .optimizer = in_force_.optimizer,
          .rate = learning_rate(in_force_.optimizer, in_force_.schedule, step_),
          .penalty = in_force_.penalty,
          .clip_norm = in_force_.clip_norm,
          .draws = {.seed = scenario_->seed, .step = step_, .dropout = in_force_.dropout}};
}

StepOutcome Progress::update() {
  const Rule rule = prepare_step(next_batch_);
  const StepOutcome outcome = trainer_.step(layout_, rule, state_, next_batch_, previous_);
  if (outcome.fault != StepOutcome::Fault::none) return outcome;
  std::swap(state_, previous_);
  std::swap(batch_, next_batch_);
  if (next_batch_.capacity() < batch_.capacity()) next_batch_ = batch_;  // once after a batch size has grown
  gradient_norm_ = outcome.gradient_norm;
  ++step_;
  cursor_ += batch_.count();
  if (cursor_ == material_->train.count()) {
    cursor_ = 0;
    ++epoch_;
  }
  return outcome;
}

void Progress::restore(const Checkpoint& checkpoint) {
  const std::uint32_t low = std::min(step_, checkpoint.step), high = std::max(step_, checkpoint.step);
  step_ = checkpoint.step;
  epoch_ = checkpoint.epoch;
  cursor_ = checkpoint.cursor;
  const bool settings_differ = std::any_of(scenario_->interventions.begin(), scenario_->interventions.end(),
                                           [&](const Intervention& i) { return low <= i.step && i.step <= high; });
  if (settings_differ) take_settings();  // and with them the layout that the checkpoint's parameters have
  state_ = checkpoint.state;
  previous_ = state_;
  gradient_norm_.reset();
}

}  // namespace reluctant
