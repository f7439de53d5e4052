"""A situation → its model: from the table of steps, or from the file with what the table adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from draagvlak.core.crypto import Tampered
from draagvlak.core.storage import pieces_of
from draagvlak.lib import bpmn
from draagvlak.lib.bpmn.model import Node, Shape, StepFacts
from draagvlak.lib.bucket import StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draagvlak.processes.models import Process, Situation, Step

LIMITS = bpmn.Limits(size=5 * 1024 * 1024, elements=60_000)
"""A model that somebody can still read; larger ones cost every reader seconds."""


@dataclass(frozen=True)
class Picture:
    """A model with what was wrong in it, and the steps of its table by element id."""

    model: bpmn.Model
    findings: tuple[bpmn.Finding, ...]
    steps: dict[str, Step]
    lost: bool = False
    """The file is gone or was changed: nothing of it can be shown."""


def read_upload(content: bytes) -> bpmn.Reading:
    """Read a file that somebody brings. Raises `bpmn.Refused`."""
    return bpmn.read_bpmn(content, LIMITS)


def source_of(situation: Situation) -> bytes | None:
    """The file, byte for byte as it came; None without one, or when it is gone."""
    if situation.source is None:
        return None
    try:
        return b"".join(pieces_of(situation.source))
    except (FileNotFoundError, StoreAway, Tampered):
        return None


def picture(process: Process, situation: Situation, steps: Sequence[Step]) -> Picture:
    """The model of a situation."""
    if situation.source is None:
        reading = bpmn.model_of_steps([_row(step) for step in steps], process.name)
        nodes = [node for node in reading.model.nodes if node.id.startswith("Step_")]
        found = {node.id: step for node, step in zip(nodes, steps, strict=True)}
        return Picture(reading.model, reading.findings, found)
    content = source_of(situation)
    if content is None:
        return Picture(bpmn.Model(name=process.name), (), {}, lost=True)
    reading = bpmn.read_bpmn(content, LIMITS)
    return with_steps(reading, steps)


def with_steps(reading: bpmn.Reading, steps: Iterable[Step]) -> Picture:
    """A model that was read, with what the table knows beside it."""
    shown = by_element(reading.model, steps)
    nodes = [_with_facts(node, shown.get(node.id)) for node in reading.model.nodes]
    return Picture(replace(reading.model, nodes=tuple(nodes)), reading.findings, shown)


def by_element(model: bpmn.Model, steps: Iterable[Step]) -> dict[str, Step]:
    """The steps by the id of their element: their key, or what a model of the table made of it.

    So a table that was drawn on, or that left as a file and came back, keeps the keys of its steps
    and everything that points at them.
    """
    ids = {node.id for node in model.nodes}
    found = {step.key: step for step in steps}
    made = {bpmn.step_id(key): step for key, step in found.items() if key not in ids}
    return {key: step for key, step in (made | found).items() if key in ids}


def boxes(model: bpmn.Model) -> Iterable[tuple[Node, str]]:
    """The steps of a model (no events, no gateways), each with its role."""
    lanes = {lane.id: lane.name for lane in model.lanes}
    pools = {pool.id: pool.name for pool in model.pools}
    for row in bpmn.rows_of(model):
        if row.node.shape is Shape.BOX:
            node = row.node
            yield node, lanes.get(node.lane, "") or pools.get(node.pool, "")


def facts_of(step: Step) -> StepFacts:
    return StepFacts(
        system=step.system,
        why=step.why,
        whom=step.whom,
        minutes=None if step.minutes is None else float(step.minutes),
        often=None if step.often is None else float(step.often),
        fate=step.fate,
    )


def waits_of(step: Step) -> tuple[str, ...] | None:
    """The keys that a step waits for; None is the step above it."""
    return None if step.waits_for is None else tuple(str(key) for key in step.waits_for)


def _row(step: Step) -> bpmn.Step:
    return bpmn.Step(step.name, step.role, facts_of(step), waits_of(step), step.key)


def _with_facts(node: Node, step: Step | None) -> Node:
    return node if step is None else replace(node, facts=facts_of(step))
