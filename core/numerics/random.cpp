// Philox, and the distributions made of its bits. The functions that the normal needs are elementary.cpp.
#include "numerics/random.h"

#include <cassert>
#include <utility>

#include "numerics/elementary.h"
#include "polynomial.h"

namespace reluctant {
namespace {

/// The quantile of p <= 1/2 to nine digits: Acklam's two rational approximations, coefficients ascending.
double acklam(double p) {
  constexpr std::array tail_numerator{2.938163982698783,  4.374664141464968,     -2.549732539343734,
                                      -2.400758277161838, -3.223964580411365e-1, -7.784894002430293e-3};
  constexpr std::array tail_denominator{1.0, 3.754408661907416, 2.445134137142996, 3.224671290700398e-1,
                                        7.784695709041462e-3};
  constexpr std::array centre_numerator{2.506628277459239,    -3.066479806614716e1, 1.383577518672690e2,
                                        -2.759285104469687e2, 2.209460984245205e2,  -3.969683028665376e1};
  constexpr std::array centre_denominator{
      1.0, -1.328068155288572e1, 6.680131188771972e1, -1.556989798598866e2, 1.615858368580409e2, -5.447609879822406e1};
  if (p < 0.02425) {
    const double q = elementary::sqrt(-2 * elementary::log(p));
    return polynomial(tail_numerator, q) / polynomial(tail_denominator, q);
  }
  const double q = p - 0.5;
  return polynomial(centre_numerator, q * q) * q / polynomial(centre_denominator, q * q);
}

}  // namespace

std::array<std::uint32_t, 4> philox4x32(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t even = std::uint64_t{0xd2511f53} * counter[0];
    const std::uint64_t odd = std::uint64_t{0xcd9e8d57} * counter[2];
    counter = {static_cast<std::uint32_t>(odd >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(odd),
               static_cast<std::uint32_t>(even >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(even)};
    key = {key[0] + 0x9e3779b9, key[1] + 0xbb67ae85};  // the golden ratio and √3 − 1, as Weyl sequences
  }
  return counter;
}

std::uint32_t RandomStream::bits() {
  const std::uint64_t index = index_++;
  if (index % 4 == 0) block_ = philox4x32({static_cast<std::uint32_t>(index / 4), a_, b_, 0}, key_);
  return block_[index % 4];
}

double RandomStream::uniform() { return (bits() >> 8) * 0x1p-24; }

double RandomStream::normal() { return normal_from_bits(bits()); }

double normal_from_bits(std::uint32_t k) {
  // In the lower half, where p is small and not 1 − p: there the step below loses nothing.
  const bool upper = k >> 31 != 0;
  const double p = ((upper ? ~k : k) + 0.5) * 0x1p-32;
  const double x = acklam(p);
  const double error = 0.5 * elementary::erfc(x * -0x1.6a09e667f3bcdp-1) - p;       // √½
  const double step = error * 0x1.40d931ff62706p+1 * elementary::exp(0.5 * x * x);  // √(2π)
  const double quantile = x - step / (1 + 0.5 * x * step);
  return upper ? -quantile : quantile;
}

std::uint32_t RandomStream::below(std::uint32_t n) {
  assert(n > 0);
  std::uint64_t product = std::uint64_t{bits()} * n;
  if (static_cast<std::uint32_t>(product) < n) {
    const std::uint32_t excess = -n % n;  // 2³² mod n: so many draws would be one too many for some results
    while (static_cast<std::uint32_t>(product) < excess) product = std::uint64_t{bits()} * n;
  }
  return static_cast<std::uint32_t>(product >> 32);
}

void shuffle(std::span<std::uint32_t> order, RandomStream& random) {
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  for (auto i = static_cast<std::uint32_t>(order.size()); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
}

}  // namespace reluctant
