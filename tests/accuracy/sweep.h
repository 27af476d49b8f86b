#pragma once
// Compares an activation with exact.h over the floats, all or every so many, from -NaN up to NaN. What runs it on all
// of them is main.cpp; the ordinary tests, on every 257th, are core/activations_test.cpp.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>

#include "activations/activations.h"
#include "exact.h"

namespace reluctant::tests {

inline float float_of(std::uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

/// The float at a place of the ascending order: negative NaNs, -inf to -0, 0 to inf, NaNs.
inline float float_at(std::uint32_t place) { return float_of(place < 1u << 31 ? ~place : place - (1u << 31)); }

/// Distance from `exact` in units of the spacing of floats there, which below the smallest normal one is 2^-149.
inline double ulp_error(float found, double exact) {
  if (std::isinf(found) && found == static_cast<float>(exact)) return 0;  // rounded to infinity, rightly
  const double size = std::max(std::abs(exact), 0x1p-126);
  std::uint64_t bits;
  std::memcpy(&bits, &size, sizeof bits);
  bits = (bits >> 52 << 52) - (std::uint64_t{23} << 52);
  double spacing;
  std::memcpy(&spacing, &bits, sizeof spacing);
  return std::abs(static_cast<double>(found) - exact) / spacing;
}

/// The worst that a sweep saw.
struct Worst {
  double ulp = 0;
  float at = 0;

  void add(double error, float z) {
    if (error <= ulp) return;
    ulp = std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
    at = z;
  }
};

struct Measured {
  Worst value, slope;
  std::uint64_t numbers_from_nan = 0;  // NaN in and a number out, in value or slope
  std::uint64_t backward_steps = 0;    // neighbours with a falling value
  float least_slope = std::numeric_limits<float>::infinity();
  float largest_slope = -std::numeric_limits<float>::infinity();
};

/// Sweeps one of every so many floats through `evaluate(z, value, slope)`, which takes spans of any length.
template <class Evaluate>
Measured sweep(const Case& one, std::uint32_t every, const Evaluate& evaluate) {
  Measured measured;
  std::array<float, 4096> z, value, slope;
  float previous = -std::numeric_limits<float>::infinity();
  for (std::uint64_t place = 0; place < std::uint64_t{1} << 32;) {
    std::size_t count = 0;
    for (; count < z.size() && place < std::uint64_t{1} << 32; place += every) {
      z[count++] = float_at(static_cast<std::uint32_t>(place));
    }
    evaluate(std::span(z).first(count), std::span(value).first(count), std::span(slope).first(count));
    for (std::size_t i = 0; i < count; ++i) {
      if (std::isnan(z[i])) {
        measured.numbers_from_nan += !std::isnan(value[i]) || !std::isnan(slope[i]);
        continue;
      }
      if (!(value[i] >= previous)) ++measured.backward_steps;
      previous = value[i];
      measured.least_slope = std::min(measured.least_slope, slope[i]);
      measured.largest_slope = std::max(measured.largest_slope, slope[i]);
      if (std::isinf(z[i])) continue;  // the edges are tested by their bits
      Exact<double> exact = one.in_double(one.parameters, z[i]);
      // Where a slope goes through 0 double is not enough of a judge.
      if (const double size = std::abs(exact.slope); size < 0x1p-6 && size > 0x1p-160) {
        exact.slope = static_cast<double>(one.in_long_double(one.parameters, z[i]).slope);
      }
      measured.value.add(ulp_error(value[i], exact.value), z[i]);
      measured.slope.add(ulp_error(slope[i], exact.slope), z[i]);
    }
  }
  return measured;
}

/// The entry of the table by its name.
inline std::uint8_t index_of(std::string_view name) {
  const auto table = activations();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const Activation& entry) { return entry.description.name == name; });
  return static_cast<std::uint8_t>(found - table.begin());
}

inline Choice choice_of(const Case& one) {
  Choice choice{.index = index_of(one.name)};
  std::copy(one.parameters.begin(), one.parameters.end(), choice.values.begin());
  return choice;
}

}  // namespace reluctant::tests
