"""How taking along and bringing in ended, for the job that called. 1 is what nobody expected."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """0 is done."""

    DONE = 0
    WRONG_CALL = 2
    REFUSED = 3
    WRONG_WORDS = 4
    TOO_NEW = 5
    ALREADY_HERE = 6
