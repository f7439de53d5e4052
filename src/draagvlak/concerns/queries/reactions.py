"""What voices say of answers, weighed: which concerns open again, and which are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Subquery

from draagvlak.concerns.models import Concern, Voice
from draagvlak.concerns.states import ANSWERED, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

LEAST: Final = 3
"""Fewer who say no open nothing by themselves: one or two people would undo it for forty."""
SHARE: Final = 2
"""One in two of those who said anything."""


def reopens(said_no: int, reacted: int) -> bool:
    """Whether a concern opens again by what its voices say."""
    return said_no >= LEAST and said_no * SHARE >= reacted


def to_reopen(space: UUID) -> QuerySet[Concern]:
    """The answered concerns of a workspace that at least half of who reacted call not solved."""
    said = (
        Voice.objects.filter(workspace_id=space, concern_id=OuterRef("pk"))
        .exclude(solved="")
        .order_by()
        .values("concern_id")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = Concern.objects.filter(
        workspace_id=space, archived_at=None, state__in=ANSWERED, unsolved__gte=LEAST
    )
    rows = rows.annotate(reacted=Subquery(said, output_field=IntegerField()))
    rows = rows.filter(reacted__lte=F("unsolved") * SHARE)
    return rows.select_related("programme__workspace").order_by("pk")


def to_close(space: UUID) -> QuerySet[Concern]:
    """Those that were told back, that every voice calls solved, and that were not closed yet."""
    others = Voice.objects.filter(workspace_id=space, concern_id=OuterRef("pk"))
    rows = Concern.objects.filter(
        ~Exists(others.exclude(solved=Voice.Solved.YES)),
        workspace_id=space,
        archived_at=None,
        state=State.DELIVERED,
        unsolved=0,
        voices__gt=0,
        closed_on=None,
    )
    return rows.select_related("programme__workspace").order_by("pk")


def reacted_counts(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many voices said anything of the answers that stand, by concern. One statement."""
    rows = Voice.objects.filter(workspace_id=actor.tenant, concern_id__in=ids).exclude(solved="")
    counted = rows.order_by().values("concern_id").annotate(count=Count("pk"))
    return dict(counted.values_list("concern_id", "count"))


def reacted_count(concern: Concern) -> int:
    """How many voices said anything of the answer that stands."""
    rows = Voice.objects.filter(workspace_id=concern.workspace_id, concern_id=concern.pk)
    return rows.exclude(solved="").count()
