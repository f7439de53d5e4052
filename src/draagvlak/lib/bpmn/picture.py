"""A model as SVG, from its own diagram or from a layout of ours.

No style, no script, no reference: colours come from currentColor and from classes (bpmn, bpmn-pool,
bpmn-lane, bpmn-step, bpmn-event, bpmn-gateway, bpmn-item, bpmn-flow, …). Marks show a difference by
a sign as well as by a class.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn import measures
from draagvlak.lib.bpmn.glyphs import marker_of
from draagvlak.lib.bpmn.layout import lay_out
from draagvlak.lib.bpmn.markup import Tag, number, tag
from draagvlak.lib.bpmn.model import (
    CONTAINERS,
    Bounds,
    Diagram,
    Drawn,
    FlowKind,
    Item,
    ItemKind,
    Lane,
    Line,
    Model,
    Node,
    NodeKind,
    Point,
    Pool,
    Shape,
)
from draagvlak.lib.bpmn.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MARGIN = 16.0
_HEAD = 9.0
_BADGE = 9.0
_SCALE = 1.15
"""Size on a screen for one unit of a diagram: 12 units of text can be read."""


class Mark(StrEnum):
    """What changed about an element, and the sign that says so."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"

    @property
    def sign(self) -> str:
        return {"added": "+", "removed": "−", "changed": "~", "moved": "⇄"}[self.value]


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says to who cannot see it. `name` begins its ids: unique in a page."""

    title: str
    description: str = ""
    name: str = "bpmn"


def picture_of(
    model: Model,
    words: Words,
    *,
    marks: Mapping[str, Mark] | None = None,
    own_layout: bool = False,
    plane: int = 0,
) -> str:
    """The picture as one SVG element.

    The diagram with number `plane` is drawn; a model without one, or `own_layout`, gets ours.
    `marks` are by element id.
    """
    given = None if own_layout or plane >= len(model.diagrams) else model.diagrams[plane]
    return _Picture(model, given or lay_out(model), marks or {}).svg(words)


class _Picture:
    """Looks up the elements of one diagram."""

    def __init__(self, model: Model, diagram: Diagram, marks: Mapping[str, Mark]) -> None:
        self._model = model
        self._diagram = diagram
        self._marks = marks
        self._nodes = {node.id: node for node in model.nodes}
        self._items = {item.id: item for item in model.items}
        self._frames: dict[str, Pool | Lane] = {pool.id: pool for pool in model.pools}
        self._frames |= {lane.id: lane for lane in model.lanes}
        self._flows = {flow.id: flow for flow in model.flows}

    def svg(self, words: Words) -> str:
        shapes = self._diagram.shapes
        frames = [one for one in shapes if one.element in self._frames]
        boxes = [one for one in shapes if one.element in self._nodes]
        outer = [one for one in boxes if self._nodes[one.element].kind in CONTAINERS]
        inner = [one for one in boxes if self._nodes[one.element].kind not in CONTAINERS]
        items = [one for one in shapes if one.element in self._items]
        by_size = sorted(outer, key=lambda one: -one.bounds.width * one.bounds.height)
        drawn = [self._frame(one) for one in _outer_first(frames)]
        drawn += [self._node(one, self._nodes[one.element]) for one in by_size]
        drawn += [self._line(one) for one in self._diagram.lines if one.element in self._flows]
        drawn += [self._node(one, self._nodes[one.element]) for one in inner]
        drawn += [self._item(one, self._items[one.element]) for one in items]
        head, body = f"{words.name}-title", f"{words.name}-desc"
        box = self._box()
        width, height = (number(float(side) * _SCALE) for side in box.split()[2:])
        names = {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "bpmn",
            "role": "img",
            "aria-labelledby": f"{head} {body}",
            "viewBox": box,
            "width": width,
            "height": height,
        }
        said = words.description or self._described()
        texts = [tag("title", {"id": head}, [words.title]), tag("desc", {"id": body}, [said])]
        return tag("svg", names, [*texts, *drawn]).written()

    def _box(self) -> str:
        bounds = [one.bounds for one in self._diagram.shapes]
        bounds += [one.label for one in self._diagram.shapes if one.label]
        points = [point for line in self._diagram.lines for point in line.points]
        xs = [x for one in bounds for x in (one.x, one.right)] + [point.x for point in points]
        ys = [y for one in bounds for y in (one.y, one.bottom)] + [point.y for point in points]
        left, top = min(xs, default=0.0) - _MARGIN, min(ys, default=0.0) - _MARGIN
        width, height = max(xs, default=0.0) + _MARGIN - left, max(ys, default=0.0) + _MARGIN - top
        return " ".join(number(one) for one in (left, top, width, height))

    def _described(self) -> str:
        """One line per step: role, step → what comes after."""
        lines = []
        for row in rows_of(self._model):
            after = ", ".join(str(one.number) for one in row.after)
            roles = " / ".join(row.roles) or row.pool
            name = row.node.name or "·"
            lines.append(f"{row.number}. {roles}: {name}" + (f" → {after}" if after else ""))
        return "\n".join(lines)

    def _group(self, key: str, kind: str, name: str, children: Iterable[Tag]) -> Tag:
        mark = self._marks.get(key)
        shown = f"bpmn-{kind}" + (f" bpmn-{mark.value}" if mark else "")
        title = [tag("title", {}, [name])] if name else []
        return tag("g", {"class": shown, "data-element": key}, [*title, *children])

    def _badge(self, key: str, bounds: Bounds) -> list[Tag]:
        mark = self._marks.get(key)
        if mark is None:
            return []
        circle = {"class": "bpmn-badge", "cx": number(bounds.x), "cy": number(bounds.y)}
        circle |= {"r": number(_BADGE)}
        return [
            tag("circle", {**circle, "fill": "none", "stroke": "currentColor"}),
            _text([mark.sign], Point(bounds.x, bounds.y), "bpmn-sign"),
        ]

    def _frame(self, one: Drawn) -> Tag:
        frame = self._frames[one.element]
        kind = "pool" if isinstance(frame, Pool) else "lane"
        bounds = one.bounds
        if one.horizontal:
            room = min(30.0, bounds.width)
            x, y = bounds.x + room / 2, bounds.middle.y
            turn = f"rotate(-90 {number(x)} {number(y)})"
            lines = measures.lines_of(frame.name, bounds.height - 8, 2)
            label = _text(lines, Point(x, y), "bpmn-name", turn=turn)
        else:
            lines = measures.lines_of(frame.name, bounds.width - 8, 2)
            label = _text(lines, Point(bounds.middle.x, bounds.y + 15), "bpmn-name")
        badge = self._badge(one.element, bounds)
        return self._group(one.element, kind, frame.name, [_rect(bounds, 0), label, *badge])

    def _node(self, one: Drawn, node: Node) -> Tag:
        bounds = one.bounds
        badge = self._badge(node.id, bounds)
        if node.shape is Shape.BOX:
            return self._group(node.id, "step", node.name, [*self._box_of(one, node), *badge])
        if node.shape is Shape.CIRCLE:
            kind = f"event bpmn-{node.kind.value}"
            body = _circles(bounds, node)
        else:
            kind = f"gateway bpmn-{node.kind.value}"
            body = [_diamond(bounds)]
        body += marker_of(node, bounds)
        label = one.label or Bounds(
            bounds.middle.x - measures.LABEL_WIDTH / 2,
            bounds.bottom + 4,
            measures.LABEL_WIDTH,
            measures.label_height(node.name),
        )
        body += _under(node.name, label)
        return self._group(node.id, kind, node.name, [*body, *badge])

    def _box_of(self, one: Drawn, node: Node) -> list[Tag]:
        bounds = one.bounds
        width = "3" if node.kind is NodeKind.CALL else ""
        body = [_rect(bounds, 8, width)]
        if node.kind is NodeKind.TRANSACTION:
            small = Bounds(bounds.x + 3, bounds.y + 3, bounds.width - 6, bounds.height - 6)
            body.append(_rect(small, 6))
        body += marker_of(node, bounds)
        holds = node.kind in CONTAINERS and any(
            self._nodes[shape.element].scope == node.id
            for shape in self._diagram.shapes
            if shape.element in self._nodes
        )
        room = max(1, int((bounds.height - 8) / measures.LINE))
        lines = measures.lines_of(node.name, bounds.width - 8, room)
        if holds:
            place = Point(bounds.middle.x, bounds.y + 15)
            return [*body, _text(lines[:1], place, "bpmn-name")]
        if node.kind in CONTAINERS:
            side = 14.0
            plus = Bounds(bounds.middle.x - side / 2, bounds.bottom - side, side, side)
            body += [_rect(plus, 0), _text(["+"], plus.middle, "bpmn-sign")]
        return [*body, _text(lines, bounds.middle, "bpmn-name")]

    def _item(self, one: Drawn, item: Item) -> Tag:
        bounds = one.bounds
        x, y, right, bottom = bounds.x, bounds.y, bounds.right, bounds.bottom
        if item.kind is ItemKind.NOTE:
            path = f"M{number(x + 12)} {number(y)}H{number(x)}V{number(bottom)}H{number(x + 12)}"
            lines = measures.lines_of(item.name, bounds.width - 12)
            return self._group(
                item.id, "note", item.name, [_path(path), _text(lines, bounds.middle, "bpmn-name")]
            )
        if item.kind is ItemKind.GROUP:
            return self._group(item.id, "group", item.name, [_rect(bounds, 10, dash="8 4 2 4")])
        fold = min(12.0, bounds.width / 3)
        if item.kind is ItemKind.STORE:
            half = number(bounds.width / 2)
            arc = f"A{half} 7 0 0"
            path = (
                f"M{number(x)} {number(y + 7)}{arc} 1 {number(right)} {number(y + 7)}"
                f"V{number(bottom - 7)}{arc} 1 {number(x)} {number(bottom - 7)}Z"
                f"M{number(x)} {number(y + 7)}{arc} 0 {number(right)} {number(y + 7)}"
            )
        else:
            path = (
                f"M{number(x)} {number(y)}H{number(right - fold)}L{number(right)} "
                f"{number(y + fold)}V{number(bottom)}H{number(x)}Z"
            )
        label = one.label or Bounds(x - 30, bottom + 4, bounds.width + 60, measures.LINE)
        return self._group(item.id, "item", item.name, [_path(path), *_under(item.name, label)])

    def _line(self, one: Line) -> Tag:
        flow = self._flows[one.element]
        kinds = {FlowKind.SEQUENCE: "flow", FlowKind.MESSAGE: "message"}
        kind = kinds.get(flow.kind, "link")
        path = "M" + "L".join(f"{number(point.x)} {number(point.y)}" for point in one.points)
        dash = {"flow": "", "message": "6 4", "link": "2 4"}[kind]
        body = [_path(path, dash)]
        if flow.kind is not FlowKind.ASSOCIATION:
            body.append(_arrow(one.points, hollow=kind == "message"))
        if kind == "message":
            start = one.points[0]
            shape = {"cx": number(start.x), "cy": number(start.y), "r": "4", "fill": "none"}
            shape |= {"stroke": "currentColor"}
            body.append(tag("circle", shape))
        if flow.name:
            first, second = one.points[0], one.points[1]
            middle = Point((first.x + second.x) / 2, (first.y + second.y) / 2 - 9)
            place = one.label.middle if one.label else middle
            width = max(one.label.width, 60.0) if one.label else measures.LABEL_WIDTH
            lines = measures.lines_of(flow.name, width, 3)
            body.append(_text(lines, place, "bpmn-words"))
        return self._group(one.element, kind, flow.name, body)


def _outer_first(frames: list[Drawn]) -> list[Drawn]:
    return sorted(frames, key=lambda one: -one.bounds.width * one.bounds.height)


def _rect(bounds: Bounds, round_by: float, width: str = "", dash: str = "") -> Tag:
    sizes = {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}
    shape = {name: number(size) for name, size in sizes.items()}
    shape |= {"rx": number(round_by), "fill": "none", "stroke": "currentColor"}
    return tag("rect", {**shape, "stroke-width": width, "stroke-dasharray": dash})


def _circles(bounds: Bounds, node: Node) -> list[Tag]:
    """One ring begins, a thick one ends, two stand between."""
    middle, radius = bounds.middle, min(bounds.width, bounds.height) / 2
    twice = node.kind in (NodeKind.CATCH, NodeKind.THROW, NodeKind.IMPLICIT, NodeKind.BOUNDARY)
    dash = "" if node.interrupts else "5 3"
    rings = [radius, radius - 3] if twice and radius > 3 else [radius]  # noqa: PLR2004 a ring
    return [
        tag(
            "circle",
            {
                "cx": number(middle.x),
                "cy": number(middle.y),
                "r": number(ring),
                "fill": "none",
                "stroke": "currentColor",
                "stroke-width": "3" if node.kind is NodeKind.END else "",
                "stroke-dasharray": dash,
            },
        )
        for ring in rings
    ]


def _diamond(bounds: Bounds) -> Tag:
    x, y = bounds.middle.x, bounds.middle.y
    corners = [(x, bounds.y), (bounds.right, y), (x, bounds.bottom), (bounds.x, y)]
    return _path("M" + "L".join(f"{number(a)} {number(b)}" for a, b in corners) + "Z")


def _path(path: str, dash: str = "") -> Tag:
    return tag("path", {"d": path, "fill": "none", "stroke": "currentColor"} | _dashed(dash))


def _dashed(dash: str) -> dict[str, str | float]:
    return {"stroke-dasharray": dash} if dash else {}


def _arrow(points: tuple[Point, ...], *, hollow: bool) -> Tag:
    tip = points[-1]
    before = next((point for point in reversed(points) if point != tip), tip)
    dx, dy = tip.x - before.x, tip.y - before.y
    long = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / long * _HEAD, dy / long * _HEAD
    corners = [
        (tip.x, tip.y),
        (tip.x - dx - dy / 2, tip.y - dy + dx / 2),
        (tip.x - dx + dy / 2, tip.y - dy - dx / 2),
    ]
    written = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    fill = "none" if hollow else "currentColor"
    shape = {"class": "bpmn-arrow", "points": written, "fill": fill, "stroke": "currentColor"}
    return tag("polygon", shape)


def _under(name: str, label: Bounds) -> list[Tag]:
    if not name:
        return []
    lines = measures.lines_of(name, max(label.width, measures.LABEL_WIDTH), 4)
    height = measures.LINE * len(lines)
    return [_text(lines, Point(label.middle.x, label.y + height / 2), "bpmn-name")]


def _text(lines: list[str], middle: Point, kind: str, turn: str = "") -> Tag:
    """Lines around a middle."""
    first = middle.y - (len(lines) - 1) * measures.LINE / 2
    spans = [
        tag("tspan", {"x": number(middle.x), "y": number(first + at * measures.LINE)}, [line])
        for at, line in enumerate(lines)
    ]
    shape = {
        "class": kind,
        "text-anchor": "middle",
        "dominant-baseline": "central",
        "font-size": "12",
        "fill": "currentColor",
        "transform": turn,
    }
    return tag("text", shape, spans)
