"""A picture and a text of a state machine, the same every time for the same input.

States stand below each other in the order in which they are given. A step to the next state is a
straight arrow; a longer way forward runs along the right side, a way back along the left side, each
in its own lane, so that no line or word crosses another word.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

State = tuple[str, str]
Transition = tuple[str, str, str]

_SIGN_WIDTH = 8
_BOX_HEIGHT = 56
_GAP = 52
_PAD = 16
_LANE = 24
_ARROW = 9
_JOIN = " / "


@dataclass(slots=True)
class _Edge:
    """One arrow. Rows count from 0, the top state. `side`: 0 straight, 1 right, -1 left."""

    source: int
    target: int
    label: str
    side: int
    lane: int = 0
    start: float = 0.0
    end: float = 0.0

    @property
    def is_loop(self) -> bool:
        return self.source == self.target

    @property
    def top(self) -> int:
        return min(self.source, self.target)

    @property
    def bottom(self) -> int:
        return max(self.source, self.target)


@dataclass(slots=True)
class _Layout:
    """Measures in user units; x grows to the right, y downwards."""

    edges: list[_Edge]
    labels: list[str]
    box_width: float
    lanes: dict[int, list[float]] = field(default_factory=dict)
    """Per side the width of each lane, from the boxes outwards."""

    @property
    def left(self) -> float:
        return _PAD + sum(self.lanes[-1])

    @property
    def width(self) -> float:
        return self.left + self.box_width + sum(self.lanes[1]) + _PAD

    @property
    def height(self) -> float:
        last = len(self.labels) - 1
        loops = any(edge.bottom == last and edge.is_loop for edge in self.edges)
        return 2 * _PAD + last * (_BOX_HEIGHT + _GAP) + _BOX_HEIGHT + (_GAP if loops else 0)

    def box_y(self, row: int) -> float:
        """The top of a box."""
        return _PAD + row * (_BOX_HEIGHT + _GAP)

    def lane_x(self, side: int, lane: int) -> float:
        """Where the line of a lane runs."""
        inner = sum(self.lanes[side][:lane]) + _LANE
        return self.left - inner if side < 0 else self.left + self.box_width + inner


def state_diagram_svg(
    states: Sequence[State],
    transitions: Sequence[Transition],
    *,
    title: str = "",
    name: str = "states",
    current: str | None = None,
) -> str:
    """The diagram as one SVG element, for a page, a document or a file.

    `states` are (key, label) in the order of the story, `transitions` (from, to, label) between
    keys. `name` begins its ids and must be unique in a page; `current` marks one state. There is a
    title and a description for who cannot see it. No style and no script: colours come from
    currentColor and from the classes state-diagram, state-diagram-state, -current, -label, -edge,
    -back, -arrow and -verb.

    Raises ValueError for no states, a key that occurs twice, or a transition or current state that
    is not among the keys.
    """
    keys = _checked(states, transitions)
    if current is not None and current not in keys:
        raise ValueError(f"unknown state {current!r}")
    layout = _laid_out([label for _, label in states], _edges(keys, transitions))
    box = f"0 0 {_number(layout.width)} {_number(layout.height)}"
    head, body = f"{_text(name)}-title", f"{_text(name)}-desc"
    names = f'class="state-diagram" role="img" aria-labelledby="{head} {body}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {names} viewBox="{box}">']
    parts.append(f'<title id="{head}">{_text(title or _path_of(states))}</title>')
    parts.append(f'<desc id="{body}">{_text(state_diagram_text(states, transitions))}</desc>')
    parts += [_drawn(layout, edge) for edge in layout.edges]
    for row, (key, label) in enumerate(states):
        parts.append(_box(layout, row, label, current=key == current))
    return "\n".join([*parts, "</svg>"])


def state_diagram_text(states: Sequence[State], transitions: Sequence[Transition]) -> str:
    """The same as lines: per state its label, then "  verb → state" for each way out of it.

    Raises ValueError as `state_diagram_svg` does.
    """
    keys = _checked(states, transitions)
    labels = [label for _, label in states]
    lines = []
    for row, label in enumerate(labels):
        lines.append(label)
        ways = (edge for edge in _edges(keys, transitions) if edge.source == row)
        lines += [f"  {edge.label} → {labels[edge.target]}" for edge in ways]
    return "\n".join(lines)


def _checked(states: Sequence[State], transitions: Sequence[Transition]) -> dict[str, int]:
    """Key → row."""
    keys = {key: row for row, (key, _) in enumerate(states)}
    if not states or len(keys) != len(states):
        raise ValueError("states must have keys of their own, and there must be one")
    for source, target, label in transitions:
        if source not in keys or target not in keys:
            raise ValueError(f"{label!r} goes from {source!r} to {target!r}: unknown state")
    return keys


def _edges(keys: dict[str, int], transitions: Sequence[Transition]) -> list[_Edge]:
    """Arrows in the order of their states; ways between the same two states share one."""
    verbs: dict[tuple[int, int], list[str]] = {}
    for source, target, label in transitions:
        verbs.setdefault((keys[source], keys[target]), []).append(label)
    return [
        _Edge(source, target, _JOIN.join(dict.fromkeys(labels)), _side(source, target))
        for (source, target), labels in sorted(verbs.items())
    ]


def _side(source: int, target: int) -> int:
    if target == source + 1:
        return 0
    return -1 if target < source else 1


def _laid_out(labels: list[str], edges: list[_Edge]) -> _Layout:
    straight = [edge.label for edge in edges if edge.side == 0]
    widest = max(_width(label) for label in labels)
    box_width = max(widest + 2 * _PAD, 2 * max(map(_width, straight), default=0) + 4 * _PAD)
    layout = _Layout(edges, labels, box_width)
    for side in (-1, 1):
        layout.lanes[side] = _lanes([edge for edge in edges if edge.side == side])
    _attach(layout)
    return layout


def _lanes(edges: list[_Edge]) -> list[float]:
    """Give every arrow of one side a lane, short ones inside; return the width of each lane."""
    widths: list[float] = []
    for edge in sorted(edges, key=lambda one: (one.bottom - one.top, one.top, one.source)):
        taken = [other for other in edges if other is not edge and other.lane > 0]
        lane = 1
        while any(other.lane == lane and _overlap(edge, other) for other in taken):
            lane += 1
        edge.lane = lane
        while len(widths) < lane:
            widths.append(0.0)
        widths[lane - 1] = max(widths[lane - 1], _LANE + _width(edge.label) + _PAD / 2)
    for edge in edges:
        edge.lane -= 1
    return widths


def _overlap(one: _Edge, other: _Edge) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom


def _attach(layout: _Layout) -> None:
    """Spread the ends of the arrows over the sides of their boxes, upward ones above."""
    for side in (-1, 1):
        mine = [edge for edge in layout.edges if edge.side == side]
        for row in range(len(layout.labels)):
            leaving = [(edge, True) for edge in mine if edge.source == row]
            coming = [(edge, False) for edge in mine if edge.target == row and not edge.is_loop]
            ends = sorted(leaving + coming, key=lambda end: _height_at(end[0], row))
            for place, (edge, leaves) in enumerate(ends, start=1):
                y = layout.box_y(row) + _BOX_HEIGHT * place / (len(ends) + 1)
                if leaves:
                    edge.start = y
                else:
                    edge.end = y


def _height_at(edge: _Edge, row: int) -> tuple[int, int, int, int]:
    """How far down an arrow is attached: what goes up above, outer lanes nearest to the middle."""
    down = 1 if edge.bottom > row or edge.is_loop else -1
    return (down, -down * edge.lane, edge.source, edge.target)


def _drawn(layout: _Layout, edge: _Edge) -> str:
    if edge.side == 0:
        x = layout.left + layout.box_width / 2
        y = layout.box_y(edge.target)
        start = layout.box_y(edge.source) + _BOX_HEIGHT
        line = f"M{_number(x)} {_number(start)}V{_number(y - _ARROW)}"
        head = _triangle((x, y), (-_ARROW / 2, -_ARROW), (_ARROW / 2, -_ARROW))
        return _arrow("", line, head, _verb(x + _ARROW, start + _GAP / 2, "start", edge.label))
    if edge.is_loop:
        return _loop(layout, edge)
    border = layout.left + (layout.box_width if edge.side > 0 else 0)
    x = layout.lane_x(edge.side, edge.lane)
    tip = border + edge.side * _ARROW
    line = f"M{_number(border)} {_number(edge.start)}H{_number(x)}V{_number(edge.end)}"
    line += f"H{_number(tip)}"
    back = edge.side * _ARROW
    head = _triangle((border, edge.end), (back, -_ARROW / 2), (back, _ARROW / 2))
    middle = layout.box_y((edge.top + edge.bottom) // 2) + _BOX_HEIGHT + _GAP / 2
    anchor = "start" if edge.side > 0 else "end"
    verb = _verb(x + edge.side * _PAD / 2, middle, anchor, edge.label)
    return _arrow(" state-diagram-back" if edge.side < 0 else "", line, head, verb)


def _loop(layout: _Layout, edge: _Edge) -> str:
    """Out on the right and back from below, its words in the gap under the box."""
    border = layout.left + layout.box_width
    x = layout.lane_x(edge.side, edge.lane)
    bottom = layout.box_y(edge.source) + _BOX_HEIGHT
    low, inside = bottom + _GAP / 2, border - _PAD / 2
    line = f"M{_number(border)} {_number(edge.start)}H{_number(x)}V{_number(low)}"
    line += f"H{_number(inside)}V{_number(bottom + _ARROW)}"
    head = _triangle((inside, bottom), (-_ARROW / 2, _ARROW), (_ARROW / 2, _ARROW))
    return _arrow("", line, head, _verb(x + _PAD / 2, low, "start", edge.label))


def _arrow(kind: str, line: str, head: str, verb: str) -> str:
    drawn = f'<path d="{line}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    return f'<g class="state-diagram-edge{kind}">{drawn}{head}{verb}</g>'


def _triangle(tip: tuple[float, float], *corners: tuple[float, float]) -> str:
    x, y = tip
    points = [tip, *((x + dx, y + dy) for dx, dy in corners)]
    written = " ".join(f"{_number(px)},{_number(py)}" for px, py in points)
    return f'<polygon class="state-diagram-arrow" points="{written}" fill="currentColor"/>'


def _verb(x: float, y: float, anchor: str, label: str) -> str:
    return (
        f'<text class="state-diagram-verb" x="{_number(x)}" y="{_number(y)}" font-size="14" '
        f'text-anchor="{anchor}" dominant-baseline="central" fill="currentColor">'
        f"{_text(label)}</text>"
    )


def _box(layout: _Layout, row: int, label: str, *, current: bool) -> str:
    x, y = layout.left, layout.box_y(row)
    kind = " state-diagram-current" if current else ""
    stroke = "3" if current else "1.5"
    return (
        f'<g class="state-diagram-state{kind}">'
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(layout.box_width)}" '
        f'height="{_BOX_HEIGHT}" rx="8" fill="none" stroke="currentColor" stroke-width="{stroke}"/>'
        f'<text class="state-diagram-label" x="{_number(x + layout.box_width / 2)}" '
        f'y="{_number(y + _BOX_HEIGHT / 2)}" font-size="14" text-anchor="middle" '
        f'dominant-baseline="central" fill="currentColor">{_text(label)}</text></g>'
    )


def _path_of(states: Sequence[State]) -> str:
    return " → ".join(label for _, label in states)


def _width(label: str) -> int:
    """Room for a label at 14 units, on the wide side."""
    return _SIGN_WIDTH * len(label)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    return html.escape(text, quote=True)
