// The data room: where the rows of each family lie when there is no noise. What noise, scale and the split do to them
// is data_test.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string_view>
#include <vector>

#include "datasets.h"

using namespace reluctant;
using namespace reluctant::tests;

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

TEST_CASE("gaussians of more classes stand evenly on a circle and class 1 stays where it was") {
  constexpr double pi = std::numbers::pi;
  for (std::uint32_t classes = 2; classes <= 8; ++classes) {
    CAPTURE(classes);
    Choice choice = choice_of("gaussians");
    choice.values[scale + 1] = classes;
    const std::uint32_t outputs = classes == 2 ? 1 : classes;
    CHECK(shape_of(choice) == DatasetShape{400, 2, outputs, classes});
    const Dataset data = clean(choice);
    CHECK(data.outputs == outputs);
    CHECK(data.classes == classes);
    std::vector<Row> mean(classes, Row{});
    std::vector<int> count(classes);
    int s = 0;
    each_row(data, [&](Row point) {
      CHECK(point.label == s++ % static_cast<int>(classes));
      mean[point.label].x1 += point.x1;
      mean[point.label].x2 += point.x2;
      ++count[point.label];
    });
    for (std::uint32_t label = 0; label < classes; ++label) {
      CAPTURE(label);
      const double angle = pi / 4 + 2 * pi * (static_cast<double>(label) - 1) / classes;
      const double within = 5 * 0.15 / std::sqrt(count[label]);
      CHECK(std::fabs(mean[label].x1 / count[label] - std::sqrt(0.5) * std::cos(angle)) < within);
      CHECK(std::fabs(mean[label].x2 / count[label] - std::sqrt(0.5) * std::sin(angle)) < within);
    }
  }
}

TEST_CASE("rings without noise are circles of radius 1/2 and 1") {
  int quadrants[2][4] = {};
  each_row(clean("rings"), [&](Row point) {
    CHECK(std::hypot(point.x1, point.x2) == doctest::Approx(point.label == 1 ? 0.5 : 1).epsilon(tiny));
    ++quadrants[point.label][(point.x1 > 0) + 2 * (point.x2 > 0)];
  });
  for (const auto& ring : quadrants) {
    for (const int quadrant : ring) CHECK(std::abs(quadrant - 500) < 5 * std::sqrt(500));
  }
}

TEST_CASE("checkerboard without noise fills sixteen squares and neighbours are of different classes") {
  int squares[4][4] = {};
  each_row(clean("checkerboard"), [&](Row point) {
    CHECK(std::fabs(point.x1) <= 1);
    CHECK(std::fabs(point.x2) <= 1);
    const int column = std::min(static_cast<int>(std::floor(2 * (point.x1 + 1))), 3);
    const int line = std::min(static_cast<int>(std::floor(2 * (point.x2 + 1))), 3);
    const double off_lines = std::min(std::fabs(2 * point.x1 - std::round(2 * point.x1)),
                                      std::fabs(2 * point.x2 - std::round(2 * point.x2)));
    if (off_lines > tiny) CHECK(point.label == ((column + line) % 2 == 0 ? 1 : 0));
    ++squares[column][line];
  });
  for (const auto& column : squares) {
    for (const int square : column) CHECK(std::abs(square - 250) < 5 * std::sqrt(250));
  }
}

TEST_CASE("regression on one input is the function that its name says over -√3 to √3") {
  struct Case {
    std::string_view name;
    double (*target)(double);
  };
  const Case cases[] = {
      {"abs", [](double x) { return std::fabs(x); }},
      {"sine", [](double x) { return std::sin(x); }},
      {"step", [](double x) { return x > 0 ? 1.0 : 0.0; }},
      {"x-sin-5x", [](double x) { return x * std::sin(5 * x); }},
      {"step-sin-5x", [](double x) { return (x > 0 ? 1 : 0) + 0.2 * std::sin(5 * x); }},
  };
  for (const Case& expected : cases) {
    CAPTURE(expected.name);
    const Dataset data = clean(expected.name);
    double sum = 0, squares = 0;
    for (std::size_t s = 0; s < data.inputs.size(); ++s) {
      const auto x = static_cast<double>(data.inputs[s]);
      CAPTURE(x);
      CHECK(std::fabs(x) <= std::numbers::sqrt3 + tiny);
      CHECK(std::fabs(static_cast<double>(data.targets[s]) - expected.target(x)) < tiny);
      sum += x;
      squares += x * x;
    }
    CHECK(std::fabs(sum / 4000) < 5 / std::sqrt(4000));
    CHECK(squares / 4000 == doctest::Approx(1).epsilon(0.05));
    CHECK(data.inputs == clean("abs").inputs);
  }
}

TEST_CASE("regression on two inputs is the mean or the sizes of sum and difference") {
  const Dataset plane = clean("plane"), sizes = clean("abs-sum-difference");
  CHECK(plane.inputs == sizes.inputs);
  for (std::size_t s = 0; s < 4000; ++s) {
    const auto x1 = static_cast<double>(plane.inputs[2 * s]), x2 = static_cast<double>(plane.inputs[2 * s + 1]);
    CHECK(std::fabs(x1) <= std::numbers::sqrt3 + tiny);
    CHECK(std::fabs(x2) <= std::numbers::sqrt3 + tiny);
    CHECK(std::fabs(static_cast<double>(plane.targets[s]) - (x1 + x2) / 2) < tiny);
    CHECK(std::fabs(static_cast<double>(sizes.targets[2 * s]) - std::fabs(x1 + x2)) < tiny);
    CHECK(std::fabs(static_cast<double>(sizes.targets[2 * s + 1]) - std::fabs(x1 - x2)) < tiny);
  }
}
