"""What a lesson begins with: the words of a concern that is solved, and what to look at again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from draagvlak.concerns.models import Answer, Cause
from draagvlak.concerns.queries import solved_counts
from draagvlak.conversations.models import ReleasedQuote
from draagvlak.lessons.queries.access import systems_here
from draagvlak.lessons.queries.shipped import GENERAL
from draagvlak.lib.overlap import longest_shared_run
from draagvlak.lib.personal import Kind, find_personal
from draagvlak.lib.traceable import find_days, find_few
from draagvlak.measures.models import Measure
from draagvlak.organisations.models import Organisation, Person
from draagvlak.programmes.queries import owner_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.concerns.models import Concern
    from draagvlak.concerns.queries import SolvedCounts
    from draagvlak.core.actor import Actor

SHOWN_FROM: Final = 5
LITERAL: Final = 6
"""Words in a row that make a passage a quotation."""
_CAPITALS: Final = re.compile(
    r"\b[A-ZÀ-Þ][\w’'-]+(?:\s+(?:van|de|der|den|ten|ter|te|el|al|in|’t)){0,3}\s+[A-ZÀ-Þ][\w’'-]+"
)


@dataclass(frozen=True)
class LessonDraft:
    """The words of a lesson: exactly what is kept and copied, and nothing else."""

    system: str
    kind: str
    title: str
    cause: str
    about: str
    where: str
    measure: str
    measure_kind: str
    helped: str
    effect: str
    year: int

    @property
    def text(self) -> str:
        return f"{self.title}\n{self.cause}\n{self.measure}\n{self.helped}\n{self.effect}"


@dataclass(frozen=True)
class Doubt:
    """A passage that may tell who or where it was."""

    what: str
    words: str


@dataclass(frozen=True)
class Material:
    """What there is to make a lesson of: the causes behind a concern and what was done."""

    causes: Sequence[Cause]
    measures: Sequence[Measure]

    @property
    def has_cause(self) -> bool:
        return bool(self.causes)

    @property
    def has_result(self) -> bool:
        """Whether something that was done is finished."""
        return bool(self.measures)


def material(actor: Actor, concern: Concern) -> Material:
    """The causes of a concern and what was finished for it (two statements)."""
    causes = Cause.objects.filter(
        workspace_id=actor.tenant,
        concern_links__workspace_id=actor.tenant,
        concern_links__concern_id=concern.pk,
    )
    done = Measure.objects.finished().filter(
        workspace_id=actor.tenant,
        concern_links__workspace_id=actor.tenant,
        concern_links__concern_id=concern.pk,
    )
    return Material(list(causes.order_by("title")), list(done.order_by("due_on", "id")))


def begin_draft(actor: Actor, concern: Concern, found: Material) -> LessonDraft:
    """The words to begin with; the guide makes them fit for elsewhere."""
    cause, measure = found.causes[0], found.measures[0]
    return LessonDraft(
        system=next(iter(systems_here(actor)), GENERAL),
        kind=concern.kind,
        title=concern.title,
        cause=cause.title,
        about=cause.about,
        where=cause.where,
        measure=measure.title,
        measure_kind=measure.kind,
        helped=(measure.description or measure.reasons)[:1000],
        effect=effect_words(solved_counts(concern)),
        year=year_of(actor, concern),
    )


def effect_words(counts: SolvedCounts) -> str:
    """For how many people it was solved, without a group of fewer than five; else in words."""
    asked = counts.total - counts.unknown
    rest = asked - counts.yes
    if asked < SHOWN_FROM:
        return ""
    if not rest:
        return _("Solved for all %(asked)s people who said so.") % {"asked": asked}
    if min(counts.yes, rest) >= SHOWN_FROM:
        numbers = {"yes": counts.yes, "asked": asked}
        return _("Solved for %(yes)s of the %(asked)s people who were asked.") % numbers
    if counts.yes > rest:
        return _("Solved for most of the people who were asked.")
    return ""


def year_of(actor: Actor, concern: Concern) -> int:
    """The year in which it was answered: nothing finer goes along."""
    rows = Answer.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk)
    day = rows.order_by("-number").values_list("answered_on", flat=True).first()
    return (day or timezone.localdate()).year


def doubts(actor: Actor, concern: Concern, draft: LessonDraft) -> list[Doubt]:
    """What in a draft may tell who or where it was; it asks to look again and stops nobody."""
    labels = {
        Kind.ADDRESS: _("an address"),
        Kind.NUMBER: _("a number of somebody"),
        Kind.NAME: _("a name"),
        Kind.HEALTH: _("somebody’s health"),
        Kind.WRONGDOING: _("a report of wrongdoing"),
    }
    found = [Doubt(labels[each.kind], each.words) for each in find_personal(draft.text)]
    found += [Doubt(_("a day"), words) for words in find_days(draft.text)]
    found += [Doubt(_("fewer than five people"), words) for words in find_few(draft.text)]
    found += [Doubt(_("a name"), name) for name in _names_in(actor, draft.text)]
    found += [
        Doubt(_("words that somebody said"), text) for text in _said_in(actor, concern, draft)
    ]
    return list({each.words.casefold(): each for each in found}.values())


def _names_in(actor: Actor, text: str) -> list[str]:
    """Names of people and organisations of this workspace that stand in a text."""
    here = owner_choices(actor)
    members = [each.name for each in here if each.name and each.name in text]
    houses = Organisation.objects.filter(workspace_id=actor.tenant)
    names = [name for name in houses.values_list("name", flat=True)[:500] if name in text]
    spelled = _CAPITALS.findall(text)[:50]
    people = Person.objects.filter(workspace_id=actor.tenant, name__in=spelled)
    return [*members, *names, *people.values_list("name", flat=True)[:50]]


def _said_in(actor: Actor, concern: Concern, draft: LessonDraft) -> list[str]:
    """Released quotes of which a run of words stands literally in the draft."""
    rows = ReleasedQuote.objects.filter(workspace_id=actor.tenant, concern_id=concern.pk)
    texts = rows.values_list("text", flat=True)[:100]
    return [text for text in texts if longest_shared_run(text, draft.text) >= LITERAL]
