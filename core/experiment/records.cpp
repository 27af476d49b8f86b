// Histories and rasters, by replay (records.h).
#include "experiment/records.h"

#include <algorithm>

namespace reluctant {
namespace {

constexpr std::uint8_t no_state = 255;
constexpr double dormancy = 0.025;  // as a health report has it by default

double share(std::uint32_t part, std::size_t whole) { return whole > 0 ? part / static_cast<double>(whole) : 0.0; }

/// The place in layer order of a layer's first unit.
std::size_t first_unit(const Layout& layout, std::uint32_t layer) {
  std::size_t first = 0;
  for (std::uint32_t l = 0; l < layer; ++l) first += layout.layers[l].units;
  return first;
}

Moment measured(const Progress& progress, Instruments& instruments) {
  Moment moment{.report = instruments.report(progress)};
  Census census;
  std::vector<float> unit_norms;
  std::vector<double> layer_norms;
  instruments.take_census(progress, SampleSet::train, dormancy, census);
  instruments.measure_gradient_norms(progress, unit_norms, layer_norms);
  std::uint32_t dead = 0;
  for (std::size_t l = 0; l < census.layers.size(); ++l) {
    const LayerCensus& layer = census.layers[l];
    const std::uint32_t dead_here = layer.counts[static_cast<std::size_t>(NeuronState::dead)];
    dead += dead_here;
    moment.layers.push_back({.dead_share = share(dead_here, layer.units),
                             .gradient_norm = layer_norms[l],
                             .output_mean = layer.output_mean,
                             .output_variance = layer.output_variance});
  }
  moment.dead_share = share(dead, census.states.size());
  return moment;
}

}  // namespace

void travel(const KnownRun& run, std::uint32_t step, Progress& progress) {
  const Checkpoint& nearest = run.timeline.before(step);
  if (progress.step() > step || progress.step() < nearest.step) progress.restore(nearest);
  while (progress.step() < step) {
    progress.update();
    progress.intervene([] {});
  }
}

/// The progress of the replays, at a step.
Progress& Records::at(const KnownRun& run, std::uint32_t step) {
  if (!progress_) {
    progress_.emplace(run.progress);
    progress_->restore(run.timeline.before(0));
  }
  travel(run, step, *progress_);
  return *progress_;
}

std::span<const Moment> Records::history(const KnownRun& run, std::uint32_t every, Instruments& instruments) {
  if (history_every_ != every) moments_.clear();
  history_every_ = every;
  for (std::uint64_t step = std::uint64_t{moments_.size()} * every; step <= run.to; step += every) {
    moments_.push_back(measured(at(run, static_cast<std::uint32_t>(step)), instruments));
  }
  return moments_;
}

Raster Records::raster(const KnownRun& run, std::uint32_t every, Instruments& instruments) {
  const std::size_t units = run.progress.layout().hidden_units();
  if (raster_every_ != every || latest_.size() != units) {
    unseen_ = 0;
    stretches_.clear();
    latest_.assign(units, no_state);
  }
  raster_every_ = every;
  auto event = std::lower_bound(run.events.begin(), run.events.end(), unseen_,
                                [](const LifeEvent& e, std::uint64_t step) { return e.step < step; });
  while (unseen_ <= run.to) {
    // The next step with a look at all, or with events: then at the units that they befell.
    const std::uint64_t look = (unseen_ + every - 1) / every * every;
    const std::uint64_t news = event != run.events.end() ? event->step : look;
    const std::uint64_t step = std::min(look, news);
    if (step > run.to) break;
    instruments.take_census(at(run, static_cast<std::uint32_t>(step)), SampleSet::train, dormancy, census_);
    const auto note = [&](std::size_t unit) {
      const auto state = static_cast<std::uint8_t>(census_.states[unit]);
      if (latest_[unit] == state) return;
      latest_[unit] = state;
      stretches_.push_back({static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(unit), state});
    };
    for (; event != run.events.end() && event->step == step; ++event) {
      note(first_unit(run.progress.layout(), event->layer) + event->unit);
    }
    for (std::size_t unit = 0; step == look && unit < units; ++unit) note(unit);
    unseen_ = step + 1;
  }
  return coded(run.to);
}

/// The stretches unit by unit.
Raster Records::coded(std::uint32_t to) const {
  Raster raster{.units = static_cast<std::uint32_t>(latest_.size()), .to = to, .every = raster_every_};
  raster.offsets.assign(latest_.size() + 1, 0);
  for (const Stretch& stretch : stretches_) ++raster.offsets[stretch.unit + 1];
  for (std::size_t unit = 0; unit < latest_.size(); ++unit) raster.offsets[unit + 1] += raster.offsets[unit];
  raster.steps.resize(stretches_.size());
  raster.states.resize(stretches_.size());
  std::vector<std::uint32_t> place(raster.offsets.begin(), raster.offsets.end());
  for (const Stretch& stretch : stretches_) {
    raster.steps[place[stretch.unit]] = stretch.step;
    raster.states[place[stretch.unit]++] = stretch.state;
  }
  return raster;
}

void Records::forget_from(std::uint32_t step) {
  progress_.reset();
  std::erase_if(moments_, [step](const Moment& moment) { return moment.report.step >= step; });
  std::erase_if(stretches_, [step](const Stretch& stretch) { return stretch.step >= step; });
  std::fill(latest_.begin(), latest_.end(), no_state);
  for (const Stretch& stretch : stretches_) latest_[stretch.unit] = stretch.state;
  unseen_ = std::min(unseen_, std::uint64_t{step});
}

}  // namespace reluctant
