// A run of a Scenario (simulation.h). Longer than most: one place knows the order of what happens in a step.
#include "experiment/simulation.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>

#include "health/autopsy.h"
#include "network/initialize.h"
#include "numerics/digest.h"
#include "numerics/elementary.h"
#include "numerics/random.h"
#include "numerics/sums.h"
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

bool is_finite(double x) { return x - x == 0; }

}  // namespace

std::unique_ptr<Simulation> Simulation::make(std::string_view scenario_json, std::vector<Mistake>& mistakes) {
  Scenario scenario = read_scenario(scenario_json, mistakes);
  if (!mistakes.empty()) return nullptr;
  return std::unique_ptr<Simulation>(new Simulation(std::move(scenario)));
}

Simulation::Simulation(Scenario scenario)
    : scenario_(std::move(scenario)),
      in_force_(scenario_),
      dataset_(dataset_of(scenario_)),
      loss_(loss_in_use(scenario_)),
      layout_(make_layout(dataset_.features, scenario_.hidden, scenario_.activations, dataset_.outputs,
                          scenario_.batch_norm)),
      train_(samples_of(dataset_, 0, dataset_.train_count)),
      test_(samples_of(dataset_, dataset_.train_count, dataset_.test_count)),
      order_(dataset_.train_count),
      shuffled_epoch_(no_epoch),
      pass_(layout_, rows_needed(layout_, std::max(dataset_.train_count, dataset_.test_count)), PassKind::forward_only),
      gradient_pass_(layout_, rows_needed(layout_, dataset_.train_count), PassKind::training) {
  state_.parameters.resize(layout_.parameter_count);
  state_.optimizer = empty_state(scenario_.optimizer, layout_.parameter_count);
  state_.running = RunningStatistics::initial(layout_);
  previous_ = state_;
  initialize(layout_, scenario_.weights, scenario_.bias, scenario_.seed, state_.parameters.span());
  dead_.assign(layout_.hidden_units(), 0);
  looking_ = dead_;
  put_in_force();
  note_deaths(Cause::initialization);  // as the network was born, before an intervention at step 0
  intervene();
  save_checkpoint();
}

/// Puts in force what holds at `step`: the Scenario and every intervention up to it.
void Simulation::take_settings(std::uint32_t step) {
  in_force_ = scenario_;
  std::vector<const Intervention*> due;
  for (const Intervention& intervention : scenario_.interventions) {
    if (intervention.step <= step) due.push_back(&intervention);
  }
  std::stable_sort(due.begin(), due.end(),
                   [](const Intervention* a, const Intervention* b) { return a->step < b->step; });
  for (const Intervention* intervention : due) apply_changes(intervention->changes, in_force_);
  put_in_force();
}

void Simulation::put_in_force() {
  Layout layout =
      make_layout(dataset_.features, scenario_.hidden, in_force_.activations, dataset_.outputs, scenario_.batch_norm);
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
  const std::uint32_t rows =
      in_force_.batch_size == 0 ? train_.count() : std::min(in_force_.batch_size, train_.count());
  const bool batch_grew = batch_.capacity() < rows;
  if (batch_grew) batch_ = Samples(dataset_.features, dataset_.outputs, rows);
  if (batch_grew || places_moved) trainer_ = Trainer(layout_, batch_.capacity());
}

/// Applies what is due at the step just reached, in list order.
void Simulation::intervene() {
  for (const Intervention& intervention : scenario_.interventions) {
    if (intervention.step != step_) continue;
    carry_out(intervention);
    if (step_ >= known_) note_deaths(Cause::intervention);
  }
}

