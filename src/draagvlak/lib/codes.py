"""Codes that people copy by hand: 125 bits as five blocks of five signs.

Alphabet: Crockford's base32 (no I, L, O, U), so that a mistaken O or l can be read as what was
meant; the optional check sign is the number modulo 37. Source: Douglas Crockford, "Base 32", 2002.
"""

from __future__ import annotations

import re
import secrets
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET + "*~$=U"
BLOCKS = 5
SIGNS = 5
_BITS = 5
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_VALUE = {sign: value for value, sign in enumerate(CHECK_ALPHABET)}
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—−_.,/:]+")


class CodeReason(StrEnum):
    """What is wrong with a code."""

    SIGN = "sign"
    LENGTH = "length"
    CHECK = "check"


class CodeError(ValueError):
    """A code cannot be read.

    `block` (from 1) holds a sign that no code has; 0 when something else is wrong. `suspect` is the
    first block with too few or too many signs, as far as the blocks were typed apart; else 0.
    """

    def __init__(
        self, block: int, reason: CodeReason = CodeReason.SIGN, *, suspect: int = 0
    ) -> None:
        """Keep where and why."""
        super().__init__(block, reason.value)
        self.block = block
        self.reason = reason if block == 0 else CodeReason.SIGN
        self.suspect = suspect


def new_code() -> str:
    """A random code of 125 bits, such as `7QK2M-0XN4T-…`."""
    return encode(secrets.randbits(BLOCKS * SIGNS * _BITS))


def read_code(text: str) -> str:
    """The code as it was given out, from what somebody typed.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1. Raises `CodeError` with the
    first block that holds another sign, or block 0 when there are too few or too many signs.
    """
    return _grouped(_signs(text, BLOCKS * SIGNS))


def encode(number: int, signs: int = BLOCKS * SIGNS, *, check: bool = False) -> str:
    """A number as so many signs in blocks of five, with leading zeros; then the check sign.

    Raises ValueError for a number that is negative or too large.
    """
    if not 0 <= number < 1 << (_BITS * signs):
        raise ValueError(f"{number} does not fit in {signs} signs")
    shifts = range(_BITS * (signs - 1), -1, -_BITS)
    written = "".join(ALPHABET[number >> shift & 31] for shift in shifts)
    return _grouped(written + (check_sign(number) if check else ""))


def decode(text: str, signs: int = BLOCKS * SIGNS, *, check: bool = False) -> int:
    """The number of a code of so many signs, read as forgivingly as `read_code`.

    With `check` one more sign stands at the end. Raises `CodeError`; its reason is "check" when the
    signs are possible but one of them is wrong or two have changed places.
    """
    found = _signs(text, signs, check=check)
    number = 0
    for sign in found[:signs]:
        number = number << _BITS | _VALUE[sign]
    if check and found[-1] != check_sign(number):
        raise CodeError(0, CodeReason.CHECK)
    return number


def check_sign(number: int) -> str:
    """The check sign of a number: one of 37, of which the last five only occur here."""
    return CHECK_ALPHABET[number % len(CHECK_ALPHABET)]


def _signs(text: str, signs: int, *, check: bool = False) -> str:
    """The signs of a typed code, as they were meant."""
    typed = [block for block in _SEPARATORS.split(text) if block]
    found = "".join(typed).upper().translate(_MEANT)
    for at, sign in enumerate(found[:signs]):
        if sign not in ALPHABET:
            raise CodeError(at // SIGNS + 1)
    if len(found) != signs + check:
        raise CodeError(0, CodeReason.LENGTH, suspect=_odd_block(typed, signs, check=check))
    if check and found[-1] not in CHECK_ALPHABET:
        raise CodeError(signs // SIGNS + 1)
    return found


def _odd_block(typed: list[str], signs: int, *, check: bool) -> int:
    """The first block of another length than was given out; 0 when blocks were not kept apart."""
    given = [len(block) for block in _grouped("0" * (signs + check)).split("-")]
    if len(typed) != len(given):
        return 0
    pairs = enumerate(zip(typed, given, strict=True), start=1)
    return next((place for place, (block, size) in pairs if len(block) != size), 0)


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + SIGNS] for at in range(0, len(signs), SIGNS))
