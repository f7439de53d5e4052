"""Keys of rows."""

from __future__ import annotations

import os
import time
from uuid import UUID, uuid4

__all__ = ["uuid4", "uuid7"]

_RANDOM_BITS = 74


def uuid7() -> UUID:
    """A time-ordered key (RFC 9562, version 7): 48 bits of Unix milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (high << 64) | (0b10 << 62) | low)
