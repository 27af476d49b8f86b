#!/usr/bin/env python3
"""Draws of Philox4x32-10 by an implementation of its own; tests/core/numerics_test.cpp reads draws.inc.

Remake:  /usr/bin/python3 tests/reference/draws.py

First checks itself against the three vectors that the authors publish (Random123, tests/kat_vectors). Then
writes what a stream of seed 7, stream 4, a = 3, b = 5 gives: ten words, ten numbers below 10, a shuffle of 12.
Each of the three begins at the stream's first draw.
"""
import itertools
import pathlib

MASK = 2**32 - 1


def philox(counter, key):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        left, right = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (right >> 32) ^ c1 ^ k0, right & MASK, (left >> 32) ^ c3 ^ k1, left & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return [c0, c1, c2, c3]


def words(seed, stream, a, b):
    for block in itertools.count():
        yield from philox([block, a, b, 0], [seed, stream])


def below(n, draws):
    """The high word of draw * n; refused where the low word is one of the 2^32 mod n that would be too many."""
    while True:
        product = next(draws) * n
        if product & MASK >= 2**32 % n:
            return product >> 32


def shuffle(n, draws):
    order = list(range(n))
    for i in reversed(range(1, n)):
        j = below(i + 1, draws)
        order[i], order[j] = order[j], order[i]
    return order


published = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([MASK] * 4, [MASK] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]
for counter, key, expected in published:
    assert philox(counter, key) == expected

STREAM = (7, 4, 3, 5)
ten_words = list(itertools.islice(words(*STREAM), 10))
draws = words(*STREAM)
ten_bounded = [below(10, draws) for _ in range(10)]
order = shuffle(12, words(*STREAM))

lines = [
    "// Made by tests/reference/draws.py: seed 7, stream 4, a = 3, b = 5.",
    "const std::vector<std::uint32_t> ten_words{" + ", ".join(f"0x{w:08x}" for w in ten_words) + "};",
    "const std::vector<std::uint32_t> ten_below_ten{" + ", ".join(map(str, ten_bounded)) + "};",
    "const std::vector<std::uint32_t> order_of_twelve{" + ", ".join(map(str, order)) + "};",
]
pathlib.Path(__file__).with_suffix(".inc").write_text("\n".join(lines) + "\n")
print("draws.inc: the published vectors hold")
