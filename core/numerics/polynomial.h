#pragma once
// Horner's scheme, for the approximations of elementary.cpp and random.cpp.
#include <array>
#include <cstddef>

namespace reluctant {

/// c[0] + c[1] x + c[2] x² + …
template <std::size_t count>
double polynomial(const std::array<double, count>& c, double x) {
  double y = c[count - 1];
  for (std::size_t i = count - 1; i > 0; --i) y = y * x + c[i - 1];
  return y;
}

}  // namespace reluctant
