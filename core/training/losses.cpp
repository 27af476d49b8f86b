// The losses (losses.h).
#include "training/losses.h"

#include <algorithm>
#include <array>

#include "numerics/elementary.h"

namespace reluctant {
namespace {

constexpr std::array table{
    Description{"mse", "Mean squared error", "The mean of the squared differences, over samples and outputs."},
    Description{"binary-cross-entropy", "Binary cross-entropy",
                "How surprised the network is by the right class, of two, on average. Computed from the logit."},
};

/// The logistic function of z and of -z; neither cancels.
struct Logistic {
  double of_z, of_minus_z;
};

Logistic logistic(double z) {
  const double e = elementary::exp(z < 0 ? z : -z);
  const double near_one = 1 / (1 + e);
  const double near_zero = e / (1 + e);
  return z < 0 ? Logistic{near_zero, near_one} : Logistic{near_one, near_zero};
}

}  // namespace

std::span<const Description> losses() { return table; }

double loss_of(Loss loss, double z, double target) {
  if (loss == Loss::mean_squared_error) return (z - target) * (z - target);
  return (z > 0 ? z : 0) - z * target + elementary::log1p(elementary::exp(z < 0 ? z : -z));
}

double prediction_of(Loss loss, double z) { return loss == Loss::mean_squared_error ? z : logistic(z).of_z; }

bool decides_for_one(Loss loss, double z) { return z > (loss == Loss::mean_squared_error ? 0.5 : 0.0); }

void start_backward(Loss loss, const Layout& layout, const Samples& samples, std::uint32_t first, std::uint32_t total,
                    Pass& pass) {
  const std::size_t output = layout.layers.size() - 1;
  const std::uint32_t outputs = layout.layers.back().units;
  const double mean = loss == Loss::mean_squared_error ? static_cast<double>(total) * outputs : total;
  for (std::uint32_t o = 0; o < outputs; ++o) {
    const std::span<const float> z = pass.sums(output, o);
    const std::span<const float> target = samples.targets(o).subspan(first, z.size());
    const std::span<float> delta = pass.output_deltas(o);
    for (std::size_t s = 0; s < z.size(); ++s) {
      if (loss == Loss::mean_squared_error) {
        delta[s] = static_cast<float>(2 * (double{z[s]} - target[s]) / mean);
      } else {
        const auto [p, q] = logistic(z[s]);
        delta[s] = static_cast<float>(((1 - double{target[s]}) * p - target[s] * q) / mean);
      }
    }
    std::fill(delta.begin() + static_cast<std::ptrdiff_t>(z.size()), delta.end(), 0.0f);
  }
}

}  // namespace reluctant
