// Activations against multiple precision and PyTorch, at their edges, and over every 257th float; over all of them,
// accuracy/main.cpp.
#include "activations/activations.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "../accuracy/sweep.h"
#include "files.h"
#include "numerics/digest.h"

using namespace reluctant;
using tests::cases;
using tests::float_of;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();
constexpr float tiny = std::numeric_limits<float>::denorm_min();
constexpr float largest = std::numeric_limits<float>::max();

std::uint32_t bits_of(float x) {
  std::uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

struct Pair {
  float value, slope;
};

Choice choice_of(std::string_view name) {
  const std::uint8_t index = tests::index_of(name);
  REQUIRE_MESSAGE(index < activations().size(), name);
  Choice choice{.index = index};
  const auto parameters = activations()[index].description.parameters;
  for (std::size_t p = 0; p < parameters.size(); ++p) choice.values[p] = parameters[p].initial;
  return choice;
}

/// The choice that an entry of a reference file means: parameters by name, options by theirs.
Choice choice_of(const rapidjson::Value& entry) {
  Choice choice = choice_of(entry["activation"].GetString());
  const auto known = activations()[choice.index].description.parameters;
  for (const auto& member : entry["parameters"].GetObject()) {
    std::size_t p = 0;
    while (known[p].name != member.name.GetString()) REQUIRE(++p < known.size());
    const auto options = known[p].options;
    choice.values[p] =
        member.value.IsString()
            ? static_cast<double>(std::find(options.begin(), options.end(), member.value.GetString()) - options.begin())
            : member.value.GetDouble();
  }
  return choice;
}

Pair at(const Choice& choice, float z) {
  Pair pair{};
  evaluate(choice, {&z, 1}, {&pair.value, 1}, {&pair.slope, 1});
  return pair;
}

Pair at(std::string_view name, float z) { return at(choice_of(name), z); }

/// Floats that have made trouble somewhere: none of them a NaN.
std::vector<float> special_floats() {
  std::vector<float> floats{0.0f, tiny,  0x1p-126f, 0x1p-24f, 0.25f,  0.7517915f, 1.0f,  1.1924312f, 1.2784645f, 3.0f,
                            6.0f, 13.9f, 87.0f,     88.8f,    103.9f, 120.0f,     1e20f, largest,    infinity};
  for (std::size_t i = 0, count = floats.size(); i < count; ++i) floats.push_back(-floats[i]);
  return floats;
}

}  // namespace

TEST_CASE("every activation agrees with multiple precision at chosen points") {
  const auto reference = tests::json_of_file("reference/activations.json");
  std::vector<float> z;
  for (const auto& point : reference["points"].GetArray()) {
    z.push_back(float_of(static_cast<std::uint32_t>(std::stoul(point.GetString(), nullptr, 16))));
  }
  std::map<std::uint8_t, int> compared;
  for (const auto& entry : reference["cases"].GetArray()) {
    const std::string name = entry["activation"].GetString();
    const Choice choice = choice_of(entry);
    std::vector<float> value(z.size()), slope(z.size());
    evaluate(choice, z, value, slope);
    for (rapidjson::SizeType i = 0; i < z.size(); ++i) {
      CAPTURE(name);
      CAPTURE(z[i]);
      const auto expect = [&](const char* key, float found) {
        const float exact = float_of(static_cast<std::uint32_t>(std::stoul(entry[key][i].GetString(), nullptr, 16)));
        CAPTURE(key);
        CAPTURE(found);
        CAPTURE(exact);
        if (exact != exact) {
          CHECK(found != found);
        } else {
          CHECK(bits_of(found) - bits_of(exact) + 1u <= 2u);  // the reference is rounded: one step either way
        }
        ++compared[choice.index];
      };
      expect("value", value[i]);
      expect("slope", slope[i]);
    }
  }
  CHECK(compared.size() == activations().size());
}

TEST_CASE("every activation agrees with PyTorch on a grid") {
  const auto reference = tests::json_of_file("reference/activations_torch.json");
  const std::vector<float> z = tests::floats_of(reference["points"]);
  std::map<std::uint8_t, int> compared;
  for (const auto& entry : reference["cases"].GetArray()) {
    const Choice choice = choice_of(entry);
    const std::vector<float> torch_value = tests::floats_of(entry["value"]);
    const std::vector<float> torch_slope = tests::floats_of(entry["slope"]);
    for (std::size_t i = 0; i < z.size(); ++i) {
      const Pair ours = at(choice, z[i]);
      CAPTURE(entry["activation"].GetString());
      CAPTURE(z[i]);
      // PyTorch's float32 is good to a few parts in 2^24 of the sum, not of the result.
      CHECK(ours.value == doctest::Approx(torch_value[i]).epsilon(1e-6).scale(0.2 + std::abs(z[i])));
      CHECK(ours.slope == doctest::Approx(torch_slope[i]).epsilon(1e-6).scale(1));
      ++compared[choice.index];
    }
  }
  CHECK(compared.size() == activations().size() - 1);  // identity is no activation of PyTorch's
}

