// The numerics room: random numbers, elementary functions, sums, digests, arrays. Data drawn with them is
// data_test.cpp; what the activations' own kernels keep is activations_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "numerics/arena.h"
#include "numerics/digest.h"
#include "numerics/elementary.h"
#include "numerics/random.h"
#include "numerics/sums.h"

namespace {

using namespace reluctant;

#include "../reference/draws.inc"

struct Quantile {
  std::uint32_t k;
  double value;
};
const Quantile quantiles[] = {
#include "../reference/normals.inc"
};

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// How many units in the last place of `expected` lie between it and `found`.
double ulps(double found, long double expected) {
  const auto rounded = static_cast<double>(expected);
  if (!std::isfinite(found) || !std::isfinite(rounded)) return found == rounded ? 0 : infinity;
  int exponent = 0;
  std::frexp(rounded, &exponent);
  const double unit = std::ldexp(1.0, std::max(exponent - 53, -1074));
  return static_cast<double>(std::fabs(static_cast<long double>(found) - expected)) / unit;
}

std::string digest_of(std::span<const double> values) { return hex16(fnv1a_64(std::as_bytes(values))); }

}  // namespace

TEST_CASE("Philox gives the published answers") {
  using Words = std::array<std::uint32_t, 4>;
  // Random123, tests/kat_vectors, lines "philox4x32 10".
  CHECK(philox4x32({}, {}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(philox4x32({ones, ones, ones, ones}, {ones, ones}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream gives the draws of an independent implementation") {
  RandomStream words(7, Stream::batches, 3, 5), bounded(7, Stream::batches, 3, 5), shuffled(7, Stream::batches, 3, 5);
  for (const std::uint32_t word : ten_words) CHECK(words.bits() == word);
  for (const std::uint32_t number : ten_below_ten) CHECK(bounded.below(10) == number);
  std::vector<std::uint32_t> order(order_of_twelve.size());
  shuffle(order, shuffled);
  CHECK(order == order_of_twelve);
}

TEST_CASE("the numbers of the streams are those that links store") {
  CHECK(static_cast<int>(Stream::data) == 0);
  CHECK(static_cast<int>(Stream::split) == 1);
  CHECK(static_cast<int>(Stream::weights) == 2);
  CHECK(static_cast<int>(Stream::bias) == 3);
  CHECK(static_cast<int>(Stream::batches) == 4);
  CHECK(static_cast<int>(Stream::dropout) == 5);
  CHECK(static_cast<int>(Stream::rrelu) == 6);
  CHECK(static_cast<int>(Stream::input_noise) == 7);
  CHECK(static_cast<int>(Stream::reset) == 8);
  CHECK(static_cast<int>(Stream::trials) == 9);
}

TEST_CASE("streams that differ in seed or purpose or place are unrelated") {
  constexpr int count = 20000;
  const auto draw = [](RandomStream random) {
    std::vector<double> numbers(count);
    for (double& x : numbers) x = random.normal();
    return numbers;
  };
  const auto base = draw(RandomStream(7, Stream::weights, 1, 2));
  CHECK(base == draw(RandomStream(7, Stream::weights, 1, 2)));
  const RandomStream others[] = {RandomStream(8, Stream::weights, 1, 2), RandomStream(7, Stream::bias, 1, 2),
                                 RandomStream(7, Stream::weights, 2, 2), RandomStream(7, Stream::weights, 1, 3),
                                 RandomStream(7, Stream::weights, 2, 1)};
  for (const RandomStream& other : others) {
    const auto numbers = draw(other);
    double product = 0;
    for (int i = 0; i < count; ++i) product += base[static_cast<std::size_t>(i)] * numbers[static_cast<std::size_t>(i)];
    CHECK(std::fabs(product / count) < 5 / std::sqrt(count));
  }
}

TEST_CASE("uniform draws are multiples of 2 to the -24 that fill the unit interval evenly") {
  constexpr int count = 100000;
  RandomStream random(1, Stream::data), words(1, Stream::data);
  int exact = 0, tenths[10] = {};
  for (int i = 0; i < count; ++i) {
    const double x = random.uniform();
    exact += x == (words.bits() >> 8) / 16777216.0 && x < 1 && x == static_cast<double>(static_cast<float>(x));
    ++tenths[static_cast<int>(10 * x) % 10];
  }
  CHECK(exact == count);
  for (const int tenth : tenths) CHECK(std::abs(tenth - count / 10) < 5 * std::sqrt(count / 10));
}

TEST_CASE("normal draws are the exact quantiles to 3 ULP or 4e-16") {
  for (const Quantile& quantile : quantiles) {
    CAPTURE(quantile.k);
    const double found = normal_from_bits(quantile.k), error = std::fabs(found - quantile.value);
    CHECK((ulps(found, quantile.value) <= 3 || error <= 4e-16));
    CHECK(error <= 2e-9 * std::fabs(quantile.value));  // a tenth of a float's last place, even beside 0
    CHECK(normal_from_bits(~quantile.k) == -found);
  }
}

TEST_CASE("normal draws grow with their bits") {
  for (const std::uint32_t start : {0u, 104152956u - 2000, 0x80000000u - 2000, 4190814340u - 2000}) {
    for (std::uint32_t k = start; k < start + 4000; ++k) CHECK(normal_from_bits(k) < normal_from_bits(k + 1));
  }
}

TEST_CASE("normal draws have mean 0 and variance 1 and the tails of a normal") {
  constexpr int count = 200000;
  RandomStream random(3, Stream::weights);
  double sum = 0, squares = 0;
  int beyond_two = 0;
  for (int i = 0; i < count; ++i) {
    const double x = random.normal();
    sum += x;
    squares += x * x;
    beyond_two += std::fabs(x) > 2;
  }
  CHECK(std::fabs(sum / count) < 5 / std::sqrt(count));
  CHECK(std::fabs(squares / count - 1) < 5 * std::sqrt(2.0 / count));
  CHECK(std::fabs(beyond_two / static_cast<double>(count) - 0.0455) < 5 * std::sqrt(0.0455 / count));
}

TEST_CASE("bounded draws stay below their bound and favour none") {
  constexpr int count = 60000;
  RandomStream random(5, Stream::split);
  int sides[6] = {};
  for (int i = 0; i < count; ++i) {
    const std::uint32_t side = random.below(6);
    if (side < 6) ++sides[side];
  }
  CHECK(std::accumulate(std::begin(sides), std::end(sides), 0) == count);
  for (const int side : sides) CHECK(std::abs(side - count / 6) < 5 * std::sqrt(count / 6));

  // Without rejection every third result of this bound would come twice as often as the others.
  int thirds[3] = {};
  for (int i = 0; i < count; ++i) ++thirds[random.below(3u << 30) % 3];
  for (const int third : thirds) CHECK(std::abs(third - count / 3) < 5 * std::sqrt(count / 3));

  for (int i = 0; i < 100; ++i) CHECK(random.below(1) == 0);
  for (int i = 0; i < 100; ++i) CHECK(random.below(0xffffffff) < 0xffffffff);
}

TEST_CASE("a shuffle is a permutation whatever stood in the array") {
  for (const std::uint32_t size : {0u, 1u, 2u, 3u, 100u, 1000u}) {
    RandomStream random(11, Stream::batches, size);
    std::vector<std::uint32_t> order(size, 12345), identity(size);
    shuffle(order, random);
    if (size >= 100) CHECK_FALSE(std::is_sorted(order.begin(), order.end()));
    std::sort(order.begin(), order.end());
    std::iota(identity.begin(), identity.end(), 0u);
    CHECK(order == identity);
  }
}

TEST_CASE("every order of a shuffle is as likely as any other") {
  constexpr int count = 60000;
  RandomStream random(13, Stream::batches);
  std::vector<std::uint32_t> order(3);
  int orders[27] = {};
  for (int i = 0; i < count; ++i) {
    shuffle(order, random);
    ++orders[order[0] * 9 + order[1] * 3 + order[2]];
  }
  int kinds = 0;
  for (const int times : orders) {
    if (times == 0) continue;
    ++kinds;
    CHECK(std::abs(times - count / 6) < 5 * std::sqrt(count / 6));
  }
  CHECK(kinds == 6);
}

namespace {

struct Function {
  std::string_view name;
  double (*ours)(double);
  long double (*reference)(long double);
  double ulp;  // as the header promises
  std::vector<std::pair<double, double>> sweeps;
  std::string_view bits;  // digest over the sweeps
};

// The digests pin the bits that every build must give: a change here changes links, and is a decision.
const Function functions[] = {
    {"exp", elementary::exp, std::exp, 1, {{-745, 709.7}, {-1, 1}, {-1e-8, 1e-8}}, "ccfc7d86a523f2ca"},
    {"expm1", elementary::expm1, std::expm1, 1, {{-50, 709.7}, {-2, 2}, {30, 45}, {-1e-8, 1e-8}}, "88af4339d38c0a7f"},
    {"log",
     elementary::log,
     std::log,
     1,
     {{0, 4}, {0.99, 1.01}, {0, 1e300}, {0, 1e-300}, {0, 1e-310}},
     "b61cae144010fe7f"},
    {"log1p", elementary::log1p, std::log1p, 1, {{-1, 4}, {-0.4, 0.6}, {-1e-8, 1e-8}, {0, 1e300}}, "c64afb7b1d54707a"},
    {"sin", elementary::sin, std::sin, 1, {{-1000, 1000}, {-4, 4}, {-1e-8, 1e-8}}, "9f4b711b3b69f463"},
    {"cos", elementary::cos, std::cos, 1, {{-1000, 1000}, {-4, 4}, {1.5707, 1.5709}}, "949e6bd81f499e8e"},
    {"erfc", elementary::erfc, std::erfc, 2, {{-7, 28}, {-0.6, 0.6}, {0.4, 4}}, "e2f44b6d53e75b78"},
    {"tanh", elementary::tanh, std::tanh, 2, {{-25, 25}, {-1, 1}, {-1e-8, 1e-8}}, "348e7f694faa3919"},
};

constexpr int points_a_sweep = 20000;

}  // namespace

TEST_CASE("the elementary functions are as accurate as their header says") {
  // Where long double is no wider than double, or its functions are those of double, libm's own error comes on top.
  const double slack = LDBL_MANT_DIG == 64 ? 0.01 : 1.01;
  for (const Function& function : functions) {
    CAPTURE(function.name);
    RandomStream random(17, Stream::trials);
    double worst = 0, worst_at = 0;
    for (const auto& [from, to] : function.sweeps) {
      for (int i = 0; i < points_a_sweep; ++i) {
        const double x = from + (to - from) * random.uniform();
        const double error = ulps(function.ours(x), function.reference(static_cast<long double>(x)));
        if (error > worst) {
          worst = error;
          worst_at = x;
        }
      }
    }
    CAPTURE(worst_at);
    CHECK(worst <= function.ulp + slack);
  }
}

TEST_CASE("sine and cosine are accurate beside their zeros") {
  const double slack = LDBL_MANT_DIG == 64 ? 0.01 : 1.01;
  for (int quarter = -637; quarter <= 637; ++quarter) {
    CAPTURE(quarter);
    const double x = quarter * 1.5707963267948966;
    for (const double beside : {std::nextafter(x, -infinity), x, std::nextafter(x, infinity)}) {
      CHECK(ulps(elementary::sin(beside), std::sin(static_cast<long double>(beside))) <= 1 + slack);
      CHECK(ulps(elementary::cos(beside), std::cos(static_cast<long double>(beside))) <= 1 + slack);
    }
  }
}

TEST_CASE("the elementary functions have the same bits in every build") {
  for (const Function& function : functions) {
    CAPTURE(function.name);
    RandomStream random(19, Stream::trials);
    std::vector<double> values;
    for (const auto& [from, to] : function.sweeps) {
      for (int i = 0; i < points_a_sweep; ++i) values.push_back(function.ours(from + (to - from) * random.uniform()));
    }
    CHECK(digest_of(values) == function.bits);
  }
}

TEST_CASE("the elementary functions keep NaN and infinities and the sign of 0") {
  for (const Function& function : functions) {
    CAPTURE(function.name);
    CHECK(std::isnan(function.ours(not_a_number)));
    CHECK(std::isnan(function.ours(-not_a_number)));
  }
  struct Special {
    double found, expected;
  };
  const Special specials[] = {
      {elementary::exp(infinity), infinity},
      {elementary::exp(-infinity), 0},
      {elementary::exp(0), 1},
      {elementary::exp(-0.0), 1},
      {elementary::exp(710), infinity},
      {elementary::exp(-746), 0},
      {elementary::exp(-745.13), 5e-324},
      {elementary::expm1(infinity), infinity},
      {elementary::expm1(-infinity), -1},
      {elementary::expm1(0), 0},
      {elementary::expm1(-0.0), -0.0},
      {elementary::expm1(5e-324), 5e-324},
      {elementary::expm1(710), infinity},
      {elementary::log(infinity), infinity},
      {elementary::log(0), -infinity},
      {elementary::log(-0.0), -infinity},
      {elementary::log(1), 0},
      {elementary::log1p(infinity), infinity},
      {elementary::log1p(-1), -infinity},
      {elementary::log1p(0), 0},
      {elementary::log1p(-0.0), -0.0},
      {elementary::log1p(-5e-324), -5e-324},
      {elementary::sin(0), 0},
      {elementary::sin(-0.0), -0.0},
      {elementary::cos(0), 1},
      {elementary::erfc(infinity), 0},
      {elementary::erfc(-infinity), 2},
      {elementary::erfc(0), 1},
      {elementary::erfc(28), 0},
      {elementary::erfc(-7), 2},
      {elementary::sqrt(2), 0x1.6a09e667f3bcdp+0},
      {elementary::sqrt(-0.0), -0.0},
      {elementary::sqrt(infinity), infinity},
      {elementary::tanh(infinity), 1},
      {elementary::tanh(-infinity), -1},
      {elementary::tanh(0), 0},
      {elementary::tanh(-0.0), -0.0},
      {elementary::tanh(5e-324), 5e-324},
  };
  for (const Special& special : specials) {
    CAPTURE(&special - specials);
    CHECK(special.found == special.expected);
    CHECK(std::signbit(special.found) == std::signbit(special.expected));
  }
  const double undefined[] = {elementary::log(-1),       elementary::log(-infinity), elementary::log1p(-1.5),
                              elementary::sin(infinity), elementary::cos(-infinity), elementary::sin(1e7),
                              elementary::sqrt(-1)};
  for (const double x : undefined) CHECK(std::isnan(x));
}

TEST_CASE("a sum goes through four partial sums") {
  // Left to right the small numbers would vanish one after the other beside 2^53; in four lanes those of lane 1 do not.
  const double big = 9007199254740992.0;
  const std::vector<double> values{big, 1, 1, 1, 1, 1, 1, 1, 1};
  const double expected = ((big + 1 + 1) + (1 + 1)) + ((1 + 1) + (1 + 1));
  CHECK(ordered_sum(values) == expected);
  OrderedSum sum;
  for (const double x : values) sum.add(x);
  CHECK(sum.total() == expected);
  const std::vector<double> joined{1e16, 1, -1e16, 1};  // 0 + 2 comes first and leaves nothing
  CHECK(ordered_sum(joined) == 2);
}

TEST_CASE("a sum of nothing is 0 and floats are summed as doubles") {
  CHECK(OrderedSum().total() == 0);
  CHECK(ordered_sum(std::span<const float>()) == 0);
  const std::vector<float> values(1000, 0.1f);
  CHECK(ordered_sum(values) == doctest::Approx(1000 * static_cast<double>(0.1f)).epsilon(1e-13));
}

TEST_CASE("FNV-1a gives the published answers") {
  const auto of = [](std::string_view text) { return fnv1a_64(std::as_bytes(std::span(text.data(), text.size()))); };
  CHECK(hex16(of("")) == "cbf29ce484222325");
  CHECK(hex16(of("a")) == "af63dc4c8601ec8c");
  CHECK(hex16(of("foobar")) == "85944171f73967e8");
  CHECK(hex16(0) == "0000000000000000");
  CHECK(hex16(0x0123456789abcdef) == "0123456789abcdef");
}

TEST_CASE("an aligned array begins at a cache line and is copied deep") {
  for (const std::size_t size : {1u, 3u, 16u, 1000u}) {
    AlignedArray<float> array(size);
    CHECK(reinterpret_cast<std::uintptr_t>(array.data()) % 64 == 0);
    CHECK(array.span().size() == size);
    for (const float x : array) CHECK(x == 0);
    array.fill(2);
    AlignedArray<float> copy = array;
    CHECK(reinterpret_cast<std::uintptr_t>(copy.data()) % 64 == 0);
    CHECK(copy == array);
    copy[0] = 5;
    CHECK(array[0] == 2);
    const float* const memory = array.data();
    array = copy;
    CHECK(array.data() == memory);
    CHECK(array[0] == 5);
    const AlignedArray<float> moved = std::move(copy);
    CHECK(moved == array);
    array.resize(size + 1);
    CHECK(array.size() == size + 1);
    for (const float x : array) CHECK(x == 0);
  }
  CHECK(AlignedArray<double>().empty());
}
