"""What voices say of answers, weighed: which concerns open again, and which are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

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
SHOWN_FROM: Final = 5
"""Of fewer voices only guides read what they say of an answer; of fewer of one mind how many."""


def reopens(said_no: int, reacted: int) -> bool:
    """Whether a concern opens again by what its voices say."""
    return said_no >= LEAST and said_no * SHARE >= reacted


def least_voices(actor: Actor) -> int:
    """From how many voices this reader may know that an answer does not solve it for everybody."""
    return 0 if actor.is_guide else SHOWN_FROM


def may_tell(actor: Actor, voices: int) -> bool:
    """Whether this reader may know that an answer does not solve it for everybody."""
    return voices >= least_voices(actor)


def may_count(actor: Actor, said_no: int, voices: int) -> bool:
    """Whether this reader may know how many call it not solved: neither side is a few people."""
    return actor.is_guide or min(said_no, voices - said_no) >= SHOWN_FROM


def told_unsolved(actor: Actor) -> Q:
    """The concerns of which this reader may know that somebody calls them not solved."""
    return Q(unsolved__gt=0, voices__gte=least_voices(actor))


def unsolved_words(actor: Actor, said_no: int, voices: int) -> str:
    """For how many it is not solved, as far as this reader may know; else empty."""
    if not said_no or not may_tell(actor, voices):
        return ""
    if may_count(actor, said_no, voices):
        return _("not solved for %(count)s of %(total)s") % {"count": said_no, "total": voices}
    return _("not solved for everyone")


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
