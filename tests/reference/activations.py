#!/usr/bin/env python3
"""Values and slopes of the activations at chosen float32 points, by mpmath; tests/core reads activations.json.

Remake:  apt-get install python3-mpmath && /usr/bin/python3 tests/reference/activations.py

Every point and result is the bit pattern of a float32, in hex, the sign bit first. A result is computed with 120
bits and rounded once, to nearest, ties to even, subnormals kept. A parameter is first rounded to float32, as the
core holds it. Zero keeps its sign through leaky ReLU and tanh, and is +0 after ReLU. NaN stands as 7fc00000.
"""
import json
import pathlib
import platform
import struct

import mpmath

mpmath.mp.prec = 120

MAGNITUDES = [
    2.0**-149, 2.0**-126 - 2.0**-149, 2.0**-126, 1e-30, 1e-8, 2.0**-12, 1e-3, 0.01, 0.1, 0.25, 0.3, 0.5,
    0.55, 0.625, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 9.0, 9.01, 9.02, 10.0, 20.0, 88.0, 104.0, 1e4, 1e20,
    (2.0 - 2.0**-23) * 2.0**127,
]
NAN, INFINITY = "7fc00000", "7f800000"


def bits(value, zero="00000000"):
    """The bit pattern of the float32 nearest to an mpf, which has no signed zero: `zero` is what 0 becomes."""
    if mpmath.isinf(value):
        return INFINITY if value > 0 else "ff800000"
    if value == 0:
        return zero
    exponent = max(int(mpmath.floor(mpmath.log(abs(value), 2))), -126)
    quantum = mpmath.ldexp(1, exponent - 23)
    rounded = float(mpmath.nint(value / quantum) * quantum)
    return struct.pack(">f", rounded).hex() if rounded != 0 else zero


def number(pattern):
    return mpmath.mpf(struct.unpack(">f", bytes.fromhex(pattern))[0])


def relu(z):
    return (z, mpmath.mpf(1)) if z > 0 else (mpmath.mpf(0), mpmath.mpf(0))


def leaky_relu(z, slope):
    return (z, mpmath.mpf(1)) if z > 0 else (slope * z, slope)


def tanh(z):
    return (mpmath.sign(z), mpmath.mpf(0)) if mpmath.isinf(z) else (mpmath.tanh(z), mpmath.sech(z) ** 2)


CASES = [("relu", {}, relu), ("leaky-relu", {"slope": 0.01}, leaky_relu),
         ("leaky-relu", {"slope": 0.0001}, leaky_relu), ("tanh", {}, tanh)]


def case(name, parameters, function, points):
    as_floats = [number(bits(mpmath.mpf(parameter))) for parameter in parameters.values()]
    values, slopes = [], []
    for point in points:
        value = slope = NAN
        if point != NAN:
            below = point[0] in "89abcdef"
            z, dz = function(number(point), *as_floats)
            value = bits(z, zero="80000000" if below and name != "relu" else "00000000")
            slope = bits(dz)
        values.append(value)
        slopes.append(slope)
    return {"activation": name, "parameters": parameters, "value": values, "slope": slopes}


def main():
    positive = [bits(mpmath.mpf(magnitude)) for magnitude in MAGNITUDES]
    negative = [bits(-mpmath.mpf(magnitude)) for magnitude in MAGNITUDES]
    points = ["00000000", "80000000", *positive, *negative, INFINITY, "ff800000", NAN]
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
