"""Measures as the rest of the product meets them: around a cause or concern, waiting, missing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, Subquery, UUIDField, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from draagvlak.concerns.models import Answer, Cause, Concern, ConcernCause
from draagvlak.concerns.queries import sees_all, visible_causes, visible_concerns
from draagvlak.concerns.states import ANSWERED
from draagvlak.concerns.states import State as ConcernState
from draagvlak.measures.models import Delivery, MeasureCause, MeasureConcern
from draagvlak.measures.queries.access import visible_measures
from draagvlak.measures.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypedDict
    from uuid import UUID

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure, MeasureQuerySet

    class Links(TypedDict):
        """What a measure is given when it is read with its links."""

        has_cause: bool
        waiting: UUID | None

    Linked = WithAnnotations[Measure, Links]

NEAR = 24
"""Most concerns, or answers to them, that are shown beside one measure."""
SOON = dt.timedelta(days=7)
_Row = TypeVar("_Row", bound=Model)


def measures_by_cause(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Measure]]:
    """The measures in sight that count, per cause (one statement)."""
    links = MeasureCause.objects.filter(workspace_id=actor.tenant, cause_id__in=list(ids))
    rows = links.filter(_live_measure(actor)).select_related("measure").order_by("measure_id")
    return _gathered((link.cause_id, link.measure) for link in rows)


def measures_by_concern(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Measure]]:
    """The measures in sight that count, per concern (one statement)."""
    links = MeasureConcern.objects.filter(workspace_id=actor.tenant, concern_id__in=list(ids))
    rows = links.filter(_live_measure(actor)).select_related("measure").order_by("measure_id")
    return _gathered((link.concern_id, link.measure) for link in rows)


def _live_measure(actor: Actor) -> Exists:
    """That a link is with a measure in sight that counts."""
    return Exists(visible_measures(actor).live().filter(pk=OuterRef("measure_id")))


def _gathered(pairs: Iterable[tuple[UUID, _Row]]) -> dict[UUID, list[_Row]]:
    """Rows per key, in the order in which they came."""
    found: dict[UUID, list[_Row]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found


def measures_for_cause(actor: Actor, cause_id: UUID) -> MeasureQuerySet:
    """The measures in sight that answer a cause; dropped ones too."""
    links = MeasureCause.objects.filter(workspace_id=actor.tenant, cause_id=cause_id)
    return visible_measures(actor).present().filter(pk__in=links.values("measure_id"))


def measures_for_concern(actor: Actor, concern_id: UUID) -> MeasureQuerySet:
    """The measures in sight that are for a concern; dropped ones too."""
    links = MeasureConcern.objects.filter(workspace_id=actor.tenant, concern_id=concern_id)
    return visible_measures(actor).present().filter(pk__in=links.values("measure_id"))


def causes_by_measure(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Cause]]:
    """The causes in sight per measure (one statement)."""
    links = MeasureCause.objects.filter(workspace_id=actor.tenant, measure_id__in=list(ids))
    seen = Exists(visible_causes(actor).filter(pk=OuterRef("cause_id")))
    rows = links.filter(seen).select_related("cause").order_by("cause_id")
    return _gathered((link.measure_id, link.cause) for link in rows)


def concerns_by_measure(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Concern]]:
    """The first concerns in sight per measure, not all (one statement)."""
    links = MeasureConcern.objects.filter(workspace_id=actor.tenant, measure_id__in=list(ids))
    seen = Exists(visible_concerns(actor).filter(pk=OuterRef("concern_id"), archived_at=None))
    place = Window(RowNumber(), partition_by=F("measure_id"), order_by="concern_id")
    first = links.filter(seen).annotate(place=place).filter(place__lte=NEAR)
    rows = first.select_related("concern").order_by("concern_id")
    return _gathered((link.measure_id, link.concern) for link in rows)


def answers_by_measure(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Answer]]:
    """The latest answer to the first concerns of each measure that have one (one statement)."""
    seen = Exists(visible_concerns(actor).filter(pk=OuterRef("concern_id"), archived_at=None))
    later = Answer.objects.filter(
        workspace_id=actor.tenant, concern_id=OuterRef("concern_id"), number__gt=OuterRef("number")
    )
    measure = F("concern__measure_links__measure_id")
    rows = (
        Answer.objects.filter(
            seen, ~Exists(later), workspace_id=actor.tenant, concern__measure_links__measure__in=ids
        )
        .annotate(measure_id=measure)
        .annotate(place=Window(RowNumber(), partition_by=measure, order_by="concern_id"))
        .filter(place__lte=NEAR)
        .order_by("concern_id")
    )
    return _gathered((row.measure_id, row) for row in rows)


def measures_with_links(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Linked]:
    """These measures in sight, each with whether it has a cause and who waits for its answer.

    One statement.
    """
    causes = MeasureCause.objects.filter(workspace_id=actor.tenant, measure_id=OuterRef("pk"))
    causes = causes.filter(Exists(visible_causes(actor).filter(pk=OuterRef("cause_id"))))
    concerns = MeasureConcern.objects.filter(workspace_id=actor.tenant, measure_id=OuterRef("pk"))
    waiting = concerns.filter(_of_waiting_concern(actor)).order_by("concern_id")
    first = Subquery(waiting.values("concern_id")[:1], output_field=UUIDField(null=True))
    rows: QuerySet[Measure] = visible_measures(actor).filter(pk__in=list(ids))
    found = rows.annotate(has_cause=Exists(causes), waiting=first)
    return {measure.pk: measure for measure in found.select_related("owner")}


def deliveries_by_measure(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, list[Delivery]]:
    """What measures brought, newest first (one statement)."""
    rows = Delivery.objects.filter(
        workspace_id=actor.tenant, measure_id__in=list(ids), removed_at=None
    ).order_by("-delivered_on", "-pk")
    found: dict[UUID, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row.measure_id, []).append(row)
    return found


def measures_by_id(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Measure]:
    """These measures, as far as the actor sees them (one statement)."""
    return {measure.pk: measure for measure in visible_measures(actor).filter(pk__in=list(ids))}


def due_measures(actor: Actor) -> MeasureQuerySet:
    """The actor's own measures that are due within a week or late, the first promised on top."""
    soon = timezone.localdate() + SOON
    mine = visible_measures(actor).unfinished().filter(owner__user_id=actor.signed_in_id)
    return mine.filter(due_on__lte=soon).order_by("due_on", "pk")


