"""The signs of a unit's path: four per level, base 36, in the order in which units came."""

from __future__ import annotations

SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
WIDTH = 4


def step(number: int) -> str:
    """The four signs of the n-th unit of a level: 1 → "0001", 36 → "0010"."""
    signs = ""
    rest = number
    for _ in range(WIDTH):
        rest, sign = divmod(rest, len(SIGNS))
        signs = SIGNS[sign] + signs
    return signs


def next_step(last: str) -> str:
    """The step after the last one of a level; the first one after "".

    1.6 million units per level fit; ValueError beyond.
    """
    number = int(last, len(SIGNS)) + 1 if last else 1
    if number >= len(SIGNS) ** WIDTH:
        raise ValueError("no more units fit here")
    return step(number)
