#!/usr/bin/env python3
"""Values and slopes of the activations at chosen float32 points, by mpmath; tests/core reads activations.json.

Remake:  apt-get install python3-mpmath && /usr/bin/python3 tests/reference/activations.py

Every point and result is the bit pattern of a float32, in hex, the sign bit first. A result is computed with 200
bits and rounded once, to nearest, ties to even, subnormals kept. A parameter is first rounded to float32, as the
core holds it. A result of 0, and one too small for a float, keeps the sign of its point, but for functions that are
never negative. NaN stands as 7fc00000. At infinity stand the limits.
"""
import json
import pathlib
import platform
import struct

import mpmath
from mpmath import exp, mpf

mpmath.mp.prec = 200

MAGNITUDES = [
    2.0**-149, 2.0**-126 - 2.0**-149, 2.0**-126, 1e-30, 1e-8, 2.0**-12, 1e-3, 0.01, 0.1, 0.25, 0.3, 0.5,
    0.55, 0.625, 0.75, 0.7517915, 0.75246142, 1.0, 1.1924312, 1.2784645, 1.5, 2.0, 2.25, 3.0, 3.5, 5.0, 6.0, 7.5, 9.0,
    9.01, 9.02, 10.0, 14.0, 14.3, 20.0, 88.0, 103.0, 104.0, 1e4, 1e20, (2.0 - 2.0**-23) * 2.0**127,
]
NAN, INFINITY = "7fc00000", mpmath.inf


def bits(value, zero="00000000"):
    """The bit pattern of the float32 nearest to an mpf, which has no signed zero: `zero` is what 0 becomes."""
    if abs(value) >= mpf(2) ** 128 - mpf(2) ** 103:
        return "7f800000" if value > 0 else "ff800000"
    if value == 0:
        return zero
    exponent = max(int(mpmath.floor(mpmath.log(abs(value), 2))), -126)
    quantum = mpmath.ldexp(1, exponent - 23)
    rounded = float(mpmath.nint(value / quantum) * quantum)
    return struct.pack(">f", rounded).hex() if rounded != 0 else zero


def single(number):
    return mpf(struct.unpack(">f", struct.pack(">f", number))[0])


def number(pattern):
    return mpf(struct.unpack(">f", bytes.fromhex(pattern))[0])


def gate(w):
    return 1 / (1 + exp(-w))


def leaky_relu(z, slope):
    return (z, mpf(1)) if z > 0 else (slope * z, slope)


def elu(z, alpha):
    return (z, mpf(1)) if z > 0 else (alpha * mpmath.expm1(z), alpha * exp(z))


def celu(z, alpha):
    return (z, mpf(1)) if z > 0 else (alpha * mpmath.expm1(z / alpha), exp(z / alpha))


def selu(z):
    c = mpmath.erfc(1 / mpmath.sqrt(2))
    e, pi = mpmath.e, mpmath.pi
    alpha = -mpmath.sqrt(2 / pi) / (c * mpmath.sqrt(e) - 1)
    scale = (1 - c * mpmath.sqrt(e)) * mpmath.sqrt(2 * pi) / mpmath.sqrt(
        2 * mpmath.erfc(mpmath.sqrt(2)) * e**2 + pi * c**2 * e - 2 * (2 + pi) * c * mpmath.sqrt(e) + pi + 2)
    return (scale * z, scale) if z > 0 else (scale * alpha * mpmath.expm1(z), scale * alpha * exp(z))


def softplus(z, beta):
    t = beta * z
    return (max(t, mpf(0)) + mpmath.log1p(exp(-abs(t)))) / beta, gate(t)


def gelu(z, form):
    if form == "erf":
        share = mpmath.erfc(-z / mpmath.sqrt(2)) / 2
        return z * share, share + z * exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi)
    k = 2 * mpmath.sqrt(2 / mpmath.pi)
    c = mpf("0.044715")
    return gated(z, k * (z + c * z**3), k * (z + 3 * c * z**3))


def gated(z, w, y):
    return z * gate(w), gate(w) * (1 + y * gate(-w))


def mish(z):
    w = exp(z) * (exp(z) + 2)
    return z * w / (w + 2), w / (w + 2) + z * 4 * exp(z) * (exp(z) + 1) / (w + 2) ** 2


def hard_swish(z):
    if z < -3:
        return mpf(0), mpf(0)
    return (z, mpf(1)) if z > 3 else (z * (z + 3) / 6, (2 * z + 3) / 6)


