"""Words beside dots in a picture, so that none covers another word or a dot.

Every label tries places around its dot, near ones first, and takes the first that is free. Dots in
a crowd choose first: they have the fewest places. A label that fits nowhere is left to the caller
(None), who has a shorter one or a list beside the picture.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

GAP = 3
"""Room between a dot and its words."""
RINGS = (0, 14, 28, 44, 62, 82)
"""How far a label may stand off when the places next to its dot are taken."""
_STEPS = 16
_NARROW = frozenset("iljtfrI.,:;'’|!()[] ")
_WIDE = frozenset("mwMWQOGCD@%—…")


@dataclass(frozen=True)
class Box:
    """A rectangle; `x` and `y` are its left and its top."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def within(self, other: Box) -> bool:
        """Whether this one lies wholly inside the other."""
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


@dataclass(frozen=True)
class Dot:
    """A dot that wants words of this size beside it."""

    x: float
    y: float
    radius: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        return Box(self.x - self.radius, self.y - self.radius, 2 * self.radius, 2 * self.radius)


@dataclass(frozen=True)
class Label:
    """Where the words stand. `far` says that a line must tie them to their dot."""

    box: Box
    far: bool


def text_width(text: str, size: float) -> float:
    """How wide a text in the letters of the product is at most, in the unit of `size`."""
    return size * sum(0.36 if c in _NARROW else 0.92 if c in _WIDE else 0.6 for c in text)


def place_labels(dots: Sequence[Dot], room: Box, taken: Iterable[Box] = ()) -> list[Label | None]:
    """A place for the words of every dot, in the order given; None where there is none.

    No two labels meet, none meets a dot or what is `taken`, and all lie within `room`.
    """
    sheet = _Sheet(room)
    for box in (*taken, *(dot.box for dot in dots)):
        sheet.fill(box)
    crowds = _crowds(dots)
    found: list[Label | None] = [None] * len(dots)
    for index in sorted(range(len(dots)), key=lambda each: (-crowds[each], each)):
        label = _first_free(dots[index], room, sheet)
        if label is not None:
            sheet.fill(label.box)
            found[index] = label
    return found


class _Sheet:
    """A room in rows of bits, one for each unit: whether anything stands there."""

    def __init__(self, room: Box) -> None:
        self.left, self.top = math.floor(room.x), math.floor(room.y)
        self.width = math.ceil(room.x + room.width) - self.left
        self.rows = [0] * (math.ceil(room.y + room.height) - self.top)

    def fill(self, box: Box) -> None:
        """Something stands here, on every unit that it touches; what hangs outside is left."""
        right = min(math.ceil(box.x + box.width) - self.left, self.width)
        left = max(0, math.floor(box.x) - self.left)
        if right > left:
            bits = ((1 << (right - left)) - 1) << left
            below = min(math.ceil(box.y + box.height) - self.top, len(self.rows))
            for row in range(max(0, math.floor(box.y) - self.top), below):
                self.rows[row] |= bits

    def is_free(self, x: float, y: float, width: float, height: float) -> bool:
        """Whether nothing stands where this would, which lies within the room."""
        left = math.floor(x)
        bits = ((1 << (math.ceil(x + width) - left)) - 1) << (left - self.left)
        above = math.floor(y) - self.top
        below = math.ceil(y + height) - self.top
        rows = self.rows
        # most places that are taken are taken in the middle
        if bits & rows[(above + below) // 2]:
            return False
        return not any(bits & row for row in rows[above:below])


def spread(points: Sequence[tuple[float, float]], apart: float, room: Box) -> list[tuple[int, int]]:
    """The points, with those that would lie upon another moved aside, at least `apart` from it.

    The first stays where it is; the next take the nearest free place. Whole numbers.
    """
    placed: list[tuple[int, int]] = []
    near: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in points:
        here = (round(x), round(y))
        free = (each for each in _around(here, apart, room) if _is_free(each, near, apart))
        there = next(free, here)
        placed.append(there)
        near.setdefault(_square(there, apart), []).append(there)
    return placed


def _crowds(dots: Sequence[Dot]) -> list[int]:
    """For every dot how many would have their words where its own would stand."""
    order = sorted(range(len(dots)), key=lambda each: dots[each].y)
    heights = [dots[each].y for each in order]
    crowds = []
    for me in dots:
        first = bisect_right(heights, me.y - 3 * me.height)
        last = bisect_left(heights, me.y + 3 * me.height)
        crowds.append(sum(abs(dots[each].x - me.x) < me.width for each in order[first:last]))
    return crowds


def _first_free(dot: Dot, room: Box, sheet: _Sheet) -> Label | None:
    width, height = dot.width, dot.height
    right, below = room.x + room.width - width, room.y + room.height - height
    for x, y, far in _places(dot):
        if room.x <= x <= right and room.y <= y <= below and sheet.is_free(x, y, width, height):
            return Label(Box(x, y, width, height), far)
    return None


def _places(dot: Dot) -> Iterator[tuple[float, float, bool]]:
    """Right, left, above, below, the corners; then the same ever further away."""
    for ring in RINGS:
        side = dot.radius + GAP + ring
        corner = side * 0.7
        right, left = dot.x + side, dot.x - side - dot.width
        middle, centre = dot.y - dot.height / 2, dot.x - dot.width / 2
        above, below = dot.y - side - dot.height, dot.y + side
        slant_right, slant_left = dot.x + corner, dot.x - corner - dot.width
        high, low = dot.y - corner - dot.height, dot.y + corner
        for x, y in (
            (right, middle),
            (left, middle),
            (centre, above),
            (centre, below),
            (slant_right, high),
            (slant_right, low),
            (slant_left, high),
            (slant_left, low),
        ):
            yield x, y, ring > 0


def _around(centre: tuple[int, int], apart: float, room: Box) -> Iterator[tuple[int, int]]:
    yield centre
    x, y = centre
    right, below = room.x + room.width, room.y + room.height
    for aside, down in _steps_around(apart):
        there = (round(x + aside), round(y + down))
        if room.x <= there[0] <= right and room.y <= there[1] <= below:
            yield there


@cache
def _steps_around(apart: float) -> list[tuple[float, float]]:
    """Ever further rings, each in sixteen directions."""
    angles = [2 * math.pi * step / _STEPS for step in range(_STEPS)]
    return [
        (ring * apart / 2 * math.cos(angle), ring * apart / 2 * math.sin(angle))
        for ring in range(1, 40)
        for angle in angles
    ]


def _square(point: tuple[int, int], side: float) -> tuple[int, int]:
    return math.floor(point[0] / side), math.floor(point[1] / side)


def _is_free(
    point: tuple[int, int], near: Mapping[tuple[int, int], Sequence[tuple[int, int]]], apart: float
) -> bool:
    """Whether all others are far enough: only those in the squares around can be nearer."""
    column, row = _square(point, apart)
    for beside in (column - 1, column, column + 1):
        for over in (row - 1, row, row + 1):
            for other in near.get((beside, over), ()):
                if math.dist(point, other) < apart:
                    return False
    return True
