"""Which column and which row each node gets.

Columns: longest path over the flows, without those that go back (Sugiyama, Tagawa and Toda,
"Methods for visual understanding of hierarchical system structures", 1981). Rows: every band (a
lane, or a pool without lanes) has tracks; barycentre sweeps keep the order of neighbours, and a
node takes the track of what comes before it when it can, so that a chain is a straight line.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Edge = tuple[str, str]
_SWEEPS = 4


def forward_edges(nodes: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges without those that close a circle, seen from the first nodes."""
    after: dict[str, list[str]] = {node: [] for node in nodes}
    entered: set[str] = set()
    for source, target in dict.fromkeys(edges):
        if source != target:
            after[source].append(target)
            entered.add(target)
    order = [node for node in nodes if node not in entered]
    order += [node for node in nodes if node in entered]
    open_nodes: set[str] = set()
    done: set[str] = set()
    kept: list[Edge] = []
    for first in order:
        if first in done:
            continue
        open_nodes.add(first)
        stack = [(first, iter(after[first]))]
        while stack:
            node, rest = stack[-1]
            target = next(rest, "")
            if not target:
                stack.pop()
                open_nodes.discard(node)
                done.add(node)
            elif target not in open_nodes:
                kept.append((node, target))
                if target not in done:
                    open_nodes.add(target)
                    stack.append((target, iter(after[target])))
    return kept


def layers_of(nodes: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Node → its column from 0: one more than the last of what comes before it."""
    after: dict[str, list[str]] = defaultdict(list)
    waits = dict.fromkeys(nodes, 0)
    for source, target in edges:
        after[source].append(target)
        waits[target] += 1
    layer = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waits[node]]
    for node in ready:  # grows while it is walked
        for target in after[node]:
            layer[target] = max(layer[target], layer[node] + 1)
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    return layer


def tracks_of(
    layer: Mapping[str, int], band: Mapping[str, int], edges: Sequence[Edge]
) -> dict[str, int]:
    """Node → its track within its band, from 0; no two nodes share band, column and track."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        before[target].append(source)
        after[source].append(target)
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for node, column in layer.items():
        cells[column, band[node]].append(node)
    columns = sorted(cells)
    place = {node: float(at) for cell in columns for at, node in enumerate(cells[cell])}

    def weight(node: str, near: Mapping[str, list[str]]) -> float:
        others = near.get(node, [])
        if not others:
            return band[node] * 1000 + place[node]
        return sum(band[one] * 1000 + place[one] for one in others) / len(others)

    for sweep in range(_SWEEPS):
        near = after if sweep % 2 else before
        for cell in reversed(columns) if sweep % 2 else columns:
            weights = {node: weight(node, near) for node in cells[cell]}
            cells[cell].sort(key=weights.__getitem__)
            for at, node in enumerate(cells[cell]):
                place[node] = float(at)
    track: dict[str, int] = {}
    for cell in columns:
        least = 0
        for node in cells[cell]:
            same = [track[one] for one in before[node] if one in track and band[one] == band[node]]
            track[node] = max(least, min(same, default=0))
            least = track[node] + 1
    return track
