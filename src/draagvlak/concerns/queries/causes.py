"""All causes of a programme, and the concerns behind which one lies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from draagvlak.concerns.models import Cause
from draagvlak.concerns.queries.access import sees_all, visible_causes, visible_concerns
from draagvlak.concerns.queries.words import capital, title_key
from draagvlak.concerns.states import ANSWERED
from draagvlak.core.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

FIRST_CAUSES = 20
"""Causes that stand under each thing that they are about."""
CAUSES_A_PAGE = 100


@dataclass(frozen=True)
class CauseRow:
    """A cause with how many concerns it lies behind."""

    id: UUID
    title: str
    about: str
    about_label: str
    where_label: str
    concerns: int
    waiting: int


@dataclass(frozen=True)
class CauseGroup:
    """Causes about the same thing: those that are shown, and how many there are."""

    label: str
    rows: Sequence[CauseRow]
    about: str = ""
    count: int = 0
    start: int = 0

    @property
    def left(self) -> int:
        """How many come behind those that are shown."""
        return max(0, self.count - self.start - len(self.rows))


def cause_groups(actor: Actor) -> list[CauseGroup]:
    """Every cause of the programme under what it is about, with its counts.

    One statement; none while nothing changes, for who sees every concern.
    """
    if not sees_all(actor):
        return _cause_groups(actor)
    return remembered(actor, "concerns.causes", lambda: _cause_groups(actor))


def causes_shown(actor: Actor, about: str, number: int) -> list[CauseGroup]:
    """The first of each group, or one page of the group that is about this; pages begin at 1."""
    groups = cause_groups(actor)
    if about not in {group.about for group in groups}:
        return [replace(group, rows=group.rows[:FIRST_CAUSES]) for group in groups]
    start = (number - 1) * CAUSES_A_PAGE
    return [
        replace(group, rows=group.rows[start : start + CAUSES_A_PAGE], start=start)
        for group in groups
        if group.about == about
    ]


def _cause_groups(actor: Actor) -> list[CauseGroup]:
    open_one = Q(concern_links__concern__archived_at=None)
    counted = visible_causes(actor).annotate(
        concerns=Count("concern_links__concern", filter=open_one, distinct=True),
        waiting=Count(
            "concern_links__concern",
            filter=open_one & ~Q(concern_links__concern__state__in=ANSWERED),
            distinct=True,
        ),
    )
    rows = [
        CauseRow(
            id=cause.pk,
            title=cause.title,
            about=cause.about,
            about_label=capital(cause.get_about_display()),
            where_label=capital(cause.get_where_display()),
            concerns=cause.concerns,
            waiting=cause.waiting,
        )
        for cause in counted
    ]
    rows.sort(key=lambda row: (-row.concerns, title_key(row.title)))
    groups = [
        (about, tuple(row for row in rows if row.about == about.value)) for about in Cause.About
    ]
    return [
        CauseGroup(capital(about.label), found, about.value, len(found))
        for about, found in groups
        if found
    ]


def concern_ids_of_cause(actor: Actor, cause: Cause, limit: int) -> tuple[list[UUID], int]:
    """The concerns behind which a cause lies, most voices first, and how many they are.

    One statement where all of them fit, else a second one counts.
    """
    found = (
        visible_concerns(actor)
        .filter(
            archived_at=None,
            cause_links__workspace_id=actor.tenant,
            cause_links__cause_id=cause.pk,
        )
        .order_by("-voices", "pk")
        .values_list("pk", flat=True)
    )
    ids = list(found[: limit + 1])
    return ids[:limit], len(ids) if len(ids) <= limit else found.order_by().count()
