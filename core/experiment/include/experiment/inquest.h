#pragma once
// A run questioned: why a unit died, whom it took along, what the network is without it. Structure leaves as JSON text,
// as from lab.h; what is found is judged by the health room.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "experiment/simulation.h"
#include "health/cascade.h"
#include "health/unit.h"

namespace reluctant {

/// A death, and the run around it, made once more in a run of its own.
struct Death {
  LifeEvent event;
  std::uint32_t born = 0;  // where the life that it ended began: step 0, or the last revival
  /// At the death: after the update or intervention that killed, before any that came after.
  std::unique_ptr<Simulation> scene;
  /// On the other side of it; nothing for a birth.
  struct Before {
    Layout layout;
    TrainingState state;
  };
  std::optional<Before> before;
  /// The update that killed; nothing for a birth or an intervention.
  struct Update {
    Rule rule;
    Samples batch;
  };
  std::optional<Update> update;
  /// The margin along its life, the death last.
  std::vector<std::uint32_t> steps;
  std::vector<double> margins;
};

/// Brings up the death of a unit at `step`, or the latest at or before now; nothing when there is none.
///
/// cost  the steps up to the death, made again
std::optional<Death> death_of(const Simulation& run, std::uint32_t layer, std::uint32_t unit,
                              std::optional<std::uint32_t> step);

/// The autopsy of such a death as the public interface has it, or "null". Its prescriptions are for the run of now.
std::string autopsy_json(const Simulation& run, std::uint32_t layer, std::uint32_t unit,
                         std::optional<std::uint32_t> step);

/// Whom the latest death of a unit at or before now took along, as the public interface has it, or "null". A birth
/// takes nobody along: there was no before.
std::string cascade_json(const Simulation& run, std::uint32_t layer, std::uint32_t unit);

/// Losses and accuracies of now with the outputs of some hidden units held at 0, as the public interface has them.
///
/// places  layer and unit of each, one after another
std::string ablation_json(const Simulation& run, std::span<const std::uint32_t> places);

/// One hidden unit of now over the training rows.
UnitView inspection_of(const Simulation& run, std::uint32_t layer, std::uint32_t unit);

}  // namespace reluctant
