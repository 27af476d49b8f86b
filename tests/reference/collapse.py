#!/usr/bin/env python3
"""How often deep narrow networks end as a constant: a second opinion on tests/experiments/collapse.mjs, in numpy.

Run:  apt-get install python3-numpy && /usr/bin/python3 tests/reference/collapse.py [runs] [epochs]

Nine hidden layers of two ReLU units, one input uniform in [-sqrt(3), sqrt(3)], 3000 points, mean squared error, Adam at
0.001, batches of 64, an epoch a pass over all points; a run has collapsed when its outputs over all points lie within
1e-6. All runs train side by side in float64: leading axis of every array. With 200 epochs and 200 runs about a minute a
line.
"""
import sys

import numpy as np

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
EPOCHS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
POINTS, BATCH, RATE = 3000, 64, 1e-3
WIDTHS = [1] + [2] * 9 + [1]

TARGETS = {
    "abs": np.abs,
    "x-sin-5x": lambda x: x * np.sin(5 * x),
    "step-sin-5x": lambda x: (x > 0) + 0.2 * np.sin(5 * x),
}


def he(random):
    return [
        np.concatenate(
            [random.normal(0, np.sqrt(2 / fan), (RUNS, units, fan)), np.zeros((RUNS, units, 1))], axis=2
        )
        for fan, units in zip(WIDTHS, WIDTHS[1:])
    ]


def asymmetric(random):
    """Lu et al. 2020: w and b normal, then one entry of each unit drawn from Beta(2, 1). The output layer likewise."""
    layers = []
    for fan, units in zip(WIDTHS, WIDTHS[1:]):
        entries = random.normal(0, 0.6007 / np.sqrt(fan), (RUNS, units, fan + 1))
        place = random.integers(fan + 1, size=(RUNS, units, 1))
        np.put_along_axis(entries, place, np.sqrt(random.random((RUNS, units, 1))), axis=2)
        layers.append(entries)
    return layers


def forward(layers, x):
    """Values of every layer with a row of ones below, [runs, units + 1, points]."""
    ones = np.ones((RUNS, 1, x.shape[-1]))
    values = [np.concatenate([np.broadcast_to(x, (RUNS, 1, x.shape[-1])), ones], axis=1)]
    for layer in layers[:-1]:
        values.append(np.concatenate([np.maximum(layer @ values[-1], 0), ones], axis=1))
    return values, layers[-1] @ values[-1]


def gradients(layers, x, y):
    values, out = forward(layers, x)
    delta, found = 2 * (out - y) / x.shape[-1], []
    for layer, h in zip(layers[::-1], values[::-1]):
        found.append(delta @ h.transpose(0, 2, 1))
        delta = (layer[:, :, :-1].transpose(0, 2, 1) @ delta) * (h[:, :-1] > 0)
    return found[::-1]


def train(layers, x, y, random):
    first, second = [np.zeros_like(w) for w in layers], [np.zeros_like(w) for w in layers]
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(POINTS)
        for start in range(0, POINTS, BATCH):
            rows = order[start : start + BATCH]
            step += 1
            for w, g, m, v in zip(layers, gradients(layers, x[rows], y[rows]), first, second):
                m += 0.1 * (g - m)
                v += 0.001 * (g * g - v)
                w -= RATE / (1 - 0.9**step) * m / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)


def collapsed(layers, x):
    _, out = forward(layers, x)
    return np.ptp(out, axis=2)[:, 0] < 1e-6


def main():
    for name, target in TARGETS.items():
        for initial in (he, asymmetric):
            random = np.random.default_rng(1)
            x = random.uniform(-np.sqrt(3), np.sqrt(3), POINTS)
            layers = initial(random)
            born = collapsed(layers, x).mean()
            train(layers, x, target(x), random)
            end = collapsed(layers, x).mean()
            error = np.sqrt(end * (1 - end) / RUNS)
            print(f"{name}, {initial.__name__}: born {100 * born:.1f} %, at the end {100 * end:.1f} ± {100 * error:.1f} %", flush=True)


if __name__ == "__main__":
    main()
