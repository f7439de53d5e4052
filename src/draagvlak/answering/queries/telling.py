"""Who is to be told an answer in person: they said it in a conversation, and no mail reaches them.

Read with the vault open, for guides. Who came through a door hears by mail or in their thread and
does not stand here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from draagvlak.answering.models import ToldVoice
from draagvlak.concerns.models import Answer, Voice
from draagvlak.concerns.queries import day_words, key_of, visible_concerns
from draagvlak.concerns.queries.voices import opened
from draagvlak.concerns.states import State
from draagvlak.core.web import to
from draagvlak.lib.numerals import whole_number
from draagvlak.organisations.models import Person
from draagvlak.vault.queries import Tampered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

PAGE: Final = 10
MOST: Final = 500
"""Voices that are opened for one page."""


@dataclass(frozen=True)
class Listener:
    """Somebody who is to be told, or was."""

    voice: UUID
    name: str
    function: str
    is_told: bool


@dataclass(frozen=True)
class ToTell:
    """One answer, and who is to hear it in person. `others` hear it in another way."""

    concern: UUID
    title: str
    kind: str
    url: str
    tell_url: str
    decided: str
    decided_by: str
    reasons: str
    what_happens: str
    day: str
    people: Sequence[Listener]
    others: int

    @property
    def left(self) -> int:
        """How many are still to be told."""
        return sum(not one.is_told for one in self.people)


@dataclass(frozen=True)
class TellingPage:
    """A page of answers to tell; `after` is the mark of the next one."""

    rows: Sequence[ToTell]
    after: str


def telling_page(actor: Actor, vault: OpenVault, after: str = "") -> TellingPage:
    """Answers that were not told back yet, most voices first. As many statements however many.

    Raises `Sealed` when the key was not shared with this reader.
    """
    rows = visible_concerns(actor).filter(archived_at=None, state=State.ANSWERED)
    voices, _tilde, key = after.partition("~")
    count = whole_number(voices)
    if count is not None:
        rows = rows.filter(Q(voices__lt=count) | Q(voices=count, pk__gt=key_of(key)))
    found = list(rows.order_by("-voices", "pk")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    answers = latest_answers(actor, found)
    told = _told(actor, answers)
    behind = _behind(actor, vault, found)
    people = _people(actor, {person for ones in behind.values() for _voice, person in ones})
    return TellingPage(
        [
            _to_tell(actor, one, answers[one.pk], _listeners(behind.get(one.pk, []), people, told))
            for one in found
            if one.pk in answers
        ],
        f"{found[-1].voices}~{found[-1].pk}" if more else "",
    )


def latest_answers(actor: Actor, concerns: Sequence[Concern]) -> dict[UUID, Answer]:
    """The answer that stands for each of these concerns."""
    keys = [one.pk for one in concerns]
    rows = Answer.objects.filter(workspace_id=actor.tenant, concern_id__in=keys)
    return {row.concern_id: row for row in rows.order_by("number")}


def is_told(actor: Actor, voice: Voice, answer: Answer) -> bool:
    """Whether the one behind a voice heard this answer in person."""
    rows = ToldVoice.objects.filter(workspace_id=actor.tenant, voice_id=voice.pk)
    return rows.filter(answer_id=answer.pk).exists()


def _told(actor: Actor, answers: Mapping[UUID, Answer]) -> set[UUID]:
    keys = [one.pk for one in answers.values()]
    rows = ToldVoice.objects.filter(workspace_id=actor.tenant, answer_id__in=keys)
    return set(rows.values_list("voice_id", flat=True))


def _behind(
    actor: Actor, vault: OpenVault, concerns: Sequence[Concern]
) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """For each concern the voices of people who were noted in a conversation, opened."""
    keys = [one.pk for one in concerns]
    rows = Voice.objects.filter(workspace_id=actor.tenant, concern_id__in=keys).order_by("pk")
    found: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for pk, concern, sealed in rows.values_list("pk", "concern_id", "sealed")[:MOST]:
        if not bytes(sealed):
            continue
        try:
            who = opened(actor, vault, pk, bytes(sealed))
        except Tampered:
            continue
        if who.person is not None:
            found.setdefault(concern, []).append((pk, who.person))
    return found


def _people(actor: Actor, keys: set[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = Person.objects.filter(workspace_id=actor.tenant, pk__in=keys)
    return {key: (name, work) for key, name, work in rows.values_list("pk", "name", "function")}


def _listeners(
    voices: Sequence[tuple[UUID, UUID]], people: Mapping[UUID, tuple[str, str]], told: set[UUID]
) -> list[Listener]:
    found = [
        Listener(voice, *people[person], is_told=voice in told)
        for voice, person in voices
        if person in people
    ]
    return sorted(found, key=lambda one: (one.is_told, one.name))


def _to_tell(actor: Actor, concern: Concern, answer: Answer, people: Sequence[Listener]) -> ToTell:
    return ToTell(
        concern=concern.pk,
        title=concern.title,
        kind=concern.kind,
        url=to(actor, "concerns:concern_detail", concern_id=concern.pk),
        tell_url=to(actor, "concerns:concern_tell", concern_id=concern.pk),
        decided=answer.text,
        decided_by=answer.decided_by,
        reasons=answer.reasons,
        what_happens=answer.what_happens,
        day=day_words(answer.answered_on),
        people=people,
        others=max(0, concern.voices - len(people)),
    )
