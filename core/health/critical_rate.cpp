// How large a step was too large (critical_rate.h).
#include "health/critical_rate.h"

#include <limits>

namespace reluctant {

CriticalRate critical_rate(const Layout& layout, const Rule& rule, const TrainingState& before, const Samples& batch,
                           const Samples& samples, std::uint32_t layer, std::uint32_t unit, Pass& pass) {
  constexpr int parts = 32;
  constexpr double accuracy = 1e-7;
  Trainer trainer(layout, batch.count());
  TrainingState after = before;
  UnitResponse response;
  const auto survives = [&](double rate) {
    Rule again = rule;
    again.rate = rate;
    const StepOutcome outcome = trainer.step(layout, again, before, batch, after);
    if (outcome.fault != StepOutcome::Fault::none) return false;
    respond(layout, after.parameters.span(), samples, layer, unit, pass, response);
    return response.sloped() > 0;
  };

  double spares = 0, kills = rule.rate;
  for (int part = parts - 1; part > 0; --part) {
    const double rate = rule.rate * part / parts;
    if (survives(rate)) {
      spares = rate;
      break;
    }
    kills = rate;
  }
  while (kills - spares > accuracy * kills) {
    const double middle = spares + (kills - spares) / 2;
    (survives(middle) ? spares : kills) = middle;
  }

  survives(spares);
  CriticalRate critical{.rate = kills};
  float largest = -std::numeric_limits<float>::infinity();
  for (std::uint32_t s = 0; s < samples.count(); ++s) {
    if (response.slopes[s] == 0 || response.sums[s] <= largest) continue;
    largest = response.sums[s];
    critical.last_row = s;
  }
  return critical;
}

}  // namespace reluctant
