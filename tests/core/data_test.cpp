// The data room: where the points of each family lie, and what noise, scale and the split do to them. The random
// numbers that they are drawn with are numerics_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <numbers>
#include <span>
#include <string_view>
#include <vector>

#include "data/dataset.h"
#include "numerics/digest.h"
#include "numerics/random.h"

namespace {

using namespace reluctant;

/// Where the parameters that all families share stand.
enum Position : std::size_t { samples, noise, test_fraction, shift, scale };

/// The family of that name with every parameter at its default.
Choice choice_of(std::string_view name) {
  Choice choice;
  const auto table = families();
  const auto entry = std::find_if(table.begin(), table.end(), [&](const auto& family) { return family.name == name; });
  CHECK(entry != table.end());
  if (entry == table.end()) return choice;
  choice.index = static_cast<std::uint8_t>(entry - table.begin());
  for (std::size_t i = 0; i < entry->parameters.size(); ++i) choice.values[i] = entry->parameters[i].initial;
  return choice;
}

/// 4000 points without noise, none held back: row s is of class s mod 2.
Dataset clean(std::string_view name, std::uint32_t seed = 7) {
  Choice choice = choice_of(name);
  choice.values[samples] = 4000;
  choice.values[noise] = 0;
  choice.values[test_fraction] = 0;
  return make_dataset(choice, seed);
}

struct Row {
  double x1, x2;
  int label;
};

Row row(const Dataset& data, std::size_t s) {
  return {static_cast<double>(data.inputs[2 * s]), static_cast<double>(data.inputs[2 * s + 1]),
          static_cast<int>(data.targets[s])};
}

template <class Claim>
void each_row(const Dataset& data, Claim claim) {
  for (std::size_t s = 0; s < data.targets.size(); ++s) {
    CAPTURE(s);
    claim(row(data, s));
  }
}

constexpr double tiny = 1e-6;

}  // namespace

TEST_CASE("every family begins with the same parameters and defaults") {
  const auto first = families()[0].parameters;
  const std::string_view names[] = {"samples", "noise", "testFraction", "shift", "scale"};
  const double defaults[] = {400, 0.1, 0.25, 0, 1};  // of version 1, for ever
  for (const Description& family : families()) {
    CAPTURE(family.name);
    CHECK(family.parameters.size() >= std::size(names));
    CHECK(family.parameters.size() <= max_parameters);
    for (std::size_t i = 0; i < std::min(std::size(names), family.parameters.size()); ++i) {
      const Parameter& parameter = family.parameters[i];
      CHECK(parameter.name == names[i]);
      CHECK(parameter.initial == defaults[i]);
      CHECK(parameter.range.min == first[i].range.min);
      CHECK(parameter.range.max == first[i].range.max);
      CHECK(parameter.sentence == first[i].sentence);
    }
    for (const Parameter& parameter : family.parameters) CHECK(parameter.range.contains(parameter.initial));
  }
}

TEST_CASE("the families stand in the order that the first version gave them") {
  const std::string_view names[] = {"moons", "circle", "xor", "gaussians", "spiral"};
  CHECK(families().size() >= std::size(names));
  for (std::size_t i = 0; i < std::min(std::size(names), families().size()); ++i) CHECK(families()[i].name == names[i]);
}

TEST_CASE("every family gives two inputs and one logit and the counts that it says") {
  for (const Description& family : families()) {
    CAPTURE(family.name);
    const Dataset data = make_dataset(choice_of(family.name), 1);
    CHECK(data.features == 2);
    CHECK(data.outputs == 1);
    CHECK(data.classes == 2);
    CHECK(data.train_count == 300);
    CHECK(data.test_count == 100);
    CHECK(data.inputs.size() == 800);
    CHECK(data.targets.size() == 400);
  }
}

TEST_CASE("the classes take turns so that they are equal to within one point") {
  for (const Description& family : families()) {
    for (const double count : {2.0, 7.0, 400.0, 401.0}) {
      Choice choice = choice_of(family.name);
      choice.values[samples] = count;
      const Dataset data = make_dataset(choice, 3);
      const auto ones = std::count(data.targets.begin(), data.targets.end(), 1.0f);
      CHECK(ones == static_cast<int>(count) / 2);
      CHECK(std::count(data.targets.begin(), data.targets.end(), 0.0f) + ones == static_cast<int>(count));
    }
    each_row(clean(family.name), [s = 0](Row point) mutable { CHECK(point.label == s++ % 2); });
  }
}

