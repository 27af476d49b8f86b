#pragma once
// Rows of data as a pass wants them: feature by feature, padded with zeros to whole lanes. The rows themselves
// are made by the data room.
#include <cstdint>
#include <span>

#include "network/pass.h"
#include "numerics/arena.h"

namespace reluctant {

/// A table of samples with their targets: feature f of sample s at inputs[f * stride + s], target o likewise.
class Samples {
 public:
  Samples() = default;
  /// Room for `capacity` samples, all zero.
  Samples(std::uint32_t features, std::uint32_t outputs, std::uint32_t capacity);
  /// inputs   [count x features], row-major
  /// targets  [count x outputs], row-major
  static Samples from_rows(std::uint32_t features, std::uint32_t outputs, std::span<const float> inputs,
                           std::span<const float> targets);

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::uint32_t capacity() const { return static_cast<std::uint32_t>(stride_); }
  [[nodiscard]] std::uint32_t features() const { return features_; }
  [[nodiscard]] std::uint32_t outputs() const { return outputs_; }

  /// `size` samples from `first` on, `first` a multiple of four; the last group of four may be padded.
  [[nodiscard]] Batch batch(std::uint32_t first, std::uint32_t size) const {
    return {inputs_.data() + first, stride_, size};
  }
  [[nodiscard]] Batch all() const { return batch(0, count_); }
  /// Feature `f` of all samples, to change.
  [[nodiscard]] std::span<float> inputs(std::uint32_t f) { return {inputs_.data() + f * stride_, count_}; }
  /// Output `o`'s targets of all samples.
  [[nodiscard]] std::span<const float> targets(std::uint32_t o) const {
    return {targets_.data() + o * stride_, count_};
  }

  /// Becomes the given rows of `source`, in that order. At most the capacity; allocates nothing.
  void gather(const Samples& source, std::span<const std::uint32_t> rows);

 private:
  void set_count(std::uint32_t count);

  std::uint32_t features_ = 0, outputs_ = 0, count_ = 0;
  std::size_t stride_ = 0;
  AlignedArray<float> inputs_, targets_;
};

}  // namespace reluctant
