// A small trainer whose products are Eigen's own, vectorised as Eigen does it, for training.bench.mjs (training.h). A
// program of its own: two settings of Eigen in one change its results with the order of linking.
#include <Eigen/Core>
#include <cmath>
#include <utility>
#include <vector>

#include "training.h"

namespace {

// Column-major, a column a unit: each unit's samples lie together, as in the core.
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic>;
using Weights = Eigen::Map<Matrix>;  // [inputs x units]
using Bias = Eigen::Map<Eigen::RowVectorXf>;

struct Layer {
  Eigen::Index inputs, units, weights;  // the bias follows them
  Matrix z, h, delta;
};

std::vector<Layer> layers;
std::vector<float> values, input_rows, target_rows;
Matrix x, t, gradient;
Eigen::Index features, outputs, size, rows, at;
float rate;
bool is_tanh;

Weights weights_of(const Layer& layer) {
  return {&values[static_cast<std::size_t>(layer.weights)], layer.inputs, layer.units};
}
Bias bias_of(const Layer& layer) {
  return {&values[static_cast<std::size_t>(layer.weights + layer.inputs * layer.units)], layer.units};
}

void forward(const Matrix& batch) {
  const Matrix* below = &batch;
  for (Layer& layer : layers) {
    layer.z.noalias() = *below * weights_of(layer);
    layer.z.rowwise() += bias_of(layer);
    if (&layer == &layers.back()) return;
    if (is_tanh) {
      layer.h = layer.z.array().tanh();
    } else {
      layer.h = layer.z.cwiseMax(0.0f);
    }
    below = &layer.h;
  }
}

/// The outputs' deltas of the mean loss over the batch.
void start_backward(const Matrix& target) {
  Layer& last = layers.back();
  if (outputs == 1) {
    last.delta = (last.z - target) * (2.0f / static_cast<float>(target.rows()));
    return;
  }
  last.delta = (last.z.colwise() - last.z.rowwise().maxCoeff().eval()).array().exp();
  const Eigen::VectorXf sum = last.delta.rowwise().sum();
  last.delta = (last.delta.array().colwise() / sum.array() - target.array()) / static_cast<float>(target.rows());
}

void backward(const Matrix& batch) {
  for (std::size_t l = layers.size(); l-- > 0;) {
    Layer& layer = layers[l];
    const Matrix& below = l == 0 ? batch : layers[l - 1].h;
    if (l > 0) {
      Layer& lower = layers[l - 1];
      lower.delta.noalias() = layer.delta * weights_of(layer).transpose();
      if (is_tanh) {
        lower.delta.array() *= 1 - lower.h.array().square();
      } else {
        lower.delta.array() *= (lower.z.array() > 0).cast<float>();
      }
    }
    gradient.noalias() = below.transpose() * layer.delta;
    weights_of(layer) -= rate * gradient;
    bias_of(layer) -= rate * layer.delta.colwise().sum();
  }
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void prepare(std::uint32_t feature_count, std::uint32_t width, std::uint32_t depth,
                                  std::uint32_t output_count, std::uint32_t tanh, std::uint32_t batch,
                                  std::uint32_t row_count, double learning_rate) {
  features = feature_count;
  outputs = output_count;
  size = batch;
  rows = row_count;
  is_tanh = tanh != 0;
  rate = static_cast<float>(learning_rate);
  layers.clear();
  Eigen::Index from = 0, below = features;
  for (std::uint32_t l = 0; l <= depth; ++l) {
    const Eigen::Index units = l < depth ? static_cast<Eigen::Index>(width) : outputs;
    layers.push_back({.inputs = below, .units = units, .weights = from, .z = {}, .h = {}, .delta = {}});
    from += (below + 1) * units;
    below = units;
  }
  values.assign(static_cast<std::size_t>(from), 0.0f);
  input_rows.assign(static_cast<std::size_t>(rows * features), 0.0f);
  target_rows.assign(static_cast<std::size_t>(rows * outputs), 0.0f);
}

EMSCRIPTEN_KEEPALIVE float* parameters() { return values.data(); }
EMSCRIPTEN_KEEPALIVE float* inputs() { return input_rows.data(); }
EMSCRIPTEN_KEEPALIVE float* targets() { return target_rows.data(); }
EMSCRIPTEN_KEEPALIVE std::uint32_t parameter_count() { return static_cast<std::uint32_t>(values.size()); }

EMSCRIPTEN_KEEPALIVE void start() {
  x = Eigen::Map<Matrix>(input_rows.data(), features, rows).transpose();
  t = Eigen::Map<Matrix>(target_rows.data(), outputs, rows).transpose();
  at = 0;
}

EMSCRIPTEN_KEEPALIVE void train(std::uint32_t steps) {
  static Matrix batch, target;
  for (; steps > 0; --steps) {
    batch = x.middleRows(at, size);
    target = t.middleRows(at, size);
    forward(batch);
    start_backward(target);
    backward(batch);
    at = (at + size) % rows;
  }
}

EMSCRIPTEN_KEEPALIVE double loss() {
  forward(x);
  const Matrix& z = layers.back().z;
  if (outputs == 1) return static_cast<double>((z - t).squaredNorm()) / static_cast<double>(rows);
  const Eigen::ArrayXf largest = z.rowwise().maxCoeff();
  const Eigen::ArrayXf spread = largest + (z.array().colwise() - largest).exp().rowwise().sum().log();
  return static_cast<double>((spread - (z.array() * t.array()).rowwise().sum()).mean());
}
}
