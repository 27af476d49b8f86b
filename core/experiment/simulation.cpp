// A run of a Scenario (simulation.h).
#include "experiment/simulation.h"

#include <algorithm>

#include "health/autopsy.h"
#include "numerics/digest.h"

namespace reluctant {

std::unique_ptr<Simulation> Simulation::make(std::string_view scenario_json, std::vector<Mistake>& mistakes,
                                             std::shared_ptr<Budget> budget) {
  Scenario scenario = read_scenario(scenario_json, mistakes);
  if (!mistakes.empty()) return nullptr;
  return std::unique_ptr<Simulation>(
      new Simulation(std::make_shared<const Scenario>(std::move(scenario)), std::move(budget)));
}

Simulation::Simulation(std::shared_ptr<const Scenario> scenario, std::shared_ptr<Budget> budget)
    : scenario_(std::move(scenario)),
      progress_(scenario_, std::make_shared<const Material>(*scenario_)),
      dead_(layout().hidden_units(), 0),
      watch_(layout(), progress_.material().train),
      timeline_(std::move(budget)),
      instruments_(progress_) {
  note_changes(Cause::initialization);  // as the network was born, before an intervention at step 0
  progress_.intervene([this] { note_changes(Cause::intervention); });
  timeline_.add(progress_.checkpoint());
  if (!instruments_.losses_are_finite(progress_)) withdraw();
}

std::unique_ptr<Simulation> Simulation::fork() const { return std::unique_ptr<Simulation>(new Simulation(*this)); }

std::span<const std::uint8_t> Simulation::dead_now() {
  return watch_.look(layout(), parameters(), progress_.material().train, instruments_.pass());
}

/// Records who died and who came back since the last look. Without a cause for all, it is found for each.
void Simulation::note_changes(std::optional<Cause> cause_of_all) {
  if (cause_of_all == Cause::intervention) watch_.forget();  // the activations may have changed
  const auto dead = dead_now();
  if (std::equal(dead.begin(), dead.end(), dead_.begin())) return;
  std::size_t at = 0;
  for (std::uint32_t l = 0; l < layout().hidden().size(); ++l) {
    for (std::uint32_t u = 0; u < layout().layers[l].units; ++u, ++at) {
      if (dead[at] == dead_[at]) continue;
      const bool was_dead = dead_[at] != 0;
      const Cause cause = cause_of_all
                              ? *cause_of_all
                              : cause_of_change(layout(), progress_.previous().parameters.span(), parameters(),
                                                progress_.material().train, l, u, was_dead, instruments_.pass());
      const auto kind = cause == Cause::initialization ? LifeEvent::Kind::born_dead
                        : was_dead                     ? LifeEvent::Kind::revived
                                                       : LifeEvent::Kind::died;
      events_.push_back({.step = step(), .layer = l, .unit = u, .kind = kind, .cause = cause});
    }
  }
  dead_.assign(dead.begin(), dead.end());
}

/// One step; false when the run has diverged.
bool Simulation::advance() {
  if (divergence()) return false;
  const StepOutcome outcome = progress_.update();
  if (outcome.fault != StepOutcome::Fault::none) {
    end_ = Divergence{.step = step() + 1, .layer = outcome.layer, .what = outcome.fault};
    return false;
  }
  const bool is_news = step() > known_;
  if (is_news) {
    known_ = step();
    note_changes({});
  }
  progress_.intervene([&] {
    if (is_news) note_changes(Cause::intervention);
  });
  // Finite parameters can still make sums that are not.
  if (is_news && !instruments_.losses_are_finite(progress_)) {
    withdraw();
    return false;
  }
  if (timeline_.wants(step())) timeline_.add(progress_.checkpoint());
  return true;
}

/// Ends the run before this step, whose loss is not finite. The state of step 0 stays: there is none before it.
void Simulation::withdraw() {
  end_ = Divergence{.step = step(),
                    .layer = static_cast<std::uint32_t>(layout().layers.size() - 1),
                    .what = StepOutcome::Fault::loss};
  if (step() == 0) return;
  timeline_.forget_from(step());
  travel(known_run(), step() - 1, progress_);
  forget_after_now();
}

void Simulation::train(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!advance()) return;
  }
}

void Simulation::seek(std::uint32_t step) {
  travel(known_run(), std::min(step, known_), progress_);
  train(step - this->step());
}

void Simulation::apply(std::string_view set_json, std::vector<Mistake>& mistakes) {
  Scenario in_force = progress_.in_force();
  std::vector<Change> changes = read_changes(set_json, "", in_force, mistakes);
  if (!mistakes.empty()) return;
  Scenario changed = *scenario_;
  if (step() < known_) std::erase_if(changed.interventions, [this](const Intervention& i) { return i.step > step(); });
  changed.interventions.push_back({.step = step(), .changes = std::move(changes)});
  // A later intervention may not fit any more: then the whole is refused.
  read_scenario(write_scenario(changed), mistakes);
  if (!mistakes.empty()) return;
  scenario_ = std::make_shared<const Scenario>(std::move(changed));
  if (step() < known_) forget_after_now();
  timeline_.forget_from(step() + 1);
  records_.forget_from(step());
  end_.reset();
  progress_.follow(scenario_);
  progress_.carry_out(scenario_->interventions.back());
  note_changes(Cause::intervention);
  if (timeline_.holds(step())) timeline_.add(progress_.checkpoint());
  if (!instruments_.losses_are_finite(progress_)) withdraw();
}

/// Makes this step the furthest that is known.
void Simulation::forget_after_now() {
  std::erase_if(events_, [this](const LifeEvent& event) { return event.step > step(); });
  known_ = step();
  watch_.forget();
  const auto dead = dead_now();
  dead_.assign(dead.begin(), dead.end());
}

KnownRun Simulation::known_run() const {
  return {.progress = progress_, .timeline = timeline_, .events = events_, .to = known_};
}

std::span<const Moment> Simulation::history(std::uint32_t every) {
  return records_.history(known_run(), every, instruments_);
}

Raster Simulation::raster(std::uint32_t every) { return records_.raster(known_run(), every, instruments_); }

Report Simulation::report() {
  Report report = instruments_.report(progress_);
  report.divergence = divergence();
  return report;
}

bool Simulation::take_census(SampleSet set, double tau, Census& out) {
  return instruments_.take_census(progress_, set, tau, out);
}

bool Simulation::take_census(std::span<const float> inputs, double tau, Census& out) {
  return instruments_.take_census(progress_, inputs, tau, out);
}

void Simulation::measure_gradients(std::span<float> gradients) { instruments_.measure_gradients(progress_, gradients); }

void Simulation::measure_gradient_norms(std::vector<float>& units, std::vector<double>& layers) {
  instruments_.measure_gradient_norms(progress_, units, layers);
}

void Simulation::predict(std::span<const float> inputs, std::span<float> predictions) {
  instruments_.predict(progress_, inputs, predictions);
}

void Simulation::layer_values(const Samples& samples, std::size_t from, std::size_t to, std::span<float> out) {
  instruments_.layer_values(progress_, samples, from, to, out);
}

std::string Simulation::fingerprint() const { return hex16(fnv1a_64(std::as_bytes(parameters()))); }

}  // namespace reluctant
