"""The whole table of steps at once: everything or nothing, and back again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to
from draagvlak.processes import rules
from draagvlak.processes.models import Situation, Step
from draagvlak.processes.queries import access_replaced, situations_of, steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.processes.commands.steps import StepDraft
    from draagvlak.processes.models import Process

_NUMBERS = ("minutes", "often")


@dataclass(frozen=True)
class RowEdit:
    """One row that is new, changed or taken out (`draft` is None).

    `version` is that of the step that was shown; None is a new step.
    """

    key: str
    draft: StepDraft | None
    version: int | None = None


@command
def save_table(
    *, by: Actor, process: Process, moment: str, edits: Sequence[RowEdit], once: str = ""
) -> Situation:
    """Add, change, move and take out steps at once. Raises `EditConflict`: nothing is saved."""
    del once
    situation = situations_of(by, process).get(moment)
    before = steps_of(by, [situation])[situation.pk] if situation else []
    fresh = sum(edit.version is None for edit in edits)
    if fresh:
        rules.may_add_step(by, process, situation, count=len(before) + fresh - 1).demand()
    rules.may_change(by, process, situation).demand()
    if situation is None:
        situation = Situation.objects.create(
            workspace_id=by.tenant, process=process, moment=Situation.Moment(moment)
        )
    known = {step.key: step for step in before}
    kept = [
        _write(by, situation, (known.get(edit.key), len(before) + number), edit)
        for number, edit in enumerate(edits, start=1)
    ]
    _order(by, situation, edits)
    event = record("processes.table_saved", by=by, on=situation)
    order = [str(step.pk) for step in before]
    left = {
        "situation": str(situation.pk),
        "process": str(process.pk),
        "rows": kept,
        "order": order,
    }
    leave(event, by=by, kept=json.dumps(left), touches=[situation.pk])
    return situation


def _write(
    by: Actor, situation: Situation, known: tuple[Step | None, int], edit: RowEdit
) -> dict[str, object]:
    """Write one row, and give what is needed to write it back.

    `known` is the step that stands there, and the place of one that is new.
    """
    if edit.version is None and edit.draft is not None:
        step = Step.objects.create(
            workspace_id=by.tenant, situation=situation, key=edit.key, place=known[1],
            **edit.draft.values(),
        )  # fmt: skip
        return {"row": str(step.pk), "version": step.version, "was": None}
    step = known[0] or situation.steps.get(workspace_id=by.tenant, key=edit.key)
    if edit.draft is None:
        rules.may_remove_step(by, step).demand()
        changes: dict[str, object] = {"removed_at": timezone.now()}
    else:
        rules.may_edit_step(by, step).demand()
        filed = situation.source_id is not None
        changes = edit.draft.facts() if filed else edit.draft.values()
    was = {name: _plain(getattr(step, name)) for name in changes}
    saved = save_if_unchanged(step, expected=edit.version or 0, changes=changes)
    return {"row": str(saved.pk), "version": saved.version, "was": was}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def _order(by: Actor, situation: Situation, edits: Sequence[RowEdit]) -> None:
    """Number the rows from 1; a row that was given a place stands there."""
    steps = steps_of(by, [situation])[situation.pk]
    asked = {edit.key: edit.draft.place for edit in edits if edit.draft and edit.draft.place}
    rows = [step for step in steps if step.key not in asked]
    moved = [step for step in steps if step.key in asked]
    for step in sorted(moved, key=lambda step: asked[step.key] or 0):
        rows.insert(max(0, (asked[step.key] or 0) - 1), step)
    _number(rows)


def _number(rows: Sequence[Step]) -> None:
    changed = [row for place, row in enumerate(rows, start=1) if row.place != place]
    for place, row in enumerate(rows, start=1):
        row.place = place
    if changed:
        keys = Step.objects.filter(workspace_id=changed[0].workspace_id)
        keys.bulk_update(changed, ["place"], batch_size=100)


@command
def put_table_back(*, by: Actor, kept: str) -> str:
    """Write back what a saved table changed; what was changed since stays as it is now."""
    found = json.loads(kept)
    process_id = UUID(found["process"])
    situation = Situation.objects.select_related("process").get(
        workspace_id=by.tenant, process_id=process_id, pk=UUID(found["situation"])
    )
    situation = access_replaced(by, situation.process, situation.pk)
    rules.may_change(by, situation.process, situation).demand()
    rows = {str(row.pk): row for row in situation.steps.filter(workspace_id=by.tenant)}
    for each in found["rows"]:
        row = rows.get(each["row"])
        if row is not None and row.version == each["version"]:
            was = each["was"]
            changes = {"removed_at": timezone.now()} if was is None else _back(was)
            save_if_unchanged(row, expected=row.version, changes=changes)
    place = {key: at for at, key in enumerate(found["order"])}
    steps = steps_of(by, [situation])[situation.pk]
    if situation.source_id is None:
        rules.may_hold(len(steps)).demand()
    _number(sorted(steps, key=lambda step: place.get(str(step.pk), len(place) + step.place)))
    record("processes.table_put_back", by=by, on=situation)
    return to(by, "processes:situation_detail", process_id=process_id, moment=situation.moment)


def _back(was: dict[str, object]) -> dict[str, object]:
    """The values as columns hold them."""
    return {
        name: Decimal(str(value)) if name in _NUMBERS and value is not None else value
        for name, value in was.items()
    }
