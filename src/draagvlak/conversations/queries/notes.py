"""Sealed notes, for who has the vault open and holds a key to the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404

from draagvlak.accounts.models import User
from draagvlak.conversations.models import Note, NoteVariant
from draagvlak.vault.queries import Sealed, unseal

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from draagvlak.conversations.models import Conversation
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

NOTE = "conversations.note.sealed"
VARIANT = "conversations.notevariant.sealed"


@dataclass(frozen=True)
class NoteAuthor:
    """That somebody has notes on a conversation; nothing of what they say."""

    note_id: UUID
    author_id: UUID
    name: str
    saved_at: dt.datetime


@dataclass(frozen=True)
class OpenVariant:
    """A second text that waits for a choice. Its words are never shown in a log (`repr`)."""

    id: UUID
    text: str
    saved_at: dt.datetime

    def __repr__(self) -> str:
        return f"OpenVariant({self.id})"


def note_authors(actor: Actor, conversation: Conversation) -> list[NoteAuthor]:
    """Whose notes there are, the conversation's own author first."""
    rows = list(
        Note.objects.filter(workspace_id=actor.tenant, conversation_id=conversation.pk)
        .order_by("id")
        .values_list("id", "author_id", "saved_at")
    )
    people = {author_id for _id, author_id, _at in rows}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    found = [NoteAuthor(key, who, names.get(who, ""), at) for key, who, at in rows]
    return sorted(found, key=lambda one: one.author_id != conversation.author_id)


def own_note(actor: Actor, conversation: Conversation) -> Note | None:
    """The actor's own note on a conversation."""
    return Note.objects.filter(
        workspace_id=actor.tenant, conversation_id=conversation.pk, author_id=actor.signed_in_id
    ).first()


def access_note(actor: Actor, conversation: Conversation, note_id: UUID) -> Note:
    """One author's note of a conversation, or Http404. Its words stay sealed."""
    found = Note.objects.filter(
        workspace_id=actor.tenant, conversation_id=conversation.pk, pk=note_id
    ).first()
    if found is None:
        raise Http404
    return found


def access_own_note(actor: Actor, conversation: Conversation) -> Note:
    """The actor's own note on a conversation, or Http404."""
    found = own_note(actor, conversation)
    if found is None:
        raise Http404
    return found


def access_variant(actor: Actor, note: Note, variant_id: UUID) -> NoteVariant:
    """A text beside the actor's own note, or Http404."""
    found = NoteVariant.objects.filter(
        workspace_id=actor.tenant, note_id=note.pk, pk=variant_id
    ).first()
    if found is None:
        raise Http404
    return found


def note_text(vault: OpenVault, conversation: Conversation, note: Note) -> str:
    """The words of a note. Raises `Sealed` without a key, `Tampered` when it does not open."""
    if conversation.box is None:
        raise Sealed
    sealed = bytes(note.sealed)
    return unseal(vault, conversation.box, sealed, row=note.pk, field=NOTE).decode()


def variant_text(vault: OpenVault, conversation: Conversation, variant: NoteVariant) -> str:
    """The words of a second text. Raises as `note_text` does."""
    if conversation.box is None:
        raise Sealed
    sealed = bytes(variant.sealed)
    return unseal(vault, conversation.box, sealed, row=variant.pk, field=VARIANT).decode()


def open_variants(
    actor: Actor, vault: OpenVault, conversation: Conversation, note: Note | None
) -> list[OpenVariant]:
    """The texts that met the actor's note and wait for a choice, oldest first."""
    if note is None:
        return []
    rows = NoteVariant.objects.filter(
        workspace_id=actor.tenant, note_id=note.pk, dropped_on=None
    ).order_by("id")
    return [
        OpenVariant(row.pk, variant_text(vault, conversation, row), row.saved_at) for row in rows
    ]
