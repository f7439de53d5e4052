"""What speakers let others read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.http import Http404

from draagvlak.concerns.queries import sees_all, visible_concerns
from draagvlak.conversations.models import ApprovedTally, ReleasedQuote
from draagvlak.core.policy import Data, Role, sees
from draagvlak.core.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

FEW = 5
PAGE = 50
Line = tuple[UUID, str, dt.date, "UUID | None", "str | None", "str | None"]


class ReleasedLine(NamedTuple):
    """A released quote as a line: its words, and kind and title of its concern, if it has one."""

    id: UUID
    text: str
    released_on: dt.date
    concern_id: UUID | None
    kind: str | None
    title: str | None


@dataclass(frozen=True)
class ReleasedPage:
    """One page of released quotes; `older` is the mark of the next, empty on the last."""

    quotes: Sequence[ReleasedLine]
    older: str = ""


def visible_released(actor: Actor) -> QuerySet[ReleasedQuote]:
    """Released quotes of the programme that stand: for suppliers only those on the software."""
    if not sees(Data.RELEASED_QUOTE, actor.roles):
        return ReleasedQuote.objects.none()
    rows = ReleasedQuote.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, withdrawn_on=None
    )
    return rows if _reads_all(actor) else rows.filter(about_software=True)


def _reads_all(actor: Actor) -> bool:
    """Whether no released quote of the programme is kept from this actor."""
    return sees(Data.RELEASED_QUOTE, actor.roles) and actor.roles != {Role.SUPPLIER}


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


def released_page(actor: Actor, after: str = "") -> ReleasedPage:
    """The latest released quotes; within a day in random order, as they were released."""
    mark = _read_mark(after)
    if mark is None and _reads_all(actor):
        found = _latest(actor.tenant, actor.programme_id)
    else:
        rows = visible_released(actor)
        if mark is not None:
            on, key = mark
            rows = rows.filter(released_on__lte=on).exclude(released_on=on, id__lte=key)
        found = list(_page(rows))
    shown = [ReleasedLine(*line) for line in found[:PAGE]]
    last = shown[-1] if len(found) > PAGE else None
    older = f"{last.released_on.isoformat()}~{last.id.hex}" if last else ""
    return ReleasedPage(shown, older)


def _page(rows: QuerySet[ReleasedQuote]) -> QuerySet[ReleasedQuote, Line]:
    """The columns of one page and of the line behind it."""
    return rows.order_by("-released_on", "id").values_list(
        "id", "text", "released_on", "concern_id", "concern__kind", "concern__title"
    )[: PAGE + 1]


@prepared
def _latest(tenant: UUID, programme: UUID) -> QuerySet[ReleasedQuote, Line]:
    """The first page for who reads every released quote."""
    rows = ReleasedQuote.objects.filter(
        workspace_id=tenant, programme_id=programme, withdrawn_on=None
    )
    return _page(rows)


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


def linked_concerns(actor: Actor, quotes: Sequence[ReleasedLine]) -> set[UUID]:
    """The concerns that these released quotes may lead this actor to."""
    keys = {quote.concern_id for quote in quotes if quote.concern_id is not None}
    if sees(Data.CONCERN, actor.roles) and sees_all(actor):
        return keys
    return set(visible_concerns(actor).filter(pk__in=keys).values_list("pk", flat=True))


def _read_mark(mark: str) -> tuple[dt.date, UUID] | None:
    """The mark in an address; None when it is empty or not one of ours."""
    on, _sign, key = mark.partition("~")
    try:
        return dt.date.fromisoformat(on), UUID(key)
    except ValueError:
        return None


def approved_count(actor: Actor) -> int:
    """How many quotes of the actor's own conversations are approved and not released."""
    tally = ApprovedTally.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, author_id=actor.signed_in_id
    ).first()
    return tally.count if tally else 0
