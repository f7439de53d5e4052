"""BPMN DI → diagrams: where each element is drawn, as far as the numbers are numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn.findings import Finding, FindingCode
from draagvlak.lib.bpmn.model import Bounds, Diagram, Drawn, Line, Point

if TYPE_CHECKING:
    from draagvlak.lib.bpmn.tree import Element

_FARTHEST = 1_000_000.0
_FEWEST_POINTS = 2


def read_diagrams(root: Element) -> tuple[tuple[Diagram, ...], list[Finding]]:
    """Every plane of the file that draws something, and what is wrong with its numbers."""
    findings: list[Finding] = []
    diagrams = []
    for diagram in root.all("BPMNDiagram"):
        for plane in diagram.all("BPMNPlane"):
            shapes = [_shape(one, findings) for one in plane.all("BPMNShape")]
            lines = [_line(one, findings) for one in plane.all("BPMNEdge")]
            diagrams.append(
                Diagram(
                    _reference(plane),
                    tuple(shape for shape in shapes if shape),
                    tuple(line for line in lines if line),
                )
            )
    return tuple(one for one in diagrams if one.shapes), findings


def _reference(element: Element) -> str:
    return element.get("bpmnElement").rpartition(":")[2]


def _shape(element: Element, findings: list[Finding]) -> Drawn | None:
    bounds = _bounds(element, findings, _reference(element))
    if bounds is None:
        return None
    label = element.first("BPMNLabel")
    return Drawn(
        _reference(element),
        bounds,
        _bounds(label, [], "") if label else None,
        horizontal=element.get("isHorizontal") != "false",
        expanded=element.get("isExpanded") != "false",
    )


def _line(element: Element, findings: list[Finding]) -> Line | None:
    points = []
    for waypoint in element.all("waypoint"):
        x, y = _number(waypoint.get("x")), _number(waypoint.get("y"))
        if x is None or y is None:
            about = f"{waypoint.get('x')} {waypoint.get('y')}"[:100]
            code = FindingCode.BAD_NUMBER
            findings.append(Finding(code, _reference(element), waypoint.line, about))
            return None
        points.append(Point(x, y))
    if len(points) < _FEWEST_POINTS:
        return None
    label = element.first("BPMNLabel")
    return Line(_reference(element), tuple(points), _bounds(label, [], "") if label else None)


def _bounds(element: Element, findings: list[Finding], about: str) -> Bounds | None:
    found = element.first("Bounds")
    if found is None:
        return None
    numbers = [_number(found.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = numbers
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        said = " ".join(found.get(name) for name in ("x", "y", "width", "height"))
        findings.append(Finding(FindingCode.BAD_NUMBER, about, found.line, said[:100]))
        return None
    return Bounds(x, y, width, height)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _FARTHEST else None
