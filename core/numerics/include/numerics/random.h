#pragma once
// Seeded random numbers that need no state but a position: Philox and what is drawn from it. What a Scenario
// draws with them is said where it is drawn: data/dataset.h, network/initialize.h.
#include <array>
#include <cstdint>
#include <span>

namespace reluctant {

/// What a draw is for. Each stream is independent of the others. Links depend on the numbers: append, never reorder.
enum class Stream : std::uint32_t { data, split, weights, bias, batches, dropout, rrelu, input_noise, reset, trials };

/// One block of Philox4x32-10: four words that depend on every bit of `counter` and `key`.
///
/// source  Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3
std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// A sequence of draws, a function of (seed, stream, a, b) alone: key (seed, stream), counter (block, a, b, 0), four
/// draws to a block. `a` and `b` say where in the model the draws are used (layer; epoch; step and layer), so that
/// no part's draws move when another part draws more or less.
class RandomStream {
 public:
  /// The sequence from its first draw on.
  explicit RandomStream(std::uint32_t seed, Stream stream, std::uint32_t a = 0, std::uint32_t b = 0)
      : key_{seed, static_cast<std::uint32_t>(stream)}, a_(a), b_(b) {}

  /// 32 random bits: one draw.
  std::uint32_t bits();

  /// Uniform in [0, 1), a multiple of 2⁻²⁴, so exact as a float too: one draw.
  double uniform();

  /// Standard normal, within ±6.34: one draw, through `normal_from_bits`.
  double normal();

  /// Uniform in {0, …, n − 1}, without bias: one draw, rarely more. `n` is at least 1.
  ///
  /// source  Lemire 2019, "Fast random integer generation in an interval", algorithm 5
  std::uint32_t below(std::uint32_t n);

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint32_t a_, b_;
  std::uint64_t index_ = 0;  // of the next draw
  std::array<std::uint32_t, 4> block_ = {};
};

/// The standard normal's quantile at (k + ½)·2⁻³²; k and its complement give opposite numbers.
///
/// accuracy  3 ULP, near 0 only 4e-16: more than a float can tell apart (tests/core/numerics_test.cpp)
/// source    Acklam 2003, "An algorithm for computing the inverse normal cumulative distribution function", with
///           one step of Halley's method
double normal_from_bits(std::uint32_t k);

/// Makes `order` a uniformly drawn permutation of 0, …, size − 1: Fisher–Yates from the identity.
void shuffle(std::span<std::uint32_t> order, RandomStream& random);

}  // namespace reluctant
