// The nearest double to a decimal: a guess from the first 19 digits, then an exact comparison in whole numbers with
// the points half-way to the guess's neighbours.
#include "decimal.h"

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace reluctant {
namespace {

/// A natural number, large enough for both sides of any comparison here: 256 digits times 2⁵³⁰ or 54 bits times 5⁶⁰⁰.
class Natural {
 public:
  explicit Natural(std::uint64_t x) : limbs_{static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(x >> 32)} {
    size_ = limbs_[1] != 0 ? 2 : limbs_[0] != 0 ? 1 : 0;
  }

  /// This times `factor` plus `addend`.
  void multiply_add(std::uint32_t factor, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (std::size_t i = 0; i < size_; ++i) {
      carry += std::uint64_t{limbs_[i]} * factor;
      limbs_[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    if (carry != 0) push(static_cast<std::uint32_t>(carry));
  }

  void multiply_by_power_of_five(int power) {
    constexpr std::uint32_t five_to_13 = 1220703125;  // the largest in 32 bits
    for (; power >= 13; power -= 13) multiply_add(five_to_13, 0);
    for (; power > 0; --power) multiply_add(5, 0);
  }

  void shift_left(int bits) {
    if (size_ == 0) return;
    multiply_add(std::uint32_t{1} << bits % 32, 0);
    const auto limbs = static_cast<std::size_t>(bits / 32);
    assert(size_ + limbs <= limbs_.size());
    for (std::size_t i = size_; i-- > 0;) limbs_[i + limbs] = limbs_[i];
    for (std::size_t i = 0; i < limbs; ++i) limbs_[i] = 0;
    size_ += limbs;
  }

  /// Below, at or above 0 as this is less than, equal to or more than `other`.
  [[nodiscard]] int compare(const Natural& other) const {
    if (size_ != other.size_) return size_ < other.size_ ? -1 : 1;
    for (std::size_t i = size_; i-- > 0;) {
      if (limbs_[i] != other.limbs_[i]) return limbs_[i] < other.limbs_[i] ? -1 : 1;
    }
    return 0;
  }

 private:
  void push(std::uint32_t limb) {
    assert(size_ < limbs_.size());
    limbs_[size_++] = limb;
  }

  std::array<std::uint32_t, 64> limbs_;  // the lowest first; those from size_ on mean nothing
  std::size_t size_;
};

/// A whole number by its digits, without leading zeros, times a power of ten.
class Digits {
 public:
  int exponent = 0;

  void push(char digit) { digits_[size_++] = digit; }
  [[nodiscard]] std::string_view text() const { return {digits_.data(), size_}; }

  void drop_trailing_zeros() {
    for (; size_ > 0 && digits_[size_ - 1] == '0'; --size_) ++exponent;
  }

 private:
  std::array<char, longest_decimal> digits_;
  std::size_t size_ = 0;
};

/// A positive number against the points half-way between doubles.
class Target {
 public:
  explicit Target(const Digits& decimal) : exponent_(decimal.exponent), whole_(0) {
    for (const char digit : decimal.text()) whole_.multiply_add(10, static_cast<std::uint32_t>(digit - '0'));
    if (exponent_ > 0) whole_.multiply_by_power_of_five(exponent_);
  }

  /// Whether the number rounds to more than the double of these bits, going by the point half-way to the next one.
  [[nodiscard]] bool rounds_above(std::uint64_t bits) const {
    const std::uint64_t fraction = bits & 0xfffffffffffff;
    const int biased = static_cast<int>(bits >> 52);
    const std::uint64_t mantissa = biased == 0 ? fraction : fraction | 0x10000000000000;
    const int half_unit = (biased == 0 ? 1 : biased) - 1076;
    // whole · 2^exponent against (2 · mantissa + 1) · 2^half_unit, the powers of five put where they multiply
    Natural left = whole_, right(2 * mantissa + 1);
    if (exponent_ < 0) right.multiply_by_power_of_five(-exponent_);
    if (exponent_ > half_unit) {
      left.shift_left(exponent_ - half_unit);
    } else {
      right.shift_left(half_unit - exponent_);
    }
    const int order = left.compare(right);
    return order > 0 || (order == 0 && mantissa % 2 == 1);
  }

 private:
  int exponent_;
  Natural whole_;  // the number but for its power of two
};

double nearest(const Digits& decimal) {
  const int size = static_cast<int>(decimal.text().size());
  if (size == 0 || size + decimal.exponent < -324) return 0;  // below half of the smallest double
  if (size + decimal.exponent > 32) return std::numeric_limits<double>::infinity();

  constexpr int most_digits = 19;  // that 64 bits hold
  std::uint64_t leading = 0;
  for (const char digit : decimal.text().substr(0, most_digits)) leading = leading * 10 + (digit - '0');
  const bool complete = size <= most_digits && leading <= std::uint64_t{1} << 53;
  int exponent = decimal.exponent + (size > most_digits ? size - most_digits : 0);

  constexpr std::array powers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                              1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr int largest = powers.size() - 1;                      // 10²² is the last that is a double
  if (complete && exponent >= -largest && exponent <= largest) {  // two exact numbers: one operation rounds right
    const auto x = static_cast<double>(leading);
    return exponent < 0 ? x / powers[-exponent] : x * powers[exponent];
  }

  auto guess = static_cast<double>(leading);
  for (; exponent > largest; exponent -= largest) guess *= powers[largest];
  for (; exponent < -largest; exponent += largest) guess /= powers[largest];
  guess = exponent < 0 ? guess / powers[-exponent] : guess * powers[exponent];
  auto bits = __builtin_bit_cast(std::uint64_t, guess);
  const Target target(decimal);
  while (target.rounds_above(bits)) ++bits;
  while (bits > 0 && !target.rounds_above(bits - 1)) --bits;
  return __builtin_bit_cast(double, bits);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::optional<Decimal> decimal_from_text(std::string_view text, bool comma) {
  if (text.size() > longest_decimal) return {};
  std::size_t i = 0;
  const auto sign = [&] {
    const bool negative = i < text.size() && text[i] == '-';
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    return negative;
  };

  const bool negative = sign();
  Decimal decimal;
  Digits read;
  bool any = false;
  for (; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      any = true;
      if (text[i] != '0' || !read.text().empty()) read.push(text[i]);
      if (decimal.mark != 0) --read.exponent;
    } else if (decimal.mark == 0 && (text[i] == '.' || (comma && text[i] == ','))) {
      decimal.mark = text[i];
    } else {
      break;
    }
  }
  if (!any) return {};
  if (i < text.size()) {
    if (text[i] != 'e' && text[i] != 'E') return {};
    ++i;
    const bool down = sign();
    if (i == text.size()) return {};
    int power = 0;
    for (; i < text.size(); ++i) {
      if (!is_digit(text[i])) return {};
      if (power < 10000) power = 10 * power + (text[i] - '0');
    }
    read.exponent += down ? -power : power;
  }
  read.drop_trailing_zeros();
  const double size = nearest(read);
  decimal.value = negative ? -size : size;
  return decimal;
}

}  // namespace reluctant
