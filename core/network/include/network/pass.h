#pragma once
// Forward and backward over a batch. Everything a pass leaves behind stays in one place, taken once, so that a
// step allocates nothing. Where parameters lie is layout.h; the loss that starts the way back is training/losses.h.
#include <optional>
#include <span>
#include <vector>

#include "network/layout.h"
#include "numerics/arena.h"

namespace reluctant {

/// A batch of rows, feature by feature: feature f of sample s at inputs[f * stride + s].
/// From `samples` up to the next multiple of four the inputs are exactly 0.
struct Batch {
  const float* inputs = nullptr;
  std::size_t stride = 0;
  std::uint32_t samples = 0;
};

/// Where the random draws of a training step stand: Scenario seed and step, with the layer as third coordinate.
struct Draws {
  std::uint32_t seed = 0;
  std::uint32_t step = 0;
};

/// Which way the pass goes, and so what memory it needs.
enum class PassKind : std::uint8_t { forward_only, training };

/// Sums, values and slopes of every unit for up to `capacity` samples, and for training their gradients.
/// Row u of a layer holds unit u's samples, `stride()` floats apart.
class Pass {
 public:
  Pass() = default;
  Pass(const Layout& layout, std::uint32_t capacity, PassKind kind);

  [[nodiscard]] std::uint32_t samples() const { return samples_; }
  [[nodiscard]] std::uint32_t capacity() const { return capacity_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }
  /// Unit `u` of layer `l`, its samples: z, f(z), f'(z). Valid after `forward`.
  [[nodiscard]] std::span<const float> sums(std::size_t l, std::uint32_t u) const { return row(sums_, l, u); }
  [[nodiscard]] std::span<const float> values(std::size_t l, std::uint32_t u) const { return row(values_, l, u); }
  [[nodiscard]] std::span<const float> slopes(std::size_t l, std::uint32_t u) const { return row(slopes_, l, u); }
  /// dL/dz of unit `u` of layer `l`: the output layer's is written by the loss, the others by `backward`.
  [[nodiscard]] std::span<const float> deltas(std::size_t l, std::uint32_t u) const { return row(deltas_, l, u); }
  [[nodiscard]] std::span<float> output_deltas(std::uint32_t u);

  /// Computes every layer below `layer_count`: with `draws` as in training, without as in evaluation.
  void forward(const Layout& layout, std::span<const float> parameters, const Batch& batch, std::size_t layer_count,
               const std::optional<Draws>& draws = {});
  /// From the output layer's deltas to the gradient of every parameter. Needs a training pass just run forward
  /// over the same batch.
  ///
  /// gradients  [layout.parameter_count]
  void backward(const Layout& layout, std::span<const float> parameters, const Batch& batch,
                std::span<float> gradients);

 private:
  [[nodiscard]] std::span<const float> row(const AlignedArray<float>& array, std::size_t l, std::uint32_t u) const {
    return {array.data() + (first_unit_[l] + u) * stride_, samples_};
  }

  std::uint32_t capacity_ = 0;
  std::uint32_t samples_ = 0;
  std::size_t stride_ = 0;
  std::vector<std::size_t> first_unit_;  // of each layer, counted over all layers
  AlignedArray<float> sums_, values_, slopes_, deltas_;
};

/// Bytes that `Pass(layout, capacity, kind)` takes.
std::size_t pass_bytes(const Layout& layout, std::uint32_t capacity, PassKind kind);

}  // namespace reluctant
