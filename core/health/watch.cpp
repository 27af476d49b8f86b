// Which hidden units are dead, by proof where one holds (watch.h). What rounding can do is bounded as in Higham,
// Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1, with the constants rounded up.
#include "health/watch.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "activations/activations.h"
#include "health/events.h"
#include "numerics/elementary.h"
#include "numerics/extremes.h"
#include "training/trainer.h"

namespace reluctant {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double roundoff = 0x1.1p-24;  // of one float operation, and a little for the bounds' own
constexpr double least = 1e-40;         // what underflow can add, many times over
constexpr double batch_norm_epsilon = 1.0001e-5;
constexpr double least_deviation = 3.1e-3;  // its root
constexpr std::uint32_t first_rows = 32;    // of a search: a living unit nearly always has a slope among them

constexpr std::uint32_t worthwhile = 3;     // looks saved that outweigh the making of notes
constexpr std::uint32_t longest_rest = 63;  // looks without proofs, before they are tried again

double size(double x) { return x < 0 ? -x : x; }

bool any_slope(std::span<const float> slopes) {
  return std::any_of(slopes.begin(), slopes.end(), [](float slope) { return slope != 0; });
}

}  // namespace

Watch::Watch(const Layout& layout, const Samples& samples)
    : sample_count_(samples.count()),
      largest_inputs_(samples.features(), 0.0),
      dead_(layout.hidden_units(), 0),
      reference_(layout.parameter_count),
      units_(dead_.size()),
      largest_(dead_.size()),
      deviations_(dead_.size()),
      spreads_(dead_.size()),
      moved_(dead_.size()),
      witnesses_(samples.features(), samples.outputs(), std::min(most_witnesses, samples.count())),
      witness_pass_(layout, witnesses_.capacity(), PassKind::forward_only) {
  const Batch all = samples.all();
  for (std::uint32_t f = 0; f < samples.features(); ++f) {
    for (const float x : std::span(all.inputs + f * all.stride, all.samples)) {
      largest_inputs_[f] = std::max(largest_inputs_[f], size(x));
    }
  }
  rows_.reserve(witnesses_.capacity());
}

/// Takes in what the activations are.
void Watch::begin(const Layout& layout) {
  std::size_t needed = 0, first = 0;
  first_.clear();
  for (std::size_t l = 0; l < layout.hidden().size(); ++l) {
    const Choice& choice = layout.layers[l].activation;
    const Activation& activation = activations()[choice.index];
    Shape shape{.can_die = has_flat_piece(choice), .flat_above = infinity};
    if (activation.description.name == "relu6") shape.flat_above = 6;
    if (activation.description.name == "hard-swish") shape.flat_below = -3, shape.steep_above = -1.5;
    const bool is_straight = activation.has_bend || choice.index == identity_index;
    shape.steepest = is_straight ? 1 : 2;  // of the others, GELU's and hard-swish's slopes pass 1
    for (const double value : choice.values) shape.steepest = std::max(shape.steepest, size(value));
    shapes_.push_back(shape);
    first_.push_back(first);
    first += layout.layers[l].units;
    if (shape.can_die) needed = l + 1;
  }
  shapes_.resize(needed);
  std::fill(dead_.begin(), dead_.end(), std::uint8_t{0});
}

std::span<const std::uint8_t> Watch::look(const Layout& layout, std::span<const float> parameters,
                                          const Samples& samples, Pass& pass) {
  assert(samples.count() == sample_count_);
  if (shapes_.empty()) {
    begin(layout);
    reference_.resize(layout.parameter_count);
    look_at_all(layout, parameters, samples, pass);
  } else if (resting_ > 0) {
    if (--resting_ > 0) {
      ++full_looks_;
      find_dead(layout, parameters, samples, pass, dead_);
    } else {
      look_at_all(layout, parameters, samples, pass);
    }
  } else if (bounds_hold(layout, parameters) && (layout.batch_norm || witnesses_hold(layout, parameters) ||
                                                 find_witnesses(layout, parameters, samples, pass))) {
    ++saved_;
  } else {
    look_anew(layout, parameters, samples, pass);
  }
  return dead_;
}

/// A proof has failed. Notes that saved few looks were not worth their making: the next ones are put off.
void Watch::look_anew(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass) {
  rest_ = saved_ >= worthwhile ? 0 : std::min(2 * rest_ + 1, longest_rest);
  resting_ = rest_;
  if (resting_ == 0) {
    look_at_all(layout, parameters, samples, pass);
  } else {
    ++full_looks_;
    find_dead(layout, parameters, samples, pass, dead_);
  }
}

