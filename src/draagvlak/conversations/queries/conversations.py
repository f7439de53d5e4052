"""Conversations as guides find them: planned, held, and with whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.http import Http404
from django.utils import timezone

from draagvlak.accounts.models import User
from draagvlak.conversations.models import Conversation, Participant, Question
from draagvlak.core.few import first_few
from draagvlak.core.policy import Data, sees
from draagvlak.core.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

PAGE = 50
Line = tuple[UUID, str, str, str, str, dt.datetime, int, int, UUID]


@dataclass(frozen=True)
class Filter:
    """What somebody wants to see of the list. Unknown words filter nothing."""

    state: str = ""
    form: str = ""
    phase: str = ""
    words: str = ""
    before: str = ""

    def address(self, **changes: str) -> str:
        """The query string of this filter with some changes; a change starts at the first page."""
        changed = replace(self, **{"before": "", **changes})
        pairs = {
            "state": changed.state,
            "form": changed.form,
            "phase": changed.phase,
            "q": changed.words,
            "before": changed.before,
        }
        return "?" + urlencode({key: value for key, value in pairs.items() if value})


@dataclass(frozen=True)
class ConversationRow:
    """One line of the list. `names` are the people asked, at most three, and `more` the rest."""

    id: UUID
    title: str
    form: str
    phase: str
    state: str
    planned_at: dt.datetime
    quotes: int
    quotes_open: int
    author_id: UUID
    names: Sequence[str] = field(default=())
    more: int = 0


@dataclass(frozen=True)
class ConversationPage:
    """One page of the list; `older` is the mark of the next page, empty on the last."""

    rows: Sequence[ConversationRow]
    older: str = ""


@dataclass(frozen=True)
class ParticipantRow:
    """Somebody asked for a conversation."""

    person_id: UUID
    name: str
    function: str
    unit: str
    was_there: bool | None


def conversations(actor: Actor) -> QuerySet[Conversation]:
    """All conversations of the programme; none for who may not know of them."""
    if not sees(Data.CONVERSATION, actor.roles):
        return Conversation.objects.none()
    return Conversation.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def access_conversation(actor: Actor, conversation_id: UUID) -> Conversation:
    """One conversation of the programme, or Http404."""
    found = conversations(actor).filter(pk=conversation_id).select_related("box").first()
    if found is None:
        raise Http404
    return found


def conversation_page(actor: Actor, wanted: Filter) -> ConversationPage:
    """Conversations, latest first, with the names of those asked. Two statements."""
    mark = _read_mark(wanted.before)
    if mark is None and wanted == Filter() and sees(Data.CONVERSATION, actor.roles):
        values = _latest(actor.tenant, actor.programme_id)
    else:
        found = _filtered(actor, wanted)
        if mark is not None:
            at, key = mark
            found = found.filter(Q(planned_at__lt=at) | Q(planned_at=at, id__lt=key))
        values = list(_lines(found))
    shown = values[:PAGE]
    names = _names(actor, [value[0] for value in shown])
    rows = []
    for value in shown:
        asked = names.get(value[0], [])
        rows.append(ConversationRow(*value, names=asked[:3], more=max(0, len(asked) - 3)))
    last = rows[-1] if len(values) > PAGE else None
    older = f"{last.planned_at.isoformat()}~{last.id}" if last else ""
    return ConversationPage(rows, older)


def _lines(rows: QuerySet[Conversation]) -> QuerySet[Conversation, Line]:
    """The columns of one page and of the line behind it."""
    return rows.order_by("-planned_at", "-id").values_list(
        "id",
        "title",
        "form",
        "phase",
        "state",
        "planned_at",
        "quotes",
        "quotes_open",
        "author_id",
    )[: PAGE + 1]


@prepared
def _latest(tenant: UUID, programme: UUID) -> QuerySet[Conversation, Line]:
    """The columns of the first page of everything."""
    return _lines(Conversation.objects.filter(workspace_id=tenant, programme_id=programme))


def counts_by_facet(actor: Actor, wanted: Filter) -> Mapping[str, Mapping[str, int]]:
    """How many conversations per state, form and phase: one statement.

    A facet is counted under the other filters, so that its numbers say what a click would give.
    """
    if wanted.words or not sees(Data.CONVERSATION, actor.roles):
        rows = list(_counts(_filtered(actor, Filter(words=wanted.words))))
    else:
        rows = _all_counts(actor.tenant, actor.programme_id)
    found: dict[str, dict[str, int]] = {"state": {}, "form": {}, "phase": {}}
    chosen = {"state": wanted.state, "form": wanted.form, "phase": wanted.phase}
    for state, form, phase, count in rows:
        values = {"state": state, "form": form, "phase": phase}
        for facet, value in values.items():
            if all(not chosen[o] or chosen[o] == values[o] for o in values if o != facet):
                found[facet][value] = found[facet].get(value, 0) + count
    return found


def _counts(
    rows: QuerySet[Conversation],
) -> QuerySet[Conversation, tuple[str, str, str, int]]:
    facets = rows.order_by().values_list("state", "form", "phase")
    return facets.annotate(count=Count("*"))


@prepared
def _all_counts(tenant: UUID, programme: UUID) -> QuerySet[Conversation, tuple[str, str, str, int]]:
    return _counts(Conversation.objects.filter(workspace_id=tenant, programme_id=programme))


def participants_of(actor: Actor, conversation: Conversation) -> list[ParticipantRow]:
    """Who is asked, by family name."""
    rows = (
        Participant.objects.filter(workspace_id=actor.tenant, conversation_id=conversation.pk)
        .order_by("person__sort_key", "person_id")
        .values_list(
            "person_id", "person__name", "person__function", "person__unit__name", "was_there"
        )
    )
    return [ParticipantRow(p, name, does, unit or "", was) for p, name, does, unit, was in rows]


def is_participant(actor: Actor, conversation: Conversation, person_id: UUID) -> bool:
    """Whether a person was asked for a conversation."""
    return Participant.objects.filter(
        workspace_id=actor.tenant, conversation_id=conversation.pk, person_id=person_id
    ).exists()


def author_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of guides, by user id."""
    return dict(User.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def held_count(actor: Actor) -> int:
    """How many conversations were held in the programme: a count for the gates, open to all."""
    return Conversation.objects.filter(
        workspace_id=actor.tenant,
        programme_id=actor.programme_id,
        state=Conversation.State.HELD,
    ).count()


def loose_quotes(actor: Actor) -> int:
    """How many quotes of the programme have no concern yet: a count for the gates, open to all."""
    found = Conversation.objects.filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id, quotes_open__gt=0
    ).aggregate(open=Sum("quotes_open"))
    return found["open"] or 0


