"""What stands on the page of one concern or cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.concerns.models import Answer, AnswerVersion, Cause, Concern
from draagvlak.concerns.queries.reactions import unsolved_words
from draagvlak.concerns.queries.words import capital, day_words, promise_words, title_key
from draagvlak.concerns.states import ANSWERED, TRANSITIONS, VERBS, State
from draagvlak.core.actor import VISITOR
from draagvlak.core.web import to
from draagvlak.organisations.models import Group

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from draagvlak.core.actor import Actor

DONE, NOW, TODO = "done", "now", "todo"
_REACHED = {
    State.HEARD: 1,
    State.UNDERSTOOD: 2,
    State.PLANNED: 3,
    State.ANSWERED: 3,
    State.DELIVERED: 4,
}


@dataclass(frozen=True)
class StripStep:
    """One step of the golden thread: its word, how far it is, and where it stands."""

    label: str
    state: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Promise:
    """The day on which an answer was promised."""

    day: str
    words: str
    late: bool


@dataclass(frozen=True)
class EarlierWords:
    """What an answer said before it was corrected."""

    text: str
    decided_by: str
    reasons: str
    what_happens: str
    replaced_on: str


@dataclass(frozen=True)
class AnswerRow:
    """One answer as it was given."""

    id: UUID
    number: int
    text: str
    decided_by: str
    reasons: str
    what_happens: str
    answered_on: str
    told_on: str
    corrected_on: str
    told_before: bool
    versions: Sequence[EarlierWords]


@dataclass(frozen=True)
class Meaning:
    """A state with what it means and where one can go from there."""

    state: str
    label: str
    meaning: str
    ways: Sequence[str]


def state_meanings() -> list[Meaning]:
    """The five states in words, from the one table."""
    words = {
        State.HEARD: _("Somebody said it and it is written down. Nobody knows yet why it is so."),
        State.UNDERSTOOD: _("There is at least one cause. Now something can be done about it."),
        State.PLANNED: _(
            "A measure was agreed on. A proposal is not enough. The answer is still to come."
        ),
        State.ANSWERED: _("It is decided what happens, by whom, and why."),
        State.DELIVERED: _("The answer was told to who raised it. They say whether it is solved."),
    }
    return [
        Meaning(
            state.value,
            capital(state.label),
            words[state],
            [
                _("%(act)s: to “%(state)s”")
                % {"act": capital(str(VERBS[way.verb])), "state": way.target.label}
                for way in TRANSITIONS
                if way.source == state
            ],
        )
        for state in State
    ]


def strip(concern: Concern, actor: Actor = VISITOR) -> list[StripStep]:
    """The five steps with what each came to, for this reader; the next that misses is "now"."""
    reached = _REACHED[State(concern.state)]
    if concern.closed_on is not None:
        reached += 1
    texts = [
        _voices(concern.voices),
        "" if reached >= 2 else _("no cause yet"),  # noqa: PLR2004 the second of five
        _measure_text(concern),
        _answer_text(concern),
        _effect_text(actor, concern),
    ]
    words = [_("heard"), _("cause"), _("measure"), _("told back"), _("effect")]
    anchors = ["#voices", "#causes", "#measures", "#answers", "#solved"]
    states = [DONE if place < reached else TODO for place in range(5)]
    if reached < len(states):
        states[reached] = NOW
    return [
        StripStep(capital(word), state, text, anchor)
        for word, state, text, anchor in zip(words, states, texts, anchors, strict=True)
    ]


def _voices(count: int) -> str:
    if count == 0:
        return _("no voices written down")
    return ngettext("%(count)s voice", "%(count)s voices", count) % {"count": count}


def _measure_text(concern: Concern) -> str:
    if concern.state == State.UNDERSTOOD:
        return _("nothing planned yet")
    return ""


def _answer_text(concern: Concern) -> str:
    if concern.state == State.ANSWERED:
        return _("answered, not told yet")
    if concern.state == State.DELIVERED:
        return _("told to who raised it")
    if concern.state == State.PLANNED:
        return _("answer still owed")
    return ""


def _effect_text(actor: Actor, concern: Concern) -> str:
    unsolved = unsolved_words(actor, concern.unsolved, concern.voices)
    if unsolved:
        return unsolved
    if concern.closed_on is not None:
        return _("solved for everyone")
    return _("ask: is it solved for you?") if concern.state == State.DELIVERED else ""


def promise(concern: Concern) -> Promise | None:
    """The promised day in words; None when nothing is promised, or the answer was given."""
    if concern.answer_due_on is None or concern.state in ANSWERED:
        return None
    today = timezone.localdate()
    return Promise(
        day_words(concern.answer_due_on),
        promise_words(concern.answer_due_on, today),
        late=concern.answer_due_on < today,
    )


def origin_of(concern: Concern) -> list[str]:
    """The answers to "why?", in order."""
    steps = concern.origin.filter(workspace_id=concern.workspace_id).order_by("position")
    return list(steps.values_list("text", flat=True))


def groups_of(concern: Concern) -> list[Group]:
    """The groups that a concern touches."""
    return list(
        Group.objects.filter(
            workspace_id=concern.workspace_id,
            pk__in=concern.affected.filter(workspace_id=concern.workspace_id).values("group_id"),
        ).order_by("name")
    )


def causes_of(concern: Concern) -> list[Cause]:
    """The causes behind a concern, by title."""
    links = concern.cause_links.filter(workspace_id=concern.workspace_id)
    return sorted(
        (link.cause for link in links.select_related("cause")),
        key=lambda cause: title_key(cause.title),
    )


def answers_of(concern: Concern) -> list[AnswerRow]:
    """Every answer, the latest first, with what it said before it was corrected."""
    rows = Answer.objects.filter(workspace_id=concern.workspace_id, concern_id=concern.pk)
    versions: dict[UUID, list[EarlierWords]] = {}
    earlier = AnswerVersion.objects.filter(
        workspace_id=concern.workspace_id, answer__in=rows.order_by()
    )
    for each in earlier.order_by("-number"):
        versions.setdefault(each.answer_id, []).append(
            EarlierWords(
                each.text,
                each.decided_by,
                each.reasons,
                each.what_happens,
                day_words(each.replaced_on),
            )
        )
    return [
        AnswerRow(
            id=row.pk,
            number=row.number,
            text=row.text,
            decided_by=row.decided_by,
            reasons=row.reasons,
            what_happens=row.what_happens,
            answered_on=day_words(row.answered_on),
            told_on=day_words(row.told_on) if row.told_on else "",
            corrected_on=day_words(row.corrected_on) if row.corrected_on else "",
            told_before=bool(row.told_on and row.corrected_on and row.told_on <= row.corrected_on),
            versions=versions.get(row.pk, ()),
        )
        for row in rows.order_by("-number")
    ]


@dataclass(frozen=True)
class Value:
    """One value that changes in place: where, what it is now, and what its page says."""

    href: str
    now: str
    nothing: str
    title: str
    lead: str


def value_of(actor: Actor, concern: Concern, name: str) -> Value:
    """The owner, severity or promised day ("due") of a concern, as a value to change."""
    href = to(actor, f"concerns:concern_{name}", concern_id=concern.pk)
    if name == "owner":
        return Value(
            href,
            concern.owner.user.name if concern.owner else "",
            _("Choose an owner"),
            _("Who is the owner?"),
            _("The owner sees to it that an answer comes."),
        )
    if name == "due":
        return Value(
            href,
            day_words(concern.answer_due_on) if concern.answer_due_on else "",
            _("Promise a day"),
            _("When does the answer come?"),
            _("Everyone in this programme sees on which day the answer comes."),
        )
    return Value(
        href,
        capital(concern.get_severity_display()),
        "",
        _("How heavily does it weigh?"),
        _("It says how much somebody’s work suffers, not how many people say it."),
    )
