"""The conversations of a demo: sealed notes, sealed quotes, and what speakers let others read."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from draagvlak.conversations.commands.planning import index_conversation
from draagvlak.conversations.models import (
    ApprovedTally,
    Conversation,
    Note,
    Participant,
    RawQuote,
    ReleasedQuote,
)
from draagvlak.conversations.queries.content import (
    Approval,
    QuoteContent,
    Target,
    write_content,
)
from draagvlak.conversations.queries.notes import NOTE
from draagvlak.conversations.queries.quotes import QUOTE
from draagvlak.conversations.states import Consent, QuoteKind
from draagvlak.core.ids import uuid4, uuid7
from draagvlak.lib.anchor import cut
from draagvlak.vault.commands import make_box
from draagvlak.vault.queries import seal

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry

RELEASED_DAY = -10
PHASES = {"golive": "go_live"}
HOURS = (9, 10, 11, 13, 14, 15, 16)


def put_conversations(
    place: Place, guide: Actor, vault: OpenVault, conversations: list[Entry], quotes: list[Entry]
) -> None:
    """Twenty talks; what was noted is sealed at once."""
    participants, notes = [], []
    for number, entry in enumerate(conversations):
        mine = [quote for quote in quotes if quote.text("conversation") == entry.text("key")]
        phase = entry.text("phase")
        conversation = Conversation(
            workspace=place.workspace,
            programme=place.programme,
            title=entry.text("title"),
            form=entry.text("form"),
            phase=PHASES.get(phase, phase),
            state=entry.text("state"),
            planned_at=place.moment(entry.number("day"), HOURS[number % len(HOURS)]),
            minutes=entry.number("minutes"),
            location=entry.text("place"),
            author_id=guide.signed_in_id,
            quotes=len(mine),
            quotes_open=sum(1 for quote in mine if not quote.text("concern")),
        )
        held = conversation.state == Conversation.State.HELD
        place.conversations[entry.text("key")] = conversation
        for key in entry.texts("participants"):
            participant = Participant(workspace=place.workspace, conversation=conversation)
            participant.person, participant.was_there = place.people[key], held or None
            participants.append(participant)
        if entry.text("notes"):
            notes.append(_note(place, guide, vault, conversation, entry))
    Conversation.objects.bulk_create(place.conversations.values())
    for conversation in place.conversations.values():
        index_conversation(conversation)
    Participant.objects.bulk_create(participants)
    Note.objects.bulk_create(notes)


def _note(
    place: Place, guide: Actor, vault: OpenVault, conversation: Conversation, entry: Entry
) -> Note:
    conversation.box = make_box(by=guide, vault=vault)
    key, text = uuid7(), entry.text("notes")
    note = Note(
        id=key,
        workspace=place.workspace,
        conversation=conversation,
        author_id=guide.signed_in_id,
        sealed=seal(vault, conversation.box, text.encode(), row=key, field=NOTE),
        saved_at=conversation.planned_at,
    )
    place.notes[entry.text("key")] = (note, text)
    return note


def put_quotes(place: Place, guide: Actor, vault: OpenVault, quotes: list[Entry]) -> None:
    """Raw quotes stay sealed; released ones go out shuffled, without a way back."""
    raw, released, approved = [], [], 0
    for entry in quotes:
        conversation = place.conversations[entry.text("conversation")]
        key, out = uuid4(), None
        if entry.text("release") == "released":
            out = ReleasedQuote(
                id=uuid4(),
                workspace=place.workspace,
                programme=place.programme,
                concern=place.concerns[entry.text("concern")],
                text=entry.text("paraphrase"),
                released_on=place.day(RELEASED_DAY),
            )
            released.append(out)
            place.quotes[entry.text("key")] = out
        approved += entry.text("release") == "approved"
        content = _content(place, entry, out.pk if out else None)
        if conversation.box is None:
            raise LookupError("a quote without notes")
        sealed = seal(vault, conversation.box, write_content(content), row=key, field=QUOTE)
        raw.append(
            RawQuote(id=key, workspace=place.workspace, conversation=conversation, sealed=sealed)
        )
    random.shuffle(raw)
    random.shuffle(released)
    RawQuote.objects.bulk_create(raw)
    ReleasedQuote.objects.bulk_create(released)
    ApprovedTally.objects.create(
        workspace=place.workspace,
        programme=place.programme,
        author_id=guide.signed_in_id,
        count=approved,
    )


def _content(place: Place, entry: Entry, released: UUID | None) -> QuoteContent:
    note, text = place.notes[entry.text("conversation")]
    start = text.index(entry.text("exact"))
    anchor = cut(text, start, start + len(entry.text("exact")))
    speaker = place.people[entry.text("speaker")]
    concern = place.concerns.get(entry.text("concern"))
    stage = entry.text("release")
    consent = Consent.APPROVED if stage in ("approved", "released") else Consent.NONE
    return QuoteContent(
        note=note.pk,
        anchor=anchor,
        kind=QuoteKind(entry.text("kind")),
        speaker=speaker.pk,
        group=place.group_of.get(speaker.pk),
        target=Target("concern", concern.pk) if concern else None,
        paraphrase=entry.text("paraphrase"),
        approval=Approval(
            consent, place.day(RELEASED_DAY) if consent is Consent.APPROVED else None
        ),
        released=released,
    )
