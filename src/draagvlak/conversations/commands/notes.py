"""Writing notes: sealed, saved every few seconds, and never over somebody else's words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from draagvlak.conversations import rules
from draagvlak.conversations.models import Conversation, Note, NoteVariant, RawQuote
from draagvlak.conversations.queries.content import write_content
from draagvlak.conversations.queries.notes import (
    NOTE,
    VARIANT,
    note_text,
    open_variants,
    own_note,
    variant_text,
)
from draagvlak.conversations.queries.quotes import QUOTE, open_content
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid7
from draagvlak.core.versions import EditConflict, save_if_unchanged
from draagvlak.lib.anchor import cut, locate
from draagvlak.vault.commands import make_box
from draagvlak.vault.queries import seal

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault
    from draagvlak.vault.models import Box


class Choice(Enum):
    """What to do with two texts that met."""

    STORED = "theirs"
    OTHER = "mine"
    BOTH = "both"


@dataclass(frozen=True)
class Written:
    """The note as stored, and `theirs` when another text was there first.

    Then that text stands, and the new one is kept beside it.
    """

    note: Note
    theirs: str | None = None

    def __repr__(self) -> str:
        return f"Written({self.note.pk})"


def same_breaks(text: str) -> str:
    """The text with one kind of line break, as it is stored and counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@command
def write_note(
    *, by: Actor, vault: OpenVault, conversation: Conversation, text: str, version: int
) -> Written:
    """Store the actor's notes on a conversation; `version` 0 when there were none yet.

    Nobody's words are overwritten: when the stored text is another than the one that was changed,
    it stays, and the new text is kept beside it until its author chooses.
    """
    rules.may_note(by, vault, conversation).demand()
    text = same_breaks(text)
    rules.note_fits(text).demand()
    box = _ensure_box(by, vault, conversation)
    note = own_note(by, conversation)
    if note is None:
        note = _begin(by, vault, box, conversation, text)
    if note is not None and note.version == version:
        sealed = seal(vault, box, text.encode(), row=note.pk, field=NOTE)
        try:
            changes = {"sealed": sealed, "saved_at": timezone.now()}
            note = save_if_unchanged(note, expected=version, changes=changes)
        except EditConflict as conflict:
            note = conflict.theirs
    note = note or Note.objects.get(
        workspace_id=by.tenant, conversation_id=conversation.pk, author_id=by.signed_in_id
    )
    record("conversations.noted", by=by, on=note, daily=True)
    stored = note_text(vault, conversation, note)
    if stored != text:
        _keep_beside(by, vault, conversation, note, text)
        return Written(note, stored)
    _settle_contained(by, vault, conversation, note, text)
    _anchor_anew(by, vault, conversation, note, text)
    return Written(note)


@command
def choose_text(
    *,
    by: Actor,
    vault: OpenVault,
    conversation: Conversation,
    note: Note,
    variant: NoteVariant,
    choice: Choice,
) -> Note:
    """End a conflict: keep the stored text, take the other, or put them under each other.

    What is not taken is kept sealed for taking the choice back (`reopen_choice`).
    """
    rules.may_note(by, vault, conversation).demand()
    rules.may_choose(by, note).demand()
    stored = note_text(vault, conversation, note)
    other = variant_text(vault, conversation, variant)
    text = {
        Choice.STORED: stored,
        Choice.OTHER: other,
        Choice.BOTH: f"{stored}\n\n{other}",
    }[choice]
    rules.note_fits(text).demand()
    box = _ensure_box(by, vault, conversation)
    if choice is not Choice.STORED:
        sealed = seal(vault, box, text.encode(), row=note.pk, field=NOTE)
        note = save_if_unchanged(
            note,
            expected=note.version,
            changes={"sealed": sealed, "saved_at": timezone.now()},
        )
        _anchor_anew(by, vault, conversation, note, text)
    if choice is Choice.OTHER:
        variant.sealed = seal(vault, box, stored.encode(), row=variant.pk, field=VARIANT)
    variant.dropped_on = timezone.localdate()
    variant.save(update_fields=["sealed", "dropped_on"])
    record("conversations.text_chosen", by=by, on=note)
    return note


