"""What several commands share: moves by the one table, and the state of the concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns.commands import plan_concern, unplan_concern
from draagvlak.concerns.queries import visible_concerns
from draagvlak.concerns.rules import may_plan, may_unplan
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict
from draagvlak.measures.commands.returning import MEASURES
from draagvlak.measures.models import Measure, MeasureConcern
from draagvlak.measures.queries import carried_concerns

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.measures.states import State

KIND_MEASURE = "measure"


def move(measure: Measure, target: State, *, by: Actor) -> None:
    """Take the way to a state, with a way back. Raises `EditConflict`, as `step` does."""
    before = MEASURES.before(measure)
    step(measure, target, by=by)
    event = record(f"measures.moved_{target}", by=by, on=measure)
    leave(event, by=by, kept=MEASURES.kept(before, measure), touches=[measure.pk])


def step(measure: Measure, target: State, *, by: Actor) -> None:
    """Write another state. Raises `EditConflict` when somebody else moved the measure first."""
    rows = Measure.objects.filter(workspace_id=by.tenant, pk=measure.pk)
    changes = {"state": target, "dropped_because": measure.dropped_because}
    if not rows.filter(state=measure.state).update(**changes):
        raise EditConflict(rows.get())
    measure.state = target


def settle(by: Actor, concerns: Collection[UUID]) -> None:
    """A concern is planned exactly while a measure that was agreed on is for it.

    What is only heard, or answered already, stays as it is.
    """
    if not concerns:
        return
    carried = carried_concerns(by, list(concerns))
    rows = visible_concerns(by).filter(pk__in=list(concerns)).order_by("pk")
    for concern in rows.select_for_update(of=("self",)):
        if concern.pk in carried:
            if may_plan(by, concern):
                plan_concern(by=by, concern=concern)
        elif may_unplan(by, concern):
            unplan_concern(by=by, concern=concern)


def named_concerns(by: Actor, measure: Measure) -> list[UUID]:
    """The keys of every concern that a measure is for."""
    links = MeasureConcern.objects.filter(workspace_id=by.tenant, measure_id=measure.pk)
    return list(links.values_list("concern_id", flat=True))


def index_measure(measure: Measure) -> None:
    """Make the words of a measure findable."""
    search.index(
        KIND_MEASURE,
        measure.pk,
        workspace_id=measure.workspace_id,
        programme_id=measure.programme_id,
        title=measure.title,
        texts=[measure.description, measure.reasons],
    )
