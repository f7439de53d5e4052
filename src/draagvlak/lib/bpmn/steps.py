"""A table of steps → a model with a lane per role.

A step waits for the step above it unless it says for which ones; waiting for nothing is starting
at once. Steps that wait for the same one run beside each other: a parallel gateway parts them, and
another joins what one step waits for. Ids come from the keys of the steps, so that a copy of the
table gives the same ids.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from draagvlak.lib.bpmn.findings import Finding, FindingCode
from draagvlak.lib.bpmn.mending import mended
from draagvlak.lib.bpmn.model import (
    Flow,
    FlowKind,
    Lane,
    Model,
    Node,
    NodeKind,
    Pool,
    StepFacts,
)
from draagvlak.lib.bpmn.reading import Reading
from draagvlak.lib.fold import fold_key, squeeze
from draagvlak.lib.numerals import whole_number

_NOTHING = StepFacts()
_POOL = "Pool"
_START = "Start"
_END = "End"


@dataclass(frozen=True, slots=True)
class Step:
    """One row. `waits_for` holds keys, names or row numbers from 1; None is the row above.

    `key` stays the same when the row moves or gets another name; "" takes the row number.
    """

    name: str
    role: str = ""
    facts: StepFacts = _NOTHING
    waits_for: tuple[str, ...] | None = None
    key: str = ""
    kind: NodeKind = NodeKind.TASK


def step_id(key: str) -> str:
    """The id that the step with this key gets in a model of its table."""
    return "Step_" + re.sub(r"[^A-Za-z0-9_-]", "_", key)


def model_of_steps(steps: list[Step], name: str = "") -> Reading:
    """The model of a table, with what was wrong in it. `line` of a finding is the row, from 1."""
    table = _Table(steps)
    model = table.model(squeeze(name))
    mending = mended(model, table.held)
    doubles = [one for one in mending.findings if one.code is FindingCode.DOUBLE_NAME]
    return Reading(mending.model, (*table.findings, *doubles))


class _Table:
    """Keys, roles and waits of one table."""

    def __init__(self, steps: list[Step]) -> None:
        self.findings: list[Finding] = []
        self.held: list[tuple[str, str, int]] = []
        self._steps = steps
        self._ids = self._identified()
        self._lanes: dict[str, Lane] = {}
        self._waits = self._acyclic(self._resolved())

    def _identified(self) -> list[str]:
        taken = {"", _POOL, _START, _END}
        ids = []
        for row, step in enumerate(self._steps, start=1):
            stem = fresh = step_id(step.key or str(row))
            count = 1
            while fresh in taken:
                count += 1
                fresh = f"{stem}_{count}"
            if count > 1:
                self.findings.append(Finding(FindingCode.DOUBLE_ID, stem, row, fresh))
            taken.add(fresh)
            ids.append(fresh)
        return ids

    def _resolved(self) -> list[list[int]]:
        """Per row the rows it waits for."""
        found: dict[str, int] = {}
        rows = list(enumerate(self._steps))
        for row, step in rows:
            found.setdefault("key " + step.key, row)
        for row, step in rows:
            found.setdefault("name " + fold_key(step.name), row)
        waits: list[list[int]] = []
        for row, step in rows:
            if step.waits_for is None:
                waits.append([row - 1] if row else [])
                continue
            mine: dict[int, None] = {}
            for asked in step.waits_for:
                other = found.get("key " + asked.strip() if asked.strip() else "")
                other = found.get("name " + fold_key(asked)) if other is None else other
                if other is None:
                    number = whole_number(asked) or 0
                    other = number - 1 if 0 < number <= len(rows) else None
                if other is None or not asked.strip():
                    self._find(FindingCode.UNKNOWN_WAIT, row, asked[:200])
                else:
                    mine[other] = None
            waits.append(list(mine))
        return waits

    def _find(self, code: FindingCode, row: int, about: str = "") -> None:
        self.findings.append(Finding(code, self._ids[row], row + 1, about))

    def _acyclic(self, waits: list[list[int]]) -> list[list[int]]:
        """Without waits that close a circle, nor those that follow from others."""
        above: list[set[int]] = [set() for _ in waits]
        kept: list[list[int]] = [[] for _ in waits]
        for row, others in enumerate(waits):
            for other in others:
                if other == row or self._reaches(kept, other, row):
                    self._find(FindingCode.CIRCLE, row, self._steps[other].name)
                else:
                    kept[row].append(other)
        for row in _in_order(kept):
            for other in kept[row]:
                above[row] |= above[other] | {other}
        return [
            [one for one in mine if not any(one in above[other] for other in mine)] for mine in kept
        ]

    def _reaches(self, kept: list[list[int]], start: int, goal: int) -> bool:
        seen = {start}
        waiting = [start]
        while waiting:
            row = waiting.pop()
            if row == goal:
                return True
            fresh = [other for other in kept[row] if other not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return False

    def model(self, name: str) -> Model:
        """Nodes, lanes and flows of the table."""
        pool = Pool(_POOL, name, "Process")
        if not self._steps:
            self.findings.append(Finding(FindingCode.NO_STEPS))
            return Model(name=name, pools=(pool,))
        nodes = [self._node(row, step) for row, step in enumerate(self._steps)]
        lanes = [self._lane(row, step) for row, step in enumerate(self._steps)]
        first = [row for row, waits in enumerate(self._waits) if not waits]
        waited = {other for waits in self._waits for other in waits}
        last = [row for row in range(len(nodes)) if row not in waited]
        nodes.insert(0, self._extra(_START, NodeKind.START, lanes[first[0]]))
        edges: list[tuple[str, str]] = [(_START, self._ids[row]) for row in first]
        for row, waits in enumerate(self._waits):
            edges += [(self._ids[other], self._ids[row]) for other in waits]
        edges += [(self._ids[row], _END) for row in last]
        nodes.append(self._extra(_END, NodeKind.END, lanes[last[-1]]))
        lane = dict(zip(self._ids, lanes, strict=True)) | {
            _START: lanes[first[0]],
            _END: lanes[last[-1]],
        }
        edges, gateways = self._gateways(edges, lane)
        flows = [
            Flow(f"Flow_{source}_{target}", FlowKind.SEQUENCE, source, target)
            for source, target in edges
        ]
        every = (*nodes, *gateways)
        return Model(
            name=name,
            pools=(pool,),
            lanes=tuple(self._lanes.values()),
            nodes=every,
            flows=tuple(flows),
        )

    def _node(self, row: int, step: Step) -> Node:
        facts = step.facts
        for amount in (facts.minutes, facts.often):
            if amount is not None and not 0 <= amount < 1e9:  # noqa: PLR2004 also no nan
                self._find(FindingCode.BAD_MINUTES, row, str(amount))
        if not squeeze(step.name):
            self._find(FindingCode.NO_NAME, row)
        key = self._ids[row]
        return Node(key, step.kind, squeeze(step.name), _POOL, facts=facts, line=row + 1)

    def _lane(self, row: int, step: Step) -> str:
        role = squeeze(step.role)
        if not role:
            self._find(FindingCode.NO_ROLE, row)
        lane = self._lanes.get(fold_key(role))
        if lane is None:
            slug = re.sub(r"[^a-z0-9]+", "_", fold_key(role)).strip("_") or str(len(self._lanes))
            taken = {one.id for one in self._lanes.values()}
            key = f"Lane_{slug}"
            key = f"{key}_{len(self._lanes)}" if key in taken else key
            lane = self._lanes[fold_key(role)] = Lane(key, role, _POOL)
        self.held.append((lane.id, self._ids[row], row + 1))
        return lane.id

    def _extra(self, key: str, kind: NodeKind, lane: str) -> Node:
        self.held.append((lane, key, 0))
        return Node(key, kind, "", _POOL)

    def _gateways(
        self, edges: list[tuple[str, str]], lane: dict[str, str]
    ) -> tuple[list[tuple[str, str]], list[Node]]:
        """Part what begins together and join what is waited for."""
        after: dict[str, int] = {}
        before: dict[str, int] = {}
        for source, target in edges:
            after[source] = after.get(source, 0) + 1
            before[target] = before.get(target, 0) + 1
        gateways: list[Node] = []
        extra: list[tuple[str, str]] = []
        for node, count in after.items():
            if count > 1:
                gateways.append(self._extra(f"Split_{node}", NodeKind.PARALLEL, lane[node]))
                extra.append((node, f"Split_{node}"))
        for node, count in before.items():
            if count > 1:
                gateways.append(self._extra(f"Join_{node}", NodeKind.PARALLEL, lane[node]))
                extra.append((f"Join_{node}", node))
        through = [
            (
                f"Split_{source}" if after[source] > 1 else source,
                f"Join_{target}" if before[target] > 1 else target,
            )
            for source, target in edges
        ]
        return [*through, *extra], gateways


def _in_order(waits: list[list[int]]) -> list[int]:
    """Rows, each behind those it waits for."""
    left = [len(mine) for mine in waits]
    after: list[list[int]] = [[] for _ in waits]
    for row, mine in enumerate(waits):
        for other in mine:
            after[other].append(row)
    ready = [row for row, count in enumerate(left) if not count]
    for row in ready:  # grows while it is walked
        for other in after[row]:
            left[other] -= 1
            if not left[other]:
                ready.append(other)
    return ready
