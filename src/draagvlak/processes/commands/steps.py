"""The table of steps: adding, changing, moving, removing and putting back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.fold import squeeze
from draagvlak.processes import rules
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries import situations_of, steps_of

if TYPE_CHECKING:
    from decimal import Decimal

    from draagvlak.core.actor import Actor
    from draagvlak.processes.models import Process


@dataclass(frozen=True)
class StepDraft:
    """What somebody wrote down about a step. `place` counts from 1; None is the end.

    `waits_for` are keys of steps: None is the step above, nothing is starting at once.
    """

    name: str
    role: str = ""
    system: str = ""
    why: str = ""
    whom: str = ""
    minutes: Decimal | None = None
    often: Decimal | None = None
    fate: str = ""
    waits_for: tuple[str, ...] | None = None
    place: int | None = None

    def facts(self) -> dict[str, object]:
        """The columns that a file of a model knows nothing of."""
        return {
            "system": squeeze(self.system),
            "why": self.why.strip(),
            "whom": squeeze(self.whom),
            "minutes": self.minutes,
            "often": self.often,
            "fate": self.fate,
        }

    def values(self) -> dict[str, object]:
        """All columns but the place."""
        waits = None if self.waits_for is None else list(self.waits_for)
        named = {"name": squeeze(self.name), "role": squeeze(self.role), "waits_for": waits}
        return {**self.facts(), **named}


@command
def add_step(*, by: Actor, process: Process, moment: str, draft: StepDraft, once: str = "") -> Step:
    """Put a step in the table for now or for later."""
    del once
    situation = situations_of(by, process).get(moment)
    steps = steps_of(by, [situation])[situation.pk] if situation else []
    rules.may_add_step(by, process, situation, count=len(steps)).demand()
    if situation is None:
        situation = Situation.objects.create(
            workspace_id=by.tenant, process=process, moment=Situation.Moment(moment)
        )
    step = Step.objects.create(
        workspace_id=by.tenant,
        situation=situation,
        key=secrets.token_hex(6),
        place=len(steps) + 1,
        **draft.values(),
    )
    _order(steps, step, draft.place)
    record("processes.step_added", by=by, on=step)
    return step


@command
def edit_step(*, by: Actor, step: Step, draft: StepDraft, version: int) -> Step:
    """Change a step. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit_step(by, step).demand()
    filed = step.situation.source_id is not None
    changes = draft.facts() if filed else draft.values()
    situation = step.situation
    step = save_if_unchanged(step, expected=version, changes=changes)
    if not filed and draft.place is not None:
        others = [each for each in steps_of(by, [situation])[situation.pk] if each.pk != step.pk]
        _order(others, step, draft.place)
    record("processes.step_edited", by=by, on=step)
    return step


@command
def remove_step(*, by: Actor, step: Step) -> Step:
    """Take a step out of the table; `put_step_back` brings it back."""
    rules.may_remove_step(by, step).demand()
    changes = {"removed_at": timezone.now()}
    step = save_if_unchanged(step, expected=step.version, changes=changes)
    record("processes.step_removed", by=by, on=step)
    return step


@command
def put_step_back(*, by: Actor, step: Step) -> Step:
    """Put a step back that was removed, at its place."""
    count = len(steps_of(by, [step.situation])[step.situation_id])
    rules.may_put_step_back(by, step, count=count).demand()
    step = save_if_unchanged(step, expected=step.version, changes={"removed_at": None})
    record("processes.step_put_back", by=by, on=step)
    return step


def _order(others: list[Step], step: Step, place: int | None) -> None:
    """Number the rows from 1, with a step at its place."""
    rows = list(others)
    rows.insert(len(rows) if place is None else max(0, place - 1), step)
    moved = []
    for number, row in enumerate(rows, start=1):
        if row.place != number:
            row.place = number
            moved.append(row)
    Step.objects.filter(workspace_id=step.workspace_id).bulk_update(moved, ["place"])
