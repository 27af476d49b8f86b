#pragma once
// The data that a network learns: rows drawn from a family of shapes, split into training and test. The families
// themselves are in families.cpp.
#include <cstdint>
#include <span>
#include <vector>

#include "numerics/choice.h"

namespace reluctant {

/// Rows to learn from and rows to test with, the training rows first.
struct Dataset {
  std::uint32_t features = 0;  // inputs a row
  std::uint32_t outputs = 0;   // of the network: 1 for two classes (a logit), K for K >= 3, values for regression
  std::uint32_t classes = 0;   // 0 for regression
  std::uint32_t train_count = 0;
  std::uint32_t test_count = 0;
  std::vector<float> inputs;   // [rows x features]
  std::vector<float> targets;  // [rows] a class index, or [rows x outputs] for regression
};

/// The table of families. Links store names, checks and languages positions: append, never reorder. Every family
/// begins with the parameters samples, noise, testFraction, shift, scale, with the same defaults.
std::span<const Description> families();

/// Draws a data set: a function of its arguments alone.
///
/// family   index into families(), values in its parameters' ranges
/// seed     of the data: the Scenario's unless data.seed is given
/// rows     row s before the split is of class s mod classes: its shape's draws, then a normal a feature, all from
///          Stream::data, also where noise is 0; an input is (shape + noise * normal) * scale + shift, in double,
///          rounded once
/// split    floor(samples * testFraction + 1/2) test rows, but never all: the first of a shuffle by Stream::split, in
///          that order; the training rows keep the order in which they were drawn
Dataset make_dataset(const Choice& family, std::uint32_t seed);

}  // namespace reluctant
