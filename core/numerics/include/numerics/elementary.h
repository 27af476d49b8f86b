#pragma once
// Elementary functions in double whose bits are the same in every build, which no libm promises. For kernels over
// many floats, activations/ has its own; sums in a fixed order are in sums.h.

namespace reluctant::elementary {

/// All of them: NaN gives NaN, infinities give the limit (NaN where there is none), an argument outside the domain
/// gives NaN. Accuracy: the largest error over the sweeps of tests/core/numerics_test.cpp.

double exp(double x);    // 1 ULP
double expm1(double x);  // 1 ULP
double log(double x);    // 1 ULP; −∞ at 0
double log1p(double x);  // 1 ULP; −∞ at −1
double sin(double x);    // 1 ULP for |x| up to 1000; beyond 10⁶ NaN: nothing here has such an angle
double cos(double x);    // as sin
double erfc(double x);   // 2 ULP
double tanh(double x);   // 2 ULP

/// Rounded correctly: an instruction of every processor.
inline double sqrt(double x) { return __builtin_sqrt(x); }

}  // namespace reluctant::elementary