# Name, parameters, function, its limits (value and slope at -inf, the same at inf), and whether value and slope are
# negative where they come to 0 from a negative z.
CASES = [
    ("identity", {}, lambda z: (z, mpf(1)), (-INFINITY, 1, INFINITY, 1), (True, False)),
    ("relu", {}, lambda z: (max(z, mpf(0)), mpf(z > 0)), (0, 0, INFINITY, 1), (False, False)),
    ("leaky-relu", {"slope": 0.01}, leaky_relu, (-INFINITY, single(0.01), INFINITY, 1), (True, False)),
    ("leaky-relu", {"slope": 0.0001}, leaky_relu, (-INFINITY, single(0.0001), INFINITY, 1), (True, False)),
    ("tanh", {}, lambda z: (mpmath.tanh(z), mpmath.sech(z) ** 2), (-1, 0, 1, 0), (True, False)),
    ("relu6", {}, lambda z: (min(max(z, mpf(0)), mpf(6)), mpf(0 < z < 6)), (0, 0, 6, 0), (False, False)),
    ("prelu", {"slope": 0.25}, leaky_relu, (-INFINITY, 0.25, INFINITY, 1), (True, False)),
    ("rrelu", {"lower": 0.125, "upper": 0.25}, lambda z, lower, upper: leaky_relu(z, (lower + upper) / 2),
     (-INFINITY, 0.1875, INFINITY, 1), (True, False)),
    ("elu", {"alpha": 1}, elu, (-1, 0, INFINITY, 1), (True, False)),
    ("elu", {"alpha": 1.7}, elu, (-single(1.7), 0, INFINITY, 1), (True, False)),
    ("celu", {"alpha": 1}, celu, (-1, 0, INFINITY, 1), (True, False)),
    ("celu", {"alpha": 0.3}, celu, (-single(0.3), 0, INFINITY, 1), (True, False)),
    ("selu", {}, selu, (selu(mpf(-1000))[0], 0, INFINITY, selu(mpf(1))[1]), (True, False)),
    ("gelu", {"form": "erf"}, gelu, (0, 0, INFINITY, 1), (True, True)),
    ("gelu", {"form": "tanh"}, gelu, (0, 0, INFINITY, 1), (True, True)),
    ("silu", {}, lambda z: gated(z, z, z), (0, 0, INFINITY, 1), (True, True)),
    ("mish", {}, mish, (0, 0, INFINITY, 1), (True, True)),
    ("softplus", {"beta": 1}, softplus, (0, 0, INFINITY, 1), (False, False)),
    ("softplus", {"beta": 0.1}, softplus, (0, 0, INFINITY, 1), (False, False)),
    ("softsign", {}, lambda z: (z / (1 + abs(z)), (1 + abs(z)) ** -2), (-1, 0, 1, 0), (True, False)),
    ("hard-swish", {}, hard_swish, (0, 0, INFINITY, 1), (True, False)),
    ("sigmoid", {}, lambda z: (gate(z), gate(z) * gate(-z)), (0, 0, 1, 0), (False, False)),
]


def case(name, parameters, function, limits, negative, points):
    held = [one if isinstance(one, str) else single(one) for one in parameters.values()]
    values, slopes = [], []
    for point in points:
        value = slope = NAN
        if point != NAN:
            below = point[0] in "89abcdef"
            if point in ("7f800000", "ff800000"):
                exact = [mpf(limit) for limit in (limits[:2] if below else limits[2:])]
            else:
                exact = function(number(point), *held)
            value, slope = (bits(one, "80000000" if below and minus and (number(point) != 0 or which == 0) else "00000000")
                            for which, (one, minus) in enumerate(zip(exact, negative)))
        values.append(value)
        slopes.append(slope)
    return {"activation": name, "parameters": parameters, "value": values, "slope": slopes}


def main():
    positive = [bits(mpf(magnitude)) for magnitude in MAGNITUDES]
    negative = [bits(-mpf(magnitude)) for magnitude in MAGNITUDES]
    points = ["00000000", "80000000", *positive, *negative, "7f800000", "ff800000", NAN]
    cases = [case(*entry, points) for entry in CASES]
    versions = {"mpmath": mpmath.__version__, "python": platform.python_version()}
    lines = ",\n    ".join(json.dumps(entry) for entry in cases)
    text = f"""{{
  "script": "tests/reference/activations.py",
  "versions": {json.dumps(versions)},
  "points": {json.dumps(points)},
  "cases": [
    {lines}
  ]
}}
"""
    json.loads(text)
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
