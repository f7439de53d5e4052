"""Views of a list that somebody gave a name: one's own, and what colleagues share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from draagvlak.concerns.models import SavedFilter
from draagvlak.core.prepared import prepared
from draagvlak.core.undo import Outlook
from draagvlak.core.verdict import no
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

MOST_SAVED = 30


@dataclass(frozen=True)
class SavedRow:
    """A named view as a link."""

    id: UUID
    name: str
    href: str
    current: bool
    is_own: bool
    is_default: bool
    is_shared: bool


@dataclass(frozen=True)
class SavedList:
    """The named views of a list, and the one that can be kept now (empty: nothing to keep)."""

    page: str
    rows: Sequence[SavedRow]
    query: str
    everything: str
    may_share: bool


def own_filters(actor: Actor, page: str) -> QuerySet[SavedFilter]:
    """The views of this actor of one list."""
    return SavedFilter.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        page=page,
        user_id=actor.signed_in_id,
    )


def saved_list(actor: Actor, page: str, query: str, *, may_share: bool) -> SavedList:
    """What can be chosen above a list: one's own views, then those that were shared."""
    rows = _named(actor.tenant, actor.programme_id, page, actor.signed_in_id)
    address = to(actor, f"{page}:{page[:-1]}_list")
    found = [
        SavedRow(
            id=row.pk,
            name=row.name,
            href=f"{address}?{row.query}",
            current=row.query == query,
            is_own=row.user_id == actor.user_id,
            is_default=row.is_default and row.user_id == actor.user_id,
            is_shared=row.is_shared,
        )
        for row in rows
    ]
    found.sort(key=lambda row: not row.is_own)
    return SavedList(page, found, query, f"{address}?all=1", may_share)


def default_query(actor: Actor, page: str) -> str:
    """The view that a list opens with; empty for everything."""
    found = _default(actor.tenant, actor.programme_id, page, actor.signed_in_id)
    return found[0] if found else ""


@prepared
def _named(
    tenant: UUID, programme: UUID, page: str, user: UUID
) -> QuerySet[SavedFilter, SavedFilter]:
    rows = SavedFilter.objects.filter(workspace_id=tenant, programme_id=programme, page=page)
    return rows.filter(Q(user_id=user) | Q(is_shared=True)).order_by("name")[: 2 * MOST_SAVED]


@prepared
def _default(tenant: UUID, programme: UUID, page: str, user: UUID) -> QuerySet[SavedFilter, str]:
    rows = SavedFilter.objects.filter(workspace_id=tenant, programme_id=programme, page=page)
    return rows.filter(user_id=user, is_default=True).values_list("query", flat=True)[:1]


def access_filter(actor: Actor, filter_id: UUID) -> SavedFilter:
    """One view of this actor. Somebody else's: Http404."""
    found = SavedFilter.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        user_id=actor.signed_in_id,
        pk=filter_id,
    ).first()
    if found is None:
        raise Http404
    return found


def look_at_removed_filter(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """A forgotten view comes back to its own user, unless its name went to another view since.

    What somebody else kept for themselves nobody takes back, or learns of.
    """
    wanted = [json.loads(each) for each in kept]
    taken = set(
        SavedFilter.objects.filter(
            workspace_id=actor.tenant,
            programme_id=actor.programme_id,
            user_id=actor.signed_in_id,
        ).values_list("page", "name")
    )
    gone = Outlook(no(_("You gave its name to another view since.")))
    theirs = Outlook(no(_("This was somebody’s own view.")))
    return [
        theirs
        if each.get("user") != str(actor.user_id)
        else gone
        if (each["page"], each["name"]) in taken
        else Outlook()
        for each in wanted
    ]