/// Puts an intervention's settings in force, and makes its changes of state.
void Simulation::carry_out(const Intervention& intervention) {
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

void Simulation::change_neuron(const NeuronChange& change) {
  const auto parameters = state_.parameters.span();
  float& bias = parameters[layout_.layers[change.layer].bias + change.unit];
  if (change.reset) {
    std::vector<std::uint8_t> touched(parameters.size(), 0);
    reset_unit(layout_, scenario_.weights, scenario_.bias, scenario_.seed, step_, change.layer, change.unit, parameters,
               touched);
    for (AlignedArray<float>* memory : {&state_.optimizer.first, &state_.optimizer.second}) {
      for (std::size_t i = 0; i < memory->size(); ++i) (*memory)[i] = touched[i] != 0 ? 0.0f : (*memory)[i];
    }
  }
  if (change.bias) bias = static_cast<float>(*change.bias);
  if (change.bias_by) bias = static_cast<float>(bias + *change.bias_by);
}

template <class CauseOf>
void Simulation::note_changes(const CauseOf& cause_of) {
  find_dead(layout_, state_.parameters.span(), train_, pass_, looking_);
  std::size_t at = 0;
  for (std::uint32_t l = 0; l < layout_.hidden().size(); ++l) {
    for (std::uint32_t u = 0; u < layout_.layers[l].units; ++u, ++at) {
      if (looking_[at] == dead_[at]) continue;
      const Cause cause = cause_of(l, u, dead_[at] != 0);
      const auto kind = cause == Cause::initialization ? LifeEvent::Kind::born_dead
                        : looking_[at] != 0            ? LifeEvent::Kind::died
                                                       : LifeEvent::Kind::revived;
      events_.push_back({.step = step_, .layer = l, .unit = u, .kind = kind, .cause = cause});
    }
  }
  dead_.swap(looking_);
}

void Simulation::note_deaths(Cause cause_of_all) {
  note_changes([cause_of_all](std::uint32_t, std::uint32_t, bool) { return cause_of_all; });
}

void Simulation::note_deaths_of_update() {
  note_changes([this](std::uint32_t l, std::uint32_t u, bool was_dead) {
    return cause_of_change(layout_, previous_.parameters.span(), state_.parameters.span(), train_, l, u, was_dead,
                           pass_);
  });
}

void Simulation::begin_epoch() {
  if (shuffled_epoch_ == epoch_) return;
  RandomStream random(scenario_.seed, Stream::batches, epoch_);
  shuffle(order_, random);
  shuffled_epoch_ = epoch_;
}

std::span<const std::uint32_t> Simulation::next_rows() {
  begin_epoch();
  const std::uint32_t rows = in_force_.batch_size == 0 ? train_.count() : in_force_.batch_size;
  return std::span(order_).subspan(cursor_, std::min(rows, train_.count() - cursor_));
}

/// Adds noise to the batch's inputs, feature by feature, sample by sample.
void Simulation::add_input_noise(Samples& batch) const {
  RandomStream random(scenario_.seed, Stream::input_noise, step_);
  for (std::uint32_t f = 0; f < dataset_.features; ++f) {
    for (float& x : batch.inputs(f)) x = static_cast<float>(x + in_force_.input_noise * random.normal());
  }
}

Rule Simulation::prepare_step(Samples& batch) {
  batch.gather(train_, next_rows());
  if (in_force_.input_noise > 0) add_input_noise(batch);
  return {.loss = loss_,
          .optimizer = in_force_.optimizer,
          .rate = learning_rate(in_force_.optimizer, in_force_.schedule, step_),
          .penalty = in_force_.penalty,
          .clip_norm = in_force_.clip_norm,
          .draws = {.seed = scenario_.seed, .step = step_, .dropout = in_force_.dropout}};
}

/// One step; false when the run has diverged.
bool Simulation::advance() {
  if (divergence()) return false;
  const Rule rule = prepare_step(batch_);
  const StepOutcome outcome = trainer_.step(layout_, rule, state_, batch_, previous_);
  if (outcome.fault != StepOutcome::Fault::none) {
    end_ = Divergence{.step = step_ + 1, .layer = outcome.layer, .what = outcome.fault};
    return false;
  }
  std::swap(state_, previous_);
  gradient_norm_ = outcome.gradient_norm;
  ++step_;
  cursor_ += batch_.count();
  if (cursor_ == train_.count()) {
    cursor_ = 0;
    ++epoch_;
  }
  const bool is_news = step_ > known_;
  if (is_news) {
    known_ = step_;
    note_deaths_of_update();
  }
  intervene();
  if (timeline_.wants(step_)) save_checkpoint();
  return true;
}

void Simulation::train(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!advance()) return;
  }
}

void Simulation::save_checkpoint() {
  timeline_.add({.step = step_, .epoch = epoch_, .cursor = cursor_, .state = state_});
}

void Simulation::restore(const Checkpoint& checkpoint) {
  step_ = checkpoint.step;
  epoch_ = checkpoint.epoch;
  cursor_ = checkpoint.cursor;
  take_settings(step_);  // and with them the layout that the checkpoint's parameters have
  state_ = checkpoint.state;
  previous_ = state_;
  gradient_norm_.reset();
}

void Simulation::seek(std::uint32_t step) {
  // From strictly before, so that the last batch and its gradient are those of the step.
  if (step < step_) restore(timeline_.before(step));
  train(step - step_);
}

void Simulation::apply(std::string_view set_json, std::vector<Mistake>& mistakes) {
  Scenario in_force = in_force_;
  std::vector<Change> changes = read_changes(set_json, "", in_force, mistakes);
  if (!mistakes.empty()) return;
  Scenario changed = scenario_;
  if (step_ < known_) std::erase_if(changed.interventions, [this](const Intervention& i) { return i.step > step_; });
  changed.interventions.push_back({.step = step_, .changes = std::move(changes)});
  // A later intervention may not fit any more: then the whole is refused.
  read_scenario(write_scenario(changed), mistakes);
  if (!mistakes.empty()) return;
  scenario_ = std::move(changed);
  if (step_ < known_) forget_after_now();
  timeline_.forget_from(step_ + 1);
  carry_out(scenario_.interventions.back());
  note_deaths(Cause::intervention);
  if (timeline_.holds(step_)) save_checkpoint();
  end_.reset();
}

