"""What speakers let others read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from draagvlak.concerns.queries import visible_concerns
from draagvlak.conversations.models import ApprovedTally, ReleasedQuote
from draagvlak.core.policy import Data, Role, sees

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

FEW = 5
LIST = 200


def visible_released(actor: Actor) -> QuerySet[ReleasedQuote]:
    """Released quotes of the programme that stand: for suppliers only those on the software."""
    if not sees(Data.RELEASED_QUOTE, actor.roles):
        return ReleasedQuote.objects.none()
    rows = ReleasedQuote.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, withdrawn_on=None
    )
    return rows.filter(about_software=True) if actor.roles == {Role.SUPPLIER} else rows


def access_released(actor: Actor, released_id: UUID) -> ReleasedQuote:
    """One released quote that the actor may read, or Http404."""
    found = visible_released(actor).filter(pk=released_id).select_related("concern").first()
    if found is None:
        raise Http404
    return found


def access_withdrawn(actor: Actor, released_id: UUID) -> ReleasedQuote:
    """One withdrawn quote, for guides; or Http404."""
    found = ReleasedQuote.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        withdrawn_on__isnull=False,
        pk=released_id,
    ).first()
    if found is None or not actor.is_guide:
        raise Http404
    return found


def released_list(actor: Actor) -> list[ReleasedQuote]:
    """The latest released quotes; within a day in random order, as they were released."""
    rows = visible_released(actor).select_related("concern").order_by("-released_on", "id")
    return list(rows[:LIST])


def released_on_concerns(
    actor: Actor, ids: Sequence[UUID], limit: int | None = None
) -> dict[UUID, list[ReleasedQuote]]:
    """The released quotes of many concerns, by concern; one statement."""
    found: dict[UUID, list[ReleasedQuote]] = {}
    rows = visible_released(actor).filter(concern_id__in=ids).order_by("-released_on", "id")
    for row in rows:
        if row.concern_id is not None:
            found.setdefault(row.concern_id, []).append(row)
    return {key: rows[:limit] for key, rows in found.items()}


def concern_in_sight(actor: Actor, quote: ReleasedQuote) -> Concern | None:
    """The concern of a released quote, when the actor may see it."""
    if quote.concern_id is None:
        return None
    return visible_concerns(actor).filter(pk=quote.concern_id).first()


def linked_concerns(actor: Actor) -> set[UUID]:
    """The concerns that released quotes may lead this actor to."""
    return set(
        visible_concerns(actor)
        .filter(released_quotes__in=visible_released(actor))
        .values_list("pk", flat=True)
    )


def approved_count(actor: Actor) -> int:
    """How many quotes of the actor's own conversations are approved and not released."""
    tally = ApprovedTally.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, author_id=actor.signed_in_id
    ).first()
    return tally.count if tally else 0
