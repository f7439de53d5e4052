"""Words of a lesson become the beginning of a cause or a measure: where they came from is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.audit import record
from draagvlak.lessons.models import Pick
from draagvlak.lessons.queries.access import known_cause, known_measure

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor


def note_pick(*, by: Actor, kind: str, object_id: UUID, example: str) -> None:
    """Part of the command that wrote a cause or a measure down: keep what it began with."""
    known = known_cause(by, example) if kind == "cause" else known_measure(by, example)
    if known is None:
        return
    entry, part = known
    keys = {"cause_id" if kind == "cause" else "measure_id": object_id}
    pick = Pick.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        entry=entry.key,
        example=part.key,
        offered=part.title[:160],
        **keys,
    )
    record("lessons.picked", by=by, on=pick)
