#!/usr/bin/env python3
"""Loss, gradients and 20 steps of SGD of one small network by PyTorch; tests/core reads gradients.json.

Remake:  apt-get install python3-torch && /usr/bin/python3 tests/reference/gradients.py

All is done in float64 from parameters, inputs and targets that float32 holds exactly, so that what is left
between these values and the core's is the core's own rounding. The rate 0.1 and the slope 0.01 are the doubles
nearest to them; the core's floats differ from those by less than 4 parts in 10^8.

Layout of `parameters`, `gradients` and `after20`: layer by layer W [units x inputs, row-major], then b.
Under ReLU the third unit of the first layer is dead on these samples: its gradients are exactly 0 and its
parameters in `after20` are those it began with.
"""
import json
import pathlib
import platform

import torch

NETWORK = [2, 3, 2, 1]
PARAMETERS = [
    0.75, -0.5, -0.625, 0.875, -0.25, -0.375,  # W of layer 0
    0.125, 0.0625, -1.25,                      # b
    0.5, 0.8125, 0.4375, -0.6875, 0.5625, -0.3125,  # W of layer 1
    0.1875, -0.03125,                          # b
    1.125, -0.9375,                            # W of the output
    0.25,                                      # b
]
INPUTS = [
    [0.5, 0.25], [-0.75, 1.0], [1.0, -0.625], [-0.375, -0.875],
    [0.9375, 0.6875], [-1.0, 0.125], [0.3125, -1.0], [-0.1875, 0.5625],
]
TARGETS = [1, 0, 0, 1, 1, 0, 0, 1]
RATE = 0.1
STEPS = 20

ACTIVATIONS = {
    "relu": torch.relu,
    "leaky-relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "tanh": torch.tanh,
}
LOSSES = {
    "mse": torch.nn.functional.mse_loss,
    "binary-cross-entropy": torch.nn.functional.binary_cross_entropy_with_logits,
}


def tensors():
    """The parameters as W, b, W, b, ... that PyTorch can differentiate by."""
    flat, at, out = torch.tensor(PARAMETERS, dtype=torch.float64), 0, []
    for inputs, units in zip(NETWORK, NETWORK[1:]):
        for shape in ((units, inputs), (units,)):
            count = torch.Size(shape).numel()
            out.append(flat[at:at + count].reshape(shape).clone().requires_grad_())
            at += count
    assert at == len(PARAMETERS)
    return out


def loss_of(parameters, activation, loss):
    """The mean loss over all samples; also the smallest |sum|, to show that no bend is near a rounding error."""
    h, nearest = torch.tensor(INPUTS, dtype=torch.float64), float("inf")
    for weights, bias in zip(parameters[0:-2:2], parameters[1:-2:2]):
        z = h @ weights.T + bias
        nearest = min(nearest, z.abs().min().item())
        h = activation(z)
    outputs = (h @ parameters[-2].T + parameters[-1]).squeeze(1)
    return loss(outputs, torch.tensor(TARGETS, dtype=torch.float64)), nearest


def flat(parts):
    return [value for part in parts for value in part.detach().flatten().tolist()]


def case(activation, loss):
    parameters = tensors()
    value, nearest = loss_of(parameters, ACTIVATIONS[activation], LOSSES[loss])
    gradients = torch.autograd.grad(value, parameters)
    for _ in range(STEPS):
        now, distance = loss_of(parameters, ACTIVATIONS[activation], LOSSES[loss])
        nearest = min(nearest, distance)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, torch.autograd.grad(now, parameters)):
                parameter -= RATE * gradient
    assert activation == "tanh" or nearest > 1e-4, f"{activation}: a sum comes within {nearest} of the bend"
    return {
        "activation": activation,
        "loss": loss,
        "value": value.item(),
        "gradients": flat(gradients),
        "after20": flat(parameters),
    }


def rows(values):
    """One JSON array a line."""
    return "[\n    " + ",\n    ".join(json.dumps(value) for value in values) + "\n  ]"


def main():
    cases = [case(activation, loss) for activation in ACTIVATIONS for loss in LOSSES]
    versions = {"torch": torch.__version__, "python": platform.python_version()}
    text = f"""{{
  "script": "tests/reference/gradients.py",
  "versions": {json.dumps(versions)},
  "network": {json.dumps(NETWORK)},
  "learningRate": {RATE},
  "steps": {STEPS},
  "parameters": {json.dumps(PARAMETERS)},
  "inputs": {rows(INPUTS)},
  "targets": {json.dumps(TARGETS)},
  "cases": {rows(cases)}
}}
"""
    json.loads(text)
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


if __name__ == "__main__":
    main()
