#!/usr/bin/env python3
"""Feeds PyTorch's values and slopes over every 257th float to the target `accuracy`, which judges them.

Run:  apt-get install python3-torch && tools/accuracy, which calls it with the judge's path and what is to be measured:
      all, or the functions named

The order of the floats is sweep.h's: ascending, in blocks of 4096, of each first the values, then the slopes.
"""
import subprocess
import sys

import numpy
import torch
import torch.nn.functional as F

EVERY, BLOCK = 257, 4096

CASES = {
    "ReLU": F.relu,
    "ReLU6": F.relu6,
    "leaky ReLU": F.leaky_relu,
    "PReLU": torch.nn.PReLU(),
    "RReLU": F.rrelu,
    "hard-swish": F.hardswish,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softsign": F.softsign,
    "ELU": F.elu,
    "ELU 0.3": lambda z: F.elu(z, 0.3),
    "CELU": F.celu,
    "CELU 0.3": lambda z: F.celu(z, 0.3),
    "SELU": F.selu,
    "softplus": F.softplus,
    "softplus 3": lambda z: F.softplus(z, beta=3),
    "GELU erf": F.gelu,
    "GELU tanh": lambda z: F.gelu(z, approximate="tanh"),
    "SiLU": F.silu,
    "Mish": F.mish,
}


def floats():
    place = numpy.arange(0, 2**32, EVERY, dtype=numpy.uint64)
    bits = numpy.where(place < 2**31, 2**32 - 1 - place, place - 2**31).astype(numpy.uint32)
    return bits.view(numpy.float32)


def main():
    torch.set_num_threads(1)
    z = floats()
    for label in sys.argv[2:] or CASES:
        if label not in CASES:
            continue
        function = CASES[label]
        command = [sys.argv[1], "--every", str(EVERY), "--peer", f"PyTorch {torch.__version__}", label]
        judge = subprocess.Popen(command, stdin=subprocess.PIPE)  # its row goes to our output
        for start in range(0, len(z), BLOCK):
            block = torch.tensor(z[start:start + BLOCK], requires_grad=True)
            value = function(block)
            value.backward(torch.ones_like(value))
            judge.stdin.write(value.detach().numpy().tobytes() + block.grad.numpy().tobytes())
        judge.stdin.close()
        if judge.wait() != 0:
            sys.exit(1)


if __name__ == "__main__":
    main()
