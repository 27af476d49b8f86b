// Layers, initial values, forward and backward: against Eigen in double and their own rules. Against finite
// differences, gradients_test.cpp.
#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "activations/activations.h"
#include "network/initialize.h"
#include "network/layout.h"
#include "network/pass.h"
#include "numerics/random.h"
#include "products.h"
#include "training/samples.h"

using namespace reluctant;

namespace {

constexpr std::uint8_t relu_index = 1, tanh_index = 3;

std::uint8_t index_of(std::string_view name) {
  for (std::uint8_t i = 0; i < activations().size(); ++i) {
    if (activations()[i].description.name == name) return i;
  }
  FAIL("no activation " << name);
  return 0;
}

Layout network_of(const Choice& activation) {
  const std::uint32_t hidden[] = {5, 4};
  const Choice choices[] = {activation, activation};
  return make_layout(2, hidden, choices, 1);
}

Layout small_network(std::uint8_t activation, double parameter = 0.1) {
  return network_of({.index = activation, .values = {parameter}});
}

std::vector<float> random_floats(std::size_t count, std::uint32_t seed, double scale = 1) {
  RandomStream random(seed, Stream::trials);
  std::vector<float> floats(count);
  for (float& x : floats) x = static_cast<float>(scale * random.normal());
  return floats;
}

Samples random_samples(std::uint32_t count, std::uint32_t seed) {
  const auto inputs = random_floats(std::size_t{count} * 2, seed);
  std::vector<float> targets(count);
  for (std::uint32_t s = 0; s < count; ++s) targets[s] = static_cast<float>(s % 2);
  return Samples::from_rows(2, 1, inputs, targets);
}

}  // namespace

TEST_CASE("parameters lie layer by layer as weights then bias without gaps") {
  const Layout layout = small_network(relu_index);
  REQUIRE(layout.layers.size() == 3);
  CHECK(layout.layers[0].weights == 0);
  CHECK(layout.layers[0].bias == 10);
  CHECK(layout.layers[1].weights == 15);
  CHECK(layout.layers[1].bias == 35);
  CHECK(layout.layers[2].weights == 39);
  CHECK(layout.layers[2].bias == 43);
  CHECK(layout.parameter_count == 44);
  CHECK(layout.hidden_units() == 9);
  CHECK(layout.layers[2].activation.index == identity_index);
}

TEST_CASE("learnt slopes lie after the bias and start where the Scenario says") {
  const auto prelu = index_of("prelu");
  const Layout shared = network_of({.index = prelu, .values = {0.3, 0}});
  CHECK(shared.layers[0].slope_count == 1);
  CHECK(shared.layers[1].weights == 16);
  const Layout each = network_of({.index = prelu, .values = {0.3, 1}});
  CHECK(each.layers[0].slope_count == 5);
  CHECK(each.layers[0].slopes == 15);
  CHECK(each.layers[1].weights == 20);
  CHECK(each.layers[2].slope_count == 0);
  std::vector<float> parameters(each.parameter_count);
  initialize(each, {.index = 0, .values = {1.4}}, {.index = 0, .values = {0}}, 1, parameters);
  for (std::size_t u = 0; u < 5; ++u) CHECK(parameters[15 + u] == 0.3f);
}

TEST_CASE("carrying parameters to another layout keeps weights and starts new slopes") {
  const auto prelu = index_of("prelu");
  const Layout without = network_of({.index = relu_index});
  const Layout with = network_of({.index = prelu, .values = {0.3, 1}});
  const auto before = random_floats(without.parameter_count, 8);
  std::vector<float> after(with.parameter_count), back(without.parameter_count);
  carry_parameters(without, before, with, after);
  for (std::size_t l = 0; l < 3; ++l) {
    const std::size_t dense = without.layers[l].slopes - without.layers[l].weights;
    CHECK(std::equal(&after[with.layers[l].weights], &after[with.layers[l].weights + dense],
                     &before[without.layers[l].weights]));
  }
  CHECK(after[with.layers[0].slopes] == 0.3f);
  carry_parameters(with, after, without, back);
  CHECK(back == before);
}

