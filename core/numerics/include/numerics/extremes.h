#pragma once
// The largest of many floats, lane by lane: no sum is made, so that no order is needed. Sums in order are sums.h.
#include <span>

#include "numerics/lanes.h"

namespace reluctant {

/// The larger of two in each lane; of NaN and a number in `largest` the number.
inline FloatLanes larger(FloatLanes x, FloatLanes largest) { return hn::IfThenElse(hn::Gt(x, largest), x, largest); }

/// The largest of `values` and `floor`. NaN among the values is passed over.
inline float largest(std::span<const float> values, float floor) {
  FloatLanes most = hn::Set(float_tag, floor);
  std::size_t i = 0;
  for (; i + lane_count <= values.size(); i += lane_count) most = larger(hn::LoadU(float_tag, &values[i]), most);
  alignas(16) float lanes[lane_count];
  hn::Store(most, float_tag, lanes);
  for (const float x : lanes) floor = x > floor ? x : floor;
  for (; i < values.size(); ++i) floor = values[i] > floor ? values[i] : floor;
  return floor;
}

/// The largest |value|, 0 of none. NaN is passed over.
inline float largest_size(std::span<const float> values) {
  FloatLanes most = hn::Zero(float_tag);
  std::size_t i = 0;
  for (; i + lane_count <= values.size(); i += lane_count) {
    most = larger(hn::Abs(hn::LoadU(float_tag, &values[i])), most);
  }
  alignas(16) float lanes[lane_count];
  hn::Store(most, float_tag, lanes);
  float size = largest(lanes, 0);
  for (; i < values.size(); ++i) {
    const float x = values[i] < 0 ? -values[i] : values[i];
    size = x > size ? x : size;
  }
  return size;
}

}  // namespace reluctant
