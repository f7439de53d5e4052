"""The map as lines and places: everything that the picture needs, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from draagvlak.lib.labels import Box, Dot, place_labels, spread, text_width
from draagvlak.stakeholders.models import FULL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.lib.labels import Label
    from draagvlak.stakeholders.queries.map import Standing

RADIUS = 10
APART = 22
LONGEST = 26


@dataclass(frozen=True)
class Paper:
    """A size of drawing: the picture, the plot in it, the size of its letters."""

    key: str
    width: int
    height: int
    left: int
    top: int
    right: int
    bottom: int
    letters: int

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    @property
    def middle_x(self) -> int:
        return (self.left + self.right) // 2

    @property
    def middle_y(self) -> int:
        return (self.top + self.bottom) // 2

    @property
    def plot_width(self) -> int:
        return self.right - self.left

    @property
    def plot_height(self) -> int:
        return self.bottom - self.top

    @property
    def corner_left(self) -> int:
        return self.left + self.letters

    @property
    def corner_right(self) -> int:
        return self.right - self.letters

    @property
    def corner_top(self) -> int:
        return self.top + round(self.letters * 1.6)

    @property
    def corner_bottom(self) -> int:
        return self.bottom - self.letters

    @property
    def under(self) -> int:
        """Where the words under the picture stand."""
        return self.bottom + round(self.letters * 1.7)

    @property
    def reach(self) -> str:
        """Where dots can stand: left, top, right, bottom."""
        edges = (self.left + APART, self.top + APART, self.right - APART, self.bottom - APART)
        return " ".join(map(str, edges))

    @property
    def room(self) -> Box:
        return Box(self.left, self.top, self.plot_width, self.plot_height)

    def place(self, influence: int, interest: int) -> tuple[int, int]:
        """Interest to the right, influence upwards; a dot never hangs over the edge."""
        left, right = self.left + APART, self.right - APART
        top, bottom = self.top + APART, self.bottom - APART
        return (
            round(left + (right - left) * interest / FULL),
            round(bottom - (bottom - top) * influence / FULL),
        )


WIDE = Paper("wide", 1000, 640, 52, 12, 988, 588, 15)
NARROW = Paper("narrow", 360, 460, 30, 8, 352, 424, 12)


class Place(NamedTuple):
    """Where a dot and its words stand, and the line between them when they stand apart."""

    x: int
    y: int
    words: str
    words_x: int
    words_y: int
    line: str


class Mark(NamedTuple):
    """One dot with its words, and the way it came. `number` counts as the table does."""

    standing: Standing
    number: int
    place: Place
    trail: str
    start: tuple[int, int]

    @property
    def x(self) -> int:
        return self.place.x

    @property
    def y(self) -> int:
        return self.place.y


@dataclass(frozen=True)
class Drawing:
    """The map on one size of paper."""

    paper: Paper
    marks: Sequence[Mark]


def draw(paper: Paper, standings: Sequence[Standing], corners: Sequence[str] = ()) -> Drawing:
    """Dots apart, words that cover nothing; where a name does not fit, its number stands."""
    points = [(each.now.influence, each.now.interest, each.name) for each in standings]
    places = _laid_out(paper, tuple(points), tuple(corners))
    marks = [
        _mark(paper, standing, number, place)
        for number, (standing, place) in enumerate(zip(standings, places, strict=True), start=1)
    ]
    return Drawing(paper, marks)


@lru_cache(maxsize=8)
def _laid_out(
    paper: Paper, points: Sequence[tuple[int, int, str]], corners: Sequence[str]
) -> list[Place]:
    """Where all of it stands; remembered, for it only changes when a group or its place does."""
    spots = [paper.place(influence, interest) for influence, interest, _name in points]
    places = spread(spots, APART, paper.room)
    words = [_shortened(name) for _influence, _interest, name in points]
    dots = _dots(paper, places, words)
    taken = _corner_boxes(paper, corners)
    labels = place_labels(dots, paper.room, taken)
    lost = [index for index, label in enumerate(labels) if label is None]
    taken += [label.box for label in labels if label is not None]
    taken += [dot.box for index, dot in enumerate(dots) if index not in lost]
    numbers = [str(index + 1) for index in lost]
    short = place_labels(_dots(paper, [places[i] for i in lost], numbers), paper.room, taken)
    for index, number, label in zip(lost, numbers, short, strict=True):
        labels[index], words[index] = label, number
    return [_place(paper, *each) for each in zip(places, words, labels, strict=True)]


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _dots(paper: Paper, places: Sequence[tuple[int, int]], words: Sequence[str]) -> list[Dot]:
    size = paper.letters
    return [
        Dot(x, y, RADIUS, text_width(text, size), size * 1.25)
        for (x, y), text in zip(places, words, strict=True)
    ]


def _corner_boxes(paper: Paper, corners: Sequence[str]) -> list[Box]:
    """The words in the four corners: top left, top right, bottom left, bottom right."""
    high = paper.letters * 1.5
    boxes = []
    for index, text in enumerate(corners):
        width = text_width(text, paper.letters)
        x = paper.corner_left if index % 2 == 0 else paper.corner_right - width
        y = (paper.corner_top if index < 2 else paper.corner_bottom) - paper.letters  # noqa: PLR2004 - two of four stand on top
        boxes.append(Box(x, y, width, high))
    return boxes


def _place(paper: Paper, dot: tuple[int, int], words: str, label: Label | None) -> Place:
    x, y = dot
    if label is None:
        return Place(x, y, "", 0, 0, "")
    box = label.box
    middle = box.y + box.height / 2
    near = box.x if box.x > x else min(x, box.x + box.width)
    line = f"M{x} {y}L{round(near)} {round(middle)}" if label.far else ""
    return Place(x, y, words, round(box.x), round(middle + paper.letters * 0.35), line)


def _mark(paper: Paper, standing: Standing, number: int, place: Place) -> Mark:
    here = (place.x, place.y)
    way = [paper.place(each.influence, each.interest) for each in standing.trail[:-1]]
    trail = "M" + "L".join(f"{x} {y}" for x, y in [*way, here]) if way else ""
    return Mark(standing, number, place, trail, way[0] if way else here)
