#pragma once
// What a page draws along a run: its history, and the states of its units. Made by replay, beside the run itself,
// which is simulation.h.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "experiment/instruments.h"
#include "experiment/progress.h"
#include "experiment/timeline.h"
#include "health/events.h"

namespace reluctant {

/// A step of a run, measured.
struct Moment {
  /// A hidden layer over the training rows. The share is of its units, the moments are of its outputs.
  struct OfLayer {
    double dead_share = 0;
    double gradient_norm = 0;
    double output_mean = 0;
    double output_variance = 0;
  };
  Report report;
  double dead_share = 0;  // of all hidden units; 0 when there are none
  std::vector<OfLayer> layers = {};
};

/// States of every hidden unit over the training rows along a run, run-length coded: those of unit u (in layer order)
/// begin at steps[i] with states[i], for i from offsets[u] to offsets[u + 1], and hold until the next.
struct Raster {
  std::uint32_t units = 0;
  std::uint32_t to = 0;     // the last step
  std::uint32_t every = 1;  // steps between two looks; deaths and revivals are exact whatever it is
  std::vector<std::uint32_t> offsets = {}, steps = {};
  std::vector<std::uint8_t> states = {};
};

/// What is known of a run, for a replay.
struct KnownRun {
  const Progress& progress;  // somewhere in it
  const Timeline& timeline;
  std::span<const LifeEvent> events;
  std::uint32_t to = 0;  // the last step
};

/// Takes a progress to a step of the known run, exact to the bit: from the last checkpoint on the way, or on from where
/// it stands. The last batch and its gradient are those of the step.
void travel(const KnownRun& run, std::uint32_t step, Progress& progress);

/// Records of one run. They go on from where they last stood as long as the same distance is asked for.
class Records {
 public:
  /// As Simulation::history; valid until the next call.
  std::span<const Moment> history(const KnownRun& run, std::uint32_t every, Instruments& instruments);
  /// As Simulation::raster; valid until the next call.
  Raster raster(const KnownRun& run, std::uint32_t every, Instruments& instruments);
  /// The run was changed at `step`: what was recorded from there on counts no more.
  void forget_from(std::uint32_t step);

 private:
  /// States of units from a step on, in the order of steps.
  struct Stretch {
    std::uint32_t step = 0;
    std::uint32_t unit = 0;
    std::uint8_t state = 0;
  };
  Progress& at(const KnownRun& run, std::uint32_t step);
  [[nodiscard]] Raster coded(std::uint32_t to) const;

  std::optional<Progress> progress_;  // that of the replays; none until the first
  std::uint32_t history_every_ = 0;
  std::vector<Moment> moments_;
  std::uint32_t raster_every_ = 0;
  std::uint64_t unseen_ = 0;  // the first step that the raster has not seen
  std::vector<Stretch> stretches_;
  std::vector<std::uint8_t> latest_;  // [hidden units] the state of the last stretch
  Census census_;
};

}  // namespace reluctant
