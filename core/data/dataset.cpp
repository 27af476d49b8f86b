// Draws a data set: the shape's points, noise on them, and the split. The shapes are families.cpp.
#include "data/dataset.h"

#include <algorithm>
#include <cassert>

#include "families.h"
#include "numerics/random.h"

namespace reluctant {
namespace {

constexpr std::uint32_t features = 2;
constexpr std::uint32_t classes = 2;

/// The rows' places in the data set: `order[i]` is the row that becomes row i, training rows first.
std::vector<std::uint32_t> split_order(std::uint32_t rows, std::uint32_t test_count, std::uint32_t seed) {
  std::vector<std::uint32_t> shuffled(rows), order;
  RandomStream random(seed, Stream::split);
  shuffle(shuffled, random);
  std::vector<bool> tested(rows);
  for (std::uint32_t i = 0; i < test_count; ++i) tested[shuffled[i]] = true;
  order.reserve(rows);
  for (std::uint32_t s = 0; s < rows; ++s) {
    if (!tested[s]) order.push_back(s);
  }
  shuffled.resize(test_count);
  order.insert(order.end(), shuffled.begin(), shuffled.end());
  return order;
}

}  // namespace

Dataset make_dataset(const Choice& family, std::uint32_t seed) {
  const auto& values = family.values;
  const auto rows = static_cast<std::uint32_t>(values[shared::samples]);
  const double noise = values[shared::noise], shift = values[shared::shift], scale = values[shared::scale];
  assert(rows >= 2);

  std::vector<float> drawn;
  drawn.reserve(std::size_t{rows} * features);
  RandomStream random(seed, Stream::data);
  for (std::uint32_t s = 0; s < rows; ++s) {
    const Point point = draw_point(family, s % classes, random);
    for (const double x : {point.x1, point.x2}) {
      drawn.push_back(static_cast<float>((x + noise * random.normal()) * scale + shift));
    }
  }

  Dataset data;
  data.features = features;
  data.outputs = 1;
  data.classes = classes;
  const double share = rows * values[shared::test_fraction] + 0.5;
  data.test_count = std::min(static_cast<std::uint32_t>(share), rows - 1);
  data.train_count = rows - data.test_count;
  data.inputs.reserve(drawn.size());
  data.targets.reserve(rows);
  for (const std::uint32_t s : split_order(rows, data.test_count, seed)) {
    for (std::uint32_t f = 0; f < features; ++f) data.inputs.push_back(drawn[std::size_t{s} * features + f]);
    data.targets.push_back(static_cast<float>(s % classes));
  }
  return data;
}

}  // namespace reluctant
