"""What a measure answers: causes, and the concerns it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.concerns.queries import visible_causes, visible_concerns
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.measures import rules
from draagvlak.measures.commands.moving import settle
from draagvlak.measures.commands.returning import keep_tie
from draagvlak.measures.models import MeasureCause, MeasureConcern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.concerns.models import Cause, Concern
    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure


@command
def link_cause(
    *, by: Actor, measure: Measure, cause: Cause, concerns: Sequence[UUID] = ()
) -> Measure:
    """Say that a measure answers a cause, and which concerns it is for."""
    rules.may_link(by, measure).demand()
    tie(by, measure, causes=[cause.pk], concerns=concerns)
    return measure


@command
def unlink_cause(*, by: Actor, measure: Measure, cause: Cause) -> Measure:
    """A measure does not answer a cause after all. The concerns it is for stay."""
    rules.may_link(by, measure).demand()
    links = MeasureCause.objects.filter(workspace_id=by.tenant, measure_id=measure.pk)
    gone, _rows = links.filter(cause_id=cause.pk).delete()
    event = record("measures.cause_unlinked", by=by, on=measure)
    if gone:
        leave(event, by=by, kept=keep_tie(measure, cause.pk), touches=[measure.pk, cause.pk])
    return measure


@command
def link_concerns(*, by: Actor, measure: Measure, concerns: Sequence[UUID]) -> Measure:
    """Say which concerns a measure is for. Once it is agreed on, they are planned."""
    rules.may_link(by, measure).demand()
    tie(by, measure, causes=(), concerns=concerns)
    return measure


@command
def unlink_concern(*, by: Actor, measure: Measure, concern: Concern) -> Measure:
    """A measure is not for a concern after all. Without another measure it is not planned."""
    rules.may_link(by, measure).demand()
    links = MeasureConcern.objects.filter(workspace_id=by.tenant, measure_id=measure.pk)
    gone, _rows = links.filter(concern_id=concern.pk).delete()
    event = record("measures.concern_unlinked", by=by, on=measure)
    if gone:
        leave(event, by=by, kept=keep_tie(measure, concern.pk), touches=[measure.pk, concern.pk])
    settle(by, [concern.pk])
    return measure


def tie(by: Actor, measure: Measure, *, causes: Sequence[UUID], concerns: Sequence[UUID]) -> None:
    """Write the links that are not there yet. Only what the actor sees counts.

    Raises `Refused` for a concern that no measure can be for.
    """
    found_causes = list(visible_causes(by).filter(pk__in=list(causes)).order_by("pk"))
    found_concerns = list(visible_concerns(by).filter(pk__in=list(concerns)).order_by("pk"))
    for concern in found_concerns:
        rules.may_name(concern).demand()
    for cause in found_causes:
        MeasureCause.objects.get_or_create(
            workspace_id=by.tenant, measure_id=measure.pk, cause_id=cause.pk
        )
    for concern in found_concerns:
        MeasureConcern.objects.get_or_create(
            workspace_id=by.tenant, measure_id=measure.pk, concern_id=concern.pk
        )
    settle(by, [concern.pk for concern in found_concerns])
    record("measures.linked", by=by, on=measure)