TEST_CASE("moons without noise are two half circles that reflect each other") {
  double leftmost = 0, rightmost = 0;
  each_row(clean("moons"), [&](Row point) {
    const double sign = point.label == 0 ? 1 : -1;
    const double x = sign * point.x1 + 1.0 / 3, y = sign * point.x2 + 1.0 / 6;
    CHECK(std::hypot(x, y) == doctest::Approx(2.0 / 3).epsilon(tiny));
    CHECK(y >= -tiny);
    leftmost = std::min(leftmost, point.x1);
    rightmost = std::max(rightmost, point.x1);
  });
  CHECK(leftmost == doctest::Approx(-1).epsilon(0.001));
  CHECK(rightmost == doctest::Approx(1).epsilon(0.001));
}

TEST_CASE("circle without noise is a disc in a ring with nothing between") {
  int quadrants[4] = {};
  double inner = 0, outer = 0;
  each_row(clean("circle"), [&](Row point) {
    const double radius = std::hypot(point.x1, point.x2);
    if (point.label == 1) {
      CHECK(radius <= 0.5 + tiny);
      inner += radius / 2000;
    } else {
      CHECK(radius >= 0.7 - tiny);
      CHECK(radius <= 1 + tiny);
      outer += radius / 2000;
    }
    ++quadrants[(point.x1 > 0) + 2 * (point.x2 > 0)];
  });
  CHECK(inner == doctest::Approx(0.25).epsilon(0.05));
  CHECK(outer == doctest::Approx(0.85).epsilon(0.01));
  for (const int quadrant : quadrants) CHECK(std::abs(quadrant - 1000) < 5 * std::sqrt(1000));
}

TEST_CASE("xor without noise fills four squares and equal signs are class 1") {
  int corners[4] = {};
  each_row(clean("xor"), [&](Row point) {
    CHECK((point.x1 * point.x2 > 0) == (point.label == 1));
    for (const double x : {point.x1, point.x2}) {
      CHECK(std::fabs(x) >= 0.1 - tiny);
      CHECK(std::fabs(x) <= 1);
    }
    ++corners[(point.x1 > 0) + 2 * (point.x2 > 0)];
  });
  for (const int corner : corners) CHECK(std::abs(corner - 1000) < 5 * std::sqrt(1000));
}

TEST_CASE("gaussians are round blobs about their centres") {
  double mean[2][2] = {}, variance[2][2] = {}, product[2] = {};
  each_row(clean("gaussians"), [&](Row point) {
    const double centre = point.label == 1 ? 0.5 : -0.5;
    const double from[] = {point.x1 - centre, point.x2 - centre};
    for (int f = 0; f < 2; ++f) {
      mean[point.label][f] += from[f] / 2000;
      variance[point.label][f] += from[f] * from[f] / 2000;
    }
    product[point.label] += from[0] * from[1] / 2000;
  });
  for (int label = 0; label < 2; ++label) {
    for (int f = 0; f < 2; ++f) {
      CHECK(std::fabs(mean[label][f]) < 5 * 0.15 / std::sqrt(2000));
      CHECK(std::sqrt(variance[label][f]) == doctest::Approx(0.15).epsilon(0.08));
    }
    CHECK(std::fabs(product[label]) < 5 * 0.15 * 0.15 / std::sqrt(2000));
  }
}

TEST_CASE("spiral without noise is two arms half a turn apart") {
  constexpr double pi = std::numbers::pi;
  double longest = 0;
  each_row(clean("spiral"), [&](Row point) {
    const double radius = std::hypot(point.x1, point.x2);
    const double angle = pi * ((point.label == 1 ? 0.5 : 1.5) - 3.5 * radius);
    CHECK(point.x1 == doctest::Approx(radius * std::cos(angle)).epsilon(tiny).scale(1));
    CHECK(point.x2 == doctest::Approx(radius * std::sin(angle)).epsilon(tiny).scale(1));
    CHECK(radius <= 1 + tiny);
    longest = std::max(longest, radius);
  });
  CHECK(longest > 0.99);
}

TEST_CASE("noise moves every point along its own draw and nothing else") {
  for (const Description& family : families()) {
    CAPTURE(family.name);
    Choice choice = choice_of(family.name);
    const auto with = [&](double deviation) {
      choice.values[noise] = deviation;
      return make_dataset(choice, 5);
    };
    const Dataset none = with(0), little = with(0.1), much = with(0.4);
    CHECK(none.targets == little.targets);
    CHECK(none.targets == much.targets);
    double squares = 0;
    for (std::size_t i = 0; i < none.inputs.size(); ++i) {
      const double moved = static_cast<double>(little.inputs[i] - none.inputs[i]);
      CHECK(static_cast<double>(much.inputs[i] - none.inputs[i]) == doctest::Approx(4 * moved).epsilon(tiny).scale(1));
      squares += moved * moved / static_cast<double>(none.inputs.size());
    }
    CHECK(std::sqrt(squares) == doctest::Approx(0.1).epsilon(0.1));
  }
}