TEST_CASE("values and slopes keep their stated bounds on every 257th float") {
  for (const tests::Case& one : cases) {
    const Choice choice = tests::choice_of(one);
    const tests::Measured measured =
        tests::sweep(one, 257, [&](auto z, auto value, auto slope) { evaluate(choice, z, value, slope); });
    CAPTURE(one.label);
    CAPTURE(measured.value.at);
    CAPTURE(measured.slope.at);
    CHECK(measured.value.ulp <= one.value_bound);
    CHECK(measured.slope.ulp <= one.slope_bound);
    CHECK(measured.numbers_from_nan == 0);
    CHECK(activations()[choice.index].monotonic == (measured.backward_steps == 0));
    CHECK(activations()[choice.index].monotonic == (measured.least_slope >= 0));
  }
}

TEST_CASE("monotonic activations never step back between neighbours") {
  for (const Activation& activation : activations()) {
    if (!activation.monotonic) continue;
    const Choice choice = choice_of(activation.description.name);
    for (const float centre :
         {-88.0f, -17.5f, -9.01f, -1.0f, -0.3466f, -0.125f, 0.0f, 0.3466f, 1.0f, 6.0f, 9.01f, 17.5f}) {
      std::vector<float> z(2000), value(z.size());
      z[0] = centre;
      for (std::size_t i = 1; i < z.size(); ++i) z[i] = std::nextafter(z[i - 1], infinity);
      activation.sweeps->values(choice, z, value);
      CAPTURE(activation.description.name);
      CAPTURE(centre);
      CHECK(std::is_sorted(value.begin(), value.end()));
    }
  }
}

TEST_CASE("ReLU and ReLU6 are exact at their edges") {
  for (const char* name : {"relu", "relu6"}) {
    CAPTURE(name);
    CHECK(bits_of(at(name, -0.0f).value) == bits_of(0.0f));
    CHECK(at(name, 0.0f).slope == 0.0f);
    CHECK(at(name, tiny).value == tiny);
    CHECK(at(name, tiny).slope == 1.0f);
    CHECK(bits_of(at(name, -infinity).value) == bits_of(0.0f));
    CHECK(at(name, -infinity).slope == 0.0f);
  }
  CHECK(at("relu", infinity).value == infinity);
  CHECK(at("relu6", infinity).value == 6.0f);
  CHECK(at("relu6", 6.0f).slope == 0.0f);
  CHECK(at("relu6", std::nextafter(6.0f, 0.0f)).slope == 1.0f);
}

TEST_CASE("NaN comes out of no activation as a number") {
  for (const tests::Case& one : cases) {
    for (const std::uint32_t bits : {0x7fc00000u, 0xffc00000u, 0x7f800001u, 0xffffffffu}) {
      const Pair pair = at(tests::choice_of(one), float_of(bits));
      CAPTURE(one.label);
      CHECK(pair.value != pair.value);
      CHECK(pair.slope != pair.slope);
    }
  }
}

TEST_CASE("no number becomes NaN and no slope infinite") {
  for (const tests::Case& one : cases) {
    for (const float z : special_floats()) {
      const Pair pair = at(tests::choice_of(one), z);
      CAPTURE(one.label);
      CAPTURE(z);
      CHECK(pair.value == pair.value);
      CHECK(std::isfinite(pair.slope));
      const bool beyond = std::isinf(pair.value) && std::isfinite(z);
      CHECK(beyond == (one.label == "SELU" && z == largest));  // lambda times it is no float
    }
  }
}

TEST_CASE("zeros and small sums keep their sign where 0 maps to 0") {
  for (const Activation& activation : activations()) {
    const Choice choice = choice_of(activation.description.name);
    if (at(choice, 0.0f).value != 0 || at(choice, -1.0f).value == 0) continue;
    CAPTURE(activation.description.name);
    CHECK(bits_of(at(choice, 0.0f).value) == bits_of(0.0f));
    CHECK(bits_of(at(choice, -0.0f).value) == bits_of(-0.0f));
    CHECK(at(choice, tiny).value >= 0);
    CHECK(at(choice, -1e-20f).value < 0);
    CHECK(std::signbit(at(choice, -tiny).value));
  }
}

