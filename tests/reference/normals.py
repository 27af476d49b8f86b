#!/usr/bin/env python3
"""Quantiles of the standard normal at (k + 1/2) / 2^32, by mpmath; tests/core/numerics_test.cpp reads normals.inc.

Remake:  apt-get install python3-mpmath && /usr/bin/python3 tests/reference/normals.py

Only the lower half is listed: the upper half is its negative. Points: the smallest draws, powers of 2, both
sides of the place where the approximation changes (p = 0.02425), the middle, and an even spread.
"""
import pathlib

from mpmath import erfinv, mp, mpf, sqrt

mp.dps = 60


def quantile(k):
    p = (mpf(k) + mpf(1) / 2) / 2**32
    return float(sqrt(2) * erfinv(2 * p - 1))


change = int(0.02425 * 2**32)
points = {0, 1, 2, 3, 2**31 - 1, 2**31 - 2}
points |= {2**e + d for e in range(2, 31) for d in (-1, 0)}
points |= {change + d for d in range(-2, 4)}
points |= {(2 * i + 1) * 2**31 // 400 for i in range(200)}

lines = ["// Made by tests/reference/normals.py: k, the normal's quantile at (k + 1/2) / 2^32."]
lines += [f"{{{k}u, {quantile(k)!r}}}," for k in sorted(points)]
pathlib.Path(__file__).with_suffix(".inc").write_text("\n".join(lines) + "\n")
print(f"normals.inc: {len(points)} values")
