#pragma once
// Sums in the one order that every build uses: four partial sums, as four lanes would make them. The same for
// lanes of floats is sum_lanes in lanes.h.
#include <array>
#include <cstddef>
#include <span>

namespace reluctant {

/// A sum in double whose element s goes to partial sum s mod 4; the partial sums are joined as (0 + 2) + (1 + 3).
class OrderedSum {
 public:
  /// Adds the next element.
  void add(double x) { partial_[count_++ % 4] += x; }

  /// The sum so far; +0 when nothing was added.
  [[nodiscard]] double total() const { return (partial_[0] + partial_[2]) + (partial_[1] + partial_[3]); }

 private:
  std::array<double, 4> partial_ = {};
  std::size_t count_ = 0;
};

/// The OrderedSum of all of `values`.
inline double ordered_sum(std::span<const double> values) {
  OrderedSum sum;
  for (const double x : values) sum.add(x);
  return sum.total();
}

/// The same of floats, each made a double first.
inline double ordered_sum(std::span<const float> values) {
  OrderedSum sum;
  for (const float x : values) sum.add(static_cast<double>(x));
  return sum.total();
}

}  // namespace reluctant
