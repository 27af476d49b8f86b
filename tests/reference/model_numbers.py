#!/usr/bin/env python3
"""Checks the derived numbers that core/MODEL.md quotes: exact fractions, closed forms, and small simulations.

Run:  apt-get install python3-numpy && /usr/bin/python3 tests/reference/model_numbers.py   (a few seconds)

Prints a line a number; fails at the first that is wrong. Double precision, NumPy's random numbers: nothing
of the core. What the core itself is measured for stands in measurements.mjs.
"""
from fractions import Fraction
from math import cos, erf, exp, factorial, log, pi, sin, sqrt

import numpy as np

rng = np.random.default_rng(20240229)


def check(what, found, expected, tolerance):
    line = f"{what}: {found:.6g} (expected {expected:.6g} +- {tolerance:.2g})"
    assert abs(found - expected) <= tolerance, line
    print(line)


def one_step_kill():
    """w = 1, b = 0, inputs 1 2 3, targets x/2, mean squared error over the three: one step of rate eta."""
    xs = [Fraction(1), Fraction(2), Fraction(3)]
    residuals = [x - x / 2 for x in xs]
    dw = Fraction(2, 3) * sum(r * x for r, x in zip(residuals, xs))
    db = Fraction(2, 3) * sum(residuals)
    assert (dw, db) == (Fraction(14, 3), 2)
    critical = max(x / (dw * x + db) for x in xs)
    assert critical == Fraction(3, 16)

    def margin(eta):
        return max((1 - eta * dw) * x - eta * db for x in xs)

    assert margin(critical) == 0 and margin(critical - Fraction(1, 10**6)) > 0
    hessian = 2 / 3 * np.array([[14.0, 6.0], [6.0, 3.0]])
    check("one-step kill: critical rate", float(critical), 0.1875, 0)
    check("one-step kill: where plain gradient descent on the quadratic becomes unstable",
          2 / np.linalg.eigvalsh(hessian)[-1], 0.1803, 1e-4)


def first_layer_births():
    """Bias 0, isotropic weights: what share of units is born dead on data that fill a region."""
    trials = 400_000
    w = rng.standard_normal((trials, 2))
    for theta in (pi / 4, pi / 2, 3 * pi / 4):
        edges = np.array([[cos(0), sin(0)], [cos(theta), sin(theta)]])
        check(f"born dead, cone of {theta / pi:g} pi", np.mean((w @ edges.T).max(axis=1) <= 0),
              (pi - theta) / (2 * pi), 0.003)
    for d in (2, 3, 5):
        check(f"born dead, positive orthant, d = {d}",
              np.mean(rng.standard_normal((trials, d)).max(axis=1) <= 0), 2.0**-d, 0.003)
    for bias in (-0.5, -1.0, -2.0, -3.0):
        radius = np.hypot(*w.T)  # He: standard deviation sqrt(2 / 2) = 1; the disc's largest sum is |w| + bias
        check(f"born dead, unit disc, He, bias {bias:g}", np.mean(radius + bias <= 0), 1 - exp(-bias**2 / 2), 0.003)
    for d, expected in ((2, 1 / 12), (3, 1 / 48)):
        draws = rng.uniform(-1, 1, (trials, d + 1)) / sqrt(d)
        check(f"born dead, uniform weights and bias, box [-1, 1]^{d}",
              np.mean(np.abs(draws[:, :d]).sum(axis=1) + draws[:, d] <= 0), expected, 0.003)
        assert abs(expected - 0.5 / factorial(d + 1)) < 1e-15
    draws = rng.uniform(-1, 1, (trials, 3))
    check("born dead, uniform weights and bias, box [0, 1]^2",
          np.mean(np.maximum(draws[:, :2], 0).sum(axis=1) + draws[:, 2] <= 0), 13 / 48, 0.003)


def dead_networks():
    """Scalar input, He normal, bias 0: only x = -1 and x = 1 matter, so two points stand for the whole line."""
    for width, depth, expected in ((2, 4, 0.497), (2, 9, 0.880), (3, 9, 0.580), (4, 9, 0.295), (5, 9, 0.128)):
        trials = 100_000
        h = np.broadcast_to(np.array([-1.0, 1.0]), (trials, 1, 2))
        silent = np.zeros(trials, dtype=bool)
        for _ in range(depth):
            w = rng.standard_normal((trials, width, h.shape[1])) * sqrt(2 / h.shape[1])
            h = np.maximum(w @ h, 0)
            silent |= ~h.any(axis=(1, 2))
        bound = 1 - (1 - 2.0**-width)**depth
        found = silent.mean()
        assert found <= bound
        check(f"a layer born dead, width {width}, {depth} hidden layers, bound {bound:.3f}", found, expected, 0.005)
    one = np.ones((100_000, 1, 1))
    silent = np.zeros(len(one), dtype=bool)
    for _ in range(9):
        one = np.maximum(rng.standard_normal((len(one), 2, one.shape[1])) @ one, 0)
        silent |= ~one.any(axis=(1, 2))
    check("one sample, width 2, 9 hidden layers", silent.mean(), 1 - (1 - 0.25)**9, 0.003)