void Watch::look_at_all(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass) {
  ++full_looks_;
  saved_ = 0;
  std::copy(parameters.begin(), parameters.end(), reference_.begin());
  std::fill(units_.begin(), units_.end(), Unit{.from_slope = infinity, .from_flat = -infinity});
  std::fill(largest_.begin(), largest_.end(), 0.0);
  std::fill(spreads_.begin(), spreads_.end(), 0.0);
  for (std::size_t l = 0; l < shapes_.size(); ++l) {
    if (shapes_[l].can_die) std::fill_n(&dead_[first_[l]], layout.layers[l].units, std::uint8_t{1});
  }
  const std::uint32_t piece = layout.batch_norm ? samples.count() : rows_at_a_time;
  for (std::uint32_t from = 0; from < samples.count(); from += piece) {
    pass.forward(layout, parameters, samples.batch(from, std::min(piece, samples.count() - from)), shapes_.size());
    note(layout, parameters, from, pass);
  }
  layers_with_dead_ = 0;
  for (std::size_t l = 0; l < shapes_.size(); ++l) {
    const auto units = std::span(dead_).subspan(first_[l], layout.layers[l].units);
    if (std::find(units.begin(), units.end(), 1) != units.end()) layers_with_dead_ = l + 1;
  }
  if (!layout.batch_norm) choose_witnesses(layout, parameters, samples);
}

/// Takes in one piece of the samples, whose first is `first`.
void Watch::note(const Layout& layout, std::span<const float> parameters, std::uint32_t first, const Pass& pass) {
  for (std::size_t l = 0; l < shapes_.size(); ++l) {
    const Layer& layer = layout.layers[l];
    const Shape& shape = shapes_[l];
    for (std::uint32_t u = 0; u < layer.units; ++u) {
      const std::size_t at = first_[l] + u;
      Unit& unit = units_[at];
      const auto z = pass.sums(l, u);
      largest_[at] = std::max(largest_[at], double{largest_size(pass.values(l, u))});
      if (dead_[at] != 0 && any_slope(pass.slopes(l, u))) dead_[at] = 0;
      if (shape.flat_above == infinity) {
        // The largest sum is nearest to a slope, and furthest inside it.
        const float top = largest(z, -std::numeric_limits<float>::infinity());
        unit.from_slope = std::min(unit.from_slope, shape.flat_below - top);
        if (top - shape.steep_above > unit.from_flat) {
          unit.from_flat = top - shape.steep_above;
          unit.best = first + static_cast<std::uint32_t>(std::find(z.begin(), z.end(), top) - z.begin());
        }
      } else {
        for (std::uint32_t s = 0; s < z.size(); ++s) {
          const double below_top = shape.flat_above - z[s];
          unit.from_slope = std::min(unit.from_slope, std::max(shape.flat_below - z[s], -below_top));
          const double inside = std::min(z[s] - shape.steep_above, below_top);
          if (inside > unit.from_flat) {
            unit.from_flat = inside;
            unit.best = first + s;
          }
        }
      }
      if (!layer.has_batch_norm()) continue;
      deviations_[at] = pass.deviation(l, u);
      const double gamma = parameters[layer.gamma + u], beta = parameters[layer.beta() + u];
      double spread = 0;
      for (const float x : z) spread = std::max(spread, size(x - beta));
      spread += 8 * roundoff * (spread + size(beta));
      spreads_[at] = gamma != 0 ? 1.001 * spread / size(gamma) : 1.001 * elementary::sqrt(sample_count_);
    }
  }
}