TEST_CASE("scale multiplies the inputs and shift is added after it") {
  Choice choice = choice_of("moons");
  const Dataset plain = make_dataset(choice, 5);
  choice.values[scale] = 3;
  choice.values[shift] = -10;
  const Dataset moved = make_dataset(choice, 5);
  CHECK(moved.targets == plain.targets);
  for (std::size_t i = 0; i < plain.inputs.size(); ++i) {
    CHECK(moved.inputs[i] == doctest::Approx(3 * static_cast<double>(plain.inputs[i]) - 10).epsilon(tiny));
  }
}

TEST_CASE("the test rows are a rounded share and never all") {
  struct Case {
    double samples, fraction;
    std::uint32_t test_count;
  };
  const Case cases[] = {{400, 0.25, 100}, {400, 0, 0}, {5, 0.5, 3}, {5, 0.49, 2},         {10, 0.9, 9},
                        {4, 0.9, 3},      {2, 0.9, 1}, {2, 0.2, 0}, {100000, 0.9, 90000}, {401, 0.25, 100}};
  for (const Case& expected : cases) {
    CAPTURE(expected.samples);
    CAPTURE(expected.fraction);
    Choice choice = choice_of("xor");
    choice.values[samples] = expected.samples;
    choice.values[test_fraction] = expected.fraction;
    const Dataset data = make_dataset(choice, 1);
    CHECK(data.test_count == expected.test_count);
    CHECK(data.train_count == static_cast<std::uint32_t>(expected.samples) - expected.test_count);
    CHECK(data.targets.size() == static_cast<std::size_t>(expected.samples));
  }
}

TEST_CASE("training rows keep their order and test rows are the first of a shuffle by the split's stream") {
  constexpr std::uint32_t count = 400, tested = 100, seed = 9;
  Choice choice = choice_of("circle");
  const Dataset split = make_dataset(choice, seed);
  choice.values[test_fraction] = 0;
  const Dataset whole = make_dataset(choice, seed);

  std::vector<std::uint32_t> order(count);
  RandomStream random(seed, Stream::split);
  shuffle(order, random);
  std::vector<std::uint32_t> expected;
  for (std::uint32_t s = 0; s < count; ++s) {
    if (std::find(order.begin(), order.begin() + tested, s) == order.begin() + tested) expected.push_back(s);
  }
  expected.insert(expected.end(), order.begin(), order.begin() + tested);
  for (std::size_t s = 0; s < count; ++s) {
    const Row found = row(split, s), original = row(whole, expected[s]);
    CHECK(found.x1 == original.x1);
    CHECK(found.x2 == original.x2);
    CHECK(found.label == original.label);
  }
}

TEST_CASE("more samples leave the first ones as they are") {
  for (const Description& family : families()) {
    CAPTURE(family.name);
    Choice choice = choice_of(family.name);
    choice.values[test_fraction] = 0;
    const Dataset few = make_dataset(choice, 21);
    choice.values[samples] = 1000;
    const Dataset many = make_dataset(choice, 21);
    CHECK(std::equal(few.inputs.begin(), few.inputs.end(), many.inputs.begin()));
  }
}

TEST_CASE("a seed gives the same data again and another seed gives other data") {
  for (const Description& family : families()) {
    CAPTURE(family.name);
    CHECK(clean(family.name, 7).inputs == clean(family.name, 7).inputs);
    CHECK(clean(family.name, 7).inputs != clean(family.name, 8).inputs);
  }
}

TEST_CASE("the data have the same bits in every build") {
  // A change here changes what every link shows, and is a decision.
  struct Case {
    std::string_view name, bits;
  };
  const Case cases[] = {{"moons", "2598a648958b5bc5"},
                        {"circle", "d2d64723d6ff9122"},
                        {"xor", "2530d17ea4febeb7"},
                        {"gaussians", "36b705065afa8707"},
                        {"spiral", "52c747ea8fb82cb5"}};
  for (const Case& expected : cases) {
    CAPTURE(expected.name);
    const Dataset data = make_dataset(choice_of(expected.name), 7);
    CHECK(hex16(fnv1a_64(std::as_bytes(std::span(data.inputs)))) == expected.bits);
  }
}
