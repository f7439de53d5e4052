"""One of the two models, looked up fast."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from draagvlak.lib.bpmn.model import FlowKind, Model, Node, Shape
from draagvlak.lib.fold import fold_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_NEAR = 40
_WORD = 4


@dataclass(frozen=True)
class Side:
    """A model with what a comparison asks of it."""

    model: Model

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return {node.id: node for node in self.model.nodes}

    @cached_property
    def folded(self) -> dict[str, str]:
        """Node → its name, folded."""
        return {node.id: folded_name(node.name) for node in self.model.nodes}

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """Node → how it looks."""
        return {node.id: node.shape for node in self.model.nodes}

    @cached_property
    def folded_role(self) -> dict[str, str]:
        """Node → the folded name of its role."""
        return {key: folded_name(self.roles.get(role, "")) for key, role in self.role_of.items()}

    @cached_property
    def roles(self) -> dict[str, str]:
        """Lanes, and pools that are drawn → name."""
        found = {pool.id: pool.name for pool in self.model.pools if pool.drawn}
        return found | {lane.id: lane.name for lane in self.model.lanes}

    @cached_property
    def role_of(self) -> dict[str, str]:
        """Node → its lane; its pool when that has no lanes; "" when nobody can say."""
        parted = {lane.pool for lane in self.model.lanes}
        return {
            node.id: node.lane
            or (node.pool if node.pool in self.roles and node.pool not in parted else "")
            for node in self.model.nodes
        }

    def role_name(self, node: str) -> str:
        """The words of the role of a node."""
        return self.roles.get(self.role_of.get(node, ""), "")

    @cached_property
    def after(self) -> dict[str, list[str]]:
        return self._next(backward=False)

    @cached_property
    def before(self) -> dict[str, list[str]]:
        return self._next(backward=True)

    def _next(self, *, backward: bool) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for flow in self.model.flows:
            if flow.kind is FlowKind.SEQUENCE:
                source, target = (
                    (flow.target, flow.source) if backward else (flow.source, flow.target)
                )
                found[source].append(target)
        for node in self.model.nodes:
            if node.host:  # an event on the edge comes from its step
                source, target = (node.id, node.host) if backward else (node.host, node.id)
                found[source].append(target)
        return found

    @cached_property
    def far_after(self) -> dict[str, frozenset[str]]:
        """Node → what comes next when gateways are seen through."""
        return self._through(self.after)

    @cached_property
    def far_before(self) -> dict[str, frozenset[str]]:
        return self._through(self.before)

    def _through(self, near: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
        gates = {key for key, shape in self.shapes.items() if shape is Shape.DIAMOND}
        found = {}
        for node in self.nodes:
            direct = near.get(node, ())
            if gates.isdisjoint(direct):
                found[node] = frozenset(direct[:_MOST_NEAR])
                continue
            seen: dict[str, None] = {}
            waiting = list(direct)
            passed = {node}
            while waiting and len(seen) < _MOST_NEAR and len(passed) < _MOST_NEAR:
                one = waiting.pop()
                if one not in gates:
                    seen[one] = None
                elif one not in passed:
                    passed.add(one)
                    waiting.extend(near.get(one, ()))
            found[node] = frozenset(seen)
        return found


@lru_cache(maxsize=50_000)
def folded_name(name: str) -> str:
    """The name without case, accents and double spaces."""
    return fold_key(name)


@lru_cache(maxsize=50_000)
def pieces_of(folded: str) -> frozenset[str]:
    """Character trigrams of a folded name, with a space at both ends."""
    padded = f" {folded} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=50_000)
def words_of(folded: str) -> tuple[str, ...]:
    """The longer words of a folded name, by their first six letters: endings fall away."""
    return tuple(dict.fromkeys(word[:6] for word in folded.split() if len(word) >= _WORD))


def likeness(one: str, other: str) -> float:
    """How alike two folded names are, 0–1: Dice over trigrams (Dice, 1945)."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    left, right = pieces_of(one), pieces_of(other)
    return 2 * len(left & right) / (len(left) + len(right))
