"""Lessons, made by the commands of the product from a concern that is solved."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns.commands import tell_again
from draagvlak.lessons.commands.keeping import GivenConsent, keep_lesson
from draagvlak.lessons.queries.drafting import begin_draft, material
from draagvlak.measures.states import State
from tests.factories.measures import give_answer, make_measure, make_understood, make_why

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.lessons.models import Lesson

_numbers = count(1)


def make_solved(by: Actor, title: str = "") -> Concern:
    """A concern with a cause and a delivered measure, answered and told back."""
    cause = make_why(by)
    concern = make_understood(by, cause, title)
    make_measure(
        by,
        concern,
        cause=cause,
        state=State.DELIVERED,
        description="Oefen in kleine groepen. Dat helpt als het in werktijd mag.",
    )
    return tell_again(by=by, concern=give_answer(by, concern))


def make_lesson(
    by: Actor, concern: Concern | None = None, *, said_by: str = "", places: tuple = ()
) -> Lesson:
    """A lesson that waits for consent, or that somebody agreed to."""
    concern = concern or make_solved(by)
    draft = begin_draft(by, concern, material(by, concern))
    consent = GivenConsent(said_by, timezone.localdate()) if said_by else None
    return keep_lesson(by=by, concern=concern, draft=draft, places=places, consent=consent)
