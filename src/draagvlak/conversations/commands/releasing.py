"""From the vault to everybody: other words, the speaker's approval, and release in batches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import SystemRandom
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.text import Truncator

from draagvlak.conversations import rules
from draagvlak.conversations.commands.sealing import open_box, put_sealed, tally
from draagvlak.conversations.models import RawQuote, ReleasedQuote
from draagvlak.conversations.queries.quotes import open_content, state_of
from draagvlak.conversations.queries.thread import KIND_QUOTE
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid4
from draagvlak.lib.overlap import longest_shared_run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.conversations.models import Conversation
    from draagvlak.conversations.queries.content import Approval, QuoteContent
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


@dataclass(frozen=True)
class Preparation:
    """What is needed before a quote can leave the vault."""

    paraphrase: str
    approval: Approval
    about_software: bool = False
    verbatim: bool = False
    now: bool = False


@command
def prepare_release(
    *,
    by: Actor,
    vault: OpenVault,
    conversation: Conversation,
    quote: RawQuote,
    preparation: Preparation,
    version: int,
) -> RawQuote:
    """Write the paraphrase down, and what the speaker says about it. Raises `EditConflict`."""
    rules.may_quote(by, vault, conversation).demand()
    before = open_content(vault, open_box(conversation), quote)
    rules.may_change_quote(state_of(by, before)).demand()
    words = preparation.paraphrase.strip()
    shared = longest_shared_run(words, before.words)
    rules.may_paraphrase(shared, verbatim=preparation.verbatim).demand()
    rules.may_record_approval(
        before.approval,
        preparation.approval,
        has_words=bool(words),
        changed=words != before.paraphrase,
    ).demand()
    after = replace(
        before,
        paraphrase=words,
        approval=preparation.approval,
        about_software=preparation.about_software,
        verbatim=preparation.verbatim,
        now=preparation.now,
        released=None,
    )
    row = put_sealed(vault, conversation, quote, after, version=version)
    tally(by, conversation, int(after.is_ready) - int(before.is_ready))
    record("conversations.release_prepared", by=by, on=row, hidden=True)
    return row


@command
def release_quotes(
    *, by: Actor, vault: OpenVault, quotes: Sequence[RawQuote]
) -> list[ReleasedQuote]:
    """Let others read the paraphrases of a batch (rows with their conversation).

    The released rows hold no way back: random keys, written in random order, a day for a date. The
    sealed quote alone knows which one it became.
    """
    opened = [(row, open_content(vault, open_box(row.conversation), row)) for row in quotes]
    for _row, content in opened:
        rules.may_go(state_of(by, content)).demand()
    batch = [(content.speaker, content.now) for _row, content in opened]
    rules.may_release(by, vault, batch).demand()
    pairs = [(row, content, _written(by, content)) for row, content in opened]
    released = [made for _row, _content, made in pairs]
    SystemRandom().shuffle(released)
    ReleasedQuote.objects.bulk_create(released)
    for made in released:
        _index(made)
        record("conversations.quote_released", by=by, on=made, hidden=True)
    for row, content, made in pairs:
        after = replace(content, released=made.pk)
        put_sealed(vault, row.conversation, row, after, version=row.version)
        tally(by, row.conversation, -1)
    return released


@command
def withdraw_released(*, by: Actor, released: ReleasedQuote) -> ReleasedQuote:
    """Take a released quote back: nobody reads it any longer."""
    rules.may_withdraw(by).demand()
    released.withdrawn_on = timezone.localdate()
    released.save(update_fields=["withdrawn_on"])
    search.forget(KIND_QUOTE, released.pk, workspace_id=by.tenant)
    record("conversations.quote_withdrawn", by=by, on=released, hidden=True)
    return released


@command
def restore_released(*, by: Actor, released: ReleasedQuote) -> ReleasedQuote:
    """Take a withdrawal back, on the same day."""
    rules.may_restore_released(by, released).demand()
    released.withdrawn_on = None
    released.save(update_fields=["withdrawn_on"])
    _index(released)
    record("conversations.quote_released_again", by=by, on=released, hidden=True)
    return released


def _written(by: Actor, content: QuoteContent) -> ReleasedQuote:
    return ReleasedQuote(
        id=uuid4(),
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        concern_id=content.concern_id,
        text=content.paraphrase,
        about_software=content.about_software,
        released_on=timezone.localdate(),
    )


def _index(released: ReleasedQuote) -> None:
    search.index(
        KIND_QUOTE,
        released.pk,
        workspace_id=released.workspace_id,
        programme_id=released.programme_id,
        title=Truncator(released.text).chars(200),
        texts=[released.text],
    )