TEST_CASE("a random slope is drawn for every sample in training and is the mean in evaluation") {
  const auto rrelu = index_of("rrelu");
  const Choice choice{.index = rrelu, .values = {0.125, 1.0 / 3}};
  const std::uint32_t hidden[] = {3};
  const Layout layout = make_layout(2, hidden, {&choice, 1}, 1);
  auto parameters = random_floats(layout.parameter_count, 2);
  const Samples samples = random_samples(400, 3);
  Pass pass(layout, 400, PassKind::training), again(layout, 400, PassKind::training);
  RunningStatistics none;
  pass.forward_training(layout, parameters, samples.all(), {.seed = 7, .step = 11}, none);
  again.forward_training(layout, parameters, samples.all(), {.seed = 7, .step = 11}, none);
  double sum = 0;
  int negative = 0;
  for (std::uint32_t u = 0; u < 3; ++u) {
    for (std::size_t s = 0; s < 400; ++s) {
      const float slope = pass.slopes(0, u)[s];
      CHECK(slope == again.slopes(0, u)[s]);
      CHECK(pass.values(0, u)[s] == slope * pass.sums(0, u)[s]);
      if (pass.sums(0, u)[s] > 0) {
        CHECK(slope == 1);
        continue;
      }
      CHECK(slope >= 0.125f);
      CHECK(slope < 0.3333334f);
      sum += slope;
      ++negative;
    }
  }
  REQUIRE(negative > 300);
  CHECK(sum / negative == doctest::Approx(11.0 / 48).epsilon(0.03));
  again.forward_training(layout, parameters, samples.all(), {.seed = 7, .step = 12}, none);
  CHECK(!std::equal(again.slopes(0, 0).begin(), again.slopes(0, 0).end(), pass.slopes(0, 0).begin()));
  pass.forward(layout, parameters, samples.all(), 2);
  for (std::size_t s = 0; s < 400; ++s) {
    if (pass.sums(0, 0)[s] <= 0) CHECK(pass.slopes(0, 0)[s] == static_cast<float>(11.0 / 48));
  }
}

TEST_CASE("a sample has the same sums in whatever batch it comes") {
  const Layout layout = small_network(tanh_index);
  const auto parameters = random_floats(layout.parameter_count, 5);
  const Samples all = random_samples(37, 6);
  Pass together(layout, 37, PassKind::forward_only);
  together.forward(layout, parameters, all.all(), 3);
  Pass alone(layout, 1, PassKind::forward_only);
  Samples one(2, 1, 1);
  for (std::uint32_t s = 0; s < 37; ++s) {
    one.gather(all, {{s}});
    alone.forward(layout, parameters, one.all(), 3);
    for (std::size_t l = 0; l < 3; ++l) {
      for (std::uint32_t u = 0; u < layout.layers[l].units; ++u) {
        CHECK(alone.sums(l, u)[0] == together.sums(l, u)[s]);
      }
    }
  }
}

