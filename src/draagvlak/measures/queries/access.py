"""Which measures an actor sees, and the only way to one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from draagvlak.concerns.models import Concern
from draagvlak.concerns.queries import sees_all
from draagvlak.core.policy import EDITORS, Data, sees
from draagvlak.measures.models import Delivery, Measure, MeasureConcern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.measures.models import MeasureQuerySet


def visible_measures(actor: Actor) -> MeasureQuerySet:
    """The measures that an actor sees. A supplier sees those they own; the archive is for keepers.

    One who owns a measure sees it in every role.
    """
    keeps = actor.has(*EDITORS)
    rows = programme_measures(actor.tenant, actor.programme_id, archived=keeps)
    if not sees(Data.CONCERN, actor.roles):
        return rows.none()
    return rows if sees_all(actor) else rows.filter(owner__user_id=actor.signed_in_id)


def programme_measures(tenant: UUID, programme: UUID, *, archived: bool) -> MeasureQuerySet:
    """All measures of a programme, with the archive or without."""
    rows = Measure.objects.filter(workspace_id=tenant, programme_id=programme)
    return rows if archived else rows.present()


def access_measure(actor: Actor, measure_id: UUID) -> Measure:
    """One measure with its owner. Not in this programme, or not for this actor: Http404."""
    found = visible_measures(actor).select_related("owner__user").filter(pk=measure_id).first()
    if found is None:
        raise Http404
    return found


def access_delivery(actor: Actor, measure: Measure, delivery_id: UUID) -> Delivery:
    """A delivery of a measure that was accessed, removed or not; else Http404."""
    found = Delivery.objects.filter(
        workspace_id=actor.tenant, measure_id=measure.pk, pk=delivery_id
    ).first()
    if found is None:
        raise Http404
    return found


def owns(actor: Actor, measure: Measure) -> bool:
    """Whether the measure is this actor's to carry out."""
    return (
        actor.user_id is not None
        and measure.owner is not None
        and measure.owner.user_id == actor.user_id
    )


def assigned_concerns(actor: Actor) -> QuerySet[Concern, UUID]:
    """The keys of the concerns that the actor's own measures are for."""
    mine = Measure.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        owner__user_id=actor.signed_in_id,
    ).present()
    links = MeasureConcern.objects.filter(
        workspace_id=actor.tenant, measure_id__in=mine.values("pk")
    )
    return Concern.objects.filter(
        workspace_id=actor.tenant, pk__in=links.values("concern_id")
    ).values_list("pk", flat=True)


def measured_concerns(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these concerns that a measure is for that was agreed on and is not finished."""
    busy = Measure.objects.filter(workspace_id=actor.tenant).unfinished().decided()
    return set(
        MeasureConcern.objects.filter(
            workspace_id=actor.tenant, concern_id__in=list(ids), measure_id__in=busy.values("pk")
        ).values_list("concern_id", flat=True)
    )


def carried_concerns(actor: Actor, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these concerns that a measure is for that was agreed on, delivered ones included."""
    decided = Measure.objects.filter(workspace_id=actor.tenant).decided()
    return set(
        MeasureConcern.objects.filter(
            workspace_id=actor.tenant, concern_id__in=list(ids), measure_id__in=decided.values("pk")
        ).values_list("concern_id", flat=True)
    )