/// Makes this step the furthest that is known.
void Simulation::forget_after_now() {
  std::erase_if(events_, [this](const LifeEvent& event) { return event.step > step_; });
  known_ = step_;
  find_dead(layout_, state_.parameters.span(), train_, pass_, dead_);
}

Report Simulation::report() {
  const auto measured = [this] {
    Report report{.step = step_, .epoch = epoch_, .gradient_norm = gradient_norm_, .divergence = divergence()};
    const auto parameters = state_.parameters.span();
    report.train = measure(layout_, parameters, state_.running, loss_, train_, pass_);
    if (test_.count() > 0) report.test = measure(layout_, parameters, state_.running, loss_, test_, pass_);
    report.regularized_loss = report.train.loss + penalty_of(in_force_.penalty, layout_, parameters);
    return report;
  };
  Report report = measured();
  // Finite parameters can still make sums that are not: the run then ends before the first such step.
  while (step_ > 0 && !(is_finite(report.train.loss) && (!report.test || is_finite(report.test->loss)))) {
    const Divergence found{.step = step_,
                           .layer = static_cast<std::uint32_t>(layout_.layers.size() - 1),
                           .what = StepOutcome::Fault::loss};
    seek(step_ - 1);
    forget_after_now();
    timeline_.forget_from(step_ + 1);
    end_ = found;
    report = measured();
  }
  return report;
}

bool Simulation::take_census(SampleSet set, double tau, Census& out) {
  const Samples& samples = set == SampleSet::train ? train_ : set == SampleSet::test ? test_ : batch_;
  if (samples.count() == 0 || (set == SampleSet::batch && step_ == 0)) return false;
  reluctant::take_census(layout_, state_.parameters.span(), samples, tau, pass_, out);
  return true;
}

bool Simulation::take_census(std::span<const float> inputs, double tau, Census& out) {
  const Samples samples = Samples::from_rows(dataset_.features, dataset_.outputs, inputs, {});
  if (samples.count() == 0) return false;
  Pass pass(layout_, rows_needed(layout_, samples.count()), PassKind::forward_only);
  reluctant::take_census(layout_, state_.parameters.span(), samples, tau, pass, out);
  return true;
}

void Simulation::measure_gradients(std::span<float> gradients) {
  reluctant::measure_gradients(layout_, state_.parameters.span(), loss_, in_force_.penalty, train_, gradient_pass_,
                               gradients);
}

void Simulation::measure_gradient_norms(std::vector<float>& units, std::vector<double>& layers) {
  AlignedArray<float> gradients(layout_.parameter_count);
  measure_gradients(gradients.span());
  units.clear();
  layers.clear();
  for (const Layer& layer : layout_.hidden()) {
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

void Simulation::layer_values(const Samples& samples, std::size_t from, std::size_t to, std::span<float> out) {
  std::vector<double> outputs(dataset_.outputs);
  for (std::uint32_t first = 0; first < samples.count(); first += rows_at_a_time) {
    const std::uint32_t size = std::min(rows_at_a_time, samples.count() - first);
    pass_.forward(layout_, state_.parameters.span(), samples.batch(first, size), to, &state_.running);
    std::size_t row = 0;
    const auto place = [&](std::size_t unit, std::uint32_t s) { return (row + unit) * samples.count() + first + s; };
    for (std::size_t l = from; l < to; row += layout_.layers[l++].units) {
      const std::uint32_t units = layout_.layers[l].units;
      const bool is_output = l + 1 == layout_.layers.size();
      for (std::uint32_t s = 0; s < size; ++s) {
        for (std::uint32_t u = 0; u < units; ++u) {
          if (is_output)
            outputs[u] = pass_.values(l, u)[s];
          else
            out[place(u, s)] = pass_.values(l, u)[s];
        }
        if (!is_output) continue;
        predict_from(loss_, outputs);
        for (std::uint32_t u = 0; u < units; ++u) out[place(u, s)] = static_cast<float>(outputs[u]);
      }
    }
  }
}

void Simulation::predict(std::span<const float> inputs, std::span<float> predictions) {
  const Samples samples = Samples::from_rows(dataset_.features, dataset_.outputs, inputs, {});
  std::vector<float> values(std::size_t{dataset_.outputs} * samples.count());
  layer_values(samples, layout_.layers.size() - 1, layout_.layers.size(), values);
  for (std::uint32_t o = 0; o < dataset_.outputs; ++o) {
    for (std::uint32_t s = 0; s < samples.count(); ++s) {
      predictions[s * dataset_.outputs + o] = values[std::size_t{o} * samples.count() + s];
    }
  }
}

std::string Simulation::fingerprint() const { return hex16(fnv1a_64(std::as_bytes(state_.parameters.span()))); }

}  // namespace reluctant