def variance_lost():
    """30 layers of width 256: log2 of the share of the second moment that is left."""
    n, depth, trials = 256, 30, 20
    for name, variance in (("He", 2 / n), ("Glorot", 1 / n)):
        logs = []
        for _ in range(trials):
            h = rng.standard_normal(n)
            start = h @ h
            for _ in range(depth):
                h = np.maximum(rng.standard_normal((n, n)) @ h * sqrt(variance), 0)
            logs.append(np.log2(h @ h / start))
        expected = depth * np.log2(n * variance / 2) - 5 * depth / (2 * n * log(2))
        check(f"{name}, {depth} layers of {n}: log2 of what is left", np.mean(logs), expected,
              4 * sqrt(5 * depth / n) / log(2) / sqrt(trials))


def after_death():
    """How far what is left of an optimiser's memory carries a unit whose gradient is exactly 0."""
    mu = 0.9
    check("momentum .9: steps' worth of travel left", sum(mu**k for k in range(1, 2000)), mu / (1 - mu), 1e-9)
    b1, b2 = 0.9, 0.999
    r = b1 / sqrt(b2)
    check("Adam: travel left, in rates times m/sqrt(v)", r / (1 - r), 9.0452, 5e-5)
    spike = (1 - b1) / sqrt(1 - b2)
    check("Adam: a lone spike moves at once, in rates", spike, 3.1623, 5e-5)
    check("Adam: and afterwards", spike * r / (1 - r), 28.60, 0.005)
    b, margin, shrink, steps = 0.5, -2.0, 0.99, 0
    while shrink**steps * margin + b <= 0:
        steps += 1
    check("decay of weights alone: steps until b = .5 wins over -2", steps, 138, 0)


def batch_norm_bounds():
    """Mean 0, variance 1 over m samples: the largest lies in [1/sqrt(m-1), sqrt(m-1)]."""
    for m in (2, 5, 50):
        z = rng.standard_normal((20_000, m))
        z = (z - z.mean(axis=1, keepdims=True)) / z.std(axis=1, keepdims=True)
        top = z.max(axis=1)
        assert 1 / sqrt(m - 1) - 1e-9 <= top.min() and top.max() <= sqrt(m - 1) + 1e-9
        for extreme in (np.r_[np.ones(m - 1), -(m - 1.0)], np.r_[-np.ones(m - 1), m - 1.0]):
            extreme = extreme / extreme.std()
            assert np.isclose(extreme.max(), 1 / sqrt(m - 1)) or np.isclose(extreme.max(), sqrt(m - 1))
    print("batch norm: the bounds on the largest normalised sum hold and are reached")


def way_back():
    """One unit with w and b, input 1, target 1, squared error, rate .1: steps until its sum is positive."""
    phi = lambda z: 0.5 * (1 + erf(z / sqrt(2)))
    density = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
    sigmoid = lambda z: 1 / (1 + exp(-z))
    leaky = lambda slope: (lambda z: slope * z, lambda z: slope)
    below = {
        "ReLU": leaky(0.0), "leaky ReLU .001": leaky(0.001), "leaky ReLU .01": leaky(0.01),
        "leaky ReLU .1": leaky(0.1), "leaky ReLU .2": leaky(0.2),
        "ELU": (lambda z: exp(z) - 1, exp),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z)**2),
        "GELU": (lambda z: z * phi(z), lambda z: phi(z) + z * density(z)),
        "SiLU": (lambda z: z * sigmoid(z), lambda z: sigmoid(z) * (1 + z * (1 - sigmoid(z)))),
    }
    expected = {
        "ReLU": (None, None, None), "leaky ReLU .001": (1250, 4996, 12469), "leaky ReLU .01": (125, 496, 1220),
        "leaky ReLU .1": (13, 46, 102), "leaky ReLU .2": (6, 21, 43), "ELU": (2, 11, 190), "tanh": (2, 12, 3451),
        "GELU": (5, None, None), "SiLU": (4, None, None),
    }
    for name, (value, slope) in below.items():
        found = []
        for z in (-0.5, -2.0, -5.0):
            steps = 0
            while z <= 0 and steps < 20_000:
                z -= 2 * 0.1 * 2 * (value(z) - 1) * slope(z)
                steps += 1
            found.append(steps if z > 0 else None)
        print(f"way back from -.5, -2, -5 by {name}: {found}")
        assert tuple(found) == expected[name], (name, found)


def minima():
    """Left of these points the slope of GELU and SiLU is negative."""
    for name, z, slope in (
        ("GELU", -0.7517916, lambda z: 0.5 * (1 + erf(z / sqrt(2))) + z * exp(-z * z / 2) / sqrt(2 * pi)),
        ("SiLU", -1.2784645, lambda z: (1 + z * (1 - 1 / (1 + exp(-z)))) / (1 + exp(-z))),
    ):
        assert slope(z - 1e-4) < 0 < slope(z + 1e-4)
        print(f"{name}: slope changes sign at {z}")


if __name__ == "__main__":
    for part in (one_step_kill, first_layer_births, dead_networks, variance_lost, after_death, batch_norm_bounds,
                 way_back, minima):
        part()