TEST_CASE("a sum adds bias first and then the inputs in ascending order") {
  // With these values every other order rounds differently.
  const float weights[] = {1e8f, 1.0f, -1e8f};
  const float bias[] = {1.0f};
  const float h[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
  float z[4];
  affine(weights, bias, 1, 3, {h, 4}, 4, z, 4);
  CHECK(z[0] == ((1.0f + 1e8f) + 1.0f) + -1e8f);
}

TEST_CASE("a weight gradient joins four partial sums as 0 and 2 then 1 and 3") {
  float dz[8] = {1e8f, 1.0f, -1e8f, 1.0f, 0.5f, 0.25f, 0.125f, 3.0f};
  const float ones[8] = {1, 1, 1, 1, 1, 1, 1, 1};
  float dw = 0, db = 0;
  weight_gradients(1, 1, {dz, 8}, {ones, 8}, 8, &dw, &db);
  const float partial[4] = {1e8f + 0.5f, 1.0f + 0.25f, -1e8f + 0.125f, 1.0f + 3.0f};
  CHECK(dw == (partial[0] + partial[2]) + (partial[1] + partial[3]));
  CHECK(db == dw);
}

TEST_CASE("products of every shape agree with Eigen in double") {
  using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  for (const std::uint32_t units : {1u, 2u, 3u, 4u, 5u, 9u}) {
    for (const std::uint32_t inputs : {1u, 2u, 4u, 7u}) {
      for (const std::size_t columns : {4u, 8u, 12u, 16u, 20u, 24u, 36u}) {
        const auto w = random_floats(std::size_t{units} * inputs, units);
        const auto b = random_floats(units, inputs);
        const auto h = random_floats(inputs * columns, 3);
        const auto dz = random_floats(units * columns, 4);
        std::vector<float> z(units * columns), dh(inputs * columns), dw(std::size_t{units} * inputs), db(units);
        affine(w.data(), b.data(), units, inputs, {h.data(), columns}, columns, z.data(), columns);
        affine_transposed(w.data(), units, inputs, {dz.data(), columns}, columns, nullptr, dh.data(), columns);
        weight_gradients(units, inputs, {dz.data(), columns}, {h.data(), columns}, columns, dw.data(), db.data());
        const auto matrix = [](const std::vector<float>& x, auto rows, auto cols) {
          return Eigen::MatrixXd(
              Eigen::Map<const Matrix>(x.data(), static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(cols))
                  .cast<double>());
        };
        const auto W = matrix(w, units, inputs);
        const auto H = matrix(h, inputs, columns);
        const auto D = matrix(dz, units, columns);
        const Eigen::MatrixXd Z = (W * H).colwise() + Eigen::VectorXd(matrix(b, units, 1).col(0));
        CHECK((matrix(z, units, columns) - Z).cwiseAbs().maxCoeff() < 1e-5);
        CHECK((matrix(dh, inputs, columns) - W.transpose() * D).cwiseAbs().maxCoeff() < 1e-5);
        CHECK((matrix(dw, units, inputs) - D * H.transpose()).cwiseAbs().maxCoeff() < 1e-5);
        CHECK((matrix(db, units, 1) - Eigen::MatrixXd(D.rowwise().sum())).cwiseAbs().maxCoeff() < 1e-5);
      }
    }
  }
}

TEST_CASE("initial weights have the variance that their name says and a bias is constant") {
  const std::uint32_t hidden[] = {200, 300};
  const Choice choices[] = {{.index = relu_index}, {.index = relu_index}};
  const Layout layout = make_layout(100, hidden, choices, 1);
  struct Case {
    std::uint8_t index;
    double gain;
    double variance;  // of the second layer: fan-in 200, fan-out 300
  };
  const Case cases[] = {
      {0, std::sqrt(2.0), 2.0 / 200}, {1, std::sqrt(2.0), 2.0 / 200}, {2, 1, 2.0 / 500}, {3, 1, 2.0 / 500}};
  for (const Case& expected : cases) {
    const std::uint8_t index = expected.index;
    const double gain = expected.gain, variance = expected.variance;
    CAPTURE(weight_initializers()[index].name);
    CHECK(weight_initializers()[index].parameters[0].initial == doctest::Approx(gain));
    std::vector<float> parameters(layout.parameter_count);
    initialize(layout, {.index = index, .values = {gain}}, {.index = 0, .values = {0.25}}, 9, parameters);
    const Layer& layer = layout.layers[1];
    double mean = 0, square = 0, largest = 0;
    for (std::size_t i = layer.weights; i < layer.bias; ++i) {
      mean += parameters[i];
      square += double{parameters[i]} * parameters[i];
      largest = std::max(largest, std::abs(static_cast<double>(parameters[i])));
    }
    const double count = 200 * 300;
    CHECK(std::abs(mean / count) < 4 * std::sqrt(variance / count));
    CHECK(square / count == doctest::Approx(variance).epsilon(0.03));
    if (index % 2 == 1) CHECK(largest <= std::sqrt(3 * variance));
    if (index % 2 == 0) CHECK(largest > 3.5 * std::sqrt(variance));
    CHECK(parameters[layer.bias] == 0.25f);
    CHECK(parameters[layout.layers[2].bias] == 0.0f);
  }
}

TEST_CASE("the other initialisers draw what their names say") {
  const std::uint32_t hidden[] = {60, 40};
  const Choice choices[] = {{.index = relu_index}, {.index = relu_index}};
  const Layout layout = make_layout(50, hidden, choices, 1);
  const auto drawn = [&](std::string_view name, double parameter) {
    std::uint8_t index = 0;
    while (weight_initializers()[index].name != name) ++index;
    std::vector<float> parameters(layout.parameter_count);
    initialize(layout, {.index = index, .values = {parameter}}, {.index = 0, .values = {0}}, 3, parameters);
    return parameters;
  };
  const Layer& layer = layout.layers[1];  // 60 inputs, 40 units
  const auto weights = [&](const std::vector<float>& parameters) {
    return std::vector<float>(&parameters[layer.weights], &parameters[layer.bias]);
  };
  const auto mean_square = [](const std::vector<float>& x) {
    double sum = 0;
    for (const float value : x) sum += double{value} * value;
    return sum / static_cast<double>(x.size());
  };
  CHECK(mean_square(weights(drawn("lecun-normal", 1))) == doctest::Approx(1.0 / 60).epsilon(0.06));
  CHECK(mean_square(weights(drawn("linear-default", 1))) == doctest::Approx(1.0 / 180).epsilon(0.06));
  CHECK(mean_square(weights(drawn("uniform", 0.5))) == doctest::Approx(1.0 / 12).epsilon(0.06));
  CHECK(mean_square(weights(drawn("normal", 3))) == doctest::Approx(9.0).epsilon(0.06));
  CHECK(mean_square(weights(drawn("zeros", 0))) == 0);

  using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto orthogonal = drawn("orthogonal", 1);
  const Eigen::MatrixXd wide = Eigen::Map<const Matrix>(&orthogonal[layer.weights], 40, 60).cast<double>();
  CHECK((wide * wide.transpose() - Eigen::MatrixXd::Identity(40, 40)).cwiseAbs().maxCoeff() < 1e-6);
  const Eigen::MatrixXd tall = Eigen::Map<const Matrix>(orthogonal.data(), 60, 50).cast<double>();
  CHECK((tall.transpose() * tall - Eigen::MatrixXd::Identity(50, 50)).cwiseAbs().maxCoeff() < 1e-6);

  const auto asymmetric = drawn("randomized-asymmetric", 0);
  int positive_units = 0;
  for (std::uint32_t u = 0; u < layer.units; ++u) {
    // One entry of weights and bias lies in [0, 1] and is large beside the others' deviation of 0.078.
    float largest = asymmetric[layer.bias + u];
    for (std::uint32_t i = 0; i < layer.inputs; ++i)
      largest = std::max(largest, asymmetric[layer.weights + u * layer.inputs + i]);
    positive_units += largest > 0.3f;
    CHECK(largest <= 1.0f);
  }
  CHECK(positive_units > 32);  // P(sqrt(U) > 0.3) is 0.91
  CHECK(asymmetric[layout.layers[2].bias] == 0);
}

TEST_CASE("random biases are drawn for hidden units alone") {
  const std::uint32_t hidden[] = {1000};
  const Choice relu{.index = relu_index};
  const Layout layout = make_layout(1, hidden, {&relu, 1}, 1);
  std::vector<float> parameters(layout.parameter_count);
  for (const std::uint8_t index : {std::uint8_t{1}, std::uint8_t{2}}) {
    initialize(layout, {.index = 0, .values = {1.4}}, {.index = index, .values = {0.2}}, 4, parameters);
    double square = 0;
    for (std::size_t u = 0; u < 1000; ++u) square += double{parameters[1000 + u]} * parameters[1000 + u];
    CHECK(square / 1000 == doctest::Approx(index == 1 ? 0.04 : 0.04 / 3).epsilon(0.15));
    CHECK(parameters[layout.layers[1].bias] == 0);
  }
}

TEST_CASE("one layer's initial weights do not depend on another layer's width") {
  const Choice choices[] = {{.index = relu_index}, {.index = relu_index}};
  const std::uint32_t narrow[] = {3, 4}, wide[] = {3, 9};
  const Layout a = make_layout(2, narrow, choices, 1), b = make_layout(2, wide, choices, 1);
  std::vector<float> in_a(a.parameter_count), in_b(b.parameter_count);
  const Choice he{.index = 0, .values = {1.4}}, none{};
  initialize(a, he, none, 1, in_a);
  initialize(b, he, none, 1, in_b);
  CHECK(std::memcmp(in_a.data(), in_b.data(), a.layers[0].end * sizeof(float)) == 0);
  CHECK(in_a[a.layers[1].weights] == in_b[b.layers[1].weights]);
}
