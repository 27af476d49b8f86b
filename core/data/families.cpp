// The families of data in the plane: the table that a Scenario chooses from, and how each draws a point. All fit
// the square from −1 to 1, gaussians nearly. Noise, scale and the split are dataset.cpp.
#include "families.h"

#include <array>
#include <cassert>
#include <numbers>

#include "numerics/elementary.h"

namespace reluctant {
namespace {

constexpr double pi = std::numbers::pi;

using Draw = Point (*)(std::uint32_t label, RandomStream& random);

Point on_circle(double radius, double angle) {
  return {radius * elementary::cos(angle), radius * elementary::sin(angle)};
}

/// Two half circles of radius 2/3 hooked into each other, each the other's reflection through the origin. One draw:
/// the angle, uniform. Class 0 is the upper one.
///
/// source  scikit-learn's make_moons, moved by (−1/2, −1/4), then divided by 3/2
Point moon(std::uint32_t label, RandomStream& random) {
  const double sign = label == 0 ? 1 : -1;
  const Point upper = on_circle(1, pi * random.uniform());
  return {sign * (upper.x1 - 0.5) / 1.5, sign * (upper.x2 - 0.25) / 1.5};
}

/// A disc in a ring. Two draws: the radius, uniform in [0, 1/2) for class 1 and in [0.7, 1) for class 0, so that the
/// middle is denser than the rim; and the angle, uniform.
Point circle(std::uint32_t label, RandomStream& random) {
  const double u = random.uniform();
  return on_circle(label == 1 ? 0.5 * u : 0.7 + 0.3 * u, 2 * pi * random.uniform());
}

/// Four squares in the corners. Three draws: the side of x1, then both distances from the axes, uniform in [0.1, 1).
/// Class 1 where x1 and x2 have the same sign.
Point corner(std::uint32_t label, RandomStream& random) {
  const double side = random.uniform() < 0.5 ? -1 : 1;
  const double x1 = side * (0.1 + 0.9 * random.uniform());
  const double x2 = (label == 1 ? side : -side) * (0.1 + 0.9 * random.uniform());
  return {x1, x2};
}

/// Round blobs of standard deviation 0.15, class 1 about (1/2, 1/2), class 0 about (−1/2, −1/2). Two draws: a normal
/// each way.
Point blob(std::uint32_t label, RandomStream& random) {
  const double centre = label == 1 ? 0.5 : -0.5;
  const double x1 = centre + 0.15 * random.normal();
  const double x2 = centre + 0.15 * random.normal();
  return {x1, x2};
}

/// Two arms of 1.75 turns, half a turn apart, their radius growing evenly from 0 to 1. One draw: how far along the
/// arm, uniform. Class 1 starts upwards.
///
/// source  TensorFlow Playground's spiral, shrunk to radius 1
Point spiral(std::uint32_t label, RandomStream& random) {
  const double way = random.uniform();
  const double start = label == 1 ? 0.5 : 1.5;
  return on_circle(way, pi * (start - 3.5 * way));
}

constexpr std::array shared_parameters{
    Parameter{
        .name = "samples",
        .label = "Points",
        .sentence = "How many points are drawn, training and test together, the classes in turn.",
        .type = ParameterType::integer,
        .initial = 400,
        .range = {2, 100000},
    },
    Parameter{
        .name = "noise",
        .label = "Noise",
        .sentence = "Standard deviation of the normal noise that moves each point off its shape.",
        .initial = 0.1,
        .range = {0, 10},
    },
    Parameter{
        .name = "testFraction",
        .label = "Test share",
        .sentence =
            "Share of the points that training never sees: they show whether the network has learnt the shape or "
            "only the points.",
        .initial = 0.25,
        .range = {0, 0.9},
    },
    Parameter{
        .name = "shift",
        .label = "Shift",
        .sentence =
            "Added to every input after scaling. Inputs far from 0 push all sums to one side, and neurons die of it.",
        .initial = 0,
        .range = {-1000, 1000},
    },
    Parameter{
        .name = "scale",
        .label = "Scale",
        .sentence = "Multiplies every input. Large inputs make large gradients, as a larger learning rate would.",
        .initial = 1,
        .range = {.min = 0, .max = 1000, .exclusive_min = true},
    },
};

constexpr std::array gaussians_parameters = [] {
  std::array<Parameter, shared_parameters.size() + 1> all;
  for (std::size_t i = 0; i < shared_parameters.size(); ++i) all[i] = shared_parameters[i];
  all.back() = {
      .name = "classes",
      .label = "Classes",
      .sentence = "How many blobs there are, each a class of its own.",
      .type = ParameterType::integer,
      .initial = 2,
      .range = {2, 2},
  };
  return all;
}();
static_assert(gaussians_parameters.size() <= max_parameters);

constexpr std::array table{
    Description{"moons", "Two moons", "Two half circles hooked into each other: a bent border tells them apart.",
                shared_parameters},
    Description{"circle", "Circle", "A disc in a ring: the border must close, which takes at least three neurons.",
                shared_parameters},
    Description{"xor", "XOR, four corners",
                "Opposite corners belong together, so no straight line tells the classes apart.", shared_parameters},
    Description{"gaussians", "Gaussian blobs", "Two round clouds: one straight line does, and one neuron is enough.",
                gaussians_parameters},
    Description{"spiral", "Two spirals", "Two arms wound round each other: needs many neurons, and much patience.",
                shared_parameters},
};
constexpr std::array<Draw, table.size()> draws{moon, circle, corner, blob, spiral};

}  // namespace

std::span<const Description> families() { return table; }

Point draw_point(const Choice& family, std::uint32_t label, RandomStream& random) {
  assert(family.index < draws.size() && label < 2);
  return draws[family.index](label, random);
}

}  // namespace reluctant
