"""Answering: what is decided, by whom, why, and telling it to who raised it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.concerns import rules
from draagvlak.concerns.commands.moving import move, touch
from draagvlak.concerns.commands.voices import recount
from draagvlak.concerns.models import Answer, AnswerVersion, Voice
from draagvlak.concerns.queries import measured
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.versions import EditConflict

if TYPE_CHECKING:
    import datetime as dt

    from draagvlak.concerns.models import Concern
    from draagvlak.core.actor import Actor


@command
def answer_concern(
    *,
    by: Actor,
    concern: Concern,
    text: str,
    decided_by: str,
    reasons: str,
    what_happens: str = "",
    answered_on: dt.date | None = None,
    once: str = "",
) -> Answer:
    """Answer a concern. Refused without a cause, without reasons, without who decided."""
    del once
    rules.may_answer(by, concern).demand()
    rules.may_answer_with(text=text, decided_by=decided_by, reasons=reasons).demand()
    earlier = Answer.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).count()
    answer = Answer.objects.create(
        workspace_id=by.tenant,
        concern_id=concern.pk,
        number=earlier + 1,
        text=text.strip(),
        decided_by=decided_by.strip(),
        reasons=reasons.strip(),
        what_happens=what_happens.strip(),
        answered_on=answered_on or timezone.localdate(),
    )
    if earlier:
        _ask_anew(by, concern)
    record("concerns.answered", by=by, on=concern)
    move(concern, "answer", by=by)
    touch(by)
    return answer


@command
def tell_again(*, by: Actor, concern: Concern, told_on: dt.date | None = None) -> Concern:
    """The answer was told to those who raised the concern."""
    rules.may_tell(by, concern).demand()
    latest = (
        Answer.objects.filter(workspace_id=by.tenant, concern_id=concern.pk)
        .order_by("-number")
        .first()
    )
    if latest is not None:
        latest.told_on = told_on or timezone.localdate()
        latest.save(update_fields=["told_on"])
    record("concerns.told", by=by, on=concern)
    move(concern, "deliver", by=by)
    touch(by)
    return concern


@command
def reopen_concern(*, by: Actor, concern: Concern) -> Concern:
    """Look at a concern again: it is not solved for everyone. Its answers stay readable."""
    rules.may_reopen(by, concern).demand()
    record("concerns.reopened", by=by, on=concern)
    open_again(by, concern)
    return concern


def open_again(by: Actor, concern: Concern) -> None:
    """The concern waits for an answer again; with a measure it is planned."""
    move(concern, "reopen", by=by)
    if measured(by, [concern.pk]):
        move(concern, "plan", by=by)
    concern.closed_on = None
    concern.save(update_fields=["closed_on"])
    touch(by)


def _ask_anew(by: Actor, concern: Concern) -> None:
    """What voices said was of an earlier answer. Their reasons stay, sealed as they are."""
    rows = Voice.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).exclude(solved="")
    rows.update(solved="")
    recount(by, concern)


@command
def correct_answer(
    *,
    by: Actor,
    concern: Concern,
    answer: Answer,
    text: str,
    decided_by: str,
    reasons: str,
    what_happens: str,
    version: int,
) -> Answer:
    """Mend the words of an answer; the earlier words stay readable, with their day.

    `version` is how often it was corrected when the form was opened. Raises `EditConflict`.
    """
    rules.may_correct(by, concern).demand()
    rules.may_answer_with(text=text, decided_by=decided_by, reasons=reasons).demand()
    stored = Answer.objects.filter(workspace_id=by.tenant, concern_id=concern.pk).get(pk=answer.pk)
    versions = AnswerVersion.objects.filter(workspace_id=by.tenant, answer_id=stored.pk)
    if versions.count() != version:
        raise EditConflict(stored)
    AnswerVersion.objects.create(
        workspace_id=by.tenant,
        answer_id=stored.pk,
        number=version + 1,
        text=stored.text,
        decided_by=stored.decided_by,
        reasons=stored.reasons,
        what_happens=stored.what_happens,
    )
    stored.text, stored.decided_by = text.strip(), decided_by.strip()
    stored.reasons, stored.what_happens = reasons.strip(), what_happens.strip()
    stored.corrected_on = timezone.localdate()
    stored.save(update_fields=["text", "decided_by", "reasons", "what_happens", "corrected_on"])
    record("concerns.answer_corrected", by=by, on=concern)
    return stored
