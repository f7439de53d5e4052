"""What is told of drafts: on the desk, in the digest, at once, and on the page of a concern."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.answering.models import AskedDraft
from draagvlak.answering.queries.drafts import OPEN, State, open_drafts, own_asked, visible_drafts
from draagvlak.concerns.queries import promise_words
from draagvlak.concerns.states import UNANSWERED
from draagvlak.core.policy import EDITORS, Data, sees
from draagvlak.core.thread import Waiting
from draagvlak.core.undo import Outlook
from draagvlak.core.verdict import no
from draagvlak.core.web import to
from draagvlak.notices.models import Kind
from draagvlak.notices.queries.wishes import Line

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from draagvlak.core.actor import Actor

FEW: Final = 5
RANK: Final = 18
"""On the desk: after what came in, before what one owns."""


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """On the desk: drafts that are asked of the actor, and for who asks those that came."""
    if limit < 1 or actor.programme is None or not sees(Data.CONCERN, actor.roles):
        return [], 0
    found = _asked_of(actor)
    if actor.has(*EDITORS):
        found += _written(actor)
    return found[:limit], len(found)


def _asked_of(actor: Actor) -> list[Waiting]:
    today = timezone.localdate()
    rows = own_asked(actor).select_related("concern").order_by("due_on", "pk")
    return [
        Waiting(
            title=row.concern.title,
            url=to(actor, "answering:draft_write", draft_id=row.pk),
            note=_("You are asked for a draft of the answer."),
            label=_("Write the draft"),
            due=promise_words(row.due_on, today),
            overdue=row.due_on < today,
            rank=RANK,
        )
        for row in rows[: 2 * FEW]
    ]


def _written(actor: Actor) -> list[Waiting]:
    count = open_drafts(actor).filter(state=State.WRITTEN).count()
    if not count:
        return []
    title = ngettext("%(count)s draft of an answer came in", "%(count)s drafts of answers came in",
                     count)  # fmt: skip
    return [
        Waiting(
            title=title % {"count": count},
            url=to(actor, "answering:draft_list"),
            note=_("Make an answer of it, in words that who raised it understands."),
            label=_("Look at it"),
            rank=RANK,
        )
    ]


def lines(actor: Actor, since: dt.date) -> Sequence[Line]:
    """In the digest: what is asked of the actor or late, and what came of what they asked."""
    del since
    today = timezone.localdate()
    rows = own_asked(actor).select_related("concern").order_by("due_on", "pk")
    found = [_line(actor, row, today) for row in rows[:FEW]]
    came = open_drafts(actor).filter(asker__user_id=actor.signed_in_id)
    for row in came.exclude(state=State.ASKED).select_related("concern").order_by("pk")[:FEW]:
        words = (
            _("There is a draft for: %(title)s")
            if row.state == State.WRITTEN
            else _("No draft comes, and it says why: %(title)s")
        )
        text = words % {"title": row.concern.title}
        url = to(actor, "answering:draft_list")
        found.append(Line(Kind.MOVED, f"draft:{row.pk}:{row.state}", text, url))
    return found


def asked_now(actor: Actor, concern_id: UUID) -> Line | None:
    """A draft was just asked of the actor."""
    row = own_asked(actor).filter(concern_id=concern_id).select_related("concern").first()
    return _line(actor, row, timezone.localdate()) if row else None


def _line(actor: Actor, row: AskedDraft, today: dt.date) -> Line:
    late = row.due_on < today
    words = (
        _("Your draft is late: %(title)s (%(due)s)")
        if late
        else _("A draft of the answer is asked of you: %(title)s (%(due)s)")
    )
    text = words % {"title": row.concern.title, "due": promise_words(row.due_on, today)}
    url = to(actor, "answering:draft_write", draft_id=row.pk)
    return Line(Kind.LATE if late else Kind.ASKED, f"draft:{row.pk}", text, url)


def look_at_put_away(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Taking back that drafts were withdrawn or refused, as long as nothing was asked since."""
    acts = [(UUID(each["id"]), each["now"]) for each in map(json.loads, kept)]
    rows = visible_drafts(actor).filter(pk__in=[key for key, _state in acts])
    found = {row.pk: row for row in rows.select_related("concern")}
    asked = set(
        AskedDraft.objects.filter(
            workspace_id=actor.tenant,
            state__in=OPEN,
            concern_id__in=[row.concern_id for row in found.values()],
        ).values_list("concern_id", flat=True)
    )
    gone = Outlook(no(_("Something else became of this draft since.")))
    return [
        Outlook()
        if key in found
        and found[key].state == state
        and found[key].concern_id not in asked
        and found[key].concern.state in UNANSWERED
        else gone
        for key, state in acts
    ]
