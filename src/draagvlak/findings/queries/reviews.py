"""Reviews of practices: the list, and what a group said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.findings.queries.access import has_voted, items_of, visible_reviews
from draagvlak.findings.queries.lists import VERDICT_DOTS
from draagvlak.findings.states import Judgement, Way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.findings.models import Review, Reviewed

PAGE = 50
FEWEST = 5
"""Votes of which counts are told from this number on: with fewer one sees who chose what."""
APART = 2
"""So many chose otherwise than most did, else nobody's choice is their own secret."""


@dataclass(frozen=True)
class ReviewRow:
    """One review in the list."""

    review: Review
    standing: str
    dot: str


@dataclass(frozen=True)
class Count3:
    """How many of a group chose one of three."""

    label: str
    number: int


@dataclass(frozen=True)
class ItemRow:
    """One practice in a review: the counts, what came of it, and what can be done now."""

    item: Reviewed
    standing: str
    dot: str
    counts: Sequence[Count3]
    voted: bool
    open: bool
    counted: bool
    few: bool
    settled: bool


def review_page(actor: Actor, after: str = "") -> tuple[list[ReviewRow], str]:
    """One page of reviews, the latest first, and the mark of the next. One statement."""
    rows = visible_reviews(actor)
    try:
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    except ValueError:
        return [], ""
    done = Count("items", filter=~Q(items__verdict=""))
    found = rows.annotate(total=Count("items"), done=done).order_by("-pk")[: PAGE + 1]
    lines = [_row(each, each.done, each.total) for each in found]
    shown = lines[:PAGE]
    return shown, str(shown[-1].review.pk) if len(lines) > PAGE else ""


def _row(review: Review, done: int, total: int) -> ReviewRow:
    words = ngettext(
        "%(done)d of %(count)d practice has an outcome",
        "%(done)d of %(count)d practices have an outcome",
        total,
    ) % {"done": done, "count": total}
    if review.closed_at is not None:
        return ReviewRow(review, f"{_('Closed')}, {words}", "done")
    return ReviewRow(review, f"{_('Open')}, {words}", "now")


def item_rows(actor: Actor, review: Review) -> list[ItemRow]:
    """The practices of a review with how far they are. One statement."""
    return [item_row(actor, review, item) for item in items_of(actor, review)]


def counts_of(item: Reviewed) -> list[Count3]:
    """How many chose what; nothing of fewer than five, also when hands were counted.

    Nothing either where all of them, or all but one, chose the same: then the numbers say what
    each of them chose. The room saw the hands. The page is read by everybody in the programme.
    """
    numbers = [each for each in (item.keep, item.adapt, item.stop) if each is not None]
    if sum(numbers) < FEWEST or sum(numbers) - max(numbers) < APART:
        return []
    pairs = zip(Judgement, numbers, strict=True)
    return [Count3(capfirst(str(each.label)), number) for each, number in pairs]


def item_row(actor: Actor, review: Review, item: Reviewed) -> ItemRow:
    """One practice of a review."""
    counted, counts = item.keep is not None, counts_of(item)
    on_screens = review.way == Way.SCREENS
    words = _("Not voted on yet")
    dot = "todo"
    if item.verdict:
        words = capfirst(str(item.get_verdict_display()))
        dot = VERDICT_DOTS[Judgement(item.verdict)]
    elif counted:
        words, dot = _("Counted, no outcome yet"), "now"
    elif item.voters:
        voted = len(item.voters)
        words = ngettext("%(count)d vote so far", "%(count)d votes so far", voted)
        words, dot = words % {"count": voted}, "now"
    is_open = review.closed_at is None
    return ItemRow(
        item=item,
        standing=words,
        dot=dot,
        counts=counts,
        voted=has_voted(actor, item),
        open=is_open and on_screens and not counted,
        counted=counted,
        few=counted and not counts,
        settled=bool(item.verdict),
    )
