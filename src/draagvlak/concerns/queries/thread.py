"""The concern's own part of the golden thread: neighbours, gaps, what waits, what a phase lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.concerns.models import Answer, Concern, ConcernCause
from draagvlak.concerns.queries.access import sees_all, visible_causes, visible_concerns
from draagvlak.concerns.queries.lists import LATE, UNSOLVED, Filters
from draagvlak.concerns.queries.reactions import may_tell, told_unsolved
from draagvlak.concerns.queries.words import capital, promise_words
from draagvlak.concerns.states import ANSWERED, UNANSWERED, State
from draagvlak.core.few import first_few
from draagvlak.core.policy import EDITORS
from draagvlak.core.thread import (
    GapGroup,
    Missing,
    Neighbours,
    Node,
    Side,
    Step,
    Waiting,
    neighbours,
)
from draagvlak.core.web import to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

KIND_ANSWER = "answer"
OWN = "concerns"
NEAR = 24
"""Most concerns that are shown before one cause."""


def concern_node(actor: Actor, concern: Concern) -> Node:
    """A concern as a thing on the thread."""
    return Node(
        kind="concern",
        id=concern.pk,
        title=concern.title,
        url=_page(actor, concern.pk),
        note=capital(concern.get_kind_display()),
        state=concern.state,
    )


def around_concerns(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Behind a concern: its causes and its latest answer; and the next step that misses."""
    if not asked & (Side.BEHIND | Side.GAPS):
        return {}
    concerns = {
        row.pk: row for row in visible_concerns(actor).filter(pk__in=ids).select_related("owner")
    }
    behind = _behind(actor, list(concerns)) if Side.BEHIND in asked else {}
    return {
        pk: Neighbours(
            behind=behind.get(pk, []),
            gaps=own_steps(actor, concern),
            node=concern_node(actor, concern),
        )
        for pk, concern in concerns.items()
    }


def _behind(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[Node]]:
    """The causes of concerns in sight, and the latest answer of each (two statements)."""
    behind: dict[UUID, list[Node]] = {pk: [] for pk in ids}
    links = ConcernCause.objects.filter(workspace_id=actor.tenant, concern_id__in=ids)
    for link in links.select_related("cause").order_by("cause__title"):
        url = to(actor, "concerns:cause_detail", cause_id=link.cause_id)
        note = capital(link.cause.get_about_display())
        behind[link.concern_id].append(Node("cause", link.cause_id, link.cause.title, url, note))
    answers = Answer.objects.filter(workspace_id=actor.tenant, concern_id__in=ids)
    latest = {answer.concern_id: answer for answer in answers.order_by("number")}
    for pk, answer in latest.items():
        url = f"{_page(actor, pk)}#answers"
        note = _("decided by %(who)s") % {"who": answer.decided_by}
        told = "delivered" if answer.told_on else "answered"
        behind[pk].append(Node(KIND_ANSWER, answer.pk, answer.text, url, note, told))
    return behind


def around_causes(
    actor: Actor, ids: Sequence[UUID], asked: Side = Side.ALL
) -> Mapping[UUID, Neighbours]:
    """Before a cause: the concerns it lies behind, those with most voices, not all."""
    if Side.BEFORE not in asked:
        return {}
    before: dict[UUID, list[Node]] = {pk: [] for pk in ids}
    links = ConcernCause.objects.filter(
        workspace_id=actor.tenant,
        cause_id__in=ids,
        concern__programme_id=actor.programme_id,
        concern__archived_at=None,
    )
    if not sees_all(actor):
        links = links.filter(concern__in=visible_concerns(actor))
    place = Window(
        RowNumber(), partition_by=F("cause_id"), order_by=["-concern__voices", "concern_id"]
    )
    first = links.annotate(place=place).filter(place__lte=NEAR).select_related("concern")
    for link in first.order_by("-concern__voices", "concern_id"):
        before[link.cause_id].append(concern_node(actor, link.concern))
    return {pk: Neighbours(before=nodes) for pk, nodes in before.items()}


def own_steps(actor: Actor, concern: Concern) -> list[Step]:
    """The step that this app knows to be next, for who may take it; none in the archive."""
    keeps = actor.has(*EDITORS)
    allowed = {
        State.HEARD: keeps,
        State.UNDERSTOOD: keeps or _owns(actor, concern),
        State.PLANNED: keeps or _owns(actor, concern),
        State.ANSWERED: keeps or _owns(actor, concern),
        State.DELIVERED: actor.is_guide,
    }
    if concern.archived_at or concern.closed_on or not allowed[State(concern.state)]:
        return []
    return [_own_step(actor, concern)]


def _own_step(actor: Actor, concern: Concern) -> Step:
    here = concern.pk
    if concern.state == State.HEARD:
        url = to(actor, "concerns:concern_cause_add", concern_id=here)
        return Step(_("Add a cause"), url, _("Without a cause nothing can be planned."))
    if concern.state in (State.UNDERSTOOD, State.PLANNED):
        url = to(actor, "concerns:concern_answer", concern_id=here)
        return Step(_("Give an answer"), url, _("Who raised this still waits for an answer."))
    if concern.state == State.ANSWERED:
        url = to(actor, "concerns:concern_tell", concern_id=here)
        return Step(_("Tell it back"), url, _("The answer was not told to who raised it."))
    if concern.unsolved and may_tell(actor, concern.voices):
        url = f"{_page(actor, here)}#solved"
        return Step(_("Look at it again"), url, _("It is not solved for everyone."))
    url = to(actor, "concerns:voice_list", concern_id=here)
    return Step(_("Ask whether it is solved"), url, _("Whoever raised it says whether it is."))


def _owns(actor: Actor, concern: Concern) -> bool:
    return (
        actor.user_id is not None
        and concern.owner is not None
        and concern.owner.user_id == actor.user_id
    )


