"""Asking who spoke whether others may read a quote of theirs, and what they say to it.

The trail tells that it was asked and answered in a programme, never of which contribution: a
released quote is not to be found back by the day on which somebody was asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from draagvlak.contributions import mail, rules
from draagvlak.contributions.commands.working import mail_about
from draagvlak.contributions.commands.writing import add_line, set_waits
from draagvlak.contributions.models import Message
from draagvlak.contributions.queries.approvals import (
    access_approval,
    approvals_in,
    asked_about,
    released_row,
)
from draagvlak.contributions.queries.following import said_by
from draagvlak.contributions.queries.inbox import own_words, said_to_guides
from draagvlak.contributions.queries.threads import Content, Kind
from draagvlak.conversations.commands import take_back_released
from draagvlak.conversations.commands.releasing import hold_releases
from draagvlak.conversations.rules import may_change_quote, may_paraphrase
from draagvlak.conversations.states import Consent
from draagvlak.core.audit import record_on
from draagvlak.core.command import RepeatedDifferently, command
from draagvlak.core.ids import uuid4
from draagvlak.lib.overlap import longest_shared_run

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.contributions.models import Contribution
    from draagvlak.contributions.queries.approvals import Approval
    from draagvlak.contributions.queries.threads import Holder
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


class WordsChanged(Exception):  # noqa: N818 two people met; nobody erred
    """What was answered is not what is asked now: `now` is how it stands. Nothing was stored."""

    def __init__(self, now: Approval) -> None:
        super().__init__("changed meanwhile")
        self.now = now


@dataclass(frozen=True)
class Proposal:
    """What others would read of a quote. `verbatim`: these may be the speaker's very words."""

    words: str = field(repr=False)
    verbatim: bool = False
    software: bool = False


@dataclass(frozen=True)
class Answer:
    """What a speaker says to a question, about the words that stood before them.

    `words`: what others may read instead; empty for what was asked.
    """

    question: UUID
    shown: str = field(repr=False)
    yes: bool
    words: str = field(default="", repr=False)
    now: bool = False


@command
def ask_approval(
    *,
    by: Actor,
    vault: OpenVault,
    contribution: Contribution,
    quote: UUID,
    proposal: Proposal,
    seen: UUID,
    key: UUID,
) -> Message:
    """Ask who spoke whether others may read this of a quote; they answer in their own thread.

    `seen` names the quote as it was read; raises `WordsChanged` when it was asked or answered anew
    meanwhile. The same `key` again changes nothing.
    """
    rules.may_work(by, vault).demand()
    words = proposal.words.strip()
    row = Message.objects.filter(workspace_id=by.tenant, pk=key).first()
    if row is not None:
        return _asked_before(by, vault, contribution, row, words)
    hold_releases(by)
    said = said_to_guides(by, vault, contribution)
    approval = access_approval(approvals_in(by, said), quote)
    if approval.mark != seen:
        raise WordsChanged(approval)
    may_change_quote(approval.state).demand()
    rules.may_ask_approval(words, approval).demand()
    shared = longest_shared_run(words, own_words(said))
    may_paraphrase(shared, verbatim=proposal.verbatim).demand()
    content = Content(
        Kind.APPROVAL_ASKED,
        about=quote,
        words=words,
        released=uuid4(),
        software=proposal.software,
    )
    row = add_line(by, contribution, content, key=key, from_guide=True)
    mail_about(by, vault, contribution, mail.WORDS)
    _record("contributions.approval_asked", by)
    return row


@command
def answer_approval(*, by: Actor, holder: Holder, answer: Answer) -> Approval:
    """The holder says whether others may read this, in these words or in their own.

    The same answer again changes nothing. A "no" after it went out takes it back at once. Raises
    `WordsChanged` when other words are asked by now.
    """
    hold_releases(by)
    approval = asked_about(by, said_by(holder), answer.question)
    rules.may_answer_approval(is_asked=approval is not None).demand()
    if approval is None:
        raise LookupError(answer.question)
    if approval.question != answer.question or approval.asked_words != answer.shown:
        raise WordsChanged(approval)
    if answer.yes:
        _agree(by, holder, approval, answer)
    else:
        _refuse(by, holder, approval)
    _record("contributions.approval_said", by)
    return asked_about(by, said_by(holder), answer.question) or approval


def _agree(by: Actor, holder: Holder, approval: Approval, answer: Answer) -> None:
    words = answer.words.strip() or approval.asked_words
    rules.may_approve(approval, words).demand()
    same = approval.words == words and approval.now == answer.now
    if approval.consent is Consent.APPROVED and same:
        return
    content = Content(
        Kind.APPROVAL_SAID, about=answer.question, words=words, yes=True, now=answer.now
    )
    _say(by, holder, content)


def _refuse(by: Actor, holder: Holder, approval: Approval) -> None:
    """No: it does not go out, or nobody reads it any longer. Of that the thread keeps no line."""
    row = released_row(by, approval)
    if row is not None:
        if not row.taken_back:
            take_back_released(by=by, released=row)
    elif approval.consent is not Consent.REFUSED:
        _say(by, holder, Content(Kind.APPROVAL_SAID, about=approval.question))


def _say(by: Actor, holder: Holder, content: Content) -> None:
    add_line(by, holder.contribution, content, key=uuid4(), from_guide=False)
    set_waits(by, holder.contribution, waits=True)


def _asked_before(
    by: Actor, vault: OpenVault, contribution: Contribution, row: Message, words: str
) -> Message:
    """What was asked under this key, when it was the same."""
    said = said_to_guides(by, vault, contribution)
    if not any(one.id == row.pk and one.content.words == words for one in said):
        raise RepeatedDifferently("ask_approval")
    _record("contributions.approval_asked", by)
    return row


def _record(verb: str, by: Actor) -> None:
    record_on(verb, by=by, subject=("programmes.programme", by.programme_id), hidden=True)
