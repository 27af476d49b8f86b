// Activations against multiple precision, at their edges and over a sweep of all floats.
#include "activations/activations.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "files.h"

using namespace reluctant;

namespace {

std::uint32_t bits_of(float x) {
  std::uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

float float_of(std::uint32_t bits) {
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

struct Pair {
  float value, slope;
};

Pair at(std::uint8_t index, double parameter, float z) {
  Pair pair{};
  evaluate(Choice{.index = index, .values = {parameter}}, {&z, 1}, {&pair.value, 1}, {&pair.slope, 1});
  return pair;
}

std::uint8_t index_of(std::string_view name) {
  for (std::uint8_t i = 0; i < activations().size(); ++i) {
    if (activations()[i].description.name == name) return i;
  }
  FAIL("no activation " << name);
  return 0;
}

/// Distance from `exact` in units of the spacing of floats there.
double ulp_error(float found, double exact) {
  const auto nearest = static_cast<float>(exact);
  const float size = std::max(std::abs(nearest), std::numeric_limits<float>::min());
  const double spacing = static_cast<double>(std::nextafter(size, std::numeric_limits<float>::infinity())) - size;
  return std::abs(static_cast<double>(found) - exact) / spacing;
}

constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("every activation agrees with multiple precision at chosen points") {
  const auto reference = tests::json_of_file("reference/activations.json");
  std::vector<float> z;
  for (const auto& point : reference["points"].GetArray()) {
    z.push_back(float_of(static_cast<std::uint32_t>(std::stoul(point.GetString(), nullptr, 16))));
  }
  int compared = 0;
  for (const auto& entry : reference["cases"].GetArray()) {
    const std::string name = entry["activation"].GetString();
    Choice choice{.index = index_of(name)};
    if (entry.HasMember("parameters") && entry["parameters"].HasMember("slope")) {
      choice.values[0] = entry["parameters"]["slope"].GetDouble();
    }
    std::vector<float> value(z.size()), slope(z.size());
    evaluate(choice, z, value, slope);
    for (rapidjson::SizeType i = 0; i < z.size(); ++i) {
      CAPTURE(name);
      CAPTURE(z[i]);
      const auto expect = [&](const char* key, float found) {
        const float exact = float_of(static_cast<std::uint32_t>(std::stoul(entry[key][i].GetString(), nullptr, 16)));
        CAPTURE(key);
        if (exact != exact) {
          CHECK(found != found);
        } else {
          CHECK(bits_of(found) - bits_of(exact) + 1u <= 2u);  // the reference is rounded: one step either way
        }
        ++compared;
      };
      expect("value", value[i]);
      expect("slope", slope[i]);
    }
  }
  CHECK(compared > 200);
}

TEST_CASE("ReLU is exact at its edges") {
  const auto relu_index = index_of("relu");
  CHECK(bits_of(at(relu_index, 0, -0.0f).value) == bits_of(0.0f));
  CHECK(at(relu_index, 0, 0.0f).slope == 0.0f);
  CHECK(at(relu_index, 0, std::numeric_limits<float>::denorm_min()).slope == 1.0f);
  CHECK(at(relu_index, 0, infinity).value == infinity);
  CHECK(bits_of(at(relu_index, 0, -infinity).value) == bits_of(0.0f));
  CHECK(at(relu_index, 0, -infinity).slope == 0.0f);
}

TEST_CASE("NaN comes out of no activation as a number") {
  for (std::uint8_t i = 0; i < activations().size(); ++i) {
    for (const std::uint32_t bits : {0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xffffffffu}) {
      const Pair pair = at(i, 0.01, float_of(bits));
      CAPTURE(activations()[i].description.name);
      CHECK(pair.value != pair.value);
      CHECK(pair.slope != pair.slope);
    }
  }
}

TEST_CASE("leaky ReLU passes its slope and at 0 has the left one") {
  const auto leaky = index_of("leaky-relu");
  CHECK(at(leaky, 0.0001, -2.0f).value == 0.0001f * -2.0f);
  CHECK(at(leaky, 0.0001, 0.0f).slope == 0.0001f);
  CHECK(at(leaky, 0.01, -infinity).value == -infinity);
}

TEST_CASE("tanh and its slope keep their measured bounds on every 257th float") {
  constexpr std::size_t block = 4096;
  std::vector<float> z(block), value(block), slope(block);
  double worst_value = 0, worst_slope = 0, previous = -2;
  bool monotonic = true;
  const auto check_block = [&](std::size_t count) {
    tanh({z.data(), count}, {value.data(), count}, {slope.data(), count});
    for (std::size_t i = 0; i < count; ++i) {
      const double x = z[i];
      if (std::abs(x) > 1e6) continue;  // both are at their limits, as the chosen points show
      worst_value = std::max(worst_value, ulp_error(value[i], std::tanh(x)));
      const double cosine = std::cosh(x);
      worst_slope = std::max(worst_slope, ulp_error(slope[i], 1 / (cosine * cosine)));
    }
  };
  for (const std::uint32_t sign : {0u, 0x80000000u}) {
    std::size_t filled = 0;
    for (std::uint32_t bits = 0; bits < 0x7f800000u; bits += 257) {
      z[filled++] = float_of(sign | bits);
      if (filled == block) {
        check_block(block);
        filled = 0;
      }
    }
    check_block(filled);
  }
  for (std::uint32_t bits = 0; bits < 0x41200000u; bits += 4097) {  // upwards from 0 to 10
    const double y = at(index_of("tanh"), 0, float_of(bits)).value;
    monotonic = monotonic && y >= previous;
    previous = y;
  }
  CHECK(monotonic);
  CHECK(worst_value <= 0.51);
  CHECK(worst_slope <= 0.51);
  MESSAGE("tanh: value " << worst_value << " ULP and slope " << worst_slope << " ULP at most");
}

TEST_CASE("tanh keeps the sign of 0 and reaches its limits") {
  const auto index = index_of("tanh");
  CHECK(bits_of(at(index, 0, -0.0f).value) == bits_of(-0.0f));
  CHECK(at(index, 0, std::numeric_limits<float>::denorm_min()).value == std::numeric_limits<float>::denorm_min());
  CHECK(at(index, 0, infinity).value == 1.0f);
  CHECK(at(index, 0, -infinity).value == -1.0f);
  CHECK(at(index, 0, infinity).slope == 0.0f);
}

TEST_CASE("arrays of any length and place give the same bits and in place too") {
  std::vector<float> z(40);
  for (std::size_t i = 0; i < z.size(); ++i) z[i] = static_cast<float>(i) * 0.37f - 6.0f;
  for (std::uint8_t index = 0; index < activations().size(); ++index) {
    const Choice choice{.index = index, .values = {0.1}};
    std::vector<float> value(z.size()), slope(z.size());
    evaluate(choice, z, value, slope);
    for (std::size_t from = 0; from < 5; ++from) {
      for (std::size_t count = 0; count <= 11; ++count) {
        std::vector<float> in_place(z.begin(), z.end());
        std::vector<float> part_slope(count);
        evaluate(choice, std::span(z).subspan(from, count), std::span(in_place).subspan(from, count), part_slope);
        CHECK(std::equal(&in_place[from], &in_place[from + count], &value[from]));
        CHECK(std::equal(part_slope.begin(), part_slope.end(), &slope[from]));
        CHECK(in_place[from + count] == z[from + count]);
      }
    }
  }
}

TEST_CASE("what the table says of an activation is what it does") {
  for (std::uint8_t i = 0; i < activations().size(); ++i) {
    const Activation& activation = activations()[i];
    CAPTURE(activation.description.name);
    const double parameter =
        activation.description.parameters.empty() ? 0 : activation.description.parameters[0].initial;
    CHECK(at(i, parameter, 0.0f).slope == static_cast<float>(activation.slope_at_zero));
    CHECK(activation.can_die == (at(i, parameter, -50.0f).slope == 0 && at(i, parameter, -3.0f).slope == 0));
    CHECK(activation.zero_centred == (at(i, parameter, -3.0f).value < 0));
    CHECK(activation.saturates == (at(i, parameter, 12.0f).slope < 1e-3f));
    CHECK(at(i, parameter, infinity).value >= at(i, parameter, 3.0f).value);
  }
}