def next_step(actor: Actor, concern: Concern) -> Step | None:
    """The next missing step of a concern: a measure first when it is understood, else our own."""
    own = own_steps(actor, concern)
    if concern.state == State.UNDERSTOOD:
        for key, provider in neighbours("concern").items():
            if key == OWN:
                continue
            found = provider(actor, [concern.pk], Side.GAPS).get(concern.pk)
            if found and found.gaps:
                return found.gaps[0]
    return own[0] if own else None


def owed(actor: Actor) -> QuerySet[Concern]:
    """The concerns that this actor owns and that have no answer yet, most pressing first."""
    return (
        visible_concerns(actor)
        .filter(owner__user_id=actor.signed_in_id, archived_at=None, state__in=UNANSWERED)
        .filter(answer_due_on__isnull=False)
        .order_by("answer_due_on", "pk")
    )


def waiting(actor: Actor, limit: int) -> tuple[Sequence[Waiting], int]:
    """Answers that the actor owes."""
    if actor.user_id is None or actor.programme is None:
        return [], 0
    rows = owed(actor)
    today = timezone.localdate()
    found = [
        Waiting(
            title=concern.title,
            url=_page(actor, concern.pk),
            note=_voices(concern.voices),
            label=_("Give an answer"),
            due=promise_words(concern.answer_due_on, today) if concern.answer_due_on else "",
            overdue=bool(concern.answer_due_on and concern.answer_due_on < today),
            rank=10 if concern.answer_due_on and concern.answer_due_on < today else 30,
        )
        for concern in rows[:limit]
    ]
    return found, len(found) if len(found) < limit else rows.count()


def gaps(actor: Actor, limit: int) -> Sequence[GapGroup]:
    """Where the thread hangs at a concern: no cause, answered but not told, promise broken."""
    rows = visible_concerns(actor).filter(archived_at=None)
    today = timezone.localdate()
    wanted = [
        (
            GapGroup("concern_without_cause", _("Worries and wishes without a cause"), 0, []),
            rows.filter(state=State.HEARD),
            Filters(state=State.HEARD.value),
        ),
        (
            GapGroup("answer_late", _("Answers that are late"), 0, []),
            rows.filter(state__in=UNANSWERED, answer_due_on__lt=today),
            Filters(due=LATE, sort="due"),
        ),
        (
            GapGroup("answer_not_told", _("Answers that were not told back"), 0, []),
            rows.filter(state=State.ANSWERED),
            Filters(state=State.ANSWERED.value),
        ),
        (
            GapGroup("not_solved", _("Answered, but not solved for everyone"), 0, []),
            rows.filter(told_unsolved(actor), state__in=ANSWERED),
            Filters(due=UNSOLVED),
        ),
    ]
    groups = [_filled(actor, group, found, limit, filters) for group, found, filters in wanted]
    return [group for group in groups if group.count]


def missing(actor: Actor, phase: str) -> Sequence[Missing]:
    """What a phase still lacks: analyse needs causes; develop and go-live need answers."""
    rows = visible_concerns(actor).filter(archived_at=None)
    if phase == "explore":
        if rows.exists():
            return []
        step = None
        if actor.has(*EDITORS):
            step = Step(_("Write a worry or wish down"), to(actor, "concerns:concern_add"))
        return [Missing(_("No worry or wish has been written down."), step)]
    if phase == "analyse":
        count = rows.filter(state=State.HEARD).count()
        text = ngettext(
            "%(count)s worry or wish has no cause.",
            "%(count)s worries and wishes have no cause.",
            count,
        )
        return _missing(actor, count, text, Filters(state=State.HEARD.value))
    if phase in ("develop", "go_live"):
        count = rows.filter(state__in=UNANSWERED).count()
        text = ngettext(
            "%(count)s worry or wish has no answer.",
            "%(count)s worries and wishes have no answer.",
            count,
        )
        return _missing(actor, count, text, Filters(state="open"))
    count = rows.filter(state=State.ANSWERED).count()
    text = ngettext(
        "%(count)s answer was not told back.", "%(count)s answers were not told back.", count
    )
    return _missing(actor, count, text, Filters(state=State.ANSWERED.value))


def _missing(actor: Actor, count: int, text: str, filters: Filters) -> list[Missing]:
    if not count:
        return []
    return [Missing(text % {"count": count}, Step(_("Show them"), _list(actor, filters)))]


def _filled(
    actor: Actor, group: GapGroup, rows: QuerySet[Concern], limit: int, filters: Filters
) -> GapGroup:
    order = "answer_due_on" if filters.sort == "due" else "-voices"
    few = first_few(rows.order_by(order, "pk"), limit)
    return replace(
        group,
        count=few.count,
        nodes=[concern_node(actor, concern) for concern in few.rows],
        step=Step(_("Show them"), _list(actor, filters)),
    )


def _list(actor: Actor, filters: Filters) -> str:
    return to(actor, "concerns:concern_list") + filters.href()


def _page(actor: Actor, concern_id: UUID) -> str:
    return to(actor, "concerns:concern_detail", concern_id=concern_id)


def _voices(count: int) -> str:
    return ngettext("%(count)s voice", "%(count)s voices", count) % {"count": count}


def concern_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """Concerns as places to start a walk from."""
    return {row.pk: concern_node(actor, row) for row in visible_concerns(actor).filter(pk__in=ids)}


def cause_nodes(actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Node]:
    """Causes as places to start a walk from."""
    return {
        row.pk: Node(
            kind="cause",
            id=row.pk,
            title=row.title,
            url=to(actor, "concerns:cause_detail", cause_id=row.pk),
            note=capital(row.get_about_display()),
        )
        for row in visible_causes(actor).filter(pk__in=ids)
    }
