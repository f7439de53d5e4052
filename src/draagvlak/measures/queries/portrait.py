"""A measure in words: the sentence, the facts, and the five steps of the thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from draagvlak.concerns.queries import day_words, promise_words
from draagvlak.measures.models import Measure
from draagvlak.measures.queries.amounts import cost_of, load_of
from draagvlak.measures.queries.lists import DOTS
from draagvlak.measures.states import OPEN, State, way

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.measures.queries.detail import Around


@dataclass(frozen=True)
class Fact:
    """One fact with its name."""

    label: str
    value: str


@dataclass(frozen=True)
class StripStep:
    """One of the five steps of the thread."""

    label: str
    state: str
    text: str
    href: str


@dataclass(frozen=True)
class Portrait:
    """What the page of a measure says of it."""

    kind: str
    state: str
    dot: str
    late: str
    sentence: str
    facts: Sequence[Fact]
    strip: Sequence[StripStep]
    is_finished: bool


def is_finished(measure: Measure) -> bool:
    """Whether people can be answered: it is delivered, or agreed to do nothing."""
    is_nothing = measure.kind == Measure.Kind.NOTHING and measure.state == State.AGREED
    return measure.state == State.DELIVERED or is_nothing


def is_unfinished(measure: Measure) -> bool:
    """Whether something is still to be done."""
    return measure.state in OPEN and not is_finished(measure)


def has_way(source: str, target: str) -> bool:
    """Whether a measure can go from one state to another."""
    return way(source, target) is not None


def portrait(measure: Measure, around: Around) -> Portrait:
    """Everything in words, without a statement."""
    today = timezone.localdate()
    late = ""
    if is_unfinished(measure) and measure.due_on is not None and measure.due_on < today:
        late = promise_words(measure.due_on, today)
    return Portrait(
        kind=capfirst(str(measure.get_kind_display())),
        state=capfirst(str(measure.get_state_display())),
        dot=DOTS[measure.state],
        late=late,
        sentence=_sentence(measure, around),
        facts=_facts(measure),
        strip=_strip(measure, around),
        is_finished=is_finished(measure),
    )


def _sentence(measure: Measure, around: Around) -> str:
    if measure.archived_at is not None:
        return _("This measure is in the archive.")
    if is_finished(measure):
        return _after(measure, around)
    if measure.state == State.PROPOSED:
        return _("This is proposed. Agree on it, or drop it.")
    if measure.state == State.DROPPED:
        return _("This will not be done.")
    begun = (
        _("People are working on this.")
        if measure.state == State.UNDER_WAY
        else _("This is agreed, but has not begun.")
    )
    return f"{begun} {_promise(measure)}".strip()


def _after(measure: Measure, around: Around) -> str:
    done = (
        _("This is delivered.")
        if measure.state == State.DELIVERED
        else _("It is agreed to do nothing here, and why.")
    )
    waiting = len(around.waiting)
    if waiting:
        text = ngettext(
            "%(count)s worry or wish still waits for an answer.",
            "%(count)s worries and wishes still wait for an answer.",
            waiting,
        )
        return f"{done} {text % {'count': waiting}}"
    if around.concerns:
        answered = _("Everybody it is for has an answer.")
        return f"{done} {answered}"
    return done


def _promise(measure: Measure) -> str:
    if measure.due_on is None:
        return ""
    return _("It is promised for %(day)s.") % {"day": day_words(measure.due_on)}


def _facts(measure: Measure) -> list[Fact]:
    due = ""
    if measure.due_on is not None:
        due = day_words(measure.due_on)
        if is_unfinished(measure):
            due = f"{due} ({promise_words(measure.due_on, timezone.localdate())})"
    owner = measure.owner.user.name if measure.owner else _("nobody yet")
    return [
        Fact(_("Who sees to it"), owner),
        Fact(_("Due"), due or _("no day agreed")),
        Fact(_("Cost"), cost_of(measure) or _("not known yet")),
        Fact(_("Load"), load_of(measure) or _("not known yet")),
    ]


def _strip(measure: Measure, around: Around) -> list[StripStep]:
    concerns = len(around.concerns)
    told = bool(concerns) and all(row.told for row in around.concerns)
    done = [bool(concerns), bool(around.causes), is_finished(measure), told, False]
    heard = ngettext("%(count)s worry or wish", "%(count)s worries and wishes", concerns)
    found = ngettext("%(count)s cause", "%(count)s causes", len(around.causes))
    texts = [
        heard % {"count": concerns} if concerns else _("for nobody in particular yet"),
        found % {"count": len(around.causes)} if around.causes else _("no cause yet"),
        str(measure.get_state_display()),
        _told_text(around),
        "",
    ]
    words = [_("heard"), _("cause"), _("measure"), _("told back"), _("effect")]
    hrefs = ["#concerns", "#causes", "#deliveries", "#concerns", ""]
    now = done.index(False)
    states = [
        "done" if done[place] else "now" if place == now else "todo" for place in range(len(done))
    ]
    return [
        StripStep(capfirst(word), state, text, href)
        for word, state, text, href in zip(words, states, texts, hrefs, strict=True)
    ]


def _told_text(around: Around) -> str:
    if not around.concerns:
        return ""
    told = sum(row.told for row in around.concerns)
    return _("%(told)s of %(total)s told") % {"told": told, "total": len(around.concerns)}
