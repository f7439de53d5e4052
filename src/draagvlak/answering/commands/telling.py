"""Ticking off who was told an answer in person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.answering import rules
from draagvlak.answering.models import ToldVoice
from draagvlak.answering.queries.telling import is_told
from draagvlak.core.audit import record
from draagvlak.core.command import command

if TYPE_CHECKING:
    from draagvlak.concerns.models import Answer, Concern, Voice
    from draagvlak.core.actor import Actor


@command
def tell_voice(*, by: Actor, concern: Concern, voice: Voice, answer: Answer) -> Voice:
    """Somebody was told the answer in person; twice is once. The trail names nobody and no hour."""
    rules.may_tell_in_person(by, concern).demand()
    if not is_told(by, voice, answer):
        ToldVoice.objects.create(workspace_id=by.tenant, voice_id=voice.pk, answer_id=answer.pk)
    record("answering.told", by=by, on=concern, hidden=True)
    return voice


@command
def untell_voice(*, by: Actor, concern: Concern, voice: Voice, answer: Answer) -> Voice:
    """It was ticked off by mistake: this person is still to be told."""
    rules.may_tell_in_person(by, concern).demand()
    ToldVoice.objects.filter(
        workspace_id=by.tenant, voice_id=voice.pk, answer_id=answer.pk
    ).delete()
    record("answering.told_taken_back", by=by, on=concern, hidden=True)
    return voice
