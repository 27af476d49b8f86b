// The data room: what all families share, and what noise, scale and the split do to their rows. Where the rows lie is
// shapes_test.cpp, rows of one's own are custom_rows_test.cpp, tables of text csv_test.cpp; the random numbers that all
// are drawn with are numerics_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets.h"
#include "numerics/digest.h"
#include "numerics/random.h"

namespace {

using namespace reluctant;
using namespace reluctant::tests;

/// The families of two classes in the plane as they come.
std::vector<Description> two_class_families() {
  std::vector<Description> two = drawn_families();
  std::erase_if(two, [](const Description& family) { return shape_of(choice_of(family.name)).classes != 2; });
  return two;
}

std::string bits_of(const std::vector<float>& values) { return hex16(fnv1a_64(std::as_bytes(std::span(values)))); }

}  // namespace

TEST_CASE("every family begins with the same parameters and defaults and custom goes without samples and noise") {
  const auto first = families()[0].parameters;
  const std::string_view names[] = {"samples", "noise", "testFraction", "shift", "scale"};
  for (const Description& family : families()) {
    CAPTURE(family.name);
    const bool custom = family.name == "custom";
    const double defaults[] = {400, custom ? 0 : 0.1, 0.25, 0, 1};  // of version 1, for ever
    const std::size_t missing = custom ? 1 : 0;
    CHECK(family.parameters.size() + missing >= std::size(names));
    CHECK(family.parameters.size() <= max_parameters);
    for (std::size_t i = missing; i < std::min(std::size(names), family.parameters.size() + missing); ++i) {
      const Parameter& parameter = family.parameters[i - missing];
      CHECK(parameter.name == names[i]);
      CHECK(parameter.initial == defaults[i]);
      CHECK(parameter.range.min == first[i].range.min);
      CHECK(parameter.range.max == first[i].range.max);
      CHECK(parameter.sentence == first[i].sentence);
    }
    for (const Parameter& parameter : family.parameters) CHECK(parameter.range.contains(parameter.initial));
  }
}

TEST_CASE("the families stand in the order that links and checks count on") {
  const std::string_view names[] = {
      "moons", "circle", "xor",  "gaussians", "spiral",   "rings",       "checkerboard",
      "plane", "abs",    "sine", "step",      "x-sin-5x", "step-sin-5x", "abs-sum-difference",
      "custom"};
  CHECK(families().size() == std::size(names));
  for (std::size_t i = 0; i < std::min(std::size(names), families().size()); ++i) CHECK(families()[i].name == names[i]);
  for (std::uint8_t i = 0; i < families().size(); ++i)
    CHECK(is_custom({.index = i}) == (families()[i].name == "custom"));
}

TEST_CASE("every family gives the counts that its shape says before anything is drawn") {
  struct Case {
    std::string_view name;
    std::uint32_t features, outputs, classes;
  };
  const Case cases[] = {{"moons", 2, 1, 2},        {"circle", 2, 1, 2},
                        {"xor", 2, 1, 2},          {"gaussians", 2, 1, 2},
                        {"spiral", 2, 1, 2},       {"rings", 2, 1, 2},
                        {"checkerboard", 2, 1, 2}, {"plane", 2, 1, 0},
                        {"abs", 1, 1, 0},          {"sine", 1, 1, 0},
                        {"step", 1, 1, 0},         {"x-sin-5x", 1, 1, 0},
                        {"step-sin-5x", 1, 1, 0},  {"abs-sum-difference", 2, 2, 0}};
  CHECK(std::size(cases) == drawn_families().size());
  for (const Case& expected : cases) {
    CAPTURE(expected.name);
    CHECK(shape_of(choice_of(expected.name)) ==
          DatasetShape{400, expected.features, expected.outputs, expected.classes});
    const Dataset data = make_dataset(choice_of(expected.name), 1);
    CHECK(data.features == expected.features);
    CHECK(data.outputs == expected.outputs);
    CHECK(data.classes == expected.classes);
    CHECK(data.train_count == 300);
    CHECK(data.test_count == 100);
    CHECK(data.inputs.size() == 400 * expected.features);
    CHECK(data.targets.size() == 400 * (expected.classes > 0 ? 1 : expected.outputs));
  }
}

TEST_CASE("the classes take turns so that they are equal to within one point") {
  for (const Description& family : two_class_families()) {
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

TEST_CASE("noise moves every point along its own draw and nothing else") {
  for (const Description& family : drawn_families()) {
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
    CHECK(std::sqrt(squares) == doctest::Approx(0.1).epsilon(0.15));
  }
}

TEST_CASE("scale multiplies the inputs and shift is added after it") {
  for (const Description& family : drawn_families()) {
    CAPTURE(family.name);
    Choice choice = choice_of(family.name);
    const Dataset plain = make_dataset(choice, 5);
    choice.values[scale] = 3;
    choice.values[shift] = -10;
    const Dataset moved = make_dataset(choice, 5);
    CHECK(moved.targets == plain.targets);
    for (std::size_t i = 0; i < plain.inputs.size(); ++i) {
      CHECK(moved.inputs[i] == doctest::Approx(3 * static_cast<double>(plain.inputs[i]) - 10).epsilon(tiny));
    }
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
  for (const Description& family : drawn_families()) {
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
  for (const Description& family : drawn_families()) {
    CAPTURE(family.name);
    CHECK(clean(family.name, 7).inputs == clean(family.name, 7).inputs);
    CHECK(clean(family.name, 7).inputs != clean(family.name, 8).inputs);
  }
}

TEST_CASE("the data have the same bits in every build") {
  // A change here changes what every link shows, and is a decision.
  constexpr std::string_view in_turn = "b80a3167ae7389e5";  // two classes
  struct Case {
    std::string_view name, inputs, targets;
  };
  const Case cases[] = {{"moons", "2598a648958b5bc5", in_turn},
                        {"circle", "d2d64723d6ff9122", in_turn},
                        {"xor", "2530d17ea4febeb7", in_turn},
                        {"gaussians", "36b705065afa8707", in_turn},
                        {"spiral", "52c747ea8fb82cb5", in_turn},
                        {"rings", "336d692085883bec", in_turn},
                        {"checkerboard", "fe9c782f576a6241", in_turn},
                        {"plane", "ed7b79c15787a28a", "036163aea58f5fc9"},
                        {"abs", "50b1048a91289c93", "1249996be601d80f"},
                        {"sine", "50b1048a91289c93", "25ff53d14cc0a752"},
                        {"step", "50b1048a91289c93", "e060e0807a96f5f5"},
                        {"x-sin-5x", "50b1048a91289c93", "72dc1bb36aeb8c30"},
                        {"step-sin-5x", "50b1048a91289c93", "64685be0291f177d"},
                        {"abs-sum-difference", "ed7b79c15787a28a", "07b74c2bfa4bf58e"}};
  CHECK(std::size(cases) == drawn_families().size());
  for (const Case& expected : cases) {
    CAPTURE(expected.name);
    const Dataset data = make_dataset(choice_of(expected.name), 7);
    CHECK(bits_of(data.inputs) == expected.inputs);
    CHECK(bits_of(data.targets) == expected.targets);
  }
  Choice five = choice_of("gaussians");
  five.values[scale + 1] = 5;
  CHECK(bits_of(make_dataset(five, 7).inputs) == "10f4d85b31f67d5e");
}
