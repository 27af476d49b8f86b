"""Trains one small network with every optimiser and setting in PyTorch, in float64, for 25 full-batch steps.

Writes trajectories.json beside it: `python3 tests/reference/trajectories.py`. Needs PyTorch (Debian: python3-torch).
The network, its first parameters and its samples are those of gradients.json. Parameters are listed layer by layer:
weights row by row, bias, the activation's learnt slopes, batch norm's gamma and beta.
"""

import json
import math
from pathlib import Path

import torch

torch.set_default_dtype(torch.float64)
here = Path(__file__).parent
base = json.loads((here / "gradients.json").read_text())
widths = base["network"]
steps = 25

OPTIMIZERS = [
    ("sgd", {"learningRate": 0.1}),
    ("sgd", {"learningRate": 0.1, "momentum": 0.9}),
    ("sgd", {"learningRate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("sgd", {"learningRate": 0.1, "momentum": 0.5, "weightDecay": 0.1}),
    ("sgd", {"learningRate": 0.1, "weightDecay": 0.1, "decayBias": False}),
    ("rmsprop", {}),
    ("rmsprop", {"learningRate": 0.02, "alpha": 0.9, "epsilon": 1e-4, "weightDecay": 0.1}),
    ("adagrad", {}),
    ("adagrad", {"learningRate": 0.1, "weightDecay": 0.1}),
    ("adam", {"learningRate": 0.01}),
    ("adam", {"learningRate": 0.01, "betas": [0.8, 0.99], "epsilon": 1e-4, "weightDecay": 0.1}),
    ("adamw", {"learningRate": 0.01}),
    ("adamw", {"learningRate": 0.01, "weightDecay": 0.3, "decayBias": False}),
]
NAMES = {"learningRate": "lr", "alpha": "alpha", "epsilon": "eps", "betas": "betas", "momentum": "momentum"}


class Network(torch.nn.Module):
    def __init__(self, activation, per_unit, batch_norm):
        super().__init__()
        self.linear = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        hidden = widths[1:-1]
        make = {
            "relu": lambda n: torch.nn.ReLU(),
            "tanh": lambda n: torch.nn.Tanh(),
            "selu": lambda n: torch.nn.SELU(),
            "gelu": lambda n: torch.nn.GELU(),
            "prelu": lambda n: torch.nn.PReLU(n if per_unit else 1),
        }[activation]
        self.activation = torch.nn.ModuleList(make(n) for n in hidden)
        self.norm = torch.nn.ModuleList(torch.nn.BatchNorm1d(n) for n in hidden) if batch_norm else None
        at = 0
        with torch.no_grad():
            for layer in self.linear:
                for tensor in (layer.weight, layer.bias):
                    values = base["parameters"][at : at + tensor.numel()]
                    tensor.copy_(torch.tensor(values).reshape(tensor.shape))
                    at += tensor.numel()

    def forward(self, x):
        for i, layer in enumerate(self.linear[:-1]):
            z = layer(x)
            x = self.activation[i](self.norm[i](z) if self.norm else z)
        return self.linear[-1](x)

    def ordered(self):
        for i, layer in enumerate(self.linear):
            yield "weight", layer.weight
            yield "bias", layer.bias
            if i < len(self.activation):
                for slope in self.activation[i].parameters():
                    yield "slope", slope
                if self.norm:
                    yield "gamma", self.norm[i].weight
                    yield "beta", self.norm[i].bias

    def flat(self):
        return [float(x) for _, tensor in self.ordered() for x in tensor.detach().flatten()]


def optimizer_for(network, name, settings):
    decay = settings.get("weightDecay", 0.01 if name == "adamw" else 0)
    decays_bias = settings.get("decayBias", True)
    groups = [
        {
            "params": [tensor for kind, tensor in network.ordered() if kind in kinds],
            "weight_decay": strength,
        }
        for kinds, strength in (
            (("weight", "gamma", "beta"), decay),
            (("bias",), decay if decays_bias else 0),
            (("slope",), 0),
        )
    ]
    groups = [group for group in groups if group["params"]]
    options = {NAMES[key]: value for key, value in settings.items() if key in NAMES}
    if "nesterov" in settings:
        options["nesterov"] = settings["nesterov"]
    defaults = {"sgd": 0.1, "rmsprop": 0.01, "adagrad": 0.01, "adam": 0.001, "adamw": 0.001}
    options.setdefault("lr", defaults[name])
    kind = {"sgd": "SGD", "rmsprop": "RMSprop", "adagrad": "Adagrad", "adam": "Adam", "adamw": "AdamW"}[name]
    return getattr(torch.optim, kind)(groups, **options)


def run(name, settings, activation="tanh", per_unit=False, batch_norm=False, loss="mse", l1=0.0, l2=0.0, clip=0.0):
    network = Network(activation, per_unit, batch_norm)
    network.train()
    optimizer = optimizer_for(network, name, settings)
    inputs = torch.tensor(base["inputs"])
    targets = torch.tensor([float(t) for t in base["targets"]]).reshape(-1, 1)
    function = {
        "mse": torch.nn.MSELoss(),
        "mae": torch.nn.L1Loss(),
        "binary-cross-entropy": torch.nn.BCEWithLogitsLoss(),
    }[loss]
    norms = []
    for _ in range(steps):
        optimizer.zero_grad()
        total = function(network(inputs), targets)
        for layer in network.linear:
            total = total + l2 / 2 * (layer.weight**2).sum() + l1 * layer.weight.abs().sum()
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), clip if clip else math.inf)
        norms.append(float(norm))
        optimizer.step()
    case = {
        "optimizer": {"name": name, **settings},
        "activation": {"name": activation, **({"perUnit": per_unit} if activation == "prelu" else {})},
        "batchNorm": batch_norm,
        "loss": loss,
        "l1": l1,
        "l2": l2,
        "clipNorm": clip,
        "gradientNorm": norms[-1],
        "after": network.flat(),
    }
    if batch_norm:
        case["runningMean"] = [float(x) for norm in network.norm for x in norm.running_mean]
        case["runningVariance"] = [float(x) for norm in network.norm for x in norm.running_var]
    return case


cases = [run(name, settings) for name, settings in OPTIMIZERS]
cases += [run(name, {}, activation="relu", loss="binary-cross-entropy") for name in ("sgd", "adam")]
cases += [
    run("sgd", {}, activation=activation, per_unit=per_unit, loss=loss)
    for activation, per_unit, loss in (
        ("prelu", False, "mse"),
        ("prelu", True, "binary-cross-entropy"),
        ("selu", False, "mse"),
        ("gelu", False, "binary-cross-entropy"),
        ("tanh", False, "mae"),
    )
]
cases += [run("adam", {"learningRate": 0.01, "weightDecay": 0.1}, activation="prelu", per_unit=True)]
cases += [
    run("sgd", {}, activation=activation, batch_norm=True, loss=loss)
    for activation in ("tanh", "relu", "prelu")
    for loss in ("mse", "binary-cross-entropy")
]
cases += [run("sgd", {"momentum": 0.9, "weightDecay": 0.1}, batch_norm=True)]
cases += [run("sgd", {}, l1=0.01), run("sgd", {}, l2=0.1), run("adam", {}, l1=0.01, l2=0.1)]
cases += [run("sgd", {"learningRate": 0.5}, clip=0.1), run("sgd", {}, clip=0.1, l2=0.1, activation="relu")]

out = {
    "script": "tests/reference/trajectories.py",
    "versions": {"torch": torch.__version__},
    "steps": steps,
    "cases": cases,
}
(here / "trajectories.json").write_text(json.dumps(out, indent=1) + "\n")
