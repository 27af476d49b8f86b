#pragma once
// Which hidden units are dead, step after step: proofs stand in for looking wherever they hold. The plain answer,
// which this one equals always, is find_dead in events.h.
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "network/pass.h"
#include "training/samples.h"

namespace reluctant {

/// How many samples witness at most: more would cost as much as looking at all.
inline constexpr std::uint32_t most_witnesses = 64;

/// Watches the hidden units of one network over one set of samples while its parameters move.
///
/// Alive: a unit keeps a witness, a sample that gives it a slope, and the few samples that witness for all are
/// evaluated at each look. Dead: since all samples were last looked at, where its sums were some way off the nearest
/// slope, no sum can have moved further than parameters and inputs moved, layer by layer, floating point's rounding
/// included. Under batch norm, where a sum depends on all samples, both are told by such bounds. What no proof covers
/// is looked at; and where proofs keep failing, they rest for ever more looks, since they would cost more than they
/// save.
class Watch {
 public:
  Watch() = default;
  /// A watch over the units of `layout` on `samples`, which has seen nothing yet.
  Watch(const Layout& layout, const Samples& samples);

  /// Whether each hidden unit is dead, as find_dead tells it; valid until the next look. Allocates nothing.
  ///
  /// layout   of the shape that the watch was made for; after a change of activations call `forget` first
  /// samples  those that the watch was made for
  /// pass     with room for rows_needed
  /// cost     mostly a pass over 4 to 16 samples; where a proof fails, over all; never much over find_dead's
  std::span<const std::uint8_t> look(const Layout& layout, std::span<const float> parameters, const Samples& samples,
                                     Pass& pass);
  /// Nothing seen so far counts at the next look.
  void forget() {
    shapes_.clear();
    resting_ = rest_ = 0;
  }
  /// How many looks took all samples, for measurements.
  [[nodiscard]] std::uint64_t full_looks() const { return full_looks_; }

 private:
  /// Where the slope of a layer's activation is 0, and how steep it is elsewhere.
  struct Shape {
    bool can_die = false;
    double flat_below = 0;   // every sum below it has slope 0
    double steep_above = 0;  // every sum above it has a slope, below `flat_above`
    double flat_above = 0;
    double steepest = 1;
  };
  /// What the last look at all samples found of a unit that can die.
  struct Unit {
    double from_slope = 0;  // dead: how far every sum is from a slope
    double from_flat = 0;   // alive: how far the sum of its best sample is from where it would be flat
    std::uint32_t best = 0;
    std::uint32_t witness = none;  // a place in rows_
  };
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  void begin(const Layout& layout);
  void look_anew(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass);
  void look_at_all(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass);
  void note(const Layout& layout, std::span<const float> parameters, std::uint32_t first, const Pass& pass);
  void choose_witnesses(const Layout& layout, std::span<const float> parameters, const Samples& samples);
  bool witnesses_hold(const Layout& layout, std::span<const float> parameters);
  bool find_witnesses(const Layout& layout, std::span<const float> parameters, const Samples& samples, Pass& pass);
  bool bounds_hold(const Layout& layout, std::span<const float> parameters);
  bool follow(const Layout& layout, std::span<const float> parameters, std::size_t l, std::uint32_t u);

  std::uint32_t sample_count_ = 0;
  std::vector<double> largest_inputs_;  // in size, over all samples
  std::vector<Shape> shapes_;           // of the layers up to the last that can die; none when nothing was seen
  std::vector<std::size_t> first_;      // unit of each layer, in layer order
  std::vector<std::uint8_t> dead_;      // [hidden units]
  std::size_t layers_with_dead_ = 0;    // up to the last that has some
  // As the last look at all samples found it.
  std::vector<float> reference_;              // parameters
  std::vector<Unit> units_;                   // [hidden units]
  std::vector<double> largest_;               // [hidden units] values, in size
  std::vector<double> deviations_, spreads_;  // [hidden units] under batch norm: of the sums before it, and after
  std::vector<double> moved_;                 // [hidden units] at most what any value of the unit has moved since
  // The samples that witness for all living units, in a pass of their own.
  std::vector<std::uint32_t> rows_;
  std::size_t rows_chosen_ = 0;  // how many they were when they were last chosen among all
  Samples witnesses_;
  Pass witness_pass_;
  std::uint64_t full_looks_ = 0;
  // How long proofs pay: looks that the last notes saved, and looks still to go, of how many, without proofs.
  std::uint32_t saved_ = 0, resting_ = 0, rest_ = 0;
};

}  // namespace reluctant
