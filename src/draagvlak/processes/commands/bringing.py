"""Bringing a model in, copying now to later, and settling what stands."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.storage import attach
from draagvlak.processes import rules
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries import boxes, situations_of, steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.core.storage import StoredFile
    from draagvlak.lib.bpmn import Reading
    from draagvlak.lib.bpmn.model import Node
    from draagvlak.processes.models import Process

_FACTS = ("system", "why", "whom", "minutes", "often", "fate")
_LONGEST = {"key": 200, "name": 200, "role": 200, "system": 120, "why": 600, "whom": 200}
_MOST_MINUTES = 99_999


@command
def import_model(  # where it comes, what it is, and its bytes
    *,
    by: Actor,
    process: Process,
    moment: str,
    reading: Reading,
    file: StoredFile,
    once: str = "",
) -> Situation:
    """Let a model with its file stand for now or for later. What stood there can come back.

    What was written beside steps that are in the new model too (by their id) stays beside them.
    """
    del once
    before = situations_of(by, process).get(moment)
    rules.may_change(by, process, before).demand()
    known = {step.key: step for step in steps_of(by, [before])[before.pk]} if before else {}
    situation = _replace(by, process, moment, before)
    situation.source = attach(file, programme_id=by.programme_id)
    situation.save(update_fields=["source"])
    keys: set[str] = set()
    rows = []
    for place, (node, role) in enumerate(boxes(reading.model), start=1):
        if len(node.id) <= _LONGEST["key"] and node.id not in keys:
            keys.add(node.id)
            rows.append(_from_node(situation, place, (node, role), known.get(node.id)))
    Step.objects.bulk_create(rows, batch_size=200)
    record("processes.model_imported", by=by, on=situation)
    return situation


def _from_node(
    situation: Situation, place: int, found: tuple[Node, str], known: Step | None
) -> Step:
    node, role = found
    step = Step(
        workspace_id=situation.workspace_id,
        situation=situation,
        key=node.id,
        place=place,
        name=node.name[: _LONGEST["name"]],
        role=role[: _LONGEST["role"]],
    )
    facts = node.facts
    if facts is not None:
        for name in ("system", "why", "whom"):
            setattr(step, name, str(getattr(facts, name))[: _LONGEST[name]])
        step.minutes, step.often = _number(facts.minutes), _number(facts.often)
        step.fate = facts.fate if facts.fate in Step.Fate.values else ""
    for name in _FACTS if known else ():
        if getattr(step, name) in ("", None):
            setattr(step, name, getattr(known, name))
    return step


def _number(value: float | None) -> Decimal | None:
    if value is None or not 0 <= value <= _MOST_MINUTES:
        return None
    return Decimal(str(round(value, 1)))


@command
def copy_to_later(*, by: Actor, process: Process) -> Situation:
    """Let later begin as now, with the same keys. What stood there can come back."""
    known = situations_of(by, process)
    now, later = known.get(Situation.Moment.NOW), known.get(Situation.Moment.LATER)
    steps = steps_of(by, [now])[now.pk] if now else []
    rules.may_copy(by, process, now, count=len(steps)).demand()
    rules.may_change(by, process, later).demand()
    situation = _replace(by, process, Situation.Moment.LATER, later)
    if now is not None and now.source is not None:
        situation.source = now.source
        situation.save(update_fields=["source"])
    Step.objects.bulk_create((_copied(step, situation) for step in steps), batch_size=200)
    record("processes.copied_to_later", by=by, on=situation)
    return situation


def _copied(step: Step, situation: Situation) -> Step:
    names = ("key", "place", "name", "role", "system", "why", "whom", "minutes", "often")
    same = {name: getattr(step, name) for name in (*names, "waits_for")}
    return Step(workspace_id=step.workspace_id, situation=situation, **same)


@command
def put_situation_back(*, by: Actor, situation: Situation) -> Situation:
    """Let a situation that was replaced stand again; what stands there now is kept in its turn."""
    rules.may_put_back(by, situation).demand()
    present = situations_of(by, situation.process).get(situation.moment)
    rules.may_change(by, situation.process, present).demand()
    _put_away(present)
    situation.replaced_at = None
    situation.save(update_fields=["replaced_at"])
    record("processes.situation_put_back", by=by, on=situation)
    return situation


@command
def set_state(*, by: Actor, situation: Situation, settled: bool) -> Situation:
    """Settle a situation, or open it again."""
    steps: Sequence[Step] = steps_of(by, [situation])[situation.pk]
    rules.may_settle(by, situation, count=len(steps)).demand()
    situation.state = Situation.State.SETTLED if settled else Situation.State.DRAFT
    situation.save(update_fields=["state"])
    if settled:
        record("processes.settled", by=by, on=situation)
    else:
        record("processes.opened", by=by, on=situation)
    return situation


def _replace(by: Actor, process: Process, moment: str, before: Situation | None) -> Situation:
    _put_away(before)
    return Situation.objects.create(
        workspace_id=by.tenant, process=process, moment=Situation.Moment(moment)
    )


def _put_away(situation: Situation | None) -> None:
    if situation is not None:
        situation.replaced_at = timezone.now()
        situation.save(update_fields=["replaced_at"])
