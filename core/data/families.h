#pragma once
// How the families look to dataset.cpp: the parameters that all share, and one point at a time. The table of them
// is families.cpp.
#include <cstddef>
#include <cstdint>

#include "data/dataset.h"
#include "numerics/random.h"

namespace reluctant {

/// Where the parameters that every family begins with stand in a Choice; a family's own come after them.
namespace shared {
enum Position : std::size_t { samples, noise, test_fraction, shift, scale };
}

/// A point of the plane before noise, scale and shift.
struct Point {
  double x1, x2;
};

/// Draws a point of class `label`, 0 or 1: all points of a family take equally many draws, whatever the class.
Point draw_point(const Choice& family, std::uint32_t label, RandomStream& random);

}  // namespace reluctant