def causes_without_measure(actor: Actor) -> QuerySet[Cause]:
    """Causes behind a concern that waits for an answer, with no measure that counts."""
    live = MeasureCause.objects.filter(
        workspace_id=actor.tenant, cause_id=OuterRef("pk"), measure__archived_at=None
    ).exclude(measure__state=State.DROPPED)
    waiting = ConcernCause.objects.filter(workspace_id=actor.tenant, cause_id=OuterRef("pk"))
    waiting = waiting.filter(_of_waiting_concern(actor))
    return (
        visible_causes(actor).filter(Exists(waiting)).exclude(Exists(live)).order_by("title", "pk")
    )


def delivered_without_answer(actor: Actor) -> MeasureQuerySet:
    """Finished measures for a concern that still waits for its answer."""
    waiting = MeasureConcern.objects.filter(workspace_id=actor.tenant, measure_id=OuterRef("pk"))
    waiting = waiting.filter(_of_waiting_concern(actor))
    return visible_measures(actor).finished().filter(Exists(waiting)).order_by("title_key", "pk")


def _of_waiting_concern(actor: Actor) -> Q:
    """That a link is with a concern in sight that waits for its answer.

    Asked of the concern of each link, so that the first one found is enough; a list of all that
    wait would be made anew for every question.
    """
    waits = Q(concern__archived_at=None) & ~Q(concern__state__in=ANSWERED)
    if sees_all(actor):
        return waits & Q(concern__programme_id=actor.programme_id)
    return waits & Q(concern_id__in=visible_concerns(actor).values("pk"))


def concerns_without_measure(actor: Actor) -> QuerySet[Concern]:
    """Concerns whose cause is known while no measure is agreed on yet."""
    rows = visible_concerns(actor).filter(archived_at=None, state=ConcernState.UNDERSTOOD)
    return rows.order_by("title_key", "pk")


def unmeasured_causes(actor: Actor, ids: Sequence[UUID]) -> list[UUID]:
    """Those of these causes that wait for a measure."""
    rows = causes_without_measure(actor).filter(pk__in=list(ids))
    return list(rows.values_list("pk", flat=True))


def unmeasured_concerns(actor: Actor, ids: Sequence[UUID]) -> list[UUID]:
    """Those of these concerns that wait for a measure."""
    rows = concerns_without_measure(actor).filter(pk__in=list(ids))
    return list(rows.values_list("pk", flat=True))


def undelivered_measures(actor: Actor) -> MeasureQuerySet:
    """Measures that were agreed and are not delivered yet."""
    rows = visible_measures(actor).unfinished().exclude(state=State.PROPOSED)
    return rows.order_by("due_on", "pk")
