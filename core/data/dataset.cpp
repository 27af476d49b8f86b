// Makes a data set: the rows of a family or of somebody's own, noise on them, and the split. The shapes are
// families.cpp.
#include "data/dataset.h"

#include <algorithm>
#include <cassert>

#include "families.h"
#include "numerics/random.h"

namespace reluctant {
namespace {

/// What happens to rows after they are drawn or given.
struct Treatment {
  double noise, test_fraction, shift, scale;

  explicit Treatment(const Choice& family) {
    const std::size_t missing = is_custom(family) ? 1 : 0;  // custom rows have no samples before the others
    noise = family.values[shared::noise - missing];
    test_fraction = family.values[shared::test_fraction - missing];
    shift = family.values[shared::shift - missing];
    scale = family.values[shared::scale - missing];
  }

  /// An input as the network sees it.
  float input(double x, RandomStream& random) const {
    return static_cast<float>((x + noise * random.normal()) * scale + shift);
  }

  [[nodiscard]] std::uint32_t test_count(std::uint32_t rows) const {
    const double share = rows * test_fraction + 0.5;
    return std::min(static_cast<std::uint32_t>(share), rows - 1);
  }
};

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

/// The rows of `table` in that order.
std::vector<float> reordered(const std::vector<float>& table, const std::vector<std::uint32_t>& order) {
  const std::size_t columns = table.size() / order.size();
  std::vector<float> out;
  out.reserve(table.size());
  for (const std::uint32_t s : order) {
    for (std::size_t c = 0; c < columns; ++c) out.push_back(table[s * columns + c]);
  }
  return out;
}

Dataset split(const DatasetShape& shape, const std::vector<float>& inputs, const std::vector<float>& targets,
              std::uint32_t test_count, std::uint32_t seed) {
  const auto order = split_order(shape.rows, test_count, seed);
  return {
      .features = shape.features,
      .outputs = shape.outputs,
      .classes = shape.classes,
      .train_count = shape.rows - test_count,
      .test_count = test_count,
      .inputs = reordered(inputs, order),
      .targets = reordered(targets, order),
  };
}

/// The classes of one column of targets; 0 when they are no class indices.
std::uint32_t classes_in(std::span<const double> targets) {
  std::uint32_t classes = 2;
  for (const double target : targets) {
    if (!(target >= 0 && target < max_custom_classes)) return 0;
    const auto label = static_cast<std::uint32_t>(target);
    if (static_cast<double>(label) != target) return 0;
    classes = std::max(classes, label + 1);
  }
  return classes;
}

}  // namespace

Dataset make_dataset(const Choice& family, std::uint32_t seed) {
  const DatasetShape shape = shape_of(family);
  const Treatment treatment(family);
  assert(shape.rows >= 2);

  std::vector<float> inputs, targets;
  inputs.reserve(std::size_t{shape.rows} * shape.features);
  targets.reserve(std::size_t{shape.rows} * (shape.classes > 0 ? 1 : shape.outputs));
  RandomStream random(seed, Stream::data);
  for (std::uint32_t s = 0; s < shape.rows; ++s) {
    const std::uint32_t label = shape.classes > 0 ? s % shape.classes : 0;
    const DrawnRow row = draw_row(family, label, random);
    for (std::uint32_t f = 0; f < shape.features; ++f) inputs.push_back(treatment.input(row.inputs[f], random));
    if (shape.classes > 0) {
      targets.push_back(static_cast<float>(label));
    } else {
      for (std::uint32_t o = 0; o < shape.outputs; ++o) targets.push_back(static_cast<float>(row.targets[o]));
    }
  }
  return split(shape, inputs, targets, treatment.test_count(shape.rows), seed);
}

DatasetShape shape_of(const CustomRows& rows) {
  assert(rows.features > 0 && rows.columns > 0);
  DatasetShape shape{static_cast<std::uint32_t>(rows.targets.size() / rows.columns), rows.features, rows.columns, 0};
  if (rows.columns == 1) shape.classes = classes_in(rows.targets);
  if (shape.classes > 2) shape.outputs = shape.classes;
  return shape;
}

Dataset make_custom_dataset(const CustomRows& rows, const Choice& custom, std::uint32_t seed) {
  const DatasetShape shape = shape_of(rows);
  const Treatment treatment(custom);
  assert(shape.rows >= 1 && rows.inputs.size() == std::size_t{shape.rows} * shape.features);

  std::vector<float> inputs;
  inputs.reserve(rows.inputs.size());
  RandomStream random(seed, Stream::data);
  for (const double x : rows.inputs) inputs.push_back(treatment.input(x, random));
  const std::vector<float> targets(rows.targets.begin(), rows.targets.end());
  return split(shape, inputs, targets, treatment.test_count(shape.rows), seed);
}

}  // namespace reluctant