def with_loose_quotes(actor: Actor, limit: int) -> list[ConversationRow]:
    """Conversations that have quotes without a concern, most first."""
    found = conversations(actor).filter(quotes_open__gt=0).order_by("-quotes_open", "-planned_at")
    return [_row(one) for one in found[:limit]]


def own_due(actor: Actor, until: dt.datetime, limit: int) -> tuple[list[ConversationRow], int]:
    """The actor's own planned conversations up to a moment, earliest first, and how many."""
    found = conversations(actor).filter(
        author_id=actor.signed_in_id, state=Conversation.State.PLANNED, planned_at__lt=until
    )
    few = first_few(found.order_by("planned_at", "id"), limit)
    return [_row(one) for one in few.rows], few.count


def own_with_loose_quotes(actor: Actor, limit: int) -> tuple[list[ConversationRow], int]:
    """The actor's own conversations with quotes that have no concern yet, and how many."""
    found = conversations(actor).filter(author_id=actor.signed_in_id, quotes_open__gt=0)
    few = first_few(found.order_by("planned_at", "id"), limit)
    return [_row(one) for one in few.rows], few.count


def questions(actor: Actor, phase: str) -> list[Question]:
    """The guide's questions for a phase, in their order."""
    return list(questions_here(actor).filter(phase=phase, removed_on=None).order_by("position"))


def questions_by_phase(actor: Actor) -> dict[str, list[Question]]:
    """All questions of the programme, by phase."""
    found: dict[str, list[Question]] = {}
    for question in questions_here(actor).filter(removed_on=None).order_by("phase", "position"):
        found.setdefault(question.phase, []).append(question)
    return found


def access_question(actor: Actor, question_id: UUID, *, removed: bool = False) -> Question:
    """One question of the programme's guide (or a removed one), or Http404."""
    found = questions_here(actor).filter(pk=question_id, removed_on__isnull=not removed).first()
    if found is None:
        raise Http404
    return found


def questions_here(actor: Actor) -> QuerySet[Question]:
    """The questions of this programme, removed ones too; none for who may not see them."""
    if not sees(Data.CONVERSATION, actor.roles):
        return Question.objects.none()
    return Question.objects.filter(workspace_id=actor.tenant, programme_id=actor.programme_id)


def _filtered(actor: Actor, wanted: Filter) -> QuerySet[Conversation]:
    found = conversations(actor)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.form:
        found = found.filter(form=wanted.form)
    if wanted.phase:
        found = found.filter(phase=wanted.phase)
    if wanted.words:
        found = found.filter(title__icontains=wanted.words)
    return found


def _names(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for conversation_id, name in _asked(actor.tenant, ids):
        found.setdefault(conversation_id, []).append(name)
    return found


@prepared
def _asked(tenant: UUID, ids: Sequence[UUID]) -> QuerySet[Participant, tuple[UUID, str]]:
    rows = Participant.objects.filter(workspace_id=tenant, conversation_id__in=ids)
    ordered = rows.order_by("person__sort_key", "person_id")
    return ordered.values_list("conversation_id", "person__name")


def _row(one: Conversation) -> ConversationRow:
    return ConversationRow(
        one.pk,
        one.title,
        one.form,
        one.phase,
        one.state,
        one.planned_at,
        one.quotes,
        one.quotes_open,
        one.author_id,
    )


def _read_mark(mark: str) -> tuple[dt.datetime, UUID] | None:
    at, _, key = mark.partition("~")
    try:
        moment, row = dt.datetime.fromisoformat(at), UUID(key)
        return (moment.astimezone(dt.UTC), row) if timezone.is_aware(moment) else None
    except (ValueError, OverflowError):
        return None
