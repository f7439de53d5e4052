"""What a digest tells of answers: asked, late, not solved, moved. Titles and counts, no person.

Nothing here says who raised something or when: a reaction is told as what stands, once a day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.answering.queries.words import ESCALATED
from draagvlak.concerns.queries import promise_words, visible_concerns
from draagvlak.concerns.queries.reactions import told_unsolved
from draagvlak.concerns.states import ANSWERED, UNANSWERED
from draagvlak.core.models import AuditEvent
from draagvlak.core.policy import Data, Role, sees
from draagvlak.core.web import to
from draagvlak.notices.models import Kind
from draagvlak.notices.queries.wishes import Line
from draagvlak.stakeholders.queries import due_commitments, sees_steps

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor

FEW: Final = 5
"""Titles of one kind that a mail names; the rest is counted."""


def asked(actor: Actor, since: dt.date) -> Sequence[Line]:
    """Answers that are asked of the actor and not late yet."""
    del since
    today = timezone.localdate()
    rows = _own(actor).filter(state__in=UNANSWERED).exclude(answer_due_on__lt=today)
    return _lines(actor, Kind.ASKED, rows.order_by("answer_due_on", "pk"), _asked_words)


def late(actor: Actor, since: dt.date) -> Sequence[Line]:
    """Answers and promises of the actor that are late; for the lead what is late for a week."""
    del since
    today = timezone.localdate()
    own = _own(actor).filter(state__in=UNANSWERED, answer_due_on__lt=today)
    lines = _lines(actor, Kind.LATE, own.order_by("answer_due_on", "pk"), _late_words)
    return [*lines, *_late_promises(actor, today), *_escalated(actor, today)]


def reactions(actor: Actor, since: dt.date) -> Sequence[Line]:
    """Answers of the actor that do not solve it for everybody. For guides: of the programme."""
    del since
    rows = visible_concerns(actor) if actor.is_guide else _own(actor)
    rows = rows.filter(told_unsolved(actor), archived_at=None, state__in=ANSWERED)
    return _lines(actor, Kind.REACTION, rows.order_by("-unsolved", "pk"), _unsolved_words)


def moved(actor: Actor, since: dt.date) -> Sequence[Line]:
    """Concerns of the actor that somebody else moved on since a day."""
    rows = _own(actor)
    events = AuditEvent.objects.filter(
        workspace_id=actor.tenant,
        subject_id__in=rows.order_by().values("pk"),
        verb__startswith="concerns.moved_",
        at__date__gte=since,
    ).exclude(actor_id=actor.user_id)
    found = rows.filter(pk__in=events.values("subject_id"))
    return _lines(actor, Kind.MOVED, found.order_by("title_key", "pk"), _moved_words)


def asked_now(actor: Actor, object_id: UUID) -> Line | None:
    """An answer was just asked of the actor."""
    row = _own(actor).filter(pk=object_id, state__in=UNANSWERED).first()
    return _line(actor, Kind.ASKED, row, _asked_words(row)) if row else None


def moved_now(actor: Actor, object_id: UUID) -> Line | None:
    """A concern of the actor just moved on."""
    row = _own(actor).filter(pk=object_id).first()
    return _line(actor, Kind.MOVED, row, _moved_words(row)) if row else None


def _own(actor: Actor) -> QuerySet[Concern]:
    if not sees(Data.CONCERN, actor.roles):
        return visible_concerns(actor).none()
    return visible_concerns(actor).filter(owner__user_id=actor.signed_in_id, archived_at=None)


def _lines(
    actor: Actor, kind: Kind, rows: QuerySet[Concern], words: Callable[[Concern], str]
) -> list[Line]:
    """The first few by title, and how many there are more."""
    found = list(rows[: FEW + 1])
    lines = [_line(actor, kind, row, words(row)) for row in found[:FEW]]
    if len(found) > FEW:
        more = rows.count() - FEW
        text = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
        lines.append(Line(kind, f"more:{kind}:{more}", text, to(actor, "answering:debt_list")))
    return lines


def _line(actor: Actor, kind: Kind, row: Concern, words: str) -> Line:
    url = to(actor, "concerns:concern_detail", concern_id=row.pk)
    return Line(kind, f"{row.pk}:{row.state}:{row.unsolved}", words, url)


def _asked_words(row: Concern) -> str:
    if row.answer_due_on is None:
        return _("Your answer is asked: %(title)s") % {"title": row.title}
    due = promise_words(row.answer_due_on, timezone.localdate())
    return _("Your answer is asked: %(title)s (%(due)s)") % {"title": row.title, "due": due}


def _late_words(row: Concern) -> str:
    today = timezone.localdate()
    due = promise_words(row.answer_due_on or today, today)
    return _("Your answer is late: %(title)s (%(due)s)") % {"title": row.title, "due": due}


def _unsolved_words(row: Concern) -> str:
    return _("Not solved for everybody: %(title)s") % {"title": row.title}


def _moved_words(row: Concern) -> str:
    state = row.get_state_display()
    return _("“%(title)s” is now: %(state)s") % {"title": row.title, "state": state}


def _late_promises(actor: Actor, today: dt.date) -> list[Line]:
    if not sees_steps(actor):
        return []
    rows = due_commitments(actor).filter(due_on__lt=today)
    return [
        Line(
            Kind.LATE,
            f"promise:{row.pk}",
            _("Your promise is late: %(what)s (%(due)s)")
            % {"what": row.what, "due": promise_words(row.due_on or today, today)},
            to(actor, "answering:commitment_list"),
        )
        for row in rows[:FEW]
    ]


def _escalated(actor: Actor, today: dt.date) -> list[Line]:
    """For the project lead: how many answers are late for more than a week, of everybody."""
    if not actor.has(Role.PROJECT_LEAD):
        return []
    rows = visible_concerns(actor).filter(
        archived_at=None, state__in=UNANSWERED, answer_due_on__lt=today - ESCALATED
    )
    count = rows.count()
    if not count:
        return []
    text = ngettext(
        "%(count)s answer is late for more than a week, whoever was asked",
        "%(count)s answers are late for more than a week, whoever was asked",
        count,
    )
    url = to(actor, "answering:debt_list")
    return [Line(Kind.LATE, f"escalated:{count}", text % {"count": count}, url)]
