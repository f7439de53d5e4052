"""What a number may tell: small counts stay unsaid, and nobody finds them by subtraction.

Two ways, for two readers. A *floor* says "at least 10" of how many people of a group were heard:
in steps, and only while enough others remain that nobody in particular must be among them. *Told*
numbers are sums of parts that each may be known; what is left out is too large to point at anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

THRESHOLD = 5


def floor_to_tell(part: int, whole: int, step: int = THRESHOLD) -> int:
    """The lower bound that may be told of a part of a group; 0 when nothing may.

    It goes in steps, so that two groups that overlap cannot be subtracted exactly, and it leaves at
    least `step` people out, so that "all of them" is never told of anybody.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole}")
    told = part - part % step
    while told > 0 and whole - told < step:
        told -= step
    return max(told, 0)


@dataclass(frozen=True)
class Told:
    """What may be said of one cell: `sum` of what is known, `more` when something is left out."""

    sum: int
    more: bool

    @property
    def few(self) -> bool:
        """Whether there is something, and no number for it."""
        return self.more and self.sum == 0


def told_sum(parts: Iterable[int | None], threshold: int = THRESHOLD) -> Told:
    """Add up parts that may each be told; None, or one below the threshold, is only "a few"."""
    known, more = 0, False
    for part in parts:
        if part is None or 0 < part < threshold:
            more = True
        else:
            known += part
    return Told(known, more)