/// Few samples that witness for all living units, well inside their slopes.
void Watch::choose_witnesses(const Layout& layout, std::span<const float> parameters, const Samples& samples) {
  const auto place_of_row = [this](std::uint32_t row) {
    const auto found = std::find(rows_.begin(), rows_.end(), row);
    return found != rows_.end() ? static_cast<std::uint32_t>(found - rows_.begin()) : none;
  };
  const auto for_each_living = [&](const auto& use) {
    for (std::size_t l = 0; l < shapes_.size(); ++l) {
      for (std::uint32_t u = 0; shapes_[l].can_die && u < layout.layers[l].units; ++u) {
        if (dead_[first_[l] + u] == 0) use(l, u, units_[first_[l] + u]);
      }
    }
  };
  rows_.clear();
  for_each_living([&](std::size_t, std::uint32_t, const Unit& unit) {
    if (rows_.size() < witnesses_.capacity() && place_of_row(unit.best) == none) rows_.push_back(unit.best);
  });
  witnesses_.gather(samples, rows_);
  witness_pass_.forward(layout, parameters, witnesses_.all(), shapes_.size());
  // A unit takes its best sample, unless one that was taken before is at least half as good.
  std::size_t taken = 0;
  std::array<std::uint32_t, most_witnesses> rows_taken{};
  for_each_living([&](std::size_t l, std::uint32_t u, Unit& unit) {
    const auto z = witness_pass_.sums(l, u);
    const std::uint32_t own = place_of_row(unit.best);
    for (std::uint32_t k = 0; k < taken && unit.witness == none; ++k) {
      const float sum = z[rows_taken[k]];
      const double inside = std::min(sum - shapes_[l].steep_above, shapes_[l].flat_above - sum);
      if (rows_taken[k] == own || 2 * inside > unit.from_flat) unit.witness = k;
    }
    if (unit.witness != none || own == none) return;
    unit.witness = static_cast<std::uint32_t>(taken);
    rows_taken[taken++] = own;
  });
  std::array<std::uint32_t, most_witnesses> rows{};
  for (std::size_t k = 0; k < taken; ++k) rows[k] = rows_[rows_taken[k]];
  rows_.assign(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(taken));
  rows_chosen_ = taken;
  witnesses_.gather(samples, rows_);
}

/// Whether every living unit still has a slope at its witness. One that has not loses it.
bool Watch::witnesses_hold(const Layout& layout, std::span<const float> parameters) {
  witness_pass_.forward(layout, parameters, witnesses_.all(), shapes_.size());
  bool hold = true;
  for (std::size_t l = 0; l < shapes_.size(); ++l) {
    if (!shapes_[l].can_die) continue;
    for (std::uint32_t u = 0; u < layout.layers[l].units; ++u) {
      Unit& unit = units_[first_[l] + u];
      if (dead_[first_[l] + u] != 0) continue;
      if (unit.witness != none && witness_pass_.slopes(l, u)[unit.witness] == 0) unit.witness = none;
      hold = hold && unit.witness != none;
    }
  }
  return hold;
}

/// Looks for samples that witness for the living units that have none; false when one may have died, or when so many
/// have been added that a new choice is due.
bool Watch::find_witnesses(const Layout& layout, std::span<const float> parameters, const Samples& samples,
                           Pass& pass) {
  bool missing = true;
  for (std::uint32_t from = 0, piece = first_rows; missing && from < samples.count(); piece = rows_at_a_time) {
    const std::uint32_t count = std::min(piece, samples.count() - from);
    pass.forward(layout, parameters, samples.batch(from, count), shapes_.size());
    missing = false;
    for (std::size_t l = 0; l < shapes_.size(); ++l) {
      for (std::uint32_t u = 0; shapes_[l].can_die && u < layout.layers[l].units; ++u) {
        Unit& unit = units_[first_[l] + u];
        if (dead_[first_[l] + u] != 0 || unit.witness != none) continue;
        const auto z = pass.sums(l, u), slopes = pass.slopes(l, u);
        double furthest = -infinity;
        for (std::uint32_t s = 0; s < count; ++s) {
          const double inside = std::min(z[s] - shapes_[l].steep_above, shapes_[l].flat_above - z[s]);
          if (slopes[s] == 0 || !(inside > furthest)) continue;
          furthest = inside;
          unit.best = from + s;
        }
        if (furthest == -infinity) {
          missing = true;
          continue;
        }
        const auto known = std::find(rows_.begin(), rows_.end(), unit.best);
        if (known == rows_.end() && rows_.size() == witnesses_.capacity()) continue;  // seen, but there is no room
        unit.witness = static_cast<std::uint32_t>(known - rows_.begin());
        if (known == rows_.end()) rows_.push_back(unit.best);
      }
    }
    from += count;
  }
  witnesses_.gather(samples, rows_);
  return !missing && rows_.size() <= 2 * rows_chosen_ + 8;
}

