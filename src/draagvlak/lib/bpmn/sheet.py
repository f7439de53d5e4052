"""The measures of one scope of a layout: where columns, rows and lines lie."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn.model import Bounds, Diagram, Point
from draagvlak.lib.bpmn.routing import Grid, Path, slotted

if TYPE_CHECKING:
    from collections.abc import Mapping

STRIP = 30.0
_SLOT = 9.0
_CHANNEL = 34.0
_CORRIDOR = 12.0
_POOL_GAP = 40.0
_EMPTY_ROW = 60.0


@dataclass(slots=True)
class Cell:
    """One thing with its size; `room` is what it takes with its label, around its middle."""

    id: str
    band: int
    width: float
    height: float
    room: tuple[float, float]
    inner: Diagram | None = None
    hosted: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Band:
    """A lane, or what stands in no lane of its pool."""

    pool: str
    lane: str
    depth: int
    room: float = 0.0
    """What its longest word needs, upright."""
    rows: list[int] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0

    def stack(self) -> list[int]:
        """Its rows and corridors from above."""
        return list(range(self.rows[0] - 1, self.rows[-1] + 2))


@dataclass(slots=True)
class Sheet:
    """The grid of one scope; `framed` when there is a pool to draw around it."""

    bands: list[Band]
    cells: dict[str, Cell]
    framed: bool = False
    column: dict[str, int] = field(default_factory=dict)
    row: dict[str, int] = field(default_factory=dict)
    channel_at: dict[int, float] = field(default_factory=dict)
    column_at: dict[int, tuple[float, float]] = field(default_factory=dict)
    stack_at: dict[int, tuple[float, float]] = field(default_factory=dict)
    right: float = 0.0
    bounds: dict[str, Bounds] = field(default_factory=dict)

    def rows(self) -> list[int]:
        """The positions of all rows, rising."""
        return [row for band in self.bands for row in band.rows]

    def measure(self, grid: Grid, words: Mapping[int, float]) -> None:
        """Give every column, channel, row and corridor its place."""
        wide: dict[int, float] = defaultdict(float)
        high: dict[int, float] = defaultdict(lambda: _EMPTY_ROW)
        for key, cell in self.cells.items():
            wide[self.column[key]] = max(wide[self.column[key]], cell.room[0])
            high[self.row[key]] = max(high[self.row[key]], cell.room[1])
        for band in self.bands:
            have = sum(high[row] for row in band.rows)
            high[band.rows[0]] += max(0.0, band.room - have)
        depth = max((band.depth for band in self.bands), default=0)
        x = STRIP * (depth + 1 if self.framed else depth)
        for column in range(max(wide, default=0) + 2):
            slots = slotted(grid.channels[2 * column])
            self.channel_at[2 * column] = x + _CHANNEL / 2
            x += _CHANNEL + slots * _SLOT + words.get(2 * column, 0.0)
            self.column_at[column] = (x, wide[column])
            x += wide[column]
        self.right = x
        y = 0.0
        pool = None
        for band in self.bands:
            if pool not in (None, band.pool):
                y += _POOL_GAP
            pool = band.pool
            band.top = y
            for at in band.stack():
                slots = slotted(grid.corridors[at])
                height = high[at] if at in band.rows else _CORRIDOR + slots * _SLOT
                self.stack_at[at] = (y, height)
                y += height
            band.bottom = y

    def _in_channel(self, channel: int, slot: int) -> float:
        return self.channel_at[channel] + slot * _SLOT

    def points(self, source: str, target: str, path: Path, *, down: bool) -> list[Point]:
        """The corners of a line."""
        one, other = self.bounds.get(source), self.bounds.get(target)
        if one is None or other is None:
            return self._pool_points(source, target, path)
        if path.upright:
            x = one.middle.x
            if one.y < other.y:
                return [Point(x, one.bottom), Point(x, other.y)]
            return [Point(x, one.y), Point(x, other.bottom)]
        start = Point(one.middle.x, one.bottom) if down else Point(one.right, one.middle.y)
        end = Point(other.x, other.middle.y)
        points = [start]
        if path.leaving:
            x = self._in_channel(path.leaving[0], path.leaving[1].slot)
            points.append(Point(x, points[-1].y))
            if not path.along:
                points.append(Point(x, end.y))
        if path.along:
            top, _ = self.stack_at[path.along[0]]
            y = top + _CORRIDOR / 2 + path.along[1].slot * _SLOT + _SLOT / 2
            points.append(Point(points[-1].x, y))
        if path.coming:
            x = self._in_channel(path.coming[0], path.coming[1].slot)
            points += [Point(x, points[-1].y), Point(x, end.y)]
        return [*points, end]

    def _pool_points(self, source: str, target: str, path: Path) -> list[Point]:
        """A line that ends on the border of a pool, on the side where it comes from."""
        channel, asked = path.leaving or (0, None)
        x = self._in_channel(channel, asked.slot if asked else 0)
        sides = [self._span(end) for end in (source, target)]
        above = sides[0][0] <= sides[1][0]
        points = []
        for place, end in enumerate((source, target)):
            bounds = self.bounds.get(end)
            if bounds is None:
                top, bottom = sides[place]
                points.append(Point(x, bottom if above == (place == 0) else top))
            elif place == 0:
                points += [Point(bounds.right, bounds.middle.y), Point(x, bounds.middle.y)]
            else:
                points += [Point(x, bounds.middle.y), Point(bounds.x, bounds.middle.y)]
        return points

    def _span(self, end: str) -> tuple[float, float]:
        bounds = self.bounds.get(end)
        if bounds:
            return bounds.y, bounds.bottom
        bands = [band for band in self.bands if band.pool == end]
        return bands[0].top, bands[-1].bottom
