#pragma once
// How the families look to dataset.cpp: the parameters that all share, and one row at a time. The table of them
// is families.cpp.
#include <array>
#include <cstddef>
#include <cstdint>

#include "data/dataset.h"
#include "numerics/random.h"

namespace reluctant {

/// Where the parameters that every family begins with stand in a Choice; a family's own come after them.
namespace shared {
enum Position : std::size_t { samples, noise, test_fraction, shift, scale };
}

/// A row before noise, scale and shift. Families of one input or one output use the first place of each.
struct DrawnRow {
  std::array<double, 2> inputs = {};
  std::array<double, 2> targets = {};  // of regression; a class is the label that was asked for
};

/// Draws a row of class `label`, below the family's classes: all rows of a family take equally many draws, whatever
/// the class. Regression has no class and ignores the label.
DrawnRow draw_row(const Choice& family, std::uint32_t label, RandomStream& random);

}  // namespace reluctant