TEST_CASE("far out every activation is at its limit") {
  struct Limit {
    const char* name;
    float below, slope_below, above, slope_above;
  };
  const Limit limits[] = {
      {"identity", -infinity, 1, infinity, 1},
      {"relu", 0.0f, 0, infinity, 1},
      {"leaky-relu", -infinity, 0.01f, infinity, 1},
      {"tanh", -1, 0, 1, 0},
      {"relu6", 0.0f, 0, 6, 0},
      {"prelu", -infinity, 0.25f, infinity, 1},
      {"rrelu", -infinity, 11.0f / 48, infinity, 1},
      {"elu", -1, 0, infinity, 1},
      {"celu", -1, 0, infinity, 1},
      {"selu", -1.7580993f, 0, infinity, 1.050701f},
      {"gelu", -0.0f, -0.0f, infinity, 1},
      {"silu", -0.0f, -0.0f, infinity, 1},
      {"mish", -0.0f, -0.0f, infinity, 1},
      {"softplus", 0.0f, 0, infinity, 1},
      {"softsign", -1, 0, 1, 0},
      {"hard-swish", -0.0f, 0, infinity, 1},
      {"sigmoid", 0.0f, 0, 1, 0},
  };
  CHECK(std::size(limits) == activations().size());
  for (const Limit& limit : limits) {
    CAPTURE(limit.name);
    CHECK(bits_of(at(limit.name, -infinity).value) == bits_of(limit.below));
    CHECK(bits_of(at(limit.name, -infinity).slope) == bits_of(limit.slope_below));
    CHECK(bits_of(at(limit.name, infinity).value) == bits_of(limit.above));
    CHECK(bits_of(at(limit.name, infinity).slope) == bits_of(limit.slope_above));
  }
}

TEST_CASE("parameters do what their formulas say") {
  const auto with = [](std::string_view name, double first, double second = 0) {
    Choice choice = choice_of(name);
    choice.values[0] = first;
    choice.values[1] = second;
    return choice;
  };
  CHECK(at(with("leaky-relu", 0.0001), -2.0f).value == 0.0001f * -2.0f);
  CHECK(at(with("leaky-relu", 0.0001), 0.0f).slope == 0.0001f);
  CHECK(at(with("leaky-relu", 0), -1.0f).value == 0.0f);
  CHECK(at(with("leaky-relu", 0), -infinity).value == -infinity);
  CHECK(at(with("prelu", 0.5), -3.0f).value == -1.5f);
  CHECK(at(with("prelu", -2), -3.0f).value == 6.0f);
  CHECK(at(with("prelu", -2), 3.0f).value == 3.0f);
  CHECK(at(with("prelu", 3), -3.0f).value == -9.0f);
  CHECK(at(with("prelu", 3), 3.0f).value == 3.0f);
  CHECK(at(with("rrelu", 0.25, 0.75), -3.0f).value == -1.5f);
  CHECK(at(with("rrelu", 0.75, 0.25), -3.0f).value == -1.5f);
  CHECK(at(with("elu", 2), -infinity).value == -2.0f);
  CHECK(at(with("elu", 2), 0.0f).slope == 2.0f);
  CHECK(at(with("celu", 2), -infinity).value == -2.0f);
  CHECK(at(with("celu", 2), 0.0f).slope == 1.0f);
  CHECK(at(with("celu", 2), -2.0f).slope == at("elu", -1.0f).slope);
  CHECK(at(with("softplus", 2), 0.0f).value == doctest::Approx(std::log(2.0) / 2));
  CHECK(at(with("softplus", 1000), 0.5f).value == 0.5f);
  CHECK(at(with("gelu", 0), -3.0f).value == doctest::Approx(-0.0040496941).epsilon(1e-6));
  CHECK(at(with("gelu", 1), -3.0f).value == doctest::Approx(-0.0036373920).epsilon(1e-6));
}

TEST_CASE("parameters at the ends of their ranges give no NaN") {
  for (const Activation& activation : activations()) {
    const auto parameters = activation.description.parameters;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      if (parameters[p].type != ParameterType::number) continue;
      for (const double end : {parameters[p].range.min, parameters[p].range.max}) {
        Choice choice = choice_of(activation.description.name);
        choice.values[p] = end;
        for (const float z : special_floats()) {
          if (std::isinf(z) && end == 0 && activation.learns_slope) continue;  // a leak of 0 times -inf is NaN
          CAPTURE(activation.description.name);
          CAPTURE(end);
          CAPTURE(z);
          CHECK(at(choice, z).value == at(choice, z).value);
          CHECK(std::isfinite(at(choice, z).slope));
        }
      }
    }
  }
}

