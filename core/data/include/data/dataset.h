#pragma once
// The data that a network learns: rows drawn from a family of shapes, or given, and split into training and test.
// The families themselves are in families.cpp; rows from a file are read by csv.h.
#include <cstdint>
#include <span>
#include <vector>

#include "numerics/choice.h"

namespace reluctant {

/// How much a data set holds, known before it is made.
struct DatasetShape {
  std::uint32_t rows = 0;
  std::uint32_t features = 0;  // inputs a row
  std::uint32_t outputs = 0;   // of the network: 1 for two classes (a logit), K for K >= 3, values for regression
  std::uint32_t classes = 0;   // 0 for regression

  bool operator==(const DatasetShape&) const = default;
};

/// Rows to learn from and rows to test with, the training rows first.
struct Dataset {
  std::uint32_t features = 0;  // as in DatasetShape, these three
  std::uint32_t outputs = 0;
  std::uint32_t classes = 0;
  std::uint32_t train_count = 0;
  std::uint32_t test_count = 0;
  std::vector<float> inputs;   // [rows x features]
  std::vector<float> targets;  // [rows] a class index, or [rows x outputs] for regression
};

/// The table of families. Links store names, checks and languages positions: append, never reorder. Every family
/// begins with the parameters samples, noise, testFraction, shift, scale, with the same defaults; but `custom`, which
/// has its rows from elsewhere, has no samples and by default no noise.
std::span<const Description> families();

/// Whether `family` is `custom`: then there is nothing to draw, and `make_custom_dataset` takes its parameters.
bool is_custom(const Choice& family);

/// The shape of what `make_dataset` draws for `family`, without drawing it.
DatasetShape shape_of(const Choice& family);

/// Draws a data set: a function of its arguments alone.
///
/// family   index into families(), not of custom; values in its parameters' ranges
/// seed     of the data: the Scenario's unless data.seed is given
/// rows     row s before the split is of class s mod classes: its shape's draws, then a normal a feature, all from
///          Stream::data, also where noise is 0; an input is (shape + noise * normal) * scale + shift, in double,
///          rounded once
/// targets  of regression: a function of the shape, so neither noise nor scale nor shift moves them
/// split    floor(samples * testFraction + 1/2) test rows, but never all: the first of a shuffle by Stream::split, in
///          that order; the training rows keep the order in which they were drawn
Dataset make_dataset(const Choice& family, std::uint32_t seed);

/// Rows that somebody brings along. As doubles, so that they are written out as they came in.
struct CustomRows {
  std::uint32_t features = 0;   // inputs a row, at least 1
  std::uint32_t columns = 0;    // targets a row, at least 1
  std::vector<double> inputs;   // [rows x features], at least one row
  std::vector<double> targets;  // [rows x columns]
};

/// Largest size of a number in CustomRows: whatever scale and shift are allowed, the input is a finite float.
inline constexpr double largest_custom_number = 1e30;

/// Most classes in CustomRows, the widest layer that a network has.
inline constexpr std::uint32_t max_custom_classes = 1024;

/// What `rows` are, by their targets: two classes when there is one column that holds only 0 and 1; K classes when it
/// holds only integers from 0 to K − 1, K = largest + 1, 3 <= K <= max_custom_classes, not each of which need occur;
/// else regression with an output a column.
DatasetShape shape_of(const CustomRows& rows);

/// Makes a data set of given rows, as `make_dataset` does of drawn ones: the same noise, scale, shift and split.
///
/// custom  the family, values in its parameters' ranges
Dataset make_custom_dataset(const CustomRows& rows, const Choice& custom, std::uint32_t seed);

}  // namespace reluctant
