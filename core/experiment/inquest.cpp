// Deaths brought up again by replay (inquest.h). What is told of them is inquest_writing.cpp.
#include "experiment/inquest.h"

#include <algorithm>

namespace reluctant {
namespace {

constexpr std::uint32_t most_points = 256;

/// A run of the same Scenario without what was done to it from `step` on, at step 0.
std::unique_ptr<Simulation> replay_until(const Simulation& run, std::uint32_t step) {
  Scenario scenario = run.scenario();
  std::erase_if(scenario.interventions, [step](const Intervention& i) { return i.step >= step; });
  std::vector<Mistake> none;
  return Simulation::make(write_scenario(scenario), none);
}

/// What an intervention sets, as `apply` takes it.
std::string set_of(const Intervention& intervention) {
  std::string json = "{";
  for (const Change& change : intervention.changes) {
    if (json.size() > 1) json += ',';
    json += '"' + change.path + "\":" + change.json;
  }
  return json + '}';
}

/// The margin over the training rows, and whether the unit is dead.
struct Look {
  double margin;
  bool dead;
};

Look look_at(const Simulation& run, const LifeEvent& event, Pass& pass) {
  UnitResponse response;
  respond(run.layout(), run.parameters(), run.training_rows(), event.layer, event.unit, pass, response);
  return {response.margin(), response.sloped() == 0};
}

/// Follows the margin from birth to the step before the death: all steps, or as many as there are points, evenly.
void follow(Death& death, Pass& pass) {
  const std::uint32_t life = death.event.step - death.born;
  const std::uint32_t points = std::min(life, most_points - 1);
  for (std::uint32_t i = 0; i < points; ++i) {
    const std::uint64_t along = points > 1 ? std::uint64_t{i} * (life - 1) / (points - 1) : 0;
    death.scene->seek(death.born + static_cast<std::uint32_t>(along));
    death.steps.push_back(death.scene->step());
    death.margins.push_back(look_at(*death.scene, death.event, pass).margin);
  }
}

/// Makes the step or the interventions that killed.
void kill(const Simulation& run, Death& death, Pass& pass) {
  Simulation& scene = *death.scene;
  const auto remember = [&] { death.before = Death::Before{scene.layout(), scene.state()}; };
  if (death.event.cause != Cause::intervention) {
    remember();
    const Dataset& data = scene.dataset();
    death.update = Death::Update{.rule = {}, .batch = Samples(data.features, data.outputs, data.train_count)};
    death.update->rule = scene.prepare_step(death.update->batch);
    scene.train(1);
    return;
  }
  scene.seek(death.event.step);
  for (const Intervention& intervention : run.scenario().interventions) {
    if (intervention.step != death.event.step) continue;
    const bool lived = !look_at(scene, death.event, pass).dead;
    remember();
    std::vector<Mistake> none;
    scene.apply(set_of(intervention), none);
    if (lived && look_at(scene, death.event, pass).dead) return;
  }
}

}  // namespace

std::optional<Death> death_of(const Simulation& run, std::uint32_t layer, std::uint32_t unit,
                              std::optional<std::uint32_t> step) {
  Death death;
  bool found = false;
  std::uint32_t alive_since = 0;
  for (const LifeEvent& event : run.events()) {
    if (event.layer != layer || event.unit != unit || (step ? event.step > *step : event.step > run.step())) continue;
    if (event.kind == LifeEvent::Kind::revived) {
      alive_since = event.step;
    } else if (!step || event.step == *step) {
      found = true;
      death.event = event;
      death.born = alive_since;
    }
  }
  if (!found) return {};

  death.scene = replay_until(run, death.event.step);
  Pass pass(death.scene->layout(), rows_needed(death.scene->layout(), death.scene->training_rows().count()),
            PassKind::forward_only);
  if (death.event.kind == LifeEvent::Kind::died) {
    follow(death, pass);
    kill(run, death, pass);
  }
  death.steps.push_back(death.event.step);
  death.margins.push_back(look_at(*death.scene, death.event, pass).margin);
  return death;
}

}  // namespace reluctant