TEST_CASE("arrays of any length and place give the same bits and in place too") {
  std::vector<float> z(60);
  for (std::size_t i = 0; i < z.size(); ++i) z[i] = static_cast<float>(i) * 0.37f - 6.0f;
  for (const Activation& activation : activations()) {
    const Choice choice = choice_of(activation.description.name);
    std::vector<float> value(z.size()), slope(z.size());
    evaluate(choice, z, value, slope);
    for (std::size_t from = 0; from < 5; ++from) {
      for (std::size_t count = 0; count <= 37; ++count) {
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

TEST_CASE("values alone and the way back have the same bits as both at once") {
  std::vector<float> z = special_floats();
  for (int i = -700; i < 703; ++i) z.push_back(static_cast<float>(i) * 0.0173f);
  std::vector<float> upstream(z.size());
  for (std::size_t i = 0; i < z.size(); ++i) upstream[i] = static_cast<float>(i % 13) - 6.3f;
  const auto same = [](float a, float b) { return bits_of(a) == bits_of(b); };
  for (const tests::Case& one : cases) {
    const Choice choice = tests::choice_of(one);
    const Sweeps& sweeps = *activations()[choice.index].sweeps;
    CAPTURE(one.label);
    std::vector<float> value(z.size()), slope(z.size()), alone(z.size());
    sweeps.both(choice, z, value, slope);
    sweeps.values(choice, z, alone);
    CHECK(std::equal(alone.begin(), alone.end(), value.begin(), same));
    for (std::size_t i = 0; i < z.size(); ++i) slope[i] *= upstream[i];
    sweeps.backward(choice, z, upstream, alone);
    CHECK(std::equal(alone.begin(), alone.end(), slope.begin(), same));
    std::vector<float> in_place = upstream;
    sweeps.backward(choice, z, in_place, in_place);
    CHECK(std::equal(in_place.begin(), in_place.end(), slope.begin(), same));
  }
}

TEST_CASE("the kernels have their golden bits in this build") {
  // Red here means that a bit of some value or slope changed. If that is meant, copy the digest found into the table;
  // the changelog says **bits**.
  const auto golden = tests::json_of_file("golden/activations.json");
  std::vector<float> z, value, slope;
  for (std::uint64_t place = 0; place < std::uint64_t{1} << 32; place += 65521) {
    const float x = tests::float_at(static_cast<std::uint32_t>(place));
    if (x == x) z.push_back(x);  // the bits of a NaN are nobody's promise
  }
  value.resize(z.size());
  slope.resize(z.size());
  for (const tests::Case& one : cases) {
    evaluate(tests::choice_of(one), z, value, slope);
    const std::string found =
        hex16(fnv1a_64(std::as_bytes(std::span(value)))) + " " + hex16(fnv1a_64(std::as_bytes(std::span(slope))));
    CAPTURE(one.label);
    const auto entry = golden["digests"].FindMember(std::string(one.label).c_str());
    REQUIRE(entry != golden["digests"].MemberEnd());
    CHECK(found == entry->value.GetString());
  }
}

TEST_CASE("what the table says of an activation is what it does") {
  for (const Activation& activation : activations()) {
    CAPTURE(activation.description.name);
    const Choice choice = choice_of(activation.description.name);
    const auto slope_at = [&](float z) { return at(choice, z).slope; };
    CHECK(slope_at(0.0f) == static_cast<float>(activation.slope_at_zero));
    CHECK(activation.can_die == (slope_at(-50.0f) == 0 && slope_at(-3.5f) == 0));
    CHECK(activation.zero_centred == (at(choice, -1.0f).value < 0));
    CHECK(activation.saturates == (slope_at(1e4f) < 1e-3f));
    CHECK(activation.has_sign_sides == (std::abs(slope_at(-2.0f)) < 0.9f * std::abs(slope_at(2.0f))));
    bool jumps = false;
    for (const float z : {-3.0f, 0.0f, 3.0f, 6.0f}) {
      jumps = jumps || std::abs(slope_at(std::nextafter(z, -9.0f)) - slope_at(std::nextafter(z, 9.0f))) > 1e-5f;
    }
    CHECK(activation.smooth == !jumps);
    std::vector<float> slopes;
    for (float z = -8; z <= 8; z += 0.25f) slopes.push_back(slope_at(z));
    std::sort(slopes.begin(), slopes.end());
    const auto pieces = std::unique(slopes.begin(), slopes.end()) - slopes.begin();
    CHECK(activation.has_bend == (pieces == 2));
    CHECK(at(choice, infinity).value >= at(choice, 3.0f).value);
  }
}

TEST_CASE("every activation says what it is and where that is from") {
  for (const Activation& activation : activations()) {
    CAPTURE(activation.description.name);
    const Account& account = activation.account;
    for (const std::string_view text : {account.history, account.advantages, account.drawbacks}) {
      CHECK(text.ends_with('.'));
      CHECK(text.find_first_of("0123456789") != std::string_view::npos);  // a year, at least, of a source
    }
    for (const std::string_view text : {activation.description.label, activation.description.description,
                                        activation.formula, activation.slope_formula}) {
      CHECK_FALSE(text.empty());
    }
  }
}
