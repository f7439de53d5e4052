"""Conversations with notes and quotes, made as a guide makes them."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.utils import timezone

from draagvlak.conversations import commands
from draagvlak.conversations.commands import LATER, Goal, Heard, Plan, Preparation
from draagvlak.conversations.models import Conversation, RawQuote
from draagvlak.conversations.queries.content import Approval
from draagvlak.conversations.queries.notes import note_text, own_note
from draagvlak.conversations.states import Consent, QuoteKind
from draagvlak.organisations.models import Organisation, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.conversations.models import Note
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

_numbers = count(1)

NOTES = (
    "Bij haar bureau, tussen de postvakken.\n\n"
    "“Straks komt er niemand meer langs bij ons.” Ze lacht erbij.\n"
    "Ze wil graag meekijken met een collega. “Gewoon een uurtje naast iemand zitten.”"
)


def make_person(actor: Actor, name: str = "Marijke de Boer") -> Person:
    organisation, _made = Organisation.objects.get_or_create(
        workspace_id=actor.tenant, name="Gemeente Voorbeeldstad"
    )
    return Person.objects.create(
        workspace_id=actor.tenant,
        organisation=organisation,
        name=name,
        sort_key=f"{name.rsplit(maxsplit=1)[-1].lower()} {next(_numbers)}",
        function="secretaresse",
    )


def make_conversation(
    actor: Actor,
    people: Sequence[Person] = (),
    *,
    title: str = "Kennismaking",
    at: dt.datetime | None = None,
) -> Conversation:
    plan = Plan(
        title=title,
        form=Conversation.Form.ONE_TO_ONE,
        phase="explore",
        planned_at=at or timezone.now() - dt.timedelta(days=1),
        people=tuple(person.pk for person in people),
    )
    return commands.plan_conversation(by=actor, plan=plan)


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.select_related("box").get(pk=conversation.pk)


def make_note(
    actor: Actor, vault: OpenVault, conversation: Conversation, text: str = NOTES
) -> Note:
    note = own_note(actor, conversation)
    version = note.version if note else 0
    return commands.write_note(
        by=actor, vault=vault, conversation=conversation, text=text, version=version
    ).note


def make_quote(
    actor: Actor,
    vault: OpenVault,
    conversation: Conversation,
    words: str = "Straks komt er niemand meer langs bij ons.",
    *,
    speaker: Person | UUID | None = None,
    goal: Goal = LATER,
    kind: QuoteKind = QuoteKind.WORRY,
) -> RawQuote:
    note = own_note(actor, conversation) or make_note(actor, vault, conversation)
    start = note_text(vault, conversation, note).index(words)
    return commands.take_quote(
        by=actor,
        vault=vault,
        conversation=conversation,
        note=note,
        start=start,
        end=start + len(words),
        heard=Heard(kind, speaker.pk if isinstance(speaker, Person) else speaker, goal),
        key=uuid4(),
    )


def approve(
    actor: Actor,
    vault: OpenVault,
    quote: RawQuote,
    paraphrase: str = "Het contact met collega's kan minder worden.",
    *,
    now: bool = False,
    about_software: bool = False,
) -> RawQuote:
    """A quote made ready to go."""
    quote = RawQuote.objects.select_related("conversation__box").get(pk=quote.pk)
    return commands.prepare_release(
        by=actor,
        vault=vault,
        conversation=quote.conversation,
        quote=quote,
        preparation=Preparation(
            paraphrase,
            Approval(Consent.APPROVED, timezone.localdate()),
            about_software=about_software,
            now=now,
        ),
        version=quote.version,
    )


def make_ready(
    actor: Actor, vault: OpenVault, name: str, *, now: bool = False
) -> tuple[RawQuote, Person]:
    """One approved quote of a speaker of its own, in a conversation of its own."""
    person = make_person(actor, name)
    conversation = make_conversation(actor, [person])
    goal = Goal(title=f"Contact houden {next(_numbers)}")
    quote = make_quote(actor, vault, conversation, speaker=person, goal=goal)
    return approve(actor, vault, quote, now=now), person


def release_three(actor: Actor, vault: OpenVault):
    """A batch of three speakers, released."""
    rows = [make_ready(actor, vault, name)[0] for name in ("Jan Vos", "Els Bos", "Ria Mol")]
    return commands.release_quotes(
        by=actor,
        vault=vault,
        quotes=list(
            RawQuote.objects.filter(pk__in=[row.pk for row in rows]).select_related(
                "conversation__box"
            )
        ),
    )
