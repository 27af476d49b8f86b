#!/usr/bin/env python3
"""Decimal numbers and the doubles nearest to them; tests/core/csv_test.cpp reads decimals.inc.

Remake:  /usr/bin/python3 tests/reference/decimals.py

Python reads a number with correct rounding. Here each of its readings is held against whole numbers first: no
double is nearer. The numbers are short and long ones, of all sizes below 1e30, and points half-way between two
doubles, as they are and one digit to either side.
"""
import pathlib
import random
import struct
from decimal import Context, Decimal
from fractions import Fraction

random.seed(20)
exactly = Context(prec=1200)


def bits_of(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def double_of(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def short():
    digits = "".join(random.choices("0123456789", k=random.randint(1, 19)))
    point = random.randint(0, len(digits))
    power = random.choice(["", f"e{random.randint(-330, 10)}", f"E+{random.randint(0, 10)}"])
    return random.choice(["", "-", "+"]) + digits[:point] + "." + digits[point:] + power


def halfway():
    bits = random.choice([random.randrange(2**53), random.randrange(bits_of(1e-5), bits_of(1e9))])
    middle = exactly.divide(exactly.add(Decimal(double_of(bits)), Decimal(double_of(bits + 1))), 2)
    text = format(exactly.plus(middle), "e")
    mantissa, power = text.split("e")
    mantissa = mantissa[:240]
    return [f"{mantissa}{last}e{power}" for last in ("", "1")] + [f"{mantissa[:-1]}{'0123456789'[int(mantissa[-1]) - 1]}e{power}"]


texts = ["0", "-0", "0.0e99", "1", "+1", "1.", ".5", "00012.500", "1e22", "1e23", "9007199254740993", "0.1", "1e-400"]
texts += ["4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308"]
texts += [short() for _ in range(150)]
texts += [repr(random.uniform(-10, 10)) for _ in range(50)]
texts += [text for _ in range(50) for text in halfway()]
texts = [text for text in texts if abs(float(text)) <= 1e30]

lines = ["// Made by tests/reference/decimals.py: texts and the bits of the doubles nearest to them."]
for text in texts:
    bits = bits_of(float(text))
    exact, size = abs(Fraction(text)), bits & (2**63 - 1)
    error = abs(Fraction(double_of(size)) - exact)
    for other in {max(size - 1, 0), size + 1}:
        distance = abs(Fraction(double_of(other)) - exact)
        assert error < distance or (error == distance and size % 2 == 0) or other == size, text
    lines.append(f'{{"{text}", 0x{bits:016x}}},')
pathlib.Path(__file__).with_suffix(".inc").write_text("\n".join(lines) + "\n")
print(f"decimals.inc: {len(texts)} numbers, each nearest")
