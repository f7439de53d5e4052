"""Planning a conversation, and telling that it was held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.conversations import rules
from draagvlak.conversations.commands.inviting import (
    tell_again,
    tell_change,
    tell_off,
    tell_removed,
)
from draagvlak.conversations.models import Conversation, Participant
from draagvlak.conversations.queries.returning import CONVERSATIONS
from draagvlak.conversations.queries.thread import KIND_CONVERSATION
from draagvlak.core import search
from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import keep_key
from draagvlak.core.undo import leave
from draagvlak.core.versions import save_if_unchanged
from draagvlak.organisations.models import Person

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from uuid import UUID

    from draagvlak.core.actor import Actor


TAKEN_BACK = frozenset({"conversations.cancelled", "conversations.held"})
"""The moves that the page of activity takes back."""


@dataclass(frozen=True)
class Plan:
    """When, where and with whom. `people` are keys of persons; unknown ones are passed over."""

    title: str
    form: str
    phase: str
    planned_at: dt.datetime
    minutes: int = 45
    location: str = ""
    people: tuple[UUID, ...] = ()

    def columns(self) -> dict[str, object]:
        """The fields of the row."""
        return {
            "title": self.title,
            "form": self.form,
            "phase": self.phase,
            "planned_at": self.planned_at,
            "minutes": self.minutes,
            "location": self.location,
        }


def plan_of(conversation: Conversation) -> Plan:
    """The plan as it is stored, without the people."""
    return Plan(
        conversation.title,
        conversation.form,
        conversation.phase,
        conversation.planned_at,
        conversation.minutes,
        conversation.location,
    )


def index_conversation(conversation: Conversation) -> None:
    """Make the words of a plan findable; of what is said there nothing is."""
    search.index(
        KIND_CONVERSATION,
        conversation.pk,
        workspace_id=conversation.workspace_id,
        programme_id=conversation.programme_id,
        title=conversation.title,
        texts=[conversation.location],
    )


@command
def plan_conversation(*, by: Actor, plan: Plan, once: str = "") -> Conversation:
    """Plan a conversation; its notes will be the actor's own."""
    del once
    rules.may_plan(by).demand()
    conversation = Conversation.objects.create(
        workspace_id=by.tenant,
        programme_id=by.programme_id,
        author_id=by.signed_in_id,
        **plan.columns(),
    )
    index_conversation(conversation)
    _ask(by, conversation, plan.people)
    record("conversations.planned", by=by, on=conversation)
    return conversation


@command
def edit_conversation(
    *, by: Actor, conversation: Conversation, plan: Plan, version: int
) -> Conversation:
    """Change the plan. Raises `EditConflict` when somebody else did so first."""
    rules.may_edit(by, conversation).demand()
    stored = Conversation.objects.get(workspace_id=by.tenant, pk=conversation.pk)
    changed = save_if_unchanged(conversation, expected=version, changes=plan.columns())
    index_conversation(changed)
    _ask(by, changed, plan.people)
    tell_removed(changed)
    tell_change(changed, conversation)
    event = record("conversations.edited", by=by, on=changed)
    kept = CONVERSATIONS.kept(CONVERSATIONS.before(stored), changed)
    leave(event, by=by, kept=kept, touches=[changed.pk])
    return changed


@command
def cancel_conversation(*, by: Actor, conversation: Conversation) -> Conversation:
    """It does not take place. Can be put back."""
    rules.may_cancel(by, conversation).demand()
    moved = _move(by, conversation, Conversation.State.CANCELLED, "conversations.cancelled")
    tell_off(moved)
    return moved


@command
def restore_conversation(*, by: Actor, conversation: Conversation) -> Conversation:
    """Put a cancelled conversation back in the plan."""
    rules.may_restore(by, conversation).demand()
    moved = _move(by, conversation, Conversation.State.PLANNED, "conversations.restored")
    tell_again(moved)
    return moved


@command
def mark_held(*, by: Actor, conversation: Conversation, present: frozenset[UUID]) -> Conversation:
    """It took place, with these people; who came without being asked is added."""
    rules.may_mark_held(by, conversation).demand()
    rows = Participant.objects.filter(workspace_id=by.tenant, conversation_id=conversation.pk)
    asked = set(rows.values_list("person_id", flat=True))
    _add(by, conversation, present - asked)
    rows.filter(person_id__in=present).update(was_there=True)
    rows.exclude(person_id__in=present).update(was_there=False)
    return _move(by, conversation, Conversation.State.HELD, "conversations.held")


@command
def reopen_conversation(*, by: Actor, conversation: Conversation) -> Conversation:
    """It was not held after all, or not yet: back to the plan."""
    rules.may_reopen(by, conversation).demand()
    Participant.objects.filter(workspace_id=by.tenant, conversation_id=conversation.pk).update(
        was_there=None
    )
    return _move(by, conversation, Conversation.State.PLANNED, "conversations.reopened")


def _move(
    by: Actor, conversation: Conversation, state: Conversation.State, verb: str
) -> Conversation:
    moved = save_if_unchanged(conversation, expected=conversation.version, changes={"state": state})
    event = record(verb, by=by, on=moved)
    if verb in TAKEN_BACK:
        leave(event, by=by, kept=keep_key(moved), touches=[moved.pk])
    return moved


def _ask(by: Actor, conversation: Conversation, people: Iterable[UUID]) -> None:
    """Make the people asked exactly these; who stays keeps whether they were there."""
    rows = Participant.objects.filter(workspace_id=by.tenant, conversation_id=conversation.pk)
    wanted = set(people)
    rows.exclude(person_id__in=wanted).delete()
    _add(by, conversation, wanted - set(rows.values_list("person_id", flat=True)))


def _add(by: Actor, conversation: Conversation, people: Iterable[UUID]) -> None:
    known = Person.objects.filter(workspace_id=by.tenant, pk__in=list(people))
    Participant.objects.bulk_create(
        Participant(workspace_id=by.tenant, conversation=conversation, person_id=key)
        for key in known.values_list("pk", flat=True)
    )
