"""The table twin of a picture: every node as a row, in the order of the work."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from draagvlak.lib.bpmn.layering import forward_edges, layers_of
from draagvlak.lib.bpmn.model import FlowKind, Model, Node, NodeKind


@dataclass(frozen=True, slots=True)
class Next:
    """A way on: the number of the row it leads to, and the words at the line."""

    number: int
    name: str
    condition: str
    message: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One node. `roles` are its lanes from outside in; `within` is the row of its subprocess."""

    number: int
    node: Node
    pool: str
    roles: tuple[str, ...]
    within: int
    after: tuple[Next, ...]

    @property
    def kind(self) -> NodeKind:
        return self.node.kind


def rows_of(model: Model) -> list[Row]:
    """The rows, numbered from 1: along the flows, pool by pool; a subprocess before its content."""
    nodes = {node.id: node for node in model.nodes}
    pools = {pool.id: pool for pool in model.pools}
    lanes = {lane.id: lane for lane in model.lanes}
    keys = list(nodes)
    edges = [(f.source, f.target) for f in model.flows if f.kind is FlowKind.SEQUENCE]
    edges += [(node.host, node.id) for node in model.nodes if node.host]
    layer = layers_of(keys, forward_edges(keys, edges))
    inside: dict[tuple[str, str], list[str]] = defaultdict(list)
    for node in model.nodes:
        inside[node.pool, node.scope].append(node.id)
    order: list[str] = []
    for pool in pools:
        waiting = sorted(inside[pool, ""], key=layer.__getitem__)[::-1]
        while waiting:
            key = waiting.pop()
            order.append(key)
            waiting += sorted(inside[pool, key], key=layer.__getitem__)[::-1]
    number = {key: at for at, key in enumerate(order, start=1)}
    after: dict[str, list[Next]] = defaultdict(list)
    for flow in model.flows:
        if flow.source in number and flow.target in number:
            message = flow.kind is FlowKind.MESSAGE
            words = flow.name or flow.condition
            name = nodes[flow.target].name
            after[flow.source].append(Next(number[flow.target], name, words, message))
    rows = []
    for key in order:
        node = nodes[key]
        roles: list[str] = []
        lane = node.lane
        while lane:
            roles.insert(0, lanes[lane].name)
            lane = lanes[lane].parent
        pool_name = pools[node.pool].name if node.pool in pools else ""
        within = number.get(node.scope, 0)
        ways = tuple(after[key])
        rows.append(Row(number[key], node, pool_name, tuple(roles), within, ways))
    return rows
