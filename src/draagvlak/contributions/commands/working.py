"""What guides do with a contribution, with the vault open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns.commands import join_voice, raise_concern, withdraw_voice
from draagvlak.concerns.models import Concern, Voice
from draagvlak.concerns.states import ANSWERED
from draagvlak.contributions import mail, rules
from draagvlak.contributions.commands.writing import add_line, sealed_twice, set_waits
from draagvlak.contributions.models import AnswerSpread, Contribution, Message, NamedVoice
from draagvlak.contributions.queries.approvals import approvals_in, reads_out
from draagvlak.contributions.queries.following import carried
from draagvlak.contributions.queries.inbox import (
    contributions_behind,
    due_links,
    own_words,
    reach_of,
    said_to_guides,
    unspread_answers,
    who_spoke,
)
from draagvlak.contributions.queries.named import name_context
from draagvlak.contributions.queries.said import quotes_in, voices_in
from draagvlak.contributions.queries.threads import REMOVED, Content, Kind, Why
from draagvlak.conversations.rules import may_change_quote, may_title
from draagvlak.core.audit import record, record_on
from draagvlak.core.command import RepeatedDifferently, command
from draagvlak.core.envelope import seal_for_workspace
from draagvlak.core.ids import uuid4
from draagvlak.core.thread import put_on_spots
from draagvlak.core.versions import save_if_unchanged
from draagvlak.lib.overlap import longest_shared_run
from draagvlak.lib.striking import struck
from draagvlak.vault.queries import may_read as holds_key
from draagvlak.vault.queries import programme_box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from draagvlak.contributions.queries.said import Said
    from draagvlak.core.actor import Actor
    from draagvlak.core.reader import OpenVault

LINKS, ANSWERS = 50, 10
"""What leaves at one opening of the vault; the rest at the next."""


@dataclass(frozen=True)
class Goal:
    """Where a contribution belongs: a concern that exists, or a new one with this title.

    `spots`: what else the concern belongs to, such as a step of the work.
    """

    concern: Concern | None = None
    kind: str = Concern.Kind.WORRY
    title: str = ""
    spots: Sequence[Mapping[str, str]] = ()


@command
def quote_contribution(
    *, by: Actor, vault: OpenVault, contribution: Contribution, goal: Goal, passage: str, key: UUID
) -> Voice:
    """A passage of what was said speaks for a concern: it stands in the thread, sealed.

    Where this voice counts already, the passage comes with it and no voice is added. `key` is
    random and made by the form: the same again changes nothing.
    """
    rules.may_work(by, vault).demand()
    said = said_to_guides(by, vault, contribution)
    rules.may_quote(passage, own_words(said)).demand()
    here = [one for one in carried(by, voices_in(said)) if one.concern == _key_of(goal)]
    if here:
        voice = Voice.objects.get(workspace_id=by.tenant, pk=here[0].voice)
    else:
        voice = tie_contribution(
            by=by, vault=vault, contribution=contribution, goal=goal, key=key, passage=passage
        )
    if passage not in quotes_in(said).get(voice.pk, ()):
        content = Content(Kind.QUOTE, concern=voice.concern_id, voice=voice.pk, words=passage)
        add_line(by, contribution, content, key=uuid4(), from_guide=True)
    record("contributions.quoted", by=by, on=contribution, hidden=True)
    return voice


@command
def tie_contribution(
    *,
    by: Actor,
    vault: OpenVault,
    contribution: Contribution,
    goal: Goal,
    key: UUID,
    passage: str = "",
) -> Voice:
    """What was said becomes a concern, or joins one: a voice that counts, and whose it is sealed.

    `key` is random and made by the form: the same again changes nothing. `passage`: the title of
    a new concern is held against these words only.
    """
    rules.may_work(by, vault).demand()
    earlier = Voice.objects.filter(workspace_id=by.tenant, pk=key).first()
    if earlier is not None:
        record("contributions.tied_again", by=by, on=contribution, hidden=True)
        return earlier
    said, who = said_to_guides(by, vault, contribution), who_spoke(by, vault, contribution)
    concern = goal.concern
    if concern is None:
        words = passage or own_words(said)
        may_title(longest_shared_run(goal.title, words)).demand()
        groups = [who.group] if who.group else []
        concern = raise_concern(by=by, kind=goal.kind, title=goal.title, groups=groups)
    known = {one.concern for one in carried(by, voices_in(said))}
    rules.may_tie(carries=concern.pk in known).demand()
    voice = join_voice(by=by, concern=concern, group=who.group, quote=contribution.pk, voice_id=key)
    content = Content(Kind.VOICE, concern=concern.pk, voice=voice.pk)
    add_line(by, contribution, content, key=uuid4(), from_guide=True)
    for asked in goal.spots:
        put_on_spots(by=by, kind="concern", object_id=concern.pk, asked=asked)
    if contribution.way == Contribution.Way.NAMED and who.name:
        _name(by, voice, who.name)
    if concern.state in ANSWERED:
        mail_about(by, vault, contribution, mail.ANSWER)
    set_waits(by, contribution, waits=False)
    record("contributions.tied", by=by, on=contribution, hidden=True)
    return voice


@command
def untie_contribution(
    *, by: Actor, vault: OpenVault, contribution: Contribution, voice_id: UUID
) -> Contribution:
    """Take the voice back that a contribution became."""
    rules.may_work(by, vault).demand()
    said = said_to_guides(by, vault, contribution)
    rules.may_react(is_own=voice_id in voices_in(said)).demand()
    for one in approvals_in(by, said):
        if one.voice == voice_id:
            may_change_quote(one.state).demand()
    voice = Voice.objects.select_related("concern").get(workspace_id=by.tenant, pk=voice_id)
    withdraw_voice(by=by, concern=voice.concern, voice=voice)
    content = Content(Kind.TAKEN_BACK, voice=voice_id)
    add_line(by, contribution, content, key=uuid4(), from_guide=True)
    set_waits(by, contribution, waits=True)
    record("contributions.untied", by=by, on=contribution, hidden=True)
    return contribution


@command
def write_back(
    *, by: Actor, vault: OpenVault, contribution: Contribution, text: str, key: UUID
) -> Message:
    """A guide writes in the thread; a mail says that there is something to read."""
    rules.may_work(by, vault).demand()
    rules.may_say(text).demand()
    return _write(by, vault, contribution, Content(Kind.TEXT, text=text.strip()), key)


@command
def refer_contribution(
    *, by: Actor, vault: OpenVault, contribution: Contribution, text: str, key: UUID
) -> Message:
    """Tell who spoke where a report of wrongdoing belongs: here is not the place."""
    rules.may_work(by, vault).demand()
    rules.may_say(text).demand()
    content = Content(Kind.REFERRAL, text=text.strip())
    row = _write(by, vault, contribution, content, key)
    if contribution.referred_on is None:
        contribution.referred_on = timezone.localdate()
        contribution.save(update_fields=["referred_on"])
    record("contributions.referred", by=by, on=contribution, hidden=True)
    return row


@command
def redact_message(
    *,
    by: Actor,
    vault: OpenVault,
    contribution: Contribution,
    message: Message,
    passage: str,
    why: Why,
    version: int,
) -> Message:
    """Take words out of what somebody said, for both sides and for good; that it was done stays.

    Raises `EditConflict` when another guide did so first.
    """
    rules.may_work(by, vault).demand()
    before = _one(by, vault, contribution, message)
    is_out = reads_out(by, said_to_guides(by, vault, contribution), passage.strip())
    rules.may_redact(
        before.content.text, passage, from_guide=before.from_guide, is_out=is_out
    ).demand()
    content = Content(
        before.content.kind,
        text=before.content.text.replace(passage.strip(), REMOVED),
        removed=(*before.content.removed, why),
    )
    columns = sealed_twice(by, contribution, content, message.pk)
    changes = {**columns, "redacted_on": timezone.localdate()}
    _strike_quotes(by, vault, contribution, passage.strip())
    message = save_if_unchanged(message, expected=version, changes=changes)
    record("contributions.redacted", by=by, on=contribution, hidden=True)
    return message


@command
def settle_contribution(*, by: Actor, contribution: Contribution) -> Contribution:
    """Nothing is to be done here now."""
    rules.may_read(by).demand()
    rules.may_settle(waits=contribution.waits).demand()
    set_waits(by, contribution, waits=False)
    record("contributions.settled", by=by, on=contribution, hidden=True)
    return contribution


@command
def take_up_again(*, by: Actor, contribution: Contribution) -> Contribution:
    """Something is to be done here after all."""
    rules.may_read(by).demand()
    rules.may_take_up_again(waits=contribution.waits).demand()
    set_waits(by, contribution, waits=True)
    record("contributions.taken_up", by=by, on=contribution, hidden=True)
    return contribution


@command
def send_waiting_mail(*, by: Actor, vault: OpenVault) -> int:
    """The mails that waited for an open vault: first links, and answers given meanwhile.

    Returns how many left. Whoever holds no key to them leaves them where they are.
    """
    rules.may_work(by, vault).demand()
    box, count = programme_box(by), 0
    here = ("programmes.programme", by.programme_id)
    if box is None or not holds_key(vault, box):
        record_on("contributions.mail_left", by=by, subject=here)
        return 0
    for contribution in due_links(by, LINKS):
        count += mail_about(by, vault, contribution, mail.LINK)
        Contribution.objects.filter(workspace_id=by.tenant, pk=contribution.pk).update(
            link_due=False
        )
    for answer in unspread_answers(by, ANSWERS):
        for contribution in contributions_behind(by, vault, answer.concern):
            count += mail_about(by, vault, contribution, mail.ANSWER)
        AnswerSpread.objects.create(workspace_id=by.tenant, answer_id=answer.pk)
    record_on("contributions.mail_left", by=by, subject=here)
    return count


def _write(
    by: Actor, vault: OpenVault, contribution: Contribution, content: Content, key: UUID
) -> Message:
    row = Message.objects.filter(workspace_id=by.tenant, pk=key).first()
    if row is not None:
        if row.contribution_id != contribution.pk:
            raise RepeatedDifferently("write_back")
        if _one(by, vault, contribution, row).content.text != content.text:
            raise RepeatedDifferently("write_back")
    else:
        row = add_line(by, contribution, content, key=key, from_guide=True)
        mail_about(by, vault, contribution, mail.WORDS)
    set_waits(by, contribution, waits=False)
    record("contributions.written", by=by, on=contribution, hidden=True)
    return row


def _key_of(goal: Goal) -> UUID | None:
    return goal.concern.pk if goal.concern is not None else None


def _strike_quotes(by: Actor, vault: OpenVault, contribution: Contribution, passage: str) -> None:
    """What is taken out of the words goes from what was quoted of them, also in part."""
    said = said_to_guides(by, vault, contribution)
    words = own_words(said)
    for one in said:
        left = struck(words, passage, one.content.words, REMOVED) if one.content.words else ""
        if left != one.content.words:
            columns = sealed_twice(by, contribution, replace(one.content, words=left), one.id)
            Message.objects.filter(workspace_id=by.tenant, pk=one.id).update(**columns)


def _one(by: Actor, vault: OpenVault, contribution: Contribution, message: Message) -> Said:
    found = said_to_guides(by, vault, contribution)
    return next(one for one in found if one.id == message.pk)


def mail_about(by: Actor, vault: OpenVault, contribution: Contribution, kind: str) -> bool:
    """A letter to who spoke, where mail was asked for."""
    reach = reach_of(by, vault, contribution)
    if reach is None or by.programme is None:
        return False
    mail.write_letter(by.tenant, reach, kind, by.programme.name)
    return True


def _name(by: Actor, voice: Voice, name: str) -> None:
    key = uuid4()
    sealed = seal_for_workspace(by.tenant, name.encode(), aad=name_context(key))
    NamedVoice.objects.create(id=key, workspace_id=by.tenant, voice_id=voice.pk, sealed=sealed)
