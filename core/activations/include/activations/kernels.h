#pragma once
// The sweeps of every activation: value, slope, both, and the way back. Each says what it does at its edges and how
// near it comes; the table that names them all is activations.h, how accuracy is measured is
// core/activations/ACCURACY.md.
#include "activations/activations.h"

namespace reluctant::kernels {

/// All of them: NaN gives NaN in value and slope, and nothing else does; zeros keep their sign unless it is said
/// otherwise; subnormals are kept. Value and slope are computed from z, the slope never from the rounded value.
/// Accuracy is in units of the last place, below the smallest normal float in units of 2^-149: no sweep of ACCURACY.md
/// found more. Correctly rounded is 0.5.

/// z; slope 1.
///
/// special   +-inf give themselves
/// accuracy  exact
/// source    Widrow, Hoff 1960
extern const Sweeps identity;

/// Rectified linear unit: z for z > 0, otherwise +0; slope 1 and 0.
///
/// at z = 0  slope is 0, as in PyTorch; -0 gives +0
/// special   +inf gives +inf and 1; -inf gives 0 and 0
/// accuracy  exact
/// source    Nair, Hinton 2010; Glorot, Bordes, Bengio 2011
extern const Sweeps relu;

/// ReLU with a ceiling: z for 0 < z < 6, else +0 or 6; slope 1 and 0.
///
/// at 0, 6   slope is 0 at both, as in PyTorch; -0 gives +0
/// special   +inf gives 6 and 0; -inf gives 0 and 0
/// accuracy  exact
/// source    Krizhevsky 2010
extern const Sweeps relu6;

/// Leaky rectified linear unit: z for z > 0, otherwise leak * z; slope 1 and leak.
///
/// leak      the parameter `slope`, from 0 to 1, rounded to float32
/// at z = 0  slope is leak, as in PyTorch
/// leak = 0  gives -0 below 0, but -inf for -inf
/// special   +-inf give themselves
/// accuracy  correctly rounded product
/// source    Maas, Hannun, Ng 2013
extern const Sweeps leaky_relu;

/// Leaky ReLU with a learnt leak: as leaky_relu, where `slope` is what has been learnt, any number.
///
/// special   +inf gives +inf; -inf gives -inf for leak > 0, +inf for leak < 0, and NaN for a leak of 0
/// accuracy  correctly rounded product
/// source    He, Zhang, Ren, Sun 2015, arXiv:1502.01852
extern const Sweeps prelu;

/// Leaky ReLU at the mean of random leaks, as in evaluation: as leaky_relu with (lower + upper) / 2, rounded to
/// float32.
///
/// source    Xu, Wang, Chen, Li 2015, arXiv:1505.00853; the mean is PyTorch's, the paper takes 2 / (1/lower + 1/upper)
extern const Sweeps rrelu;

/// z (z + 3) / 6 for -3 <= z <= 3, below 0 and above z; slope (2z + 3) / 6, 0 and 1.
///
/// at +-3    slopes are those of the parabola, -1/2 and 3/2, as in PyTorch
/// special   z <= -3 gives -0, as in PyTorch, and so does -inf; +inf gives +inf and 1
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    Howard et al. 2019, arXiv:1905.02244
extern const Sweeps hard_swish;

/// Logistic function: 1 / (1 + e^-z); slope its value times its value at -z.
///
/// special   +inf gives 1 and 0, -inf gives 0 and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    Verhulst 1838, 1845; Rumelhart, Hinton, Williams 1986
extern const Sweeps sigmoid;

/// Hyperbolic tangent; slope 1 / cosh².
///
/// special   +-inf give +-1 and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    LeCun, Bottou, Orr, Müller 1998
extern const Sweeps tanh;

/// z / (1 + |z|); slope 1 / (1 + |z|)².
///
/// special   +-inf give +-1 and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    Bergstra, Desjardins, Lamblin, Bengio 2009
extern const Sweeps softsign;

/// Exponential linear unit: z for z > 0, otherwise alpha (e^z - 1); slope 1 and alpha e^z.
///
/// alpha     rounded to float32
/// at z = 0  slope is alpha, the left one, as in PyTorch
/// special   +inf gives +inf and 1; -inf gives -alpha and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    Clevert, Unterthiner, Hochreiter 2016, arXiv:1511.07289
extern const Sweeps elu;

/// Continuously differentiable ELU: z for z > 0, otherwise alpha (e^(z / alpha) - 1); slope 1 and e^(z / alpha).
///
/// alpha     rounded to float32; z / alpha is not
/// special   +inf gives +inf and 1; -inf gives -alpha and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    Barron 2017, arXiv:1704.07483
extern const Sweeps celu;

/// Scaled ELU: lambda z for z > 0, otherwise lambda alpha (e^z - 1); slope lambda and lambda alpha e^z.
///
/// at z = 0  slope is lambda alpha = 1.758..., the left one, as in PyTorch
/// special   +inf gives +inf and lambda, and so do the largest floats, whose product is beyond them; -inf gives
///           -lambda alpha and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP; the constants are not rounded to float32
/// source    Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515
extern const Sweeps selu;

/// ln(1 + e^(beta z)) / beta; slope 1 / (1 + e^(-beta z)).
///
/// beta      rounded to float32
/// tails     followed to the end on both sides: PyTorch's straight line from beta z = 20 on is a shortcut
/// special   +inf gives +inf and 1; -inf gives 0 and 0; never decreasing
/// accuracy  value 0.51 ULP, slope 0.51 ULP
/// source    Dugas, Bengio, Bélisle, Nadeau, Garcia 2001
extern const Sweeps softplus;

/// Gaussian error linear unit: z Φ(z), Φ the normal distribution; slope Φ(z) + z φ(z). With `form` tanh the
/// approximation z (1 + tanh u) / 2, u = √(2/π) (z + 0.044715 z³), and its own slope.
///
/// special   +inf gives +inf and 1; -inf gives -0 and -0, the limits, where PyTorch has NaN
/// accuracy  erf: value 0.51 ULP, slope 0.51 ULP; tanh: the same. The slopes' zeros, near -0.752, are held too
/// source    Hendrycks, Gimpel 2016, arXiv:1606.08415
extern const Sweeps gelu;

/// Sigmoid linear unit, also called Swish: z σ(z); slope σ(z) (1 + z σ(-z)).
///
/// special   +inf gives +inf and 1; -inf gives -0 and -0, the limits, where PyTorch has NaN
/// accuracy  value 0.51 ULP, slope 0.51 ULP, beside its zero near -1.278 too
/// source    Hendrycks, Gimpel 2016; Elfwing, Uchibe, Doya 2017, arXiv:1702.03118; Ramachandran, Zoph, Le 2017
extern const Sweeps silu;

/// z tanh(ln(1 + e^z)), and its slope.
///
/// special   +inf gives +inf and 1; -inf gives -0 and -0, the limits, where PyTorch has NaN
/// accuracy  value 0.51 ULP, slope 0.51 ULP, beside its zero near -1.192 too
/// source    Misra 2019, arXiv:1908.08681
extern const Sweeps mish;

}  // namespace reluctant::kernels
