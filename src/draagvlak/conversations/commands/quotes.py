"""Taking quotes from notes and tying them to concerns. Everything about a quote goes in sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from draagvlak.concerns.commands import join_voice, raise_concern, withdraw_voice
from draagvlak.concerns.models import Concern, Voice
from draagvlak.concerns.queries import open_voices
from draagvlak.conversations import rules
from draagvlak.conversations.commands.sealing import open_box, put_sealed, sealed_content, tally
from draagvlak.conversations.models import Conversation, RawQuote
from draagvlak.conversations.queries.content import Approval, QuoteContent, Target
from draagvlak.conversations.queries.conversations import is_participant
from draagvlak.conversations.queries.notes import note_text
from draagvlak.conversations.queries.quotes import (
    group_of,
    open_content,
    state_of,
    voices_in_use,
)
from draagvlak.core.audit import record
from draagvlak.core.command import RepeatedDifferently, command
from draagvlak.core.prepared import prepared, prepared_change
from draagvlak.lib.anchor import cut
from draagvlak.lib.overlap import longest_shared_run
from draagvlak.vault.queries import Sealed, Tampered, may_read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.conversations.models import Note
    from draagvlak.conversations.states import QuoteKind
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

KEEP_DAYS = 30


@dataclass(frozen=True)
class Goal:
    """Where a quote leads: to a concern that exists, to a new one with this title, or later."""

    concern: Concern | None = None
    title: str = ""


LATER = Goal()


@dataclass(frozen=True)
class Heard:
    """What a guide hears in a passage, and from whom (None: not noted)."""

    kind: QuoteKind
    speaker: UUID | None = None
    goal: Goal = LATER


@command
def take_quote(
    *,
    by: Actor,
    vault: OpenVault,
    conversation: Conversation,
    note: Note,
    start: int,
    end: int,
    heard: Heard,
    key: UUID,
) -> RawQuote:
    """Cut a quote out of the stored notes (code points) and seal it.

    `key` is random and made by the form: the same key again changes nothing; with other content it
    raises `RepeatedDifferently`.
    """
    rules.may_quote(by, vault, conversation).demand()
    text = note_text(vault, conversation, note)
    rules.may_cut(text, start, end).demand()
    rules.may_be_speaker(
        is_participant=heard.speaker is None or is_participant(by, conversation, heard.speaker)
    ).demand()
    group = group_of(by, heard.speaker) if heard.speaker else None
    content = QuoteContent(note.pk, cut(text, start, end), heard.kind, heard.speaker, group)
    taken = _by_key(by.tenant, key)
    if taken:
        return _taken_before(by, vault, conversation, taken[0], content)
    content = _led_to(by, vault, content, heard.goal, key)
    row = RawQuote.objects.create(
        id=key,
        workspace_id=by.tenant,
        conversation=conversation,
        sealed=sealed_content(vault, conversation, key, content),
    )
    _count(by, conversation, quotes=1, loose=int(content.is_loose))
    record("conversations.quote_taken", by=by, on=row, hidden=True)
    return row


@command
def edit_quote(
    *,
    by: Actor,
    vault: OpenVault,
    conversation: Conversation,
    quote: RawQuote,
    heard: Heard,
    version: int,
) -> RawQuote:
    """Change what was heard, from whom, or where it leads. Raises `EditConflict`."""
    rules.may_quote(by, vault, conversation).demand()
    before = open_content(vault, open_box(conversation), quote)
    rules.may_change_quote(state_of(by, before)).demand()
    rules.may_be_speaker(
        is_participant=heard.speaker in (None, before.speaker)
        or is_participant(by, conversation, heard.speaker)
    ).demand()
    same = heard.goal.concern is not None and heard.goal.concern.pk == before.concern_id
    after = replace(before, kind=heard.kind, speaker=heard.speaker)
    if heard.speaker != before.speaker:
        group = group_of(by, heard.speaker) if heard.speaker else None
        after = replace(after, group=group, approval=Approval())
    if not same or heard.speaker != before.speaker:
        _leave(by, vault, before, quote.pk)
        after = replace(after, target=None, voice=None)
        after = _led_to(by, vault, after, heard.goal, quote.pk)
    row = put_sealed(vault, conversation, quote, after, version=version)
    _count(by, conversation, loose=int(after.is_loose) - int(before.is_loose))
    tally(by, conversation, int(after.is_ready) - int(before.is_ready))
    record("conversations.quote_edited", by=by, on=row, hidden=True)
    return row


@command
def remove_quote(
    *, by: Actor, vault: OpenVault, conversation: Conversation, quote: RawQuote
) -> RawQuote:
    """Take a quote away; its voice goes with it. Can be put back for thirty days."""
    rules.may_quote(by, vault, conversation).demand()
    content = open_content(vault, open_box(conversation), quote)
    rules.may_change_quote(state_of(by, content)).demand()
    _leave(by, vault, content, quote.pk)
    quote.deleted_on = timezone.localdate()
    quote.save(update_fields=["deleted_on"])
    _count(by, conversation, quotes=-1, loose=-int(content.is_loose))
    tally(by, conversation, -int(content.is_ready))
    _clear_old(by)
    record("conversations.quote_removed", by=by, on=quote, hidden=True)
    return quote


@command
def restore_quote(
    *, by: Actor, vault: OpenVault, conversation: Conversation, quote: RawQuote
) -> RawQuote:
    """Put a removed quote back, with its concern and its voice."""
    rules.may_quote(by, vault, conversation).demand()
    content = open_content(vault, open_box(conversation), quote)
    if content.concern_id is not None:
        concern = _concern(by, content.concern_id)
        bare = replace(content, target=None, voice=None)
        content = _led_to(by, vault, bare, Goal(concern), quote.pk)
        quote = put_sealed(vault, conversation, quote, content, version=quote.version)
    quote.deleted_on = None
    quote.save(update_fields=["deleted_on"])
    _count(by, conversation, quotes=1, loose=int(content.is_loose))
    tally(by, conversation, int(content.is_ready))
    record("conversations.quote_restored", by=by, on=quote, hidden=True)
    return quote


def _taken_before(
    by: Actor,
    vault: OpenVault,
    conversation: Conversation,
    row: RawQuote,
    content: QuoteContent,
) -> RawQuote:
    if row.conversation_id != conversation.pk:
        raise RepeatedDifferently("take_quote")
    earlier = open_content(vault, open_box(conversation), row)
    if (earlier.words, earlier.kind, earlier.speaker) != (
        content.words,
        content.kind,
        content.speaker,
    ):
        raise RepeatedDifferently("take_quote")
    record("conversations.quote_taken_again", by=by, on=row, hidden=True)
    return row


def _led_to(
    by: Actor, vault: OpenVault, content: QuoteContent, goal: Goal, key: UUID
) -> QuoteContent:
    """The content with its concern and its voice; a new concern is raised where asked for."""
    concern = goal.concern
    if concern is None and goal.title.strip():
        rules.may_lead_to_concern(content.kind).demand()
        rules.may_title(longest_shared_run(goal.title, content.words)).demand()
        concern = raise_concern(by=by, kind=content.kind, title=goal.title)
    if concern is None:
        return content
    rules.may_lead_to_concern(content.kind).demand()
    voice = _voice_of(by, vault, concern, content.speaker)
    if voice is None:
        joined = join_voice(
            by=by, concern=concern, person=content.speaker, group=content.group, quote=key
        )
        voice = joined.pk
    return replace(content, target=Target("concern", concern.pk), voice=voice)


def _voice_of(by: Actor, vault: OpenVault, concern: Concern, speaker: UUID | None) -> UUID | None:
    """The voice that somebody has already: who says a thing twice has one voice."""
    if speaker is None:
        return None
    try:
        found = open_voices(by, vault, concern)
    except (Sealed, Tampered):
        return None
    return next((who.voice for who in found if who.person == speaker), None)


def _leave(by: Actor, vault: OpenVault, content: QuoteContent, key: UUID) -> None:
    """Take the voice back, unless another quote of the same speaker still carries it."""
    if content.voice is None or content.voice in voices_in_use(by, vault, but=key):
        return
    voice = Voice.objects.filter(workspace_id=by.tenant, pk=content.voice).first()
    if voice is None:
        return
    concern = _concern(by, voice.concern_id)
    if concern is None or concern.archived_at is not None:
        return
    if _belongs_to_another(by, vault, concern, voice, key):
        return
    withdraw_voice(by=by, concern=concern, voice=voice)


def _belongs_to_another(
    by: Actor, vault: OpenVault, concern: Concern, voice: Voice, key: UUID
) -> bool:
    """Whether a voice came with a quote that was not shared with this reader."""
    try:
        found = open_voices(by, vault, concern)
    except (Sealed, Tampered):
        return False
    first = next((who.quote for who in found if who.voice == voice.pk), None)
    if first in (None, key):
        return False
    rows = RawQuote.objects.filter(workspace_id=by.tenant, pk=first, deleted_on=None)
    quote = rows.select_related("conversation__box").first()
    box = quote.conversation.box if quote is not None else None
    return box is not None and not may_read(vault, box)


def _concern(by: Actor, concern_id: UUID) -> Concern | None:
    """The concern that a seal names; a merged one leads to the one that it goes on in."""
    rows = Concern.objects.filter(workspace_id=by.tenant, programme_id=by.programme_id)
    found = rows.filter(pk=concern_id).first()
    if found is not None and found.merged_into_id is not None:
        return rows.filter(pk=found.merged_into_id).first()
    return found


def _count(by: Actor, conversation: Conversation, *, quotes: int = 0, loose: int = 0) -> None:
    _counted(by.tenant, conversation.pk, quotes, loose)


@prepared
def _by_key(tenant: UUID, key: UUID) -> QuerySet[RawQuote, RawQuote]:
    return RawQuote.objects.filter(workspace_id=tenant, pk=key)


@prepared_change
def _counted(
    tenant: UUID, conversation: UUID, quotes: int, loose: int
) -> tuple[QuerySet[Conversation], Mapping[str, object]]:
    rows = Conversation.objects.filter(workspace_id=tenant, pk=conversation)
    return rows, {"quotes": F("quotes") + quotes, "quotes_open": F("quotes_open") + loose}


def _clear_old(by: Actor) -> None:
    """What was removed a month ago cannot be put back: it goes for good."""
    before = timezone.localdate() - dt.timedelta(days=KEEP_DAYS)
    RawQuote.objects.filter(workspace_id=by.tenant, deleted_on__lt=before).delete()
