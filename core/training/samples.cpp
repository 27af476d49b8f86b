// Rows of data as a pass wants them (samples.h).
#include "training/samples.h"

#include <algorithm>
#include <cassert>

#include "numerics/lanes.h"

namespace reluctant {

Samples::Samples(std::uint32_t features, std::uint32_t outputs, std::uint32_t capacity)
    : features_(features), outputs_(outputs), stride_(padded(capacity)) {
  inputs_.resize(features * stride_);
  targets_.resize(outputs * stride_);
}

Samples Samples::from_rows(std::uint32_t features, std::uint32_t outputs, std::span<const float> inputs,
                           std::span<const float> targets) {
  const auto count = static_cast<std::uint32_t>(inputs.size() / features);
  Samples samples(features, outputs, count);
  samples.count_ = count;
  for (std::uint32_t s = 0; s < count; ++s) {
    for (std::uint32_t f = 0; f < features; ++f) samples.inputs_[f * samples.stride_ + s] = inputs[s * features + f];
  }
  if (targets.empty()) return samples;
  assert(targets.size() == std::size_t{count} * outputs);
  for (std::uint32_t s = 0; s < count; ++s) {
    for (std::uint32_t o = 0; o < outputs; ++o) samples.targets_[o * samples.stride_ + s] = targets[s * outputs + o];
  }
  return samples;
}

void Samples::set_count(std::uint32_t count) {
  assert(count <= stride_);
  count_ = count;
  for (std::uint32_t f = 0; f < features_; ++f) {
    std::fill(&inputs_[f * stride_] + count, &inputs_[f * stride_] + padded(count), 0.0f);
  }
}

void Samples::gather(const Samples& source, std::span<const std::uint32_t> rows) {
  assert(source.features_ == features_ && source.outputs_ == outputs_);
  set_count(static_cast<std::uint32_t>(rows.size()));
  for (std::uint32_t f = 0; f < features_; ++f) {
    const float* from = &source.inputs_[f * source.stride_];
    float* to = &inputs_[f * stride_];
    for (std::size_t s = 0; s < rows.size(); ++s) to[s] = from[rows[s]];
  }
  for (std::uint32_t o = 0; o < outputs_; ++o) {
    const float* from = &source.targets_[o * source.stride_];
    float* to = &targets_[o * stride_];
    for (std::size_t s = 0; s < rows.size(); ++s) to[s] = from[rows[s]];
  }
}

}  // namespace reluctant
