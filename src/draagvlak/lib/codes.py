"""Codes that people copy by hand: 125 bits as five blocks of five signs.

Alphabet: Crockford's base32 (no I, L, O, U), so that a mistaken O or l can be read as what was
meant. Source: Douglas Crockford, "Base 32", 2002.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BLOCKS = 5
SIGNS = 5
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


class CodeError(ValueError):
    """A code cannot be read. `block` counts from 1; 0 when the length is wrong."""

    def __init__(self, block: int) -> None:
        super().__init__(block)
        self.block = block


def new_code() -> str:
    """A random code of 125 bits, such as `7QK2M-0XN4T-…`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(BLOCKS * SIGNS))
    return "-".join(signs[at : at + SIGNS] for at in range(0, len(signs), SIGNS))


def read_code(text: str) -> str:
    """The code as it was given out, from what somebody typed.

    Case, spaces and dashes do not matter; O reads as 0, I and L as 1. Raises `CodeError` with the
    first block that holds another sign, or 0 when there are too few or too many signs.
    """
    signs = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_MEANT)
    for at, sign in enumerate(signs[: BLOCKS * SIGNS]):
        if sign not in ALPHABET:
            raise CodeError(at // SIGNS + 1)
    if len(signs) != BLOCKS * SIGNS:
        raise CodeError(0)
    return "-".join(signs[at : at + SIGNS] for at in range(0, len(signs), SIGNS))
