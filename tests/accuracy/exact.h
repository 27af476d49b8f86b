#pragma once
// Every activation and its slope by the formulas of the books, in whatever precision, and how near ours are known to
// come. The sweep that compares is sweep.h.
#include <array>
#include <cmath>
#include <string_view>

#include "numerics/choice.h"

namespace reluctant::tests {

template <class Real>
struct Exact {
  Real value, slope;
};

/// The parameters of a case, as float32 holds them.
using Parameters = std::array<double, 2>;

namespace exact {

template <class Real>
Real gate(Real w) {
  return 1 / (1 + std::exp(-w));
}

template <class Real>
Exact<Real> identity(const Parameters&, Real z) {
  return {z, 1};
}

template <class Real>
Exact<Real> leaky_relu(const Parameters& p, Real z) {
  const auto slope = static_cast<Real>(p[0]);
  return z > 0 ? Exact<Real>{z, 1} : Exact<Real>{slope * z, slope};
}

template <class Real>
Exact<Real> relu(const Parameters&, Real z) {
  return z > 0 ? Exact<Real>{z, 1} : Exact<Real>{0, 0};
}

template <class Real>
Exact<Real> relu6(const Parameters& p, Real z) {
  return z < 6 ? relu(p, z) : Exact<Real>{6, 0};
}

/// The mean slope is a parameter too: float32 holds it.
template <class Real>
Exact<Real> rrelu(const Parameters& p, Real z) {
  return leaky_relu({static_cast<float>((p[0] + p[1]) / 2), 0}, z);
}

template <class Real>
Exact<Real> hard_swish(const Parameters&, Real z) {
  if (z < -3) return {0, 0};
  return z > 3 ? Exact<Real>{z, 1} : Exact<Real>{z * (z + 3) / 6, (2 * z + 3) / 6};
}

template <class Real>
Exact<Real> sigmoid(const Parameters&, Real z) {
  const Real open = gate(z);
  return {open, open * gate(-z)};
}

template <class Real>
Exact<Real> tanh(const Parameters&, Real z) {
  const Real cosh = std::cosh(z);
  return {std::tanh(z), 1 / cosh / cosh};
}

template <class Real>
Exact<Real> softsign(const Parameters&, Real z) {
  const Real inverse = 1 / (1 + std::abs(z));
  return {z * inverse, inverse * inverse};
}

template <class Real>
Exact<Real> elu(const Parameters& p, Real z) {
  const auto alpha = static_cast<Real>(p[0]);
  return z > 0 ? Exact<Real>{z, 1} : Exact<Real>{alpha * std::expm1(z), alpha * std::exp(z)};
}

template <class Real>
Exact<Real> celu(const Parameters& p, Real z) {
  const auto alpha = static_cast<Real>(p[0]);
  return z > 0 ? Exact<Real>{z, 1} : Exact<Real>{alpha * std::expm1(z / alpha), std::exp(z / alpha)};
}

template <class Real>
Exact<Real> selu(const Parameters&, Real z) {
  const auto lambda = static_cast<Real>(1.0507009873554804934193349852946L);
  const auto alpha = static_cast<Real>(1.6732632423543772848170429916717L);
  return z > 0 ? Exact<Real>{lambda * z, lambda}
               : Exact<Real>{lambda * alpha * std::expm1(z), lambda * alpha * std::exp(z)};
}

template <class Real>
Exact<Real> softplus(const Parameters& p, Real z) {
  const auto beta = static_cast<Real>(p[0]);
  return {((z > 0 ? beta * z : 0) + std::log1p(std::exp(-std::abs(beta * z)))) / beta, gate(beta * z)};
}

template <class Real>
Exact<Real> gelu_erf(const Parameters&, Real z) {
  const auto root_half = static_cast<Real>(0.70710678118654752440084436210485L);
  const auto density = static_cast<Real>(0.39894228040143267793994605993438L);
  const Real share = std::erfc(-z * root_half) / 2;
  return {z * share, share + z * (density * std::exp(-z * z / 2))};
}

/// z gate(w) and its slope, y = z w'.
template <class Real>
Exact<Real> gated(Real z, Real w, Real y) {
  const Real open = gate(w);
  return {z * open, open * (1 + y * gate(-w))};
}

template <class Real>
Exact<Real> gelu_tanh(const Parameters&, Real z) {
  const auto twice_root = static_cast<Real>(1.5957691216057307117597842397375L);  // 2 √(2/π)
  const Real line = twice_root * z;
  const Real cube = line * z * z * static_cast<Real>(0.044715L);
  return gated(z, line + cube, line + 3 * cube);
}

template <class Real>
Exact<Real> silu(const Parameters&, Real z) {
  return gated(z, z, z);
}

template <class Real>
Exact<Real> mish(const Parameters&, Real z) {
  if (z > 20) return {z, 1};  // all but e^-35 of it
  const Real e = std::exp(z);
  const Real w = e * (e + 2);
  return {z * (w / (w + 2)), w / (w + 2) + z * (4 * e * (e + 1) / ((w + 2) * (w + 2)))};
}

}  // namespace exact

/// One function to measure: an activation with parameters, and the bounds that its docstring states, in ULP.
struct Case {
  std::string_view label;
  std::string_view name;
  Parameters parameters;
  double value_bound, slope_bound;
  Exact<float> (*in_float)(const Parameters&, float);  // what a plain loop over libm's functions gives
  Exact<double> (*in_double)(const Parameters&, double);
  Exact<long double> (*in_long_double)(const Parameters&, long double);
};

#define RELUCTANT_CASE(label, name, parameters, value_bound, slope_bound, function)                     \
  Case {                                                                                                \
    label, name, parameters, value_bound, slope_bound, exact::function<float>, exact::function<double>, \
        exact::function<long double>                                                                    \
  }

inline constexpr Parameters none{};
inline constexpr std::array cases{
    RELUCTANT_CASE("identity", "identity", none, 0, 0, identity),
    RELUCTANT_CASE("ReLU", "relu", none, 0, 0, relu),
    RELUCTANT_CASE("ReLU6", "relu6", none, 0, 0, relu6),
    RELUCTANT_CASE("leaky ReLU", "leaky-relu", Parameters{0.01f}, 0.5, 0, leaky_relu),
    RELUCTANT_CASE("leaky ReLU 0.0001", "leaky-relu", Parameters{0.0001f}, 0.5, 0, leaky_relu),
    RELUCTANT_CASE("PReLU", "prelu", Parameters{0.25}, 0.5, 0, leaky_relu),
    RELUCTANT_CASE("RReLU", "rrelu", (Parameters{1.0 / 8, 1.0 / 3}), 0.5, 0, rrelu),
    RELUCTANT_CASE("hard-swish", "hard-swish", none, 0.51, 0.51, hard_swish),
    RELUCTANT_CASE("sigmoid", "sigmoid", none, 0.51, 0.51, sigmoid),
    RELUCTANT_CASE("tanh", "tanh", none, 0.51, 0.51, tanh),
    RELUCTANT_CASE("softsign", "softsign", none, 0.51, 0.51, softsign),
    RELUCTANT_CASE("ELU", "elu", Parameters{1}, 0.51, 0.51, elu),
    RELUCTANT_CASE("ELU 0.3", "elu", Parameters{0.3f}, 0.51, 0.51, elu),
    RELUCTANT_CASE("CELU", "celu", Parameters{1}, 0.51, 0.51, celu),
    RELUCTANT_CASE("CELU 0.3", "celu", Parameters{0.3f}, 0.51, 0.51, celu),
    RELUCTANT_CASE("SELU", "selu", none, 0.51, 0.51, selu),
    RELUCTANT_CASE("softplus", "softplus", Parameters{1}, 0.51, 0.51, softplus),
    RELUCTANT_CASE("softplus 3", "softplus", Parameters{3}, 0.51, 0.51, softplus),
    RELUCTANT_CASE("GELU erf", "gelu", Parameters{0}, 0.51, 0.51, gelu_erf),
    RELUCTANT_CASE("GELU tanh", "gelu", Parameters{1}, 0.51, 0.51, gelu_tanh),
    RELUCTANT_CASE("SiLU", "silu", none, 0.51, 0.51, silu),
    RELUCTANT_CASE("Mish", "mish", none, 0.51, 0.51, mish),
};

#undef RELUCTANT_CASE

}  // namespace reluctant::tests
