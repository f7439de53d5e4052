"""Words beside dots in a picture, so that none covers another word or a dot.

Every label tries places around its dot, near ones first, and takes the first that is free. Dots in
a crowd choose first: they have the fewest places. A label that fits nowhere is left to the caller
(None), who has a shorter one or a list beside the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    filled = [*taken, *(dot.box for dot in dots)]
    found: list[Label | None] = [None] * len(dots)
    for index in sorted(range(len(dots)), key=lambda each: (-_crowd(dots, each), each)):
        label = _first_free(dots[index], room, filled)
        if label is not None:
            filled.append(label.box)
            found[index] = label
    return found


def spread(points: Sequence[tuple[float, float]], apart: float, room: Box) -> list[tuple[int, int]]:
    """The points, with those that would lie upon another moved aside, at least `apart` from it.

    The first stays where it is; the next take the nearest free place. Whole numbers.
    """
    placed: list[tuple[int, int]] = []
    for x, y in points:
        here = (round(x), round(y))
        placed.append(
            next((p for p in _around(here, apart, room) if _is_free(p, placed, apart)), here)
        )
    return placed


def _crowd(dots: Sequence[Dot], index: int) -> int:
    me = dots[index]
    return sum(abs(dot.x - me.x) < me.width and abs(dot.y - me.y) < 3 * me.height for dot in dots)


def _first_free(dot: Dot, room: Box, filled: Sequence[Box]) -> Label | None:
    for box, far in _places(dot):
        if box.within(room) and not any(box.meets(other) for other in filled):
            return Label(box, far)
    return None


def _places(dot: Dot) -> Iterator[tuple[Box, bool]]:
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
            yield Box(x, y, dot.width, dot.height), ring > 0


def _around(centre: tuple[int, int], apart: float, room: Box) -> Iterator[tuple[int, int]]:
    yield centre
    for ring in range(1, 40):
        for step in range(_STEPS):
            angle = 2 * math.pi * step / _STEPS
            x = round(centre[0] + ring * apart / 2 * math.cos(angle))
            y = round(centre[1] + ring * apart / 2 * math.sin(angle))
            if Box(x, y, 0, 0).within(room):
                yield x, y


def _is_free(point: tuple[int, int], placed: Sequence[tuple[int, int]], apart: float) -> bool:
    return all(math.dist(point, other) >= apart for other in placed)
