"""Make a model whole: references resolved, lanes given, what is broken said and left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from draagvlak.lib.bpmn.findings import Finding, FindingCode
from draagvlak.lib.bpmn.model import (
    CONTAINERS,
    LINKS,
    Drawn,
    Flow,
    FlowKind,
    Lane,
    Model,
    Node,
    NodeKind,
    Shape,
)
from draagvlak.lib.fold import fold_key

Held = list[tuple[str, str, int]]


@dataclass(slots=True)
class Mending:
    """The whole model and what was said about it."""

    model: Model
    findings: list[Finding] = field(default_factory=list)

    def find(self, code: FindingCode, one: Node | Flow | Lane, about: str = "") -> None:
        self.findings.append(Finding(code, one.id, one.line, about))


def mended(model: Model, held: Held) -> Mending:
    """The model with its references resolved. `held` is (lane, id, line) as the file says it."""
    mending = Mending(model)
    lanes = _lanes_of_nodes(mending, held)
    nodes = [replace(node, lane=lanes.get(node.id, "")) for node in model.nodes]
    nodes = _hosted(mending, nodes)
    nodes = _lanes_within(nodes)
    flows = _flows(mending, nodes)
    nodes = _defaults(mending, nodes, flows)
    mending.model = replace(model, nodes=tuple(nodes), flows=tuple(flows))
    _names(mending)
    _pictures(mending)
    return mending


def _lanes_of_nodes(mending: Mending, held: Held) -> dict[str, str]:
    """Node → its innermost lane, by what the file says and else by where it is drawn."""
    lanes = {lane.id: lane for lane in mending.model.lanes}
    nodes = {node.id: node for node in mending.model.nodes}
    others = {item.id for item in mending.model.items}
    found: dict[str, str] = {}
    for key, asked, line in held:
        node = asked if asked in nodes else asked.rpartition(":")[2]
        if node not in nodes:
            if node not in others:
                mending.findings.append(Finding(FindingCode.BROKEN_LANE, key, line, asked[:200]))
        elif node not in found or _within(lanes, key, found[node]):
            found[node] = key
        elif not _within(lanes, found[node], key):
            mending.findings.append(Finding(FindingCode.IN_TWO_LANES, node, line, key))
    _lanes_by_place(mending, found)
    return found


def _within(lanes: dict[str, Lane], inner: str, outer: str) -> bool:
    while inner and inner != outer:
        inner = lanes[inner].parent
    return inner == outer


def _lanes_by_place(mending: Mending, found: dict[str, str]) -> None:
    """Some tools draw a step in a lane and do not say so."""
    model = mending.model
    drawn = {shape.element: shape for one in model.diagrams for shape in one.shapes}
    by_pool: dict[str, list[tuple[Lane, Drawn]]] = defaultdict(list)
    for lane in model.lanes:
        if lane.id in drawn and not lane.scope:
            by_pool[lane.pool].append((lane, drawn[lane.id]))
    for node in model.nodes:
        if node.id in found or node.scope or node.id not in drawn or node.host:
            continue
        middle = drawn[node.id].bounds.middle
        around = [pair for pair in by_pool[node.pool] if pair[1].bounds.holds(middle)]
        if around:
            lane = min(around, key=lambda pair: pair[1].bounds.width * pair[1].bounds.height)[0]
            found[node.id] = lane.id
            mending.find(FindingCode.LANE_FROM_PICTURE, node, lane.id)


def _hosted(mending: Mending, nodes: list[Node]) -> list[Node]:
    by_id = {node.id: node for node in nodes}
    hosted = []
    for node in nodes:
        host = by_id.get(node.host)
        if node.host and (host is None or host.shape is not Shape.BOX or host.id == node.id):
            mending.find(FindingCode.BROKEN_HOST, node, node.host[:200])
            hosted.append(replace(node, host=""))
        elif host is not None:
            hosted.append(replace(node, lane=node.lane or host.lane, scope=host.scope))
        else:
            if node.kind is NodeKind.BOUNDARY:
                mending.find(FindingCode.BROKEN_HOST, node)
            hosted.append(node)
    return hosted


def _lanes_within(nodes: list[Node]) -> list[Node]:
    """What is in a subprocess stands in its lane, unless it has lanes of its own."""
    lanes: dict[str, str] = {"": ""}
    within = []
    for node in nodes:  # a subprocess comes before what is in it
        lanes[node.id] = node.lane or lanes.get(node.scope, "")
        within.append(replace(node, lane=lanes[node.id]))
    return within


def _flows(mending: Mending, nodes: list[Node]) -> list[Flow]:
    model = mending.model
    of_nodes = {node.id for node in nodes}
    ends = {
        FlowKind.SEQUENCE: of_nodes,
        FlowKind.MESSAGE: of_nodes | {pool.id for pool in model.pools},
    }
    items = {item.id for item in model.items}
    wide = ends[FlowKind.MESSAGE] | items | {flow.id for flow in model.flows}
    kept = []
    for flow in model.flows:
        known = wide | {lane.id for lane in model.lanes} if flow.kind in LINKS else ends[flow.kind]
        if (
            flow.kind in (FlowKind.INPUT, FlowKind.OUTPUT)
            and not {flow.source, flow.target} & items
        ):
            continue  # a property or an input of the step itself: nothing to draw
        if flow.source not in known:
            mending.find(FindingCode.BROKEN_SOURCE, flow, flow.source[:200])
        elif flow.target not in known:
            mending.find(FindingCode.BROKEN_TARGET, flow, flow.target[:200])
        else:
            kept.append(flow)
    return kept


def _defaults(mending: Mending, nodes: list[Node], flows: list[Flow]) -> list[Node]:
    source = {flow.id: flow.source for flow in flows}
    mended_nodes = []
    for node in nodes:
        default = node.default.rpartition(":")[2]
        if default and source.get(default) != node.id:
            mending.find(FindingCode.BROKEN_DEFAULT, node, default[:200])
            default = ""
        mended_nodes.append(replace(node, default=default))
    return mended_nodes


def _names(mending: Mending) -> None:
    boxes = [node for node in mending.model.nodes if node.shape is Shape.BOX]
    seen = Counter((node.pool, fold_key(node.name)) for node in boxes)
    for node in boxes:
        if not node.name:
            mending.find(FindingCode.NO_NAME, node)
        elif seen[node.pool, fold_key(node.name)] > 1:
            mending.find(FindingCode.DOUBLE_NAME, node, node.name)
    if not boxes:
        mending.findings.append(Finding(FindingCode.NO_STEPS))


def _pictures(mending: Mending) -> None:
    model = mending.model
    if not model.diagrams:
        mending.findings.append(Finding(FindingCode.NO_PICTURE))
        return
    shapes = {shape.element for one in model.diagrams for shape in one.shapes}
    lines = {line.element for one in model.diagrams for line in one.lines}
    bad = {found.element for found in mending.findings if found.code is FindingCode.BAD_NUMBER}
    folded = {node.id for node in model.nodes if node.kind in CONTAINERS}
    folded -= {node.scope for node in model.nodes if node.id in shapes}
    seen = shapes | bad
    for node in model.nodes:
        if node.id not in seen and node.scope not in folded:
            mending.find(FindingCode.NO_SHAPE, node)
    flowing = [flow for flow in model.flows if flow.kind not in LINKS]
    ends = {node.id: node for node in model.nodes}
    for flow in flowing:
        hidden = any(
            end in ends and ends[end].scope in folded for end in (flow.source, flow.target)
        )
        if flow.id not in lines and not hidden:
            mending.find(FindingCode.NO_SHAPE, flow)
    parts = (model.pools, model.lanes, model.nodes, model.flows, model.items)
    known = {one.id for part in parts for one in part}
    for one in model.diagrams:
        for element in [*(s.element for s in one.shapes), *(i.element for i in one.lines)]:
            if element not in known:
                code = FindingCode.SHAPE_OF_NOTHING
                mending.findings.append(Finding(code, "", 0, element[:200]))
