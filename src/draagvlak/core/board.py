"""A board: things by state, side by side; each card with the ways that it can go.

Shown by `core/board_columns.html`, moved by `core/dist/board.js`, and by its buttons without it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

CARDS = 12
"""Most cards of one column; the rest stands in the list."""


@dataclass(frozen=True)
class Way:
    """A column that a card can go to, and what one does for that."""

    target: str
    label: str


@dataclass(frozen=True)
class Card:
    """One thing on the board."""

    id: UUID
    title: str
    url: str
    note: str
    move_url: str
    late: str = ""
    kind: str = ""
    ways: Sequence[Way] = field(default=())


@dataclass(frozen=True)
class Column:
    """One state: how many, the first cards, and the address of all of them."""

    state: str
    label: str
    dot: str
    count: int
    cards: Sequence[Card]
    href: str

    @property
    def more(self) -> int:
        """How many stand in the list only."""
        return self.count - len(self.cards)