@command
def reopen_choice(
    *, by: Actor, vault: OpenVault, conversation: Conversation, note: Note, variant: NoteVariant
) -> Note:
    """Take a choice back: both texts stand beside each other again."""
    rules.may_note(by, vault, conversation).demand()
    rules.may_choose(by, note).demand()
    variant.dropped_on = None
    variant.save(update_fields=["dropped_on"])
    record("conversations.choice_reopened", by=by, on=note)
    return note


def _ensure_box(by: Actor, vault: OpenVault, conversation: Conversation) -> Box:
    """The box of the conversation; made by its author with the first word."""
    if conversation.box is not None:
        return conversation.box
    box = make_box(by=by, vault=vault)
    rows = Conversation.objects.filter(workspace_id=by.tenant, pk=conversation.pk)
    if rows.filter(box=None).update(box=box):
        conversation.box = box
        return box
    box.delete()
    conversation.box = rows.select_related("box").get().box
    return _ensure_box(by, vault, conversation)


def _begin(
    by: Actor, vault: OpenVault, box: Box, conversation: Conversation, text: str
) -> Note | None:
    """The first notes; None when another tab was first."""
    key = uuid7()
    sealed = seal(vault, box, text.encode(), row=key, field=NOTE)
    try:
        with transaction.atomic():
            return Note.objects.create(
                id=key,
                workspace_id=by.tenant,
                conversation=conversation,
                author_id=by.signed_in_id,
                sealed=sealed,
            )
    except IntegrityError:
        return None


def _keep_beside(
    by: Actor, vault: OpenVault, conversation: Conversation, note: Note, text: str
) -> None:
    """Keep a text that met another. It replaces the ones that it holds as a whole."""
    present = open_variants(by, vault, conversation, note)
    if any(text in one.text for one in present):
        return
    swallowed = [one.id for one in present if one.text in text]
    NoteVariant.objects.filter(workspace_id=by.tenant, pk__in=swallowed).delete()
    key = uuid7()
    NoteVariant.objects.create(
        id=key,
        workspace_id=by.tenant,
        note=note,
        sealed=seal(
            vault, _ensure_box(by, vault, conversation), text.encode(), row=key, field=VARIANT
        ),
    )


def _settle_contained(
    by: Actor, vault: OpenVault, conversation: Conversation, note: Note, text: str
) -> None:
    """A text that stands as a whole in the notes need not wait for a choice any longer."""
    done = [one.id for one in open_variants(by, vault, conversation, note) if one.text in text]
    if done:
        NoteVariant.objects.filter(workspace_id=by.tenant, pk__in=done).delete()


def _anchor_anew(
    by: Actor, vault: OpenVault, conversation: Conversation, note: Note, text: str
) -> None:
    """Quotes follow their words through the notes; a quote whose words are gone stays as it was."""
    if not conversation.quotes:
        return
    box = _ensure_box(by, vault, conversation)
    rows = RawQuote.objects.filter(
        workspace_id=by.tenant, conversation_id=conversation.pk, deleted_on=None
    )
    for row in rows:
        content = open_content(vault, box, row)
        place = locate(text, content.anchor) if content.note == note.pk else None
        if place is None:
            continue
        anchor = cut(text, *place)
        if anchor != content.anchor and anchor.exact == content.anchor.exact:
            written = write_content(replace(content, anchor=anchor))
            sealed = seal(vault, box, written, row=row.pk, field=QUOTE)
            # Only where it stands changes, not what it says: the version is left alone.
            RawQuote.objects.filter(workspace_id=by.tenant, pk=row.pk, version=row.version).update(
                sealed=sealed
            )
