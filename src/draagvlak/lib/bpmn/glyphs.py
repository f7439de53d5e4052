"""The small signs in steps, events and gateways that say of what kind they are."""

from __future__ import annotations

from draagvlak.lib.bpmn.markup import Tag, number, tag
from draagvlak.lib.bpmn.model import Bounds, Node, NodeKind, Shape

# Paths in a square of 12 by 12, drawn with a line.
_ENVELOPE = "M0 2H12V10H0ZM0 2L6 7L12 2"
_CROSS = "M1 1L11 11M11 1L1 11"
_PLUS = "M6 0V12M0 6H12"
_CIRCLE = "M6 1A5 5 0 1 1 5.9 1Z"
_BY_KIND = {
    NodeKind.USER: "M6 0A3 3 0 1 1 5.9 0ZM0 12V10Q0 7 6 7Q12 7 12 10V12Z",
    NodeKind.MANUAL: "M0 6L4 1H8L6 4H12V6H9V8H8.5V10H8V12H2L0 10Z",
    NodeKind.SERVICE: _CIRCLE + "M6 4A2 2 0 1 1 5.9 4ZM6 0V2M6 10V12M0 6H2M10 6H12",
    NodeKind.SEND: _ENVELOPE,
    NodeKind.RECEIVE: _ENVELOPE,
    NodeKind.SCRIPT: "M3 0H12L9 12H0ZM4 4H9M3 8H8",
    NodeKind.RULE: "M0 1H12V11H0ZM0 4H12M4 4V11",
    NodeKind.EXCLUSIVE: _CROSS,
    NodeKind.PARALLEL: _PLUS,
    NodeKind.INCLUSIVE: _CIRCLE,
    NodeKind.COMPLEX: _PLUS + "M2 2L10 10M10 2L2 10",
    NodeKind.EVENT_BASED: _CIRCLE + "M6 3L9 5L8 9H4L3 5Z",
}
_BY_TRIGGER = {
    "message": _ENVELOPE,
    "timer": _CIRCLE + "M6 3V6L8 8",
    "error": "M1 11L4 3L8 8L11 1",
    "escalation": "M6 1L10 11L6 7L2 11Z",
    "signal": "M6 1L11 10H1Z",
    "conditional": "M2 0H10V12H2ZM4 3H8M4 6H8M4 9H8",
    "compensate": "M6 2L1 6L6 10ZM11 2L6 6L11 10Z",
    "cancel": _CROSS,
    "link": "M1 4H7V1L11 6L7 11V8H1Z",
    "terminate": "M6 2A4 4 0 1 1 5.9 2Z",
}
_REPEATS = {
    "loop": "M9 11A5 5 0 1 0 4 11M4 11V8M4 11H1",
    "parallel": "M3 1V11M6 1V11M9 1V11",
    "sequential": "M1 3H11M1 6H11M1 9H11",
}
_SIDE = 12.0
_FILLED = frozenset({NodeKind.END, NodeKind.THROW})


def marker_of(node: Node, bounds: Bounds) -> list[Tag]:
    """The signs of one node: in the corner of a step, in the middle of what is round or square."""
    if node.shape is Shape.BOX:
        signs = [_sign(_BY_KIND.get(node.kind, ""), bounds.x + 6, bounds.y + 6)]
        low = bounds.bottom - _SIDE - 3
        signs.append(_sign(_REPEATS.get(node.repeats, ""), bounds.middle.x - _SIDE / 2, low))
        return [sign for sign in signs if sign]
    middle = bounds.middle
    x, y = middle.x - _SIDE / 2, middle.y - _SIDE / 2
    path = _BY_KIND.get(node.kind, "")
    if node.shape is Shape.CIRCLE:
        path = _BY_TRIGGER.get(node.triggers[0], "") if len(node.triggers) == 1 else ""
        path = _PLUS if len(node.triggers) > 1 else path
    sign = _sign(path, x, y, filled=node.kind in _FILLED and "message" not in node.triggers)
    return [sign] if sign else []


def _sign(path: str, x: float, y: float, *, filled: bool = False) -> Tag | None:
    if not path:
        return None
    shape = {
        "class": "bpmn-marker",
        "d": path,
        "transform": f"translate({number(x)} {number(y)})",
        "fill": "currentColor" if filled else "none",
        "stroke": "currentColor",
    }
    return tag("path", shape)
