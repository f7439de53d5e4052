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
from draagvlak.conversations.queries.outgoing import from_elsewhere
from draagvlak.conversations.queries.quotes import open_content, state_of
from draagvlak.conversations.queries.thread import KIND_QUOTE
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid4
from draagvlak.lib.overlap import longest_shared_run
from draagvlak.programmes.models import Programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.conversations.models import Conversation
    from draagvlak.conversations.queries.content import Approval, QuoteContent
    from draagvlak.conversations.queries.outgoing import Outgoing
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


class ApprovalChanged(Exception):  # noqa: N818 a speaker answered anew; nobody erred
    """A speaker said something else meanwhile about what was to go out. Nothing went."""


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
    *, by: Actor, vault: OpenVault, quotes: Sequence[RawQuote], others: Sequence[UUID] = ()
) -> list[ReleasedQuote]:
    """Let others read the paraphrases of a batch (rows with their conversation).

    `others`: quotes that higher apps keep, by the key under which they were seen; one that is there
    no more raises `ApprovalChanged`. The released rows hold no way back: random keys, written in
    random order, a day for a date. The sealed quote alone knows which one it became; of what came
    from elsewhere nothing is written but the released row itself.
    """
    beside = _chosen(by, vault, others) if others else []
    opened = [(row, open_content(vault, open_box(row.conversation), row)) for row in quotes]
    for state in [state_of(by, content) for _row, content in opened] + [o.state for o in beside]:
        rules.may_go(state).demand()
    batch = [(content.speaker, content.now) for _row, content in opened]
    rules.may_release(by, vault, batch + [(one.speaker, one.now) for one in beside]).demand()
    pairs = [(row, content, _written(by, content)) for row, content in opened]
    released = [made for _row, _content, made in pairs] + [_of(by, one) for one in beside]
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
def take_back_released(*, by: Actor, released: ReleasedQuote) -> ReleasedQuote:
    """Its speaker takes it back: nobody reads it any longer, and no guide restores it.

    Whose it is was proved by who calls this: nothing here tells.
    """
    rules.may_take_back(released).demand()
    released.withdrawn_on = released.withdrawn_on or timezone.localdate()
    released.taken_back = True
    released.save(update_fields=["withdrawn_on", "taken_back"])
    search.forget(KIND_QUOTE, released.pk, workspace_id=by.tenant)
    record("conversations.quote_withdrawn", by=by, on=released, hidden=True)
    return released


def hold_releases(by: Actor) -> None:
    """What goes out and what speakers say about it happen one after the other.

    The programme is held, not the thread of a speaker: which one it was leaves no mark.
    """
    rows = Programme.objects.select_for_update(no_key=True)
    rows.filter(workspace_id=by.tenant, pk=by.programme_id).first()


def remove_released(by: Actor, keys: Iterable[UUID]) -> None:
    """Released quotes leave for good, because everything that their speaker said does."""
    for released in ReleasedQuote.objects.filter(workspace_id=by.tenant, pk__in=list(keys)):
        search.forget(KIND_QUOTE, released.pk, workspace_id=by.tenant)
        released.delete()


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


def _chosen(by: Actor, vault: OpenVault, keys: Sequence[UUID]) -> list[Outgoing]:
    """Quotes from elsewhere as they are now."""
    hold_releases(by)
    found = [one for one in from_elsewhere(by, vault) if one.id in keys]
    if len(found) != len(set(keys)):
        raise ApprovalChanged
    return found


def _of(by: Actor, one: Outgoing) -> ReleasedQuote:
    """What others read of a quote from elsewhere, under the key that stands sealed with it."""
    return ReleasedQuote(
        id=one.released or uuid4(),
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        concern_id=one.concern_id,
        text=one.paraphrase,
        about_software=one.about_software,
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
