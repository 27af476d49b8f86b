// The families of data: the table that a Scenario chooses from, and how each draws a row. Shapes of classes fit the
// square from −1 to 1, gaussians nearly; inputs of regression are uniform from −√3 to √3, which has variance 1. Noise,
// scale and the split are dataset.cpp.
#include "families.h"

#include <array>
#include <cassert>
#include <numbers>

#include "numerics/elementary.h"

namespace reluctant {
namespace {

constexpr double pi = std::numbers::pi;

/// What a draw is told: the class wanted, and of how many.
struct Wanted {
  std::uint32_t label, classes;
};

using Draw = DrawnRow (*)(Wanted wanted, RandomStream& random);

/// A row of classes at (x1, x2).
DrawnRow at(double x1, double x2) { return {.inputs = {x1, x2}}; }

DrawnRow on_circle(double radius, double angle) {
  return at(radius * elementary::cos(angle), radius * elementary::sin(angle));
}

/// Two half circles of radius 2/3 hooked into each other, each the other's reflection through the origin. One draw:
/// the angle, uniform. Class 0 is the upper one.
///
/// source  scikit-learn's make_moons, moved by (−1/2, −1/4), then divided by 3/2
DrawnRow moon(Wanted wanted, RandomStream& random) {
  const double sign = wanted.label == 0 ? 1 : -1;
  const auto [x1, x2] = on_circle(1, pi * random.uniform()).inputs;
  return at(sign * (x1 - 0.5) / 1.5, sign * (x2 - 0.25) / 1.5);
}

/// A disc in a ring. Two draws: the radius, uniform in [0, 1/2) for class 1 and in [0.7, 1) for class 0, so that the
/// middle is denser than the rim; and the angle, uniform.
DrawnRow disc_or_ring(Wanted wanted, RandomStream& random) {
  const double u = random.uniform();
  return on_circle(wanted.label == 1 ? 0.5 * u : 0.7 + 0.3 * u, 2 * pi * random.uniform());
}

/// Four squares in the corners. Three draws: the side of x1, then both distances from the axes, uniform in [0.1, 1).
/// Class 1 where x1 and x2 have the same sign.
DrawnRow corner(Wanted wanted, RandomStream& random) {
  const double side = random.uniform() < 0.5 ? -1 : 1;
  const double x1 = side * (0.1 + 0.9 * random.uniform());
  const double x2 = (wanted.label == 1 ? side : -side) * (0.1 + 0.9 * random.uniform());
  return at(x1, x2);
}

/// Round blobs of standard deviation 0.15 about centres that stand evenly on a circle, class 1 at (1/2, 1/2) and the
/// others counter-clockwise from it. Two draws: a normal each way.
DrawnRow blob(Wanted wanted, RandomStream& random) {
  DrawnRow centre = at(0.5, 0.5);
  if (wanted.classes == 2) {  // exactly opposite, which a sine would miss by a bit
    if (wanted.label == 0) centre = at(-0.5, -0.5);
  } else {
    const double turn = (static_cast<double>(wanted.label) - 1) / wanted.classes;
    centre = on_circle(elementary::sqrt(0.5), pi * (0.25 + 2 * turn));
  }
  const double x1 = centre.inputs[0] + 0.15 * random.normal();
  const double x2 = centre.inputs[1] + 0.15 * random.normal();
  return at(x1, x2);
}

/// Two arms of 1.75 turns, half a turn apart, their radius growing evenly from 0 to 1. One draw: how far along the
/// arm, uniform. Class 1 starts upwards.
///
/// source  TensorFlow Playground's spiral, shrunk to radius 1
DrawnRow arm(Wanted wanted, RandomStream& random) {
  const double way = random.uniform();
  const double start = wanted.label == 1 ? 0.5 : 1.5;
  return on_circle(way, pi * (start - 3.5 * way));
}

/// Two circles about the origin, of radius 1/2 for class 1 and 1 for class 0. One draw: the angle, uniform.
///
/// source  scikit-learn's make_circles with factor 1/2
DrawnRow ring(Wanted wanted, RandomStream& random) {
  return on_circle(wanted.label == 1 ? 0.5 : 1, 2 * pi * random.uniform());
}

/// Sixteen squares of side 1/2, class 1 the one at (−1, −1) and every second. Two draws: x1, uniform; then which of
/// its column's two squares of that class and where in it, both from one uniform number.
DrawnRow square(Wanted wanted, RandomStream& random) {
  const double across = 4 * random.uniform();
  const double up = 2 * random.uniform();
  const auto column = static_cast<std::uint32_t>(across), pair = static_cast<std::uint32_t>(up);
  const std::uint32_t row = 2 * pair + (column + wanted.label + 1) % 2;
  return at(across / 2 - 1, (row + (up - pair)) / 2 - 1);
}

double uniform_input(RandomStream& random) { return std::numbers::sqrt3 * (2 * random.uniform() - 1); }

/// Regression on one input. One draw: the input, uniform in [−√3, √3).
template <double (*target)(double)>
DrawnRow on_line(Wanted, RandomStream& random) {
  const double x = uniform_input(random);
  return {{x}, {target(x)}};
}

/// Regression on two inputs. Two draws: the inputs, each uniform in [−√3, √3).
template <std::array<double, 2> (*targets)(double, double)>
DrawnRow on_plane(Wanted, RandomStream& random) {
  const double x1 = uniform_input(random);
  const double x2 = uniform_input(random);
  return {{x1, x2}, targets(x1, x2)};
}

// The targets. Those of |x|, x sin 5x, the step with a ripple, and the sum and difference are functions on which deep
// narrow networks collapse to a constant: Lu, Shin, Su, Karniadakis 2020, arXiv:1903.06733; the domain is of the same
// experiments.
double absolute(double x) { return x < 0 ? -x : x; }
double sine(double x) { return elementary::sin(x); }
double step(double x) { return x > 0 ? 1 : 0; }
double x_sin_5x(double x) { return x * elementary::sin(5 * x); }
double step_sin_5x(double x) { return step(x) + 0.2 * elementary::sin(5 * x); }
std::array<double, 2> plane(double x1, double x2) { return {(x1 + x2) / 2}; }
std::array<double, 2> sum_and_difference(double x1, double x2) { return {absolute(x1 + x2), absolute(x1 - x2)}; }

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

constexpr std::size_t classes_position = shared_parameters.size();
constexpr std::array gaussians_parameters = [] {
  std::array<Parameter, shared_parameters.size() + 1> all;
  for (std::size_t i = 0; i < shared_parameters.size(); ++i) all[i] = shared_parameters[i];
  all.back() = {
      .name = "classes",
      .label = "Classes",
      .sentence = "How many blobs there are, each a class of its own.",
      .type = ParameterType::integer,
      .initial = 2,
      .range = {2, 8},
  };
  return all;
}();
static_assert(gaussians_parameters.size() <= max_parameters);
static_assert(shared_parameters[shared::noise].name == "noise");

/// The shared ones without the samples, and no noise unless given.
constexpr std::array custom_parameters = [] {
  std::array<Parameter, shared_parameters.size() - 1> all;
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = shared_parameters[shared::noise + i];
  all[0].initial = 0;
  return all;
}();

constexpr std::array table{
    Description{"moons", "Two moons", "Two half circles hooked into each other: a bent border tells them apart.",
                shared_parameters},
    Description{"circle", "Circle", "A disc in a ring: the border must close, which takes at least three neurons.",
                shared_parameters},
    Description{"xor", "XOR, four corners",
                "Opposite corners belong together, so no straight line tells the classes apart.", shared_parameters},
    Description{"gaussians", "Gaussian blobs",
                "Round clouds. For two of them one straight line does, and one neuron is enough.",
                gaussians_parameters},
    Description{"spiral", "Two spirals", "Two arms wound round each other: needs many neurons, and much patience.",
                shared_parameters},
    Description{"rings", "Two rings", "A thin circle in another: the border must close, but has room.",
                shared_parameters},
    Description{"checkerboard", "Checkerboard",
                "Sixteen squares in turn: a border with so many corners takes many neurons.", shared_parameters},
    Description{"plane", "Plane", "Regression on two inputs: their mean, which needs no hidden neuron at all.",
                shared_parameters},
    Description{"abs", "|x|", "Regression on one input: two ReLU neurons do it exactly, and deep narrow networks fail.",
                shared_parameters},
    Description{"sine", "Sine", "Regression on one input: sin x, little more than half a wave.", shared_parameters},
    Description{"step", "Step",
                "Regression on one input: 0 up to 0 and 1 above, a jump that no slope is steep enough for.",
                shared_parameters},
    Description{"x-sin-5x", "x sin 5x", "Regression on one input: a wave that grows on both sides, with many bends.",
                shared_parameters},
    Description{"step-sin-5x", "Step with a ripple",
                "Regression on one input: a step plus a fifth of sin 5x, the coarse and the fine at once.",
                shared_parameters},
    Description{"abs-sum-difference", "|x₁ + x₂| and |x₁ − x₂|",
                "Regression on two inputs with two outputs: four neurons do it exactly.", shared_parameters},
    Description{"custom", "Your own rows", "Rows that you bring: classes when the targets count them, else regression.",
                custom_parameters},
};

/// What comes out of a family, in the table's order. No classes: regression. No draw: custom.
struct Kind {
  Draw draw;
  std::uint32_t features, outputs, classes;
};
constexpr std::array<Kind, table.size()> kinds{{
    {moon, 2, 1, 2},
    {disc_or_ring, 2, 1, 2},
    {corner, 2, 1, 2},
    {blob, 2, 1, 2},  // or as many as its parameter says
    {arm, 2, 1, 2},
    {ring, 2, 1, 2},
    {square, 2, 1, 2},
    {on_plane<plane>, 2, 1, 0},
    {on_line<absolute>, 1, 1, 0},
    {on_line<sine>, 1, 1, 0},
    {on_line<step>, 1, 1, 0},
    {on_line<x_sin_5x>, 1, 1, 0},
    {on_line<step_sin_5x>, 1, 1, 0},
    {on_plane<sum_and_difference>, 2, 2, 0},
    {nullptr, 0, 0, 0},
}};

}  // namespace

std::span<const Description> families() { return table; }

bool is_custom(const Choice& family) { return kinds[family.index].draw == nullptr; }

DatasetShape shape_of(const Choice& family) {
  assert(family.index < kinds.size() && !is_custom(family));
  const Kind& kind = kinds[family.index];
  DatasetShape shape{static_cast<std::uint32_t>(family.values[shared::samples]), kind.features, kind.outputs,
                     kind.classes};
  if (kind.draw == blob) shape.classes = static_cast<std::uint32_t>(family.values[classes_position]);
  if (shape.classes > 2) shape.outputs = shape.classes;
  return shape;
}

DrawnRow draw_row(const Choice& family, std::uint32_t label, RandomStream& random) {
  const Kind& kind = kinds[family.index];
  return kind.draw({label, shape_of(family).classes}, random);
}

}  // namespace reluctant
