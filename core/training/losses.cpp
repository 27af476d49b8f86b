// The losses (losses.h).
#include "training/losses.h"

#include <algorithm>
#include <array>

#include "numerics/double_lanes.h"
#include "numerics/elementary.h"
#include "numerics/lanes.h"

namespace reluctant {
namespace {

constexpr std::array table{
    Description{"mse", "Mean squared error", "The mean of the squared differences, over samples and outputs."},
    Description{"binary-cross-entropy", "Binary cross-entropy",
                "How surprised the network is by the right class, of two, on average. Computed from the logit."},
    Description{"mae", "Mean absolute error",
                "The mean size of the differences: a network that died fits the median, not the mean."},
    Description{"cross-entropy", "Cross-entropy",
                "How surprised the network is by the right class, of three or more, on average. Computed from logits."},
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

std::size_t first_largest(std::span<const double> x) {
  return static_cast<std::size_t>(std::max_element(x.begin(), x.end()) - x.begin());
}

/// The sum of e^(z - largest): at least 1, so that neither it nor its logarithm overflows.
double sum_of_exponentials(std::span<const double> z, double largest) {
  double sum = 0;
  for (const double x : z) sum += elementary::exp(x - largest);
  return sum;
}

/// dL/dz of mean squared error, four samples at a time: `size` is padded, and so are the arrays.
void start_mean_squared_error(const float* z, const float* target, double mean, std::size_t size, float* delta) {
  const DoubleLanes two = set_double(2), divisor = set_double(mean);
  for (std::size_t s = 0; s < size; s += lane_count) {
    const FloatLanes a = hn::LoadU(float_tag, z + s), b = hn::LoadU(float_tag, target + s);
    hn::StoreU(rounded(two * (low_half(a) - low_half(b)) / divisor, two * (high_half(a) - high_half(b)) / divisor),
               float_tag, delta + s);
  }
}

/// dL/dz of one output of one sample, before the mean, for the losses whose outputs do not meet.
double slope_of(Loss loss, double z, double target) {
  switch (loss) {
    case Loss::mean_absolute_error: return z > target ? 1 : z < target ? -1 : 0;
    default: {
      const auto [p, q] = logistic(z);
      return (1 - target) * p - target * q;
    }
  }
}

/// dL/dz of cross-entropy for all outputs: softmax less the target.
void start_cross_entropy(const Samples& samples, std::uint32_t first, std::uint32_t total, std::size_t output,
                         std::uint32_t outputs, Pass& pass) {
  for (std::uint32_t s = 0; s < pass.samples(); ++s) {
    double largest = pass.sums(output, 0)[s];
    for (std::uint32_t o = 1; o < outputs; ++o) largest = std::max(largest, double{pass.sums(output, o)[s]});
    double sum = 0;
    for (std::uint32_t o = 0; o < outputs; ++o) sum += elementary::exp(pass.sums(output, o)[s] - largest);
    for (std::uint32_t o = 0; o < outputs; ++o) {
      const double probability = elementary::exp(pass.sums(output, o)[s] - largest) / sum;
      pass.output_deltas(o)[s] = static_cast<float>((probability - samples.targets(o)[first + s]) / total);
    }
  }
}

}  // namespace

std::span<const Description> losses() { return table; }

double sample_loss(Loss loss, std::span<const double> z, std::span<const double> target) {
  double sum = 0;
  if (loss == Loss::cross_entropy) {
    const double largest = z[first_largest(z)];
    for (std::size_t o = 0; o < z.size(); ++o) sum -= target[o] * (z[o] - largest);
    return sum + elementary::log(sum_of_exponentials(z, largest));
  }
  for (std::size_t o = 0; o < z.size(); ++o) {
    const double d = z[o] - target[o];
    switch (loss) {
      case Loss::mean_squared_error: sum += d * d; break;
      case Loss::mean_absolute_error: sum += d < 0 ? -d : d; break;
      default:
        sum += (z[o] > 0 ? z[o] : 0) - z[o] * target[o] + elementary::log1p(elementary::exp(z[o] < 0 ? z[o] : -z[o]));
    }
  }
  return loss == Loss::binary_cross_entropy ? sum : sum / static_cast<double>(z.size());
}

void predict_from(Loss loss, std::span<double> z) {
  if (loss == Loss::binary_cross_entropy) {
    for (double& x : z) x = logistic(x).of_z;
  } else if (loss == Loss::cross_entropy) {
    const double largest = z[first_largest(z)];
    const double sum = sum_of_exponentials(z, largest);
    for (double& x : z) x = elementary::exp(x - largest) / sum;
  }
}

bool decides_rightly(Loss loss, std::span<const double> z, std::span<const double> target) {
  if (z.size() > 1) return first_largest(z) == first_largest(target);
  return (z[0] > (loss == Loss::binary_cross_entropy ? 0.0 : 0.5)) == (target[0] == 1);
}

void start_backward(Loss loss, const Layout& layout, const Samples& samples, std::uint32_t first, std::uint32_t total,
                    Pass& pass) {
  const std::size_t output = layout.layers.size() - 1;
  const std::uint32_t outputs = layout.layers.back().units;
  if (loss == Loss::cross_entropy) {
    start_cross_entropy(samples, first, total, output, outputs, pass);
  } else {
    const double mean = loss == Loss::binary_cross_entropy ? total : static_cast<double>(total) * outputs;
    for (std::uint32_t o = 0; o < outputs; ++o) {
      const std::span<const float> z = pass.sums(output, o);
      const std::span<const float> target = samples.targets(o).subspan(first, z.size());
      const std::span<float> delta = pass.output_deltas(o);
      if (loss == Loss::mean_squared_error) {
        start_mean_squared_error(z.data(), target.data(), mean, delta.size(), delta.data());
        continue;
      }
      for (std::size_t s = 0; s < z.size(); ++s) {
        delta[s] = static_cast<float>(slope_of(loss, z[s], target[s]) / mean);
      }
    }
  }
  for (std::uint32_t o = 0; o < outputs; ++o) {
    const std::span<float> delta = pass.output_deltas(o);
    std::fill(delta.begin() + pass.samples(), delta.end(), 0.0f);
  }
}

}  // namespace reluctant
