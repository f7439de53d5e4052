"""Where conversations keep what their boxes seal: sealed anew after a change of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.conversations.models import Note, NoteVariant, RawQuote
from draagvlak.conversations.queries.notes import NOTE, VARIANT
from draagvlak.conversations.queries.quotes import QUOTE
from draagvlak.vault.queries import SEALED, SealedColumn

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from draagvlak.vault.models import Box


def _notes(box: Box) -> QuerySet[Note]:
    return Note.objects.filter(workspace_id=box.workspace_id, conversation__box_id=box.pk)


def _variants(box: Box) -> QuerySet[NoteVariant]:
    return NoteVariant.objects.filter(
        workspace_id=box.workspace_id, note__conversation__box_id=box.pk
    )


def _quotes(box: Box) -> QuerySet[RawQuote]:
    return RawQuote.objects.filter(workspace_id=box.workspace_id, conversation__box_id=box.pk)


SEALED.register("conversations.note", SealedColumn("secret", _notes, "sealed", NOTE))
SEALED.register("conversations.notevariant", SealedColumn("secret", _variants, "sealed", VARIANT))
SEALED.register("conversations.rawquote", SealedColumn("secret", _quotes, "sealed", QUOTE))
