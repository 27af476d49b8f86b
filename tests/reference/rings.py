#!/usr/bin/env python3
"""How many neurons of the reference network are dead at the end: a second opinion on tests/experiments/reference.mjs.

Run:  apt-get install python3-numpy && /usr/bin/python3 tests/reference/rings.py [runs]

Two rings of 100 points each (radius U(0, 1/2) with target 1, U(0.7, 1) with target -1), three hidden ReLU layers of 16,
He normal, biases 0, mean squared error, SGD in batches of 20 without replacement, 600 steps. Dead: no point of the 200
gives a positive sum, without dropout. All runs train side by side in float64; shares are of the runs that stayed finite,
with standard errors over runs. About ten seconds a line.
"""
import sys

import numpy as np

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 400
POINTS, BATCH, STEPS = 200, 20, 600
WIDTHS = [2, 16, 16, 16, 1]


def rings(random):
    inner = np.arange(POINTS) % 2 == 1
    t = random.random((RUNS, POINTS))
    radius = np.where(inner, t / 2, 0.7 + 0.3 * t)
    angle = 2 * np.pi * random.random((RUNS, POINTS))
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return x, np.broadcast_to(np.where(inner, 1.0, -1.0), (RUNS, POINTS))


def forward(weights, biases, x, dropout=0.0, rescale=True, random=None):
    """Values below each layer, what dropout multiplied them by, and the outputs."""
    values, masks, sums = [x], [np.ones_like(x)], []
    for w, b in zip(weights[:-1], biases[:-1]):
        sums.append(w @ values[-1] + b)
        h = np.maximum(sums[-1], 0)
        mask = np.ones_like(h)
        if dropout > 0:
            mask = (random.random(h.shape) >= dropout) / ((1 - dropout) if rescale else 1)
        values.append(h * mask)
        masks.append(mask)
    return values, masks, sums, weights[-1] @ values[-1] + biases[-1]


def dead_at_end(rate=0.3, dropout=0.0, rescale=True, bias=0.0):
    random = np.random.default_rng(1)
    x, y = rings(random)
    weights = [random.normal(0, np.sqrt(2 / n), (RUNS, m, n)) for n, m in zip(WIDTHS, WIDTHS[1:])]
    biases = [np.full((RUNS, m, 1), bias) for m in WIDTHS[1:]]
    biases[-1][:] = 0
    for step in range(STEPS):
        if step % (POINTS // BATCH) == 0:
            order = np.argsort(random.random((RUNS, POINTS)), axis=1)
        rows = order[:, step % (POINTS // BATCH) * BATCH :][:, :BATCH]
        batch = np.take_along_axis(x, rows[:, None], axis=2)
        values, masks, _, out = forward(weights, biases, batch, dropout, rescale, random)
        delta = 2 * (out - np.take_along_axis(y, rows, axis=1)[:, None]) / BATCH
        for l in range(len(weights) - 1, -1, -1):
            below = weights[l].transpose(0, 2, 1) @ delta
            weights[l] -= rate * delta @ values[l].transpose(0, 2, 1)
            biases[l] -= rate * delta.sum(axis=2, keepdims=True)
            delta = below * masks[l] * (values[l] > 0)
    sums = forward(weights, biases, x)[2]
    finite = np.isfinite(np.concatenate([z.reshape(RUNS, -1) for z in sums], axis=1)).all(axis=1)
    dead = np.concatenate([(z <= 0).all(axis=2) for z in sums], axis=1).mean(axis=1)[finite]
    return 100 * dead.mean(), 100 * dead.std(ddof=1) / np.sqrt(len(dead)), RUNS - finite.sum()


def main():
    np.seterr(over="ignore", invalid="ignore")
    for name, setting in {
        "as it is": {},
        "dropout .2": {"dropout": 0.2},
        "dropout .2, what stays not scaled up": {"dropout": 0.2, "rescale": False},
        "dropout .5": {"dropout": 0.5},
        "dropout .5, what stays not scaled up": {"dropout": 0.5, "rescale": False},
        "first biases .1": {"bias": 0.1},
    }.items():
        mean, error, diverged = dead_at_end(**setting)
        print(f"{name}: dead {mean:.1f} ± {error:.1f} %, {diverged} of {RUNS} diverged", flush=True)


if __name__ == "__main__":
    main()
