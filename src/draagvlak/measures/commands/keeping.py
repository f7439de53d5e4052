"""Keeping measures: add, edit, move from state to state, archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns.queries import access_owner, title_key
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.examples import note_taken
from draagvlak.core.returning import keep_key
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.measures import rules
from draagvlak.measures.commands.linking import tie
from draagvlak.measures.commands.moving import (
    KIND_MEASURE,
    index_measure,
    move,
    named_concerns,
    settle,
)
from draagvlak.measures.commands.returning import MEASURES
from draagvlak.measures.models import Measure
from draagvlak.measures.queries import deliveries_of
from draagvlak.measures.states import DECIDED, State

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal
    from uuid import UUID

    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class MeasureDraft:
    """What somebody wrote down about a measure. Hours and people come together, or not at all."""

    kind: str
    title: str
    description: str = ""
    reasons: str = ""
    owner: UUID | None = None
    due_on: dt.date | None = None
    cost_euros: int | None = None
    load_hours: Decimal | None = None
    load_people: int | None = None

    def values(self) -> dict[str, object]:
        """The columns of the measure."""
        title = self.title.strip()
        return {
            "kind": Measure.Kind(self.kind),
            "title": title,
            "title_key": title_key(title),
            "description": self.description.strip(),
            "reasons": self.reasons.strip(),
            "owner_id": self.owner,
            "due_on": self.due_on,
            "cost_euros": self.cost_euros,
            "load_hours": self.load_hours,
            "load_people": self.load_people,
        }


@dataclass(frozen=True)
class Ties:
    """The causes that a measure answers and the concerns that it is for, by key."""

    causes: tuple[UUID, ...] = ()
    concerns: tuple[UUID, ...] = ()


@command
def add_measure(
    *,
    by: Actor,
    draft: MeasureDraft,
    ties: Ties | None = None,
    example: str = "",
    once: str = "",
) -> Measure:
    """Propose a measure, with what it answers. Agreeing on it plans the concerns it is for.

    `example`: the lesson whose words it began with.
    """
    del once
    rules.may_keep(by).demand()
    _demand_whole(by, draft)
    measure = Measure.objects.create(
        workspace_id=by.tenant, programme_id=by.programme_id, **draft.values()
    )
    record("measures.added", by=by, on=measure)
    note_taken(by=by, kind="measure", object_id=measure.pk, example=example)
    if ties is not None:
        tie(by, measure, causes=ties.causes, concerns=ties.concerns)
    index_measure(measure)
    return measure


@command
def edit_measure(*, by: Actor, measure: Measure, draft: MeasureDraft, version: int) -> Measure:
    """Change what is written. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit(by, measure).demand()
    _demand_whole(by, draft)
    before = MEASURES.before(Measure.objects.get(workspace_id=by.tenant, pk=measure.pk))
    measure = save_if_unchanged(measure, expected=version, changes=draft.values())
    index_measure(measure)
    event = record("measures.edited", by=by, on=measure)
    leave(event, by=by, kept=MEASURES.kept(before, measure), touches=[measure.pk])
    return measure


@command
def move_measure(*, by: Actor, measure: Measure, target: State, because: str = "") -> Measure:
    """Take a measure to another state. Dropping needs reasons, delivering a delivery."""
    if target is State.DROPPED:
        rules.may_drop(by, measure, because=because).demand()
    elif target is State.DELIVERED:
        rules.may_deliver(by, measure, deliveries=len(deliveries_of(by, measure))).demand()
    else:
        rules.may_move(by, measure, target).demand()
    # the reasons of an earlier drop stay readable after the measure was taken up again
    measure.dropped_because = because.strip() or measure.dropped_because
    was_decided = measure.state in DECIDED
    move(measure, target, by=by)
    if was_decided != (target in DECIDED):
        settle(by, named_concerns(by, measure))
    return measure


@command
def archive_measure(*, by: Actor, measure: Measure) -> Measure:
    """Put a measure away. Its concerns are no longer planned because of it."""
    rules.may_archive(by, measure).demand()
    measure.archived_at = timezone.now()
    measure.save(update_fields=["archived_at"])
    search.forget(KIND_MEASURE, measure.pk, workspace_id=by.tenant)
    settle(by, named_concerns(by, measure))
    event = record("measures.archived", by=by, on=measure)
    leave(event, by=by, kept=keep_key(measure), touches=[measure.pk])
    return measure


@command
def restore_measure(*, by: Actor, measure: Measure) -> Measure:
    """Take a measure out of the archive, as it was."""
    rules.may_restore(by, measure).demand()
    measure.archived_at = None
    measure.save(update_fields=["archived_at"])
    index_measure(measure)
    settle(by, named_concerns(by, measure))
    record("measures.restored", by=by, on=measure)
    return measure


def _demand_whole(by: Actor, draft: MeasureDraft) -> None:
    rules.may_stand(title=draft.title, kind=draft.kind, reasons=draft.reasons).demand()
    if draft.owner is not None:
        access_owner(by, draft.owner)
