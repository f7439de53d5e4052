"""The guide's questions: what to ask in which phase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from draagvlak.conversations import rules
from draagvlak.conversations.models import Question
from draagvlak.conversations.queries.returning import QUESTIONS
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import keep_key
from draagvlak.core.undo import leave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor


@command
def add_questions(
    *, by: Actor, phase: str, texts: Sequence[str], once: str = ""
) -> Question | None:
    """Put questions at the end of a phase. Returns the last one."""
    del once
    rules.may_plan(by).demand()
    question = None
    for text in texts:
        question = Question.objects.create(
            workspace_id=by.tenant,
            programme_id=by.programme_id,
            phase=phase,
            position=_last(by, phase) + 1,
            text=text,
        )
        record("conversations.question_added", by=by, on=question)
    return question


@command
def edit_question(*, by: Actor, question: Question, text: str) -> Question:
    """Change the words of a question."""
    rules.may_plan(by).demand()
    before = QUESTIONS.before(question)
    question.text = text
    question.save(update_fields=["text"])
    event = record("conversations.question_edited", by=by, on=question)
    leave(event, by=by, kept=QUESTIONS.kept(before, question), touches=[question.pk])
    return question


@command
def move_question(*, by: Actor, question: Question, up: bool) -> Question:
    """Change places with the question before (or after). At the end nothing changes."""
    rules.may_plan(by).demand()
    others = _standing(by, question.phase)
    if up:
        other = others.filter(position__lt=question.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=question.position).order_by("position").first()
    if other is not None:
        here, there = question.position, other.position
        _put(question, _last(by, question.phase) + 1)
        _put(other, here)
        _put(question, there)
    record("conversations.question_moved", by=by, on=question)
    return question


@command
def remove_question(*, by: Actor, question: Question) -> Question:
    """Take a question out. Can be put back."""
    rules.may_plan(by).demand()
    question.removed_on = timezone.localdate()
    question.save(update_fields=["removed_on"])
    event = record("conversations.question_removed", by=by, on=question)
    leave(event, by=by, kept=keep_key(question), touches=[question.pk])
    return question


@command
def restore_question(*, by: Actor, question: Question) -> Question:
    """Put a question back: in its old place when that is free, else at the end."""
    rules.may_plan(by).demand()
    if _standing(by, question.phase).filter(position=question.position).exists():
        question.position = _last(by, question.phase) + 1
    question.removed_on = None
    question.save(update_fields=["removed_on", "position"])
    record("conversations.question_restored", by=by, on=question)
    return question


def _standing(by: Actor, phase: str) -> QuerySet[Question]:
    return Question.objects.filter(
        workspace_id=by.tenant, programme_id=by.programme_id, phase=phase, removed_on=None
    )


def _last(by: Actor, phase: str) -> int:
    return _standing(by, phase).aggregate(last=Max("position"))["last"] or 0


def _put(question: Question, position: int) -> None:
    question.position = position
    question.save(update_fields=["position"])
