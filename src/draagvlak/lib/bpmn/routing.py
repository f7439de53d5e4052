"""Lines that run beside the nodes: along channels between columns, corridors between rows.

The grid has ordinals: column c is 2c + 1 with a channel at 2c before it and one at 2c + 2 behind
it; rows are likewise positions in a stack. A line only crosses a cell that is empty, so that it
never runs through a node. Lines in one channel or corridor get slots beside each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class End:
    """Where a line begins or ends: column and position of a row in the stack.

    `below` is for an event on the edge of a step: the line leaves downwards. `pool` is for the edge
    of a pool: the line ends on its border.
    """

    column: int
    row: int
    below: bool = False
    pool: bool = False


@dataclass(slots=True)
class Asked:
    """One stretch in a channel or corridor, from `low` to `high` on the other axis."""

    owner: str
    low: int
    high: int
    slot: int = 0


@dataclass(slots=True)
class Path:
    """How a line runs. Channels are columns of the grid, the corridor a position in the stack."""

    straight: bool = False
    upright: bool = False
    leaving: tuple[int, Asked] | None = None
    along: tuple[int, Asked] | None = None
    coming: tuple[int, Asked] | None = None


@dataclass(slots=True)
class Grid:
    """What is taken, and what is asked for."""

    taken: set[tuple[int, int]]
    """(column, row) that hold a node."""
    rows: list[int]
    """The positions of rows, rising."""
    lying: dict[tuple[int, int], str] = field(default_factory=dict)
    standing: dict[tuple[int, int], str] = field(default_factory=dict)
    channels: dict[int, list[Asked]] = field(default_factory=lambda: defaultdict(list))
    corridors: dict[int, list[Asked]] = field(default_factory=lambda: defaultdict(list))

    def path(self, owner: str, source: End, target: End) -> Path:
        """The way of one line; asks for the stretches it needs."""
        if source.pool or target.pool:
            return self._to_pool(owner, source, target)
        if source.below:
            return self._around(owner, source, target, source.row + 1)
        if self._upright(owner, source, target):
            return Path(upright=True)
        if source.column >= target.column:
            return self._around(owner, source, target, min(source.row, target.row) - 1)
        return self._onward(owner, source, target)

    def _onward(self, owner: str, source: End, target: End) -> Path:
        """To a later column: along an empty row when there is one."""
        between = range(source.column + 1, target.column)
        if self._free([(column, target.row) for column in between], owner):
            if source.row == target.row:
                return Path(straight=True)
            leave = 2 * source.column + 2
            return Path(leaving=(leave, self._channel(leave, owner, source.row, target.row)))
        if source.row != target.row and self._free([(at, source.row) for at in between], owner):
            come = 2 * target.column
            return Path(coming=(come, self._channel(come, owner, source.row, target.row)))
        beside = target.row - 1 if target.row >= source.row else target.row + 1
        return self._around(owner, source, target, beside)

    def _free(self, cells: list[tuple[int, int]], owner: str) -> bool:
        if any(cell in self.taken or self.lying.get(cell, owner) != owner for cell in cells):
            return False
        self.lying.update(dict.fromkeys(cells, owner))
        return True

    def _upright(self, owner: str, source: End, target: End) -> bool:
        """Straight up or down to a node in the same column, when nothing stands between."""
        if source.column != target.column or source.row == target.row:
            return False
        low, high = sorted((source.row, target.row))
        cells = [(source.column, row) for row in self.rows if low < row < high]
        if any(cell in self.taken for cell in cells):
            return False
        stretch = [(source.column, row) for row in range(low + 1, high)]
        if any(cell in self.standing for cell in stretch):
            return False
        self.standing.update(dict.fromkeys(stretch, owner))
        return True

    def _around(self, owner: str, source: End, target: End, corridor: int) -> Path:
        leave, come = 2 * source.column + 2, 2 * target.column
        begin = 2 * source.column + 1 if source.below else leave
        along = self._corridor(corridor, owner, begin, come)
        coming = (come, self._channel(come, owner, corridor, target.row))
        if source.below:
            return Path(along=(corridor, along), coming=coming)
        leaving = (leave, self._channel(leave, owner, source.row, corridor))
        return Path(leaving=leaving, along=(corridor, along), coming=coming)

    def _to_pool(self, owner: str, source: End, target: End) -> Path:
        """Between a node and the border of a pool, or between two borders."""
        inner = target if source.pool else source
        channel = 2 * inner.column + (0 if source.pool else 2)
        return Path(leaving=(channel, self._channel(channel, owner, source.row, target.row)))

    def _channel(self, channel: int, owner: str, one: int, other: int) -> Asked:
        asked = Asked(owner, min(one, other), max(one, other))
        self.channels[channel].append(asked)
        return asked

    def _corridor(self, corridor: int, owner: str, one: int, other: int) -> Asked:
        asked = Asked(owner, min(one, other), max(one, other))
        self.corridors[corridor].append(asked)
        return asked


def slotted(asked: list[Asked]) -> int:
    """Give stretches that meet different slots; the number of slots.

    Stretches of one owner share one. First fit by beginning, which is optimal for intervals.
    """
    whole: dict[str, Asked] = {}
    for one in asked:
        known = whole.setdefault(one.owner, Asked(one.owner, one.low, one.high))
        known.low, known.high = min(known.low, one.low), max(known.high, one.high)
    ends: list[int] = []
    for one in sorted(whole.values(), key=lambda each: (each.low, each.high, each.owner)):
        for slot, end in enumerate(ends):
            if end < one.low:
                one.slot = slot
                ends[slot] = one.high
                break
        else:
            one.slot = len(ends)
            ends.append(one.high)
    for one in asked:
        one.slot = whole[one.owner].slot
    return len(ends)
