"""The audit trail of a programme: that something was done, by whom and when; never what it said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from draagvlak.accounts.queries import names_of
from draagvlak.core.audit import VERBS
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Data, Sight, sees, sight
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

PAGE = 50


@dataclass(frozen=True)
class TrailLine:
    """One line. `who` is empty where the trail names nobody; `whole_day` where it tells no time."""

    at: dt.datetime
    who: str
    what: str
    whole_day: bool


@dataclass(frozen=True)
class TrailPage:
    """A page of the trail. `older` and `newer` are marks for the pages beside it, or empty."""

    lines: Sequence[TrailLine]
    older: str
    newer: str
    sees_all: bool
    sees_own: bool


def trail(actor: Actor, *, before: str = "", after: str = "", size: int = PAGE) -> TrailPage:
    """The trail, newest first; a page begins before (or ends after) the line with that mark.

    Two queries. Who sees only their own part gets only that. Raises Http404 on a mark that is none.
    """
    sees_all = sees(Data.AUDIT, actor.roles, Sight.FULL)
    rows = AuditEvent.objects.filter(workspace_id=actor.tenant)
    rows = rows.filter(Q(programme_id=actor.programme_id) | Q(programme_id=None))
    if not sees_all:
        rows = rows.filter(own_lines(actor))
    found, more = _page(rows, before, after, size)
    names = names_of(row.actor_id for row in found if row.actor_id)
    return TrailPage(
        [_line(row, names) for row in found],
        _mark(found[-1]) if found and (more if not after else True) else "",
        _mark(found[0]) if found and (more if after else bool(before)) else "",
        sees_all,
        sees(Data.AUDIT, actor.roles, Sight.OWN),
    )


def own_lines(actor: Actor) -> Q:
    """Of the trail: what the actor did, and what is about them, each for who may see that."""
    how = sight(Data.AUDIT, actor.roles)
    part = Q(pk__in=[])
    if Sight.OWN in how:
        part |= Q(actor_id=actor.signed_in_id)
    if Sight.ABOUT_SELF in how:
        part |= Q(subject_id__in=_myself(actor))
    return part


def _myself(actor: Actor) -> list[UUID]:
    """The keys under which the trail speaks of this actor."""
    rows = Membership.objects.filter(workspace_id=actor.tenant, user_id=actor.signed_in_id)
    found = rows.values_list("pk", "person_id")
    return [actor.signed_in_id, *(key for pair in found for key in filter(None, pair))]


def _page(
    rows: QuerySet[AuditEvent], before: str, after: str, size: int
) -> tuple[list[AuditEvent], bool]:
    if after:
        at, key = _place(after)
        later = rows.filter(Q(at__gt=at) | Q(at=at, pk__gt=key)).order_by("at", "pk")
        found = list(later[: size + 1])
        return found[:size][::-1], len(found) > size
    if before:
        at, key = _place(before)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=key))
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    return found[:size], len(found) > size


def _mark(row: AuditEvent) -> str:
    return f"{row.at.astimezone(dt.UTC).strftime('%Y%m%dT%H%M%S%f')}-{row.pk.hex}"


def _place(mark: str) -> tuple[dt.datetime, UUID]:
    at, _dash, key = mark.partition("-")
    try:
        return dt.datetime.strptime(at, "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC), UUID(hex=key)
    except ValueError:
        raise Http404 from None


def _line(row: AuditEvent, names: dict[UUID, str]) -> TrailLine:
    words = VERBS.get(row.verb)
    return TrailLine(
        row.at,
        names.get(row.actor_id, "") if row.actor_id else "",
        str(words) if words else row.verb.replace("_", " ").replace(".", ": "),
        row.actor_id is None and timezone.localtime(row.at).time() == dt.time(),
    )
