"""What people do themselves, without an account: send, go on, join, react, stop the mail.

Nothing here is on the record with an actor or a moment within the day.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from draagvlak.concerns.commands import join_voice, record_solved
from draagvlak.contributions import mail, rules
from draagvlak.contributions.commands.writing import add_line, set_waits, write_line
from draagvlak.contributions.models import Contribution, Message
from draagvlak.contributions.queries.entrances import has_vault
from draagvlak.contributions.queries.following import carried, own_voice, said_by
from draagvlak.contributions.queries.said import voices_in
from draagvlak.contributions.queries.threads import (
    REACH_FIELD,
    WHO_FIELD,
    Content,
    Kind,
    Reach,
    Who,
    holder_context,
    key_context,
    link_key,
    read_content,
    write_reach,
    write_who,
)
from draagvlak.core import crypto
from draagvlak.core.audit import record
from draagvlak.core.command import RepeatedDifferently, command
from draagvlak.core.ids import uuid4
from draagvlak.vault.queries import seal_for_programme

if TYPE_CHECKING:
    from draagvlak.concerns.models import Concern, Voice
    from draagvlak.contributions.models import Entrance
    from draagvlak.contributions.queries.threads import Holder, Key
    from draagvlak.core.actor import Actor


@dataclass(frozen=True)
class Draft:
    """What somebody says, in which of the three ways, and where the answer may be mailed."""

    way: str
    text: str
    name: str = ""
    address: str = ""
    step: UUID | None = None
    """A step of a process that it is about."""


@command
def send_contribution(*, by: Actor, entrance: Entrance, draft: Draft, key: Key) -> Contribution:
    """Somebody says something. The same receipt again changes nothing.

    `key` comes from the receipt that the form brought along. With other words the same receipt
    raises `RepeatedDifferently`: what was sent first stands.
    """
    rules.may_send(entrance, has_vault=has_vault(by)).demand()
    rules.may_say(draft.text).demand()
    try:
        with transaction.atomic():
            return _new(by, entrance, draft, key)
    except IntegrityError:
        return _sent_before(by, draft, key)


@command
def say_more(*, by: Actor, holder: Holder, text: str, key: UUID) -> Message:
    """The holder writes on in the thread. The same `key` again changes nothing."""
    rules.may_say(text).demand()
    contribution = holder.contribution
    row = Message.objects.filter(workspace_id=by.tenant, pk=key).first()
    if row is not None:
        return _said_before(by, holder, row, text)
    content = Content(Kind.TEXT, text=text.strip())
    row = add_line(by, contribution, content, key=key, from_guide=False)
    set_waits(by, contribution, waits=True)
    record("contributions.said", by=by, on=contribution, hidden=True)
    return row


@command
def join_own(*, by: Actor, holder: Holder, concern: Concern | None) -> Voice | None:
    """The holder carries a concern that others voiced: one voice more, once.

    The key of the voice is made of the secret of the thread: a retry finds it, nobody else can.
    """
    said = said_by(holder)
    rules.may_join_own(is_there=concern is not None, carries=False).demand()
    if concern is None:
        return None
    known = {one.concern for one in carried(by, voices_in(said))}
    rules.may_join_own(is_there=True, carries=concern.pk in known).demand()
    times = sum(1 for one in said if one.content.kind is Kind.VOICE)
    words = f"voice:{concern.pk}:{times}".encode()
    key = UUID(bytes=hmac.digest(holder.private, words, "sha256")[:16], version=4)
    quote = holder.contribution.pk
    voice = join_voice(by=by, concern=concern, quote=quote, voice_id=key, is_own=True)
    content = Content(Kind.VOICE, concern=concern.pk, voice=voice.pk)
    add_line(by, holder.contribution, content, key=uuid4(), from_guide=False)
    record("contributions.joined", by=by, on=holder.contribution, hidden=True)
    return voice


@command
def react(*, by: Actor, holder: Holder, voice_id: UUID, solved: str, reason: str = "") -> Voice:
    """The holder says whether the answer solves it for them; "not" needs a reason."""
    voice = own_voice(holder, voice_id)
    rules.may_react(is_own=voice is not None).demand()
    if voice is None:
        raise LookupError(voice_id)
    record_solved(
        by=by, concern=voice.concern, voice=voice, solved=solved, reason=reason, is_own=True
    )
    record("contributions.reacted", by=by, on=holder.contribution, hidden=True)
    return voice


@command
def stop_mail(*, by: Actor, holder: Holder) -> Contribution:
    """The holder wants no mail any more: the address is gone. The link and receipt still work."""
    contribution = holder.contribution
    rules.may_stop_mail(has_reach=contribution.reach is not None).demand()
    contribution.reach, contribution.link_due = None, False
    contribution.save(update_fields=["reach", "link_due"])
    record("contributions.mail_stopped", by=by, on=contribution, hidden=True)
    return contribution


def _new(by: Actor, entrance: Entrance, draft: Draft, key: Key) -> Contribution:
    pair, pk = crypto.new_pair(), uuid4()
    named = draft.way == Contribution.Way.NAMED
    anonymous = draft.way == Contribution.Way.ANONYMOUS
    who = Who(entrance.pk, entrance.group_id, "" if anonymous else draft.name.strip())
    contribution = Contribution(
        id=pk,
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        way=Contribution.Way(draft.way),
        receipt_hash=key.hash,
        public_key=pair.public,
        by_receipt=crypto.encrypt(key.secret, pair.private, key_context(pk, "by_receipt")),
        sealed=seal_for_programme(by, write_who(who), row=pk, field=WHO_FIELD),
    )
    reach = None
    if draft.address.strip() and not anonymous:
        reach = Reach(draft.address.strip(), secrets.token_urlsafe(32))
        _give_reach(by, contribution, reach, pair.private)
        contribution.link_due = not named
    contribution.save(force_insert=True)
    content = Content(Kind.TEXT, text=draft.text.strip(), step=draft.step, entrance=entrance.pk)
    write_line(by, contribution, content, key=uuid4())
    if reach is not None and named:
        mail.write_letter(by.tenant, reach, mail.LINK, entrance.programme.name)
    record("contributions.sent", by=by, on=contribution, hidden=True)
    return contribution


def _give_reach(by: Actor, contribution: Contribution, reach: Reach, private: bytes) -> None:
    """Where mail goes stands in the vault; the link in it opens the thread as the receipt does."""
    link = link_key(reach.token)
    contribution.link_hash = link.hash
    contribution.by_link = crypto.encrypt(
        link.secret, private, key_context(contribution.pk, "by_link")
    )
    contribution.reach = seal_for_programme(
        by, write_reach(reach), row=contribution.pk, field=REACH_FIELD
    )


def _sent_before(by: Actor, draft: Draft, key: Key) -> Contribution:
    """What was sent with this receipt, when it was the same."""
    earlier = Contribution.objects.get(workspace_id=by.tenant, receipt_hash=key.hash)
    wrapped = bytes(earlier.by_receipt)
    private = crypto.decrypt(key.secret, wrapped, key_context(earlier.pk, "by_receipt"))
    row = Message.objects.get(workspace_id=by.tenant, contribution_id=earlier.pk, number=1)
    if earlier.way != draft.way or _words(private, row) != draft.text.strip():
        raise RepeatedDifferently("send_contribution")
    record("contributions.sent_again", by=by, on=earlier, hidden=True)
    return earlier


def _said_before(by: Actor, holder: Holder, row: Message, text: str) -> Message:
    same = row.contribution_id == holder.contribution.pk
    if not same or _words(holder.private, row) != text.strip():
        raise RepeatedDifferently("say_more")
    record("contributions.sent_again", by=by, on=holder.contribution, hidden=True)
    return row


def _words(private: bytes, row: Message) -> str:
    plain = crypto.unseal(private, bytes(row.for_holder), holder_context(row.pk))
    return read_content(plain).text
