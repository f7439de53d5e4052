"""What is still owed: answers that were promised, per decision maker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.answering.queries.words import SOON, late_words
from draagvlak.concerns.queries import day_words, key_of, promise_words, visible_concerns
from draagvlak.concerns.queries.reactions import (
    reacted_counts,
    reopens,
    told_unsolved,
    unsolved_words,
)
from draagvlak.concerns.queries.thread import own_steps
from draagvlak.concerns.rules import may_reopen
from draagvlak.concerns.states import ANSWERED, UNANSWERED
from draagvlak.contributions.queries.inbox import contributions
from draagvlak.core.policy import EDITORS
from draagvlak.core.thread import Step, Waiting
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

PAGE: Final = 20
MOST: Final = 50
"""Decision makers that are shown; who owes longest stands on top."""
NOBODY: Final = "nobody"
UNSOLVED: Final = 10
RANK: Final = 20
LONG: Final = dt.timedelta(days=7)
"""A contribution that nobody looked at for so long is owed an answer."""


@dataclass(frozen=True)
class Debtor:
    """Somebody who was asked for answers, and how many wait. `key` is empty for nobody."""

    key: str
    name: str
    count: int
    late: int
    longest: str
    href: str
    current: bool


@dataclass(frozen=True)
class Owed:
    """One answer that is owed."""

    id: UUID
    title: str
    kind: str
    url: str
    owner: str
    voices: int
    due: str
    words: str
    late: bool
    step: Step | None


@dataclass(frozen=True)
class OwedPage:
    """A page of answers that are owed; `after` is the mark of the next one, empty on the last."""

    rows: Sequence[Owed]
    after: str


@dataclass(frozen=True)
class Unsolved:
    """An answer that does not solve it for everybody, and where it is opened again."""

    title: str
    url: str
    words: str
    reopen_url: str
    reasons_url: str = ""
    tonight: bool = False


@dataclass(frozen=True)
class Totals:
    """How many are late, how many are due soon, and how many have no promised day."""

    late: int
    soon: int
    undated: int

    @property
    def sentence(self) -> str:
        """The state of what is owed, in one sentence."""
        if not self.late and not self.soon:
            return _("No answer is late, and none is due this week.")
        late = ngettext("%(count)s answer is late", "%(count)s answers are late", self.late)
        soon = ngettext("%(count)s is due this week", "%(count)s are due this week", self.soon)
        parts = [late % {"count": self.late}, soon % {"count": self.soon}]
        if not self.late:
            return ngettext(
                "Nothing is late. %(count)s answer is due this week.",
                "Nothing is late. %(count)s answers are due this week.",
                self.soon,
            ) % {"count": self.soon}
        return f"{parts[0]}, {parts[1]}."


def owed_concerns(actor: Actor) -> QuerySet[Concern]:
    """Concerns without an answer whose promised day has passed, or comes within a week."""
    return _unanswered(actor).filter(answer_due_on__lte=timezone.localdate() + SOON)


def _unanswered(actor: Actor) -> QuerySet[Concern]:
    return visible_concerns(actor).filter(archived_at=None, state__in=UNANSWERED)


def totals(actor: Actor) -> Totals:
    """What is owed in this programme, counted. One statement."""
    today = timezone.localdate()
    found = _unanswered(actor).aggregate(
        late=Count("pk", filter=Q(answer_due_on__lt=today)),
        soon=Count("pk", filter=Q(answer_due_on__gte=today, answer_due_on__lte=today + SOON)),
        undated=Count("pk", filter=Q(answer_due_on=None)),
    )
    return Totals(found["late"], found["soon"], found["undated"])


def debtors(actor: Actor, who: str) -> list[Debtor]:
    """Who was asked for the answers that are owed, the longest wait on top. One statement."""
    today = timezone.localdate()
    here = to(actor, "answering:debt_list")
    rows = (
        owed_concerns(actor)
        .order_by()
        .values("owner__user_id", "owner__user__name")
        .annotate(
            count=Count("pk"),
            late=Count("pk", filter=Q(answer_due_on__lt=today)),
            since=Min("answer_due_on"),
        )
        .order_by("since", "owner__user__name")[:MOST]
    )
    found = []
    for row in rows:
        key = person_key(row["owner__user_id"])
        days = (today - row["since"]).days
        found.append(
            Debtor(
                key=key,
                name=row["owner__user__name"] or _("Nobody was asked yet"),
                count=row["count"],
                late=row["late"],
                longest=late_words(days) if days > 0 else "",
                href=f"{here}?who={key}",
                current=key == who,
            )
        )
    return found


def person_key(user_id: UUID | None) -> str:
    """Who stands in an address: the key of a user, or nobody."""
    return NOBODY if user_id is None else str(user_id)


def owed_page(actor: Actor, who: str, after: str) -> OwedPage:
    """The answers that are owed, the longest wait first. At most two statements."""
    rows = owed_concerns(actor)
    if who == NOBODY:
        rows = rows.filter(owner=None)
    elif who:
        rows = rows.filter(owner__user_id=key_of(who))
    mark = read_mark(after)
    if mark is not None:
        day, key = mark
        rows = rows.filter(Q(answer_due_on__gt=day) | Q(answer_due_on=day, pk__gt=key))
    found = list(rows.select_related("owner__user").order_by("answer_due_on", "pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    last = f"{found[-1].answer_due_on}~{found[-1].pk}" if more else ""
    today = timezone.localdate()
    return OwedPage([_owed(actor, row, today) for row in found], last)


def _owed(actor: Actor, concern: Concern, today: dt.date) -> Owed:
    due = concern.answer_due_on or today
    return Owed(
        id=concern.pk,
        title=concern.title,
        kind=concern.kind,
        url=to(actor, "concerns:concern_detail", concern_id=concern.pk),
        owner=str(concern.owner.user) if concern.owner else "",
        voices=concern.voices,
        due=day_words(due),
        words=promise_words(due, today),
        late=due < today,
        step=_step(actor, concern),
    )


def _step(actor: Actor, concern: Concern) -> Step | None:
    """The one thing that brings this answer nearer, for who may do it."""
    if concern.owner is None and actor.has(*EDITORS):
        return Step(
            _("Choose an owner"), to(actor, "concerns:concern_owner", concern_id=concern.pk)
        )
    return next(iter(own_steps(actor, concern)), None)


def unsolved(actor: Actor) -> list[Unsolved]:
    """Answers to look at again, as they do not solve it for everybody. Two statements."""
    found = list(look_again(actor).order_by("-voices", "pk")[:UNSOLVED])
    reacted = reacted_counts(actor, [row.pk for row in found])
    return [
        Unsolved(
            row.title,
            to(actor, "concerns:concern_detail", concern_id=row.pk) + "#solved",
            unsolved_words(actor, row.unsolved, row.voices),
            to(actor, "concerns:concern_reopen", concern_id=row.pk)
            if may_reopen(actor, row)
            else "",
            to(actor, "concerns:voice_list", concern_id=row.pk) if actor.is_guide else "",
            tonight=reopens(row.unsolved, reacted.get(row.pk, 0)),
        )
        for row in found
    ]


def look_again(actor: Actor) -> QuerySet[Concern]:
    """Concerns that were answered, and that this reader may know not to be solved."""
    rows = visible_concerns(actor).filter(archived_at=None, state__in=ANSWERED)
    return rows.filter(told_unsolved(actor))


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """On the desk of guides: one line for all answers to look at again."""
    if limit < 1 or actor.programme is None or not actor.is_guide:
        return [], 0
    count = look_again(actor).count()
    if not count:
        return [], 0
    title = ngettext(
        "%(count)s answer to look at again", "%(count)s answers to look at again", count
    )
    line = Waiting(
        title=title % {"count": count},
        url=f"{to(actor, 'answering:debt_list')}#unsolved",
        note=_("Somebody who raised it calls it not solved, and says why."),
        label=_("Look at it again"),
        rank=RANK,
    )
    return [line], 1


def unread_count(actor: Actor) -> int:
    """Contributions that wait for a guide longer than a week; for others there are none."""
    before = timezone.localdate() - LONG
    return contributions(actor).filter(waits=True, came_on__lt=before).count()


def read_mark(text: str) -> tuple[dt.date, UUID] | None:
    """The day and key of a mark; None for what is none."""
    day, _tilde, key = text.partition("~")
    try:
        return dt.date.fromisoformat(day), UUID(key)
    except ValueError:
        return None
