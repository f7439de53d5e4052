"""Asking who speaks up to join: yes or no is theirs, by their own link, and it stands sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.contributions import mail, rules
from draagvlak.contributions.commands.working import mail_about
from draagvlak.contributions.commands.writing import add_line, set_waits
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.following import asked_in, said_by
from draagvlak.contributions.queries.inbox import said_to_guides
from draagvlak.contributions.queries.threads import Content, Kind
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.ids import uuid4

if TYPE_CHECKING:
    from uuid import UUID

    from draagvlak.contributions.queries.threads import Holder, Part
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault


@command
def ask_along(
    *,
    by: Actor,
    vault: OpenVault,
    contribution: Contribution,
    part: Part,
    text: str,
    key: UUID,
) -> Message:
    """Ask somebody who spoke to join something; they answer in their own thread.

    The same `key` again changes nothing.
    """
    rules.may_work(by, vault).demand()
    rules.may_say(text).demand()
    row = Message.objects.filter(
        workspace_id=by.tenant, pk=key, contribution_id=contribution.pk
    ).first()
    if row is None:
        asked = asked_in(said_to_guides(by, vault, contribution))
        rules.may_ask(
            is_anonymous=contribution.way == Contribution.Way.ANONYMOUS,
            waits_for_reply=asked is not None and asked.yes is None,
        ).demand()
        content = Content(Kind.ASKED, text=text.strip(), part=part)
        row = add_line(by, contribution, content, key=key, from_guide=True)
        mail_about(by, vault, contribution, mail.WORDS)
    record("contributions.asked", by=by, on=contribution, hidden=True)
    return row


@command
def reply(*, by: Actor, holder: Holder, yes: bool) -> Message:
    """The holder says whether they join. Another answer later takes its place."""
    said = said_by(holder)
    asked = asked_in(said)
    rules.may_reply(was_asked=asked is not None).demand()
    latest = said[-1]
    if latest.content.kind is Kind.REPLIED and latest.content.yes is yes:
        row = Message.objects.get(workspace_id=by.tenant, pk=latest.id)
    else:
        content = Content(Kind.REPLIED, yes=yes)
        row = add_line(by, holder.contribution, content, key=uuid4(), from_guide=False)
        set_waits(by, holder.contribution, waits=True)
    record("contributions.replied", by=by, on=holder.contribution, hidden=True)
    return row
