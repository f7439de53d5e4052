"""Bringing a model in, copying now to later, and settling what stands."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.storage import attach
from draagvlak.core.versions import EditConflict
from draagvlak.processes import rules
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries import (
    boxes,
    by_element,
    mark_of_situation,
    situations_of,
    steps_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.core.models import Attachment
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
    steps = steps_of(by, [before])[before.pk] if before else []
    situation = _replace(by, process, moment, before)
    _take_in(situation, reading, attach(file, programme_id=by.programme_id), steps)
    record("processes.model_imported", by=by, on=situation)
    return situation


@command
def save_drawing(  # where it was drawn, on what, what it is, and its bytes
    *,
    by: Actor,
    process: Process,
    moment: str,
    reading: Reading,
    file: StoredFile,
    drawn_on: str,
    once: str = "",
) -> Situation:
    """Let a drawing stand for now or for later, as `import_model` does with a file.

    A drawing says nothing of system, reason or minutes, so what the table knows of a step stays;
    of a step that comes from the other moment it is taken along. Raises `EditConflict` when
    something else stands there than what was drawn on.
    """
    del once
    known = situations_of(by, process)
    steps = steps_of(by, list(known.values()))
    before = known.get(moment)
    rules.may_change(by, process, before).demand()
    if drawn_on != mark_of_situation(before, steps[before.pk] if before else ()):
        raise EditConflict(before or process)
    here = steps[before.pk] if before else []
    elsewhere = [
        _copied(step, each)
        for each in known.values()
        if each is not before
        for step in steps[each.pk]
    ]
    situation = _replace(by, process, moment, before)
    source = attach(file, programme_id=by.programme_id)
    _take_in(situation, reading, source, [*elsewhere, *here], drawn=True)
    record("processes.model_drawn", by=by, on=situation)
    return situation


def _take_in(
    situation: Situation,
    reading: Reading,
    source: Attachment,
    steps: Sequence[Step],
    *,
    drawn: bool = False,
) -> None:
    """Keep the file, and a row for each of its steps, under the key that it had before."""
    situation.source = source
    situation.save(update_fields=["source"])
    known = by_element(reading.model, steps)
    keys: set[str] = set()
    rows = []
    for place, (node, role) in enumerate(boxes(reading.model), start=1):
        step = known.get(node.id)
        key = step.key if step else node.id
        if len(key) <= _LONGEST["key"] and key not in keys:
            keys.add(key)
            if drawn and step:
                node = replace(node, facts=None)  # noqa: PLW2901 what the table knows is newer
            rows.append(_from_node(situation, place, (node, role), step))
    Step.objects.bulk_create(rows, batch_size=200)


def _from_node(
    situation: Situation, place: int, found: tuple[Node, str], known: Step | None
) -> Step:
    node, role = found
    step = Step(
        workspace_id=situation.workspace_id,
        situation=situation,
        key=known.key if known else node.id,
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
