#!/usr/bin/env python3
"""Values and slopes of the activations by PyTorch, over a grid; tests/core reads activations_torch.json.

Remake:  apt-get install python3-torch && /usr/bin/python3 tests/reference/activations_torch.py

The grid is from -12 to 12 in steps of 1/8, all of them floats. Slopes are by backward(); RReLU is as in evaluation.
PyTorch's own errors are kept as they are: its GELU is 1 + erf, good to 1e-7 of its input rather than to a part of
its value, so the test allows for that. Hard-swish is asked for one number at a time: its slope at 3 is 3/2 then,
as in its own definition, and 1 where PyTorch works on whole vectors.
"""
import json
import pathlib
import platform

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

CASES = [
    ("relu", {}, F.relu),
    ("relu6", {}, F.relu6),
    ("leaky-relu", {}, F.leaky_relu),
    ("leaky-relu", {"slope": 0.0001}, lambda z: F.leaky_relu(z, 0.0001)),
    ("prelu", {}, torch.nn.PReLU()),
    ("rrelu", {}, F.rrelu),
    ("elu", {}, F.elu),
    ("elu", {"alpha": 1.7}, lambda z: F.elu(z, 1.7)),
    ("celu", {}, F.celu),
    ("celu", {"alpha": 0.3}, lambda z: F.celu(z, 0.3)),
    ("selu", {}, F.selu),
    ("gelu", {}, F.gelu),
    ("gelu", {"form": "tanh"}, lambda z: F.gelu(z, approximate="tanh")),
    ("silu", {}, F.silu),
    ("mish", {}, F.mish),
    ("softplus", {}, F.softplus),
    ("softplus", {"beta": 3}, lambda z: F.softplus(z, beta=3)),
    ("softsign", {}, F.softsign),
    ("hard-swish", {}, lambda z: torch.stack([F.hardswish(one) for one in z])),
    ("sigmoid", {}, torch.sigmoid),
    ("tanh", {}, torch.tanh),
]


def case(name, parameters, function, points):
    z = torch.tensor(points, dtype=torch.float32, requires_grad=True)
    value = function(z)
    value.backward(torch.ones_like(value))
    return {"activation": name, "parameters": parameters, "value": value.tolist(), "slope": z.grad.tolist()}


def main():
    points = [i / 8 for i in range(-96, 97)]
    versions = {"torch": torch.__version__, "python": platform.python_version()}
    lines = ",\n    ".join(json.dumps(case(*entry, points)) for entry in CASES)
    text = f"""{{
  "script": "tests/reference/activations_torch.py",
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
