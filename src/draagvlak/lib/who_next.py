"""Whom to hear next: part of an organisation by part, each proposal with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import ceil, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONG_AGO = 120
"""After so many days without a talk people may think that nobody listens any more."""


class Reason(Enum):
    """Why a part comes next, the most pressing first."""

    NOBODY = 1
    FEW = 2
    AFTER_CHOICE = 3
    LONG_AGO = 4


@dataclass(frozen=True)
class Part:
    """A group, unit or layer: how many people, how many heard, of those before the choice."""

    kind: str
    key: str
    name: str
    people: int
    heard: int
    early: int = 0
    days_since: int | None = None


@dataclass(frozen=True)
class Proposal:
    """Hear some people of this part; so many more would do for now."""

    part: Part
    reason: Reason
    wanted: int


def enough(people: int) -> int:
    """How many voices tell the tale of so many people: the square root, rounded up."""
    return ceil(sqrt(people))


def reason_for(part: Part, *, chosen: bool) -> Reason | None:
    """Why a part should be heard next; None when it need not. `chosen`: the choice was made."""
    if part.people == 0:
        return None
    if part.heard == 0:
        return Reason.NOBODY
    if part.heard < enough(part.people):
        return Reason.FEW
    if chosen and part.early == 0:
        return Reason.AFTER_CHOICE
    if part.days_since is not None and part.days_since > LONG_AGO:
        return Reason.LONG_AGO
    return None


def who_next(parts: Iterable[Part], *, chosen: bool, limit: int = 5) -> list[Proposal]:
    """The parts to hear next: first where nobody was heard, and there the largest first.

    Two parts with the same name and as many people (a group that is a unit) are proposed once.
    """
    found = []
    for part in parts:
        reason = reason_for(part, chosen=chosen)
        if reason is not None:
            found.append(Proposal(part, reason, max(1, enough(part.people) - part.heard)))
    found.sort(key=lambda one: (one.reason.value, -one.part.people, one.part.kind, one.part.name))
    once: dict[tuple[str, int], Proposal] = {}
    for one in found:
        once.setdefault((one.part.name.casefold(), one.part.people), one)
    return list(once.values())[:limit]
