"""Receipts: 125 random bits as five blocks of five signs, each block with a check sign of its own.

So a mistyped block is known without looking anything up: what is said of it tells nothing of which
receipts exist. The check sign is a weighted sum in the field of 32 elements plus the number of the
block: it finds every wrong sign, two neighbours that changed places, and blocks that did. Letters
as in `lib.codes` (Crockford's base32); the field is GF(2)[x]/(x⁵+x²+1).
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from draagvlak.lib.codes import ALPHABET

BLOCKS: Final = 5
SIGNS: Final = 5
"""Signs of a block that carry bits; the check sign follows them."""
LONGEST: Final = 200
_FIELD: Final = 0b100101
_TOP: Final = 0b100000
_MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SEPARATORS: Final = re.compile(r"[\s\-‐‑‒–—−_.,/:]+")
_VALUE: Final = {sign: value for value, sign in enumerate(ALPHABET)}


class MistypedReceipt(ValueError):  # noqa: N818 it is what it is
    """What was typed is no receipt. `blocks` (from 1) are wrong; empty: too few or too many."""

    def __init__(self, *blocks: int) -> None:
        super().__init__(blocks)
        self.blocks = blocks


def new_receipt() -> str:
    """A random receipt, such as `7QK2M8-0XN4TW-…`: five blocks of six signs."""
    return written(secrets.randbits(BLOCKS * SIGNS * 5))


def written(number: int) -> str:
    """A number of 125 bits as a receipt. Raises ValueError for another number."""
    if not 0 <= number < 1 << (BLOCKS * SIGNS * 5):
        raise ValueError(f"{number} is no number of 125 bits")
    signs = "".join(ALPHABET[number >> (5 * at) & 31] for at in range(BLOCKS * SIGNS - 1, -1, -1))
    blocks = [signs[at : at + SIGNS] for at in range(0, len(signs), SIGNS)]
    return "-".join(block + _check(block, place) for place, block in enumerate(blocks, start=1))


def read_receipt(text: str) -> str:
    """The receipt as it was given out, from what somebody typed.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1, U as V. Raises
    `MistypedReceipt` with the blocks that are wrong.
    """
    typed = [part for part in _SEPARATORS.split(text[:LONGEST].upper().translate(_MEANT)) if part]
    if len(typed) != BLOCKS:
        whole = "".join(typed)
        if len(whole) != BLOCKS * (SIGNS + 1):
            raise MistypedReceipt
        typed = [whole[at : at + SIGNS + 1] for at in range(0, len(whole), SIGNS + 1)]
    wrong = [place for place, block in enumerate(typed, start=1) if not _fits(block, place)]
    if wrong:
        raise MistypedReceipt(*wrong)
    return "-".join(typed)


def _fits(block: str, place: int) -> bool:
    if len(block) != SIGNS + 1 or any(sign not in _VALUE for sign in block):
        return False
    return block[SIGNS] == _check(block[:SIGNS], place)


def _check(block: str, place: int) -> str:
    found, weight = place, 1
    for sign in block:
        weight = _times_x(weight)
        found ^= _product(weight, _VALUE[sign])
    return ALPHABET[found]


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _FIELD if value & _TOP else value


def _product(one: int, two: int) -> int:
    found = 0
    while two:
        if two & 1:
            found ^= one
        one, two = _times_x(one), two >> 1
    return found
