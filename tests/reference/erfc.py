#!/usr/bin/env python3
"""Coefficients of the complementary error function in core/numerics/elementary.cpp.

For x >= 1/2 it is written as erfc(x) = exp(L - x*x) / (1 + 2x). L varies little, and as a function of
t = (x - 2) / (x + 2) it is smooth up to x = infinity (t = 1), so one polynomial in t serves: interpolation at
Chebyshev points, with 50 digits. Prints the coefficients, ascending, and the largest error that they leave.

Remake: python3 tests/reference/erfc.py        (Debian: python3-mpmath)
"""
from mpmath import cos, erfc, exp, inf, log, mp, mpf, pi, polyval, sqrt

mp.dps = 50
DEGREE = 25
CENTRE = 2
FROM = (mpf(1) / 2 - CENTRE) / (mpf(1) / 2 + CENTRE)


def exponent(t):
    """L at t; beyond x = 200 from the asymptotic series."""
    x = CENTRE * (1 + t) / (1 - t) if t < 1 else inf
    if x < 200:
        return log((1 + 2 * x) * exp(x * x) * erfc(x))
    z = 1 / (2 * x * x)
    series = 1 - z * (1 - 3 * z * (1 - 5 * z * (1 - 7 * z * (1 - 9 * z * (1 - 11 * z)))))
    return log((2 + 1 / x) / sqrt(pi) * series)


def place(u):
    """[-1, 1] to the range of t."""
    return (u * (1 - FROM) + 1 + FROM) / 2


def interpolate(count):
    """Coefficients in t, ascending, through `count` Chebyshev points: from Newton's differences."""
    nodes = [place(cos(pi * (k + mpf(1) / 2) / count)) for k in range(count)]
    differences = [exponent(t) for t in nodes]
    for level in range(1, count):
        for k in range(count - 1, level - 1, -1):
            differences[k] = (differences[k] - differences[k - 1]) / (nodes[k] - nodes[k - level])
    result = [mpf(0)]
    for difference, node in zip(reversed(differences), reversed(nodes)):
        shifted = [mpf(0)] + result
        result = [s - node * r for s, r in zip(shifted, result + [mpf(0)])]
        result[0] += difference
    return result[:count]


if __name__ == "__main__":
    coefficients = interpolate(DEGREE + 1)
    for c in coefficients:
        print(f"{float(c).hex()},")
    sweep = [place(mpf(k) / 500 - 1) for k in range(1001)]
    error = max(abs(polyval(coefficients[::-1], t) - exponent(t)) for t in sweep)
    print(f"// largest error 2^{float(log(error, 2)):.1f}")
