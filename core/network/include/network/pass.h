#pragma once
// Forward and backward over a batch. Everything a pass leaves behind stays in one place, taken once, so that a
// step allocates nothing. Where parameters lie is layout.h; the loss that starts the way back is training/losses.h.
#include <cstdint>
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

/// Which way the pass goes, and so what memory it needs.
enum class PassKind : std::uint8_t { forward_only, training };

/// What is random in a training step, and where its draws stand: Scenario seed and step, with the layer as third
/// coordinate, and within a layer unit by unit, sample by sample.
struct Draws {
  std::uint32_t seed = 0;
  std::uint32_t step = 0;
  double dropout = 0;  // probability of dropping a hidden unit
};

/// Batch norm's means and variances over many batches, one entry a hidden unit in layer order. Not parameters, but
/// state: they move with every training pass.
///
/// source  Ioffe, Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2; momentum and the unbiased variance as in PyTorch
struct RunningStatistics {
  AlignedArray<float> mean, variance;

  /// Mean 0 and variance 1, or nothing without batch norm.
  static RunningStatistics initial(const Layout& layout);
  bool operator==(const RunningStatistics&) const = default;
};

/// Sums, values and slopes of every unit for up to `capacity` samples, and for training their gradients.
/// Row u of a layer holds unit u's samples; rows lie one after another, padded to whole lanes.
class Pass {
 public:
  Pass() = default;
  /// Room for `capacity` samples at a time; the gradients only where `kind` asks for them.
  Pass(const Layout& layout, std::uint32_t capacity, PassKind kind);

  [[nodiscard]] std::uint32_t samples() const { return samples_; }
  /// The most samples it takes at a time; a multiple of four.
  [[nodiscard]] std::uint32_t capacity() const { return capacity_; }
  /// Unit `u` of layer `l`, its samples: z (after batch norm). Valid after `forward`; after
  /// `forward_training` the output layer has its sums alone.
  [[nodiscard]] std::span<const float> sums(std::size_t l, std::uint32_t u) const { return row(sums_, l, u); }
  /// Likewise f(z).
  [[nodiscard]] std::span<const float> values(std::size_t l, std::uint32_t u) const { return row(values_, l, u); }
  /// Likewise f'(z).
  [[nodiscard]] std::span<const float> slopes(std::size_t l, std::uint32_t u) const { return row(slopes_, l, u); }
  /// Unit `u` of layer `l`: the gradient by its sums, under batch norm those before it. Valid after `backward`.
  [[nodiscard]] std::span<const float> deltas(std::size_t l, std::uint32_t u) const { return row(deltas_, l, u); }
  /// The output layer's z, row after row, padding included: finite there whenever all parameters are.
  [[nodiscard]] std::span<const float> output_sums() const {
    return sums_.span().subspan(row_begin(first_unit_.size() - 1, 0), output_units_ * columns_);
  }
  /// Under batch norm, what unit `u` of layer `l` was divided by.
  [[nodiscard]] float deviation(std::size_t l, std::uint32_t u) const { return deviations_[first_unit_[l] + u]; }
  /// The output layer's dL/dz, written by the loss, padding included.
  [[nodiscard]] std::span<float> output_deltas(std::uint32_t u);

  /// Computes every layer below `layer_count` as in evaluation.
  ///
  /// running  batch norm uses these; without them mean and variance over the batch itself
  void forward(const Layout& layout, std::span<const float> parameters, const Batch& batch, std::size_t layer_count,
               const RunningStatistics* running = nullptr);
  /// Computes every layer as in training: batch norm over the batch, dropout, random slopes.
  ///
  /// running  moves towards the batch's statistics
  void forward_training(const Layout& layout, std::span<const float> parameters, const Batch& batch, const Draws& draws,
                        RunningStatistics& running);
  /// From the output layer's deltas to the gradient of every parameter. Needs a training pass just run forward
  /// over the same batch, without running statistics.
  ///
  /// gradients  [layout.parameter_count]
  void backward(const Layout& layout, std::span<const float> parameters, const Batch& batch,
                std::span<float> gradients);

 private:
  [[nodiscard]] std::span<const float> row(const AlignedArray<float>& array, std::size_t l, std::uint32_t u) const {
    return {array.data() + row_begin(l, u), samples_};
  }
  [[nodiscard]] std::size_t row_begin(std::size_t l, std::uint32_t u) const { return (first_unit_[l] + u) * columns_; }
  void take(const Batch& batch);
  // Below, parameters are a pointer: in WebAssembly every span that is handed on costs two stores and a load that
  // waits for both.
  void compute_layer(const Layer& layer, const float* parameters, std::size_t l, const Batch& batch);
  void normalize(const Layer& layer, const float* parameters, std::size_t l, const RunningStatistics* running);
  void activate(const Layer& layer, const float* parameters, std::size_t l);
  void draw_slopes(const Layer& layer, std::size_t l, const Draws& draws);
  void drop_out(const Layer& layer, std::size_t l, const Draws& draws);
  void pad(const Layer& layer, std::size_t l);
  void differentiate_normalization(const Layer& layer, const float* parameters, std::size_t l, float* gradients);

  std::uint32_t capacity_ = 0, samples_ = 0;
  std::size_t columns_ = 0;  // samples with their padding: the length of a row
  std::size_t output_units_ = 0;
  std::vector<std::size_t> first_unit_;  // of each layer, counted over all layers
  AlignedArray<float> sums_, values_, slopes_, deltas_;
  bool drops_out_ = false;                              // whether the last pass did
  AlignedArray<float> dropout_factors_;                 // what it multiplied every value by
  AlignedArray<float> normalized_;                      // under batch norm: sums before scale and shift
  AlignedArray<float> means_, variances_, deviations_;  // of the batch, one entry a unit
};

/// Bytes that `Pass(layout, capacity, kind)` takes.
std::size_t pass_bytes(const Layout& layout, std::uint32_t capacity, PassKind kind);

}  // namespace reluctant
