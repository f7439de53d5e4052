"""A model → BPMN 2.0 XML with its diagram, for models that have no file of their own.

Elements stand in the order that the schema of BPMN asks for. What a steps table knows beside BPMN
goes along in an extension element of ours, which the reader knows again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn import tree
from draagvlak.lib.bpmn.layout import lay_out
from draagvlak.lib.bpmn.markup import Tag, number, tag
from draagvlak.lib.bpmn.model import (
    CONTAINERS,
    Bounds,
    Diagram,
    Drawn,
    Flow,
    FlowKind,
    Item,
    ItemKind,
    Lane,
    Line,
    Model,
    Node,
    NodeKind,
    Pool,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPACES = {
    "xmlns:bpmn": tree.MODEL,
    "xmlns:bpmndi": tree.DIAGRAM,
    "xmlns:dc": tree.BOUNDS,
    "xmlns:di": tree.WAYPOINT,
    "xmlns:draagvlak": tree.FACTS,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_ARTIFACTS = frozenset({ItemKind.NOTE, ItemKind.GROUP})
_EVENT_SUBPROCESS = "event"


def write_bpmn(model: Model) -> bytes:
    """The file. The first diagram of the model is written, or a layout of our own."""
    return _Writer(model).file()


class _Writer:
    """Knows the ids of one file."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._taken: Counter[str] = Counter()
        self._ids: dict[str, str] = {}
        for part in (model.pools, model.lanes, model.nodes, model.flows, model.items):
            for one in part:
                self._id(one.id)
        self._incoming: dict[str, list[Flow]] = defaultdict(list)
        self._outgoing: dict[str, list[Flow]] = defaultdict(list)
        self._linked: dict[str, list[Flow]] = defaultdict(list)
        for flow in model.flows:
            if flow.kind is FlowKind.SEQUENCE:
                self._outgoing[flow.source].append(flow)
                self._incoming[flow.target].append(flow)
            elif flow.kind is FlowKind.INPUT:
                self._linked[flow.target].append(flow)
            elif flow.kind is FlowKind.OUTPUT:
                self._linked[flow.source].append(flow)
        self._kinds = {node.id: node.kind for node in model.nodes}
        self._scope_of = {node.id: (node.pool, node.scope) for node in model.nodes}

    def _id(self, key: str) -> str:
        """A name that XML allows, the same one every time."""
        if key not in self._ids:
            safe = key if _ID.fullmatch(key) else "id_" + re.sub(r"[^A-Za-z0-9_.-]", "_", key)
            self._taken[safe] += 1
            count = self._taken[safe]
            self._ids[key] = safe if count == 1 else self._id(f"{safe}_{count}")
        return self._ids[key]

    def file(self) -> bytes:
        model = self._model
        collaboration = any(pool.drawn for pool in model.pools) or any(
            flow.kind is FlowKind.MESSAGE for flow in model.flows
        )
        collaboration = collaboration or any(not item.pool for item in model.items)
        children = [self._collaboration()] if collaboration else []
        children += [self._process(pool) for pool in model.pools if pool.process]
        own = self._id("the Collaboration") if collaboration else ""
        processes = [self._id("of " + pool.id) for pool in model.pools if pool.process]
        plane = own or (processes[0] if processes else "")
        children.append(self._diagram(model.diagrams[0] if model.diagrams else None, plane))
        attributes = {
            **_SPACES,
            "id": self._id("the Definitions"),
            "name": model.name,
            "targetNamespace": tree.FACTS,
            "exporter": "Draagvlak",
        }
        root = tag("bpmn:definitions", attributes, children)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{root.written()}\n'.encode()

    def _collaboration(self) -> Tag:
        children = []
        for pool in self._model.pools:
            process = self._id("of " + pool.id) if pool.process else ""
            names = {"id": self._id(pool.id), "name": pool.name, "processRef": process}
            if pool.drawn:
                children.append(tag("bpmn:participant", names))
        messages = [flow for flow in self._model.flows if flow.kind is FlowKind.MESSAGE]
        children += [tag("bpmn:messageFlow", self._ends(flow)) for flow in messages]
        children += self._artifacts("", "")
        return tag("bpmn:collaboration", {"id": self._id("the Collaboration")}, children)

    def _process(self, pool: Pool) -> Tag:
        names = {"id": self._id("of " + pool.id), "name": pool.name, "isExecutable": "false"}
        return tag("bpmn:process", names, self._inside(pool.id, ""))

    def _inside(self, pool: str, scope: str) -> list[Tag]:
        children = []
        lanes = [one for one in self._model.lanes if (one.pool, one.scope) == (pool, scope)]
        if lanes:
            key = self._id(f"LaneSet {pool} {scope}")
            children.append(tag("bpmn:laneSet", {"id": key}, self._lanes(lanes, "")))
        nodes = [node for node in self._model.nodes if (node.pool, node.scope) == (pool, scope)]
        children += [self._node(node) for node in nodes]
        for item in self._model.items:
            if (item.pool, item.scope) == (pool, scope) and item.kind not in _ARTIFACTS:
                children += self._item(item)
        for flow in self._model.flows:
            if flow.kind is FlowKind.SEQUENCE and self._scope_of[flow.source] == (pool, scope):
                children.append(self._sequence(flow))
        return [*children, *self._artifacts(pool, scope)]

    def _lanes(self, lanes: list[Lane], parent: str) -> list[Tag]:
        written = []
        for lane in lanes:
            if lane.parent != parent:
                continue
            held = [node for node in self._model.nodes if self._stands(node, lane)]
            children = [tag("bpmn:flowNodeRef", {}, [self._id(node.id)]) for node in held]
            under = self._lanes(lanes, lane.id)
            if under:
                key = self._id(f"LaneSet in {lane.id}")
                children.append(tag("bpmn:childLaneSet", {"id": key}, under))
            names = {"id": self._id(lane.id), "name": lane.name}
            written.append(tag("bpmn:lane", names, children))
        return written

    def _stands(self, node: Node, lane: Lane) -> bool:
        return node.lane == lane.id and node.scope == lane.scope

    def _node(self, node: Node) -> Tag:
        names = {"id": self._id(node.id), "name": node.name}
        if node.kind is NodeKind.BOUNDARY and node.host:
            names["attachedToRef"] = self._id(node.host)
            names["cancelActivity"] = str(node.interrupts).lower()
        if node.kind is NodeKind.START and not node.interrupts:
            names["isInterrupting"] = "false"
        if node.default:
            names["default"] = self._id(node.default)
        children: list[Tag] = []
        if node.text:
            children.append(tag("bpmn:documentation", {}, [node.text]))
        children += _facts(node)
        children += [
            tag("bpmn:incoming", {}, [self._id(flow.id)]) for flow in self._incoming[node.id]
        ]
        children += [
            tag("bpmn:outgoing", {}, [self._id(flow.id)]) for flow in self._outgoing[node.id]
        ]
        children += self._links(node)
        children += _repeats(node)
        if node.kind in CONTAINERS:
            if _EVENT_SUBPROCESS in node.triggers:
                names["triggeredByEvent"] = "true"
            children += self._inside(node.pool, node.id)
        else:
            for trigger in node.triggers:
                about = {"id": self._id(f"{node.id} {trigger}")}
                about |= {"name": node.name or "link"} if trigger == "link" else {}
                children.append(tag(f"bpmn:{trigger}EventDefinition", about))
        return tag(f"bpmn:{node.kind.value}", names, children)

    def _links(self, node: Node) -> Iterable[Tag]:
        flows = sorted(self._linked[node.id], key=lambda flow: flow.kind is FlowKind.OUTPUT)
        holder = self._id(f"in {node.id}")
        if any(flow.kind is FlowKind.INPUT for flow in flows):
            yield tag("bpmn:property", {"id": holder, "name": "__targetRef_placeholder"})
        for flow in flows:
            ends = [tag("bpmn:sourceRef", {}, [self._id(flow.source)])]
            ends.append(tag("bpmn:targetRef", {}, [holder]))
            if flow.kind is FlowKind.OUTPUT:
                ends = [tag("bpmn:targetRef", {}, [self._id(flow.target)])]
            yield tag(f"bpmn:{flow.kind.value}", {"id": self._id(flow.id)}, ends)

    def _ends(self, flow: Flow) -> dict[str, str]:
        return {
            "id": self._id(flow.id),
            "name": flow.name,
            "sourceRef": self._id(flow.source),
            "targetRef": self._id(flow.target),
        }

    def _sequence(self, flow: Flow) -> Tag:
        formal = {"xsi:type": "bpmn:tFormalExpression"}
        words = [flow.condition] if flow.condition else []
        children = [tag("bpmn:conditionExpression", formal, words)] if words else []
        return tag("bpmn:sequenceFlow", self._ends(flow), children)

    def _item(self, item: Item) -> list[Tag]:
        key = self._id(item.id)
        names = {"id": key, "name": item.name}
        if item.kind is ItemKind.STORE:
            return [tag("bpmn:dataStoreReference", names)]
        held = self._id(f"object of {item.id}")
        names["dataObjectRef"] = held
        return [tag("bpmn:dataObject", {"id": held}), tag("bpmn:dataObjectReference", names)]

    def _artifacts(self, pool: str, scope: str) -> list[Tag]:
        written = []
        for item in self._model.items:
            if (item.pool, item.scope) != (pool, scope) or item.kind not in _ARTIFACTS:
                continue
            words = [tag("bpmn:text", {}, [item.name])] if item.kind is ItemKind.NOTE else []
            written.append(tag(f"bpmn:{item.kind.value}", {"id": self._id(item.id)}, words))
        notes = {one.id: (one.pool, one.scope) for one in self._model.items}
        for flow in self._model.flows:
            if flow.kind is FlowKind.ASSOCIATION:
                ends = (flow.source, flow.target)
                places = [notes[end] for end in ends if end in notes]
                places += [self._scope_of[end] for end in ends if end in self._scope_of]
                if (places or [("", "")])[0] == (pool, scope):
                    written.append(tag("bpmn:association", self._ends(flow)))
        return written

    def _diagram(self, given: Diagram | None, plane: str) -> Tag:
        diagram = given or lay_out(self._model)
        containers = {pool.id for pool in self._model.pools}
        containers |= {lane.id for lane in self._model.lanes}
        known = self._ids
        drawn = [self._shape(one, containers) for one in diagram.shapes if one.element in known]
        drawn += [self._line(one) for one in diagram.lines if one.element in known]
        names = {"id": self._id("the Plane"), "bpmnElement": plane}
        children = [tag("bpmndi:BPMNPlane", names, drawn)]
        return tag("bpmndi:BPMNDiagram", {"id": self._id("the Diagram")}, children)

    def _shape(self, one: Drawn, containers: set[str]) -> Tag:
        names = {"id": self._id(f"shape of {one.element}"), "bpmnElement": self._id(one.element)}
        if one.element in containers:
            names["isHorizontal"] = str(one.horizontal).lower()
        else:
            kind = self._kinds.get(one.element)
            if kind in CONTAINERS:
                names["isExpanded"] = str(one.expanded).lower()
            if kind is NodeKind.EXCLUSIVE:
                names["isMarkerVisible"] = "true"
        return tag("bpmndi:BPMNShape", names, [_bounds(one.bounds), *_label(one.label)])

    def _line(self, one: Line) -> Tag:
        names = {"id": self._id(f"line of {one.element}"), "bpmnElement": self._id(one.element)}
        points = [
            tag("di:waypoint", {"x": number(point.x), "y": number(point.y)}) for point in one.points
        ]
        return tag("bpmndi:BPMNEdge", names, [*points, *_label(one.label)])


def _facts(node: Node) -> list[Tag]:
    if node.facts is None:
        return []
    facts = node.facts
    names = {"system": facts.system, "why": facts.why, "whom": facts.whom, "fate": facts.fate}
    for name, amount in (("minutes", facts.minutes), ("often", facts.often)):
        names[name] = "" if amount is None else f"{amount:g}"
    return [tag("bpmn:extensionElements", {}, [tag("draagvlak:step", names)])]


def _repeats(node: Node) -> list[Tag]:
    if not node.repeats:
        return []
    if node.repeats == "loop":
        return [tag("bpmn:standardLoopCharacteristics", {})]
    names = {"isSequential": str(node.repeats == "sequential").lower()}
    return [tag("bpmn:multiInstanceLoopCharacteristics", names)]


def _bounds(one: Bounds) -> Tag:
    sizes = {"x": one.x, "y": one.y, "width": one.width, "height": one.height}
    return tag("dc:Bounds", {name: number(size) for name, size in sizes.items()})


def _label(one: Bounds | None) -> list[Tag]:
    return [tag("bpmndi:BPMNLabel", {}, [_bounds(one)])] if one else []
