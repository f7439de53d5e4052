"""One measure: what it answers, what it brought, and what can still be tied to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.text import capfirst

from draagvlak.concerns.models import Cause, ConcernCause
from draagvlak.concerns.queries import visible_causes, visible_concerns
from draagvlak.concerns.states import ANSWERED
from draagvlak.concerns.states import State as ConcernState
from draagvlak.lib.fold import fold_key
from draagvlak.measures.models import Delivery, MeasureCause, MeasureConcern

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import Measure

OFFERED = 100


class CauseRow(NamedTuple):
    """A cause that a measure answers."""

    id: UUID
    title: str
    about: str

    @property
    def about_label(self) -> str:
        return capfirst(str(Cause.About(self.about).label))


class ConcernRow(NamedTuple):
    """A concern that a measure is for, or could be for."""

    id: UUID
    title: str
    kind: str
    state: str

    @property
    def state_label(self) -> str:
        return capfirst(str(ConcernState(self.state).label))

    @property
    def waits(self) -> bool:
        """Whether people still wait for an answer."""
        return self.state not in ANSWERED

    @property
    def told(self) -> bool:
        return self.state == ConcernState.DELIVERED


@dataclass(frozen=True)
class Around:
    """What lies around one measure on the thread, as far as the actor sees it."""

    causes: Sequence[CauseRow]
    concerns: Sequence[ConcernRow]
    deliveries: Sequence[Delivery]

    @property
    def waiting(self) -> list[ConcernRow]:
        """The concerns that still wait for an answer."""
        return [row for row in self.concerns if row.waits]


def around(actor: Actor, measure: Measure) -> Around:
    """Causes, concerns and deliveries of a measure (three statements)."""
    return Around(
        causes_of(actor, measure), concerns_of(actor, measure), deliveries_of(actor, measure)
    )


def causes_of(actor: Actor, measure: Measure) -> list[CauseRow]:
    """The causes in sight that a measure answers, by title."""
    links = MeasureCause.objects.filter(workspace_id=actor.tenant, measure_id=measure.pk)
    rows = visible_causes(actor).filter(pk__in=links.values("cause_id")).order_by("title", "pk")
    return [CauseRow(*row) for row in rows.values_list("pk", "title", "about")]


def concerns_of(actor: Actor, measure: Measure) -> list[ConcernRow]:
    """The concerns in sight that a measure is for; those that wait for an answer on top."""
    links = MeasureConcern.objects.filter(workspace_id=actor.tenant, measure_id=measure.pk)
    rows = visible_concerns(actor).filter(pk__in=links.values("concern_id"), archived_at=None)
    found = rows.order_by("title_key", "pk").values_list("pk", "title", "kind", "state")
    return sorted((ConcernRow(*row) for row in found), key=lambda row: not row.waits)


def deliveries_of(actor: Actor, measure: Measure) -> list[Delivery]:
    """What a measure brought, newest first."""
    return list(
        Delivery.objects.filter(
            workspace_id=actor.tenant, measure_id=measure.pk, removed_at=None
        ).order_by("-delivered_on", "-pk")
    )


def offered_concerns(
    actor: Actor,
    causes: Iterable[UUID],
    *,
    concerns: Iterable[UUID] = (),
    measure: Measure | None = None,
) -> list[ConcernRow]:
    """The concerns that a measure could be for: those of its causes, and these; not yet named.

    What is only heard is left out: its cause is not known yet.
    """
    behind = ConcernCause.objects.filter(workspace_id=actor.tenant, cause_id__in=list(causes))
    rows = (
        visible_concerns(actor)
        .filter(Q(pk__in=behind.values("concern_id")) | Q(pk__in=list(concerns)))
        .filter(archived_at=None)
        .exclude(state=ConcernState.HEARD)
    )
    if measure is not None:
        links = MeasureConcern.objects.filter(workspace_id=actor.tenant, measure_id=measure.pk)
        rows = rows.exclude(pk__in=links.values("concern_id"))
    found = rows.order_by("title_key", "pk").values_list("pk", "title", "kind", "state")[:OFFERED]
    return sorted((ConcernRow(*row) for row in found), key=lambda row: not row.waits)


def other_concerns(actor: Actor, measure: Measure, text: str, limit: int = 12) -> list[ConcernRow]:
    """Concerns with these words in their title that the measure is not for yet."""
    links = MeasureConcern.objects.filter(workspace_id=actor.tenant, measure_id=measure.pk)
    rows = (
        visible_concerns(actor)
        .filter(archived_at=None)
        .exclude(state=ConcernState.HEARD)
        .exclude(pk__in=links.values("concern_id"))
    )
    for word in fold_key(text).split():
        rows = rows.filter(title_key__contains=word)
    found = rows.order_by("title_key", "pk").values_list("pk", "title", "kind", "state")
    return [ConcernRow(*row) for row in found[:limit]]


def open_causes(actor: Actor, measure: Measure | None = None) -> list[CauseRow]:
    """The causes that a measure does not answer yet, by title."""
    rows = visible_causes(actor)
    if measure is not None:
        links = MeasureCause.objects.filter(workspace_id=actor.tenant, measure_id=measure.pk)
        rows = rows.exclude(pk__in=links.values("cause_id"))
    found = rows.order_by("title", "pk").values_list("pk", "title", "about")
    return [CauseRow(*row) for row in found]


def causes_of_concern(actor: Actor, concern_id: UUID) -> list[UUID]:
    """The keys of the causes behind a concern that was accessed."""
    links = ConcernCause.objects.filter(workspace_id=actor.tenant, concern_id=concern_id)
    return list(links.values_list("cause_id", flat=True))