/// Whether all that is told by bounds still holds: the dead, and under batch norm the living.
bool Watch::bounds_hold(const Layout& layout, std::span<const float> parameters) {
  const std::size_t layers = layout.batch_norm ? shapes_.size() : layers_with_dead_;
  for (std::size_t l = 0; l < layers; ++l) {
    for (std::uint32_t u = 0; u < layout.layers[l].units; ++u) {
      const bool matters = layout.batch_norm || l + 1 < layers || dead_[first_[l] + u] != 0;
      if (matters && !follow(layout, parameters, l, u)) return false;
    }
  }
  return true;
}

/// Bounds what the unit's values have moved since all samples were looked at; false when that may have brought it to
/// life, or under batch norm to death.
bool Watch::follow(const Layout& layout, std::span<const float> parameters, std::size_t l, std::uint32_t u) {
  const Layer& layer = layout.layers[l];
  const std::size_t at = first_[l] + u;
  const float* now = &parameters[layer.weights + std::size_t{u} * layer.inputs];
  const float* then = &reference_[layer.weights + std::size_t{u} * layer.inputs];
  const auto change = [&](std::size_t place) { return size(double{parameters[place]} - reference_[place]); };

  // |w h - w' h'| <= |w - w'| h' + |w| |h - h'|, and for every product and sum a rounding.
  double moved = change(layer.bias + u), largest = size(parameters[layer.bias + u]);
  for (std::uint32_t i = 0; i < layer.inputs; ++i) {
    const double input = l == 0 ? largest_inputs_[i] : largest_[first_[l - 1] + i];
    const double input_moved = l == 0 ? 0 : moved_[first_[l - 1] + i];
    const double weight = size(now[i]);
    moved += size(double{now[i]} - then[i]) * input + weight * input_moved;
    largest += weight * (input + input_moved);
  }
  if (moved != 0) moved += (layer.inputs + 2) * roundoff * (2 * largest + moved) + least;
  bool lives = false;

  if (layer.has_batch_norm()) {
    const double gamma = size(parameters[layer.gamma + u]), beta = parameters[layer.beta() + u];
    const double by_gamma = change(layer.gamma + u) * spreads_[at], by_beta = change(layer.beta() + u);
    // Centring moves a sum by at most twice what the sums moved, the deviation by at most once.
    const double summing = (sample_count_ / 4.0 + 8) * roundoff;
    const double off_centre = summing * (largest + moved);
    double normalized = 0, deviation = deviations_[at];
    if (moved != 0) {
      const double deviation_moved = moved + 2 * off_centre + 2 * summing * (deviation + moved + 2 * off_centre);
      deviation = std::max(deviation - deviation_moved, least_deviation);
      normalized = 1.001 * (2 * moved + 2 * off_centre + spreads_[at] * deviation_moved) / deviation +
                   4 * roundoff * spreads_[at];
    }
    // Of n numbers with mean 0 and variance v one is at least the root of v / (n - 1), on either side.
    const double variance = std::max(0.0, 1 - batch_norm_epsilon / (deviation * deviation));
    const double reach = sample_count_ > 1 ? elementary::sqrt(variance / (sample_count_ - 1.0)) : 0;
    const double surely = gamma * ((1 - 4 * summing) * reach - 2.01 * off_centre / deviation);
    lives = shapes_[l].flat_above == infinity && shapes_[l].steep_above == 0 &&
            beta + surely > 4 * roundoff * (size(beta) + gamma) + least;
    moved = gamma * normalized + by_gamma + by_beta;
    if (moved != 0) {
      moved += 4 * roundoff * (gamma * (spreads_[at] + normalized) + by_gamma + size(beta) + by_beta) + least;
    }
    largest = gamma * (spreads_[at] + normalized) + size(beta);
  }

  const Shape& shape = shapes_[l];
  double steepest = shape.steepest, by_slope = 0;
  if (layer.slope_count > 0) {
    const std::size_t place = layer.slopes + (layer.slope_count > 1 ? u : 0);
    steepest = std::max(steepest, size(parameters[place]));
    by_slope = change(place) * largest;
  }
  if (dead_[at] != 0) {
    moved_[at] = 0;  // as long as it is dead, every value is the flat piece's
    return by_slope == 0 && (moved == 0 || moved < units_[at].from_slope);
  }
  moved_[at] = steepest * moved + by_slope;
  if (moved_[at] != 0) moved_[at] += 4 * roundoff * (largest_[at] + moved_[at]) + least;
  return !layout.batch_norm || !shape.can_die || lives || moved == 0 || moved < units_[at].from_flat;
}

}  // namespace reluctant
