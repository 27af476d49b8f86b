// A Scenario's steps with ever more watching, for events.bench.mjs: none, exact life events, looking at all samples at
// each step, the whole census at each step.
#include "experiment/simulation.h"
#include "health/events.h"

namespace {

using namespace reluctant;

struct Runs {
  std::unique_ptr<Simulation> watched;
  std::optional<Progress> bare, looking, counting;
  std::optional<Pass> pass;
  std::optional<Instruments> instruments;
  std::vector<std::uint8_t> dead;
  Census census;
};

Runs runs;

void step(Progress& progress) {
  progress.update();
  progress.intervene([] {});
}

}  // namespace

extern "C" {

__attribute__((used)) int prepare(const char* scenario, unsigned warm) {
  std::vector<Mistake> mistakes;
  runs = {};
  runs.watched = Simulation::make(scenario, mistakes);
  if (!runs.watched) return 0;
  runs.watched->train(warm);
  for (auto* progress : {&runs.bare, &runs.looking, &runs.counting}) progress->emplace(runs.watched->progress());
  const Progress& progress = *runs.bare;
  runs.pass.emplace(progress.layout(), rows_needed(progress.layout(), progress.material().train.count()),
                    PassKind::forward_only);
  runs.instruments.emplace(progress);
  return 1;
}

__attribute__((used)) void bare(unsigned steps) {
  while (steps-- > 0) step(*runs.bare);
}

__attribute__((used)) void watched(unsigned steps) { runs.watched->train(steps); }

__attribute__((used)) void looking(unsigned steps) {
  while (steps-- > 0) {
    step(*runs.looking);
    find_dead(runs.looking->layout(), runs.looking->parameters(), runs.looking->material().train, *runs.pass,
              runs.dead);
  }
}

__attribute__((used)) void counting(unsigned steps) {
  while (steps-- > 0) {
    step(*runs.counting);
    runs.instruments->take_census(*runs.counting, SampleSet::train, 0.025, runs.census);
  }
}

/// Whether all four stand at the same step with the same parameters.
__attribute__((used)) int agree() {
  for (const auto* progress : {&runs.bare, &runs.looking, &runs.counting}) {
    if ((*progress)->step() != runs.watched->step() || !((*progress)->state() == runs.watched->state())) return 0;
  }
  return 1;
}

__attribute__((used)) unsigned events() { return static_cast<unsigned>(runs.watched->events().size()); }
__attribute__((used)) void seek(unsigned step) { runs.watched->seek(step); }
}
