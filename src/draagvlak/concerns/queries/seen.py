"""What a page of the list shows of its concerns, read by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from draagvlak.concerns.models import AffectedGroup, Concern
from draagvlak.core.prepared import prepared
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    Columns = tuple[UUID, str, str, str, int, int, int, UUID | None, dt.date | None]


class Seen(NamedTuple):
    """What a page shows of its concerns: columns and the names of groups, by key."""

    columns: Mapping[UUID, Columns]
    groups: Mapping[UUID, str]


def look_at(tenant: UUID, ids: Sequence[UUID]) -> Seen:
    """The columns and groups of these concerns (two statements)."""
    return Seen(
        {row[0]: row for row in _columns(tenant, ids)},
        {key: ", ".join(words) for key, words in _gathered(_group_names(tenant, ids)).items()},
    )


@prepared
def _columns(tenant: UUID, ids: Sequence[UUID]) -> QuerySet[Concern, Columns]:
    return Concern.objects.filter(workspace_id=tenant, pk__in=ids).values_list(
        "pk",
        "title",
        "kind",
        "state",
        "severity",
        "voices",
        "unsolved",
        "owner_id",
        "answer_due_on",
    )


@prepared
def owner_names(tenant: UUID, owners: Sequence[UUID]) -> QuerySet[Membership, tuple[UUID, str]]:
    rows = Membership.objects.filter(workspace_id=tenant, pk__in=owners)
    return rows.values_list("pk", "user__name")


@prepared
def _group_names(tenant: UUID, ids: Sequence[UUID]) -> QuerySet[AffectedGroup, tuple[UUID, str]]:
    rows = AffectedGroup.objects.filter(workspace_id=tenant, concern_id__in=ids)
    return rows.order_by("group__name").values_list("concern_id", "group__name")


def _gathered(pairs: Iterable[tuple[UUID, str]]) -> dict[UUID, list[str]]:
    """The words per concern, each once, in order."""
    found: dict[UUID, list[str]] = {}
    for key, word in pairs:
        words = found.setdefault(key, [])
        if word not in words:
            words.append(word)
    return found
