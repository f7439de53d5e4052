"""Taking back what was done with conversations and rounds, as far as nothing changed since."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.conversations import rules
from draagvlak.conversations.commands.coverage import set_choice_day, set_layers
from draagvlak.conversations.commands.inviting import tell_change
from draagvlak.conversations.commands.planning import (
    index_conversation,
    reopen_conversation,
    restore_conversation,
)
from draagvlak.conversations.commands.questions import edit_question, restore_question
from draagvlak.conversations.commands.rounds import restore_place
from draagvlak.conversations.queries.conversations import access_conversation, access_question
from draagvlak.conversations.queries.returning import (
    CONVERSATIONS,
    QUESTIONS,
    ROUNDS,
    choice_day,
    dropped_places,
    group_layers,
    values_back,
)
from draagvlak.core.audit import record, record_on
from draagvlak.core.command import command
from draagvlak.core.returning import kept_key
from draagvlak.core.versions import save_if_unchanged
from draagvlak.core.web import to

if TYPE_CHECKING:
    from django.db.models import Model

    from draagvlak.core.actor import Actor

BACK = "conversations.changed_back"


@command
def put_back_conversation(*, by: Actor, kept: str) -> str:
    """When, where and how become what they were; the calendars of those asked follow."""
    address = to(by, "conversations:conversation_list")
    for conversation, back in CONVERSATIONS.returning(by, kept):
        rules.may_edit(by, conversation).demand()
        changed = save_if_unchanged(conversation, expected=conversation.version, changes=back)
        index_conversation(changed)
        tell_change(changed, conversation)
        address = _told(by, changed, "conversation_detail", conversation_id=changed.pk)
    return address


@command
def put_back_cancelled(*, by: Actor, kept: str) -> str:
    """It takes place after all."""
    conversation = access_conversation(by, kept_key(kept))
    restore_conversation(by=by, conversation=conversation)
    return _told(by, conversation, "conversation_detail", conversation_id=conversation.pk)


@command
def put_back_held(*, by: Actor, kept: str) -> str:
    """It was not held after all."""
    conversation = access_conversation(by, kept_key(kept))
    reopen_conversation(by=by, conversation=conversation)
    return _told(by, conversation, "conversation_detail", conversation_id=conversation.pk)


@command
def put_back_question(*, by: Actor, kept: str) -> str:
    """A removed question stands in its list again."""
    question = access_question(by, kept_key(kept), removed=True)
    restore_question(by=by, question=question)
    return _told(by, question, "question_list")


@command
def put_back_question_words(*, by: Actor, kept: str) -> str:
    """A question says again what it said."""
    for question, back in QUESTIONS.returning(by, kept):
        edit_question(by=by, question=question, text=str(back["text"]))
        record(BACK, by=by, on=question)
    return to(by, "conversations:question_list")


@command
def put_back_round(*, by: Actor, kept: str) -> str:
    """A round becomes what it was; conversations that were planned stay as they are."""
    address = to(by, "conversations:round_list")
    for this_round, back in ROUNDS.returning(by, kept):
        rules.may_run_round(by, this_round).demand()
        changed = save_if_unchanged(this_round, expected=this_round.version, changes=back)
        address = _told(by, changed, "round_detail", round_id=changed.pk)
    return address


@command
def put_back_place(*, by: Actor, kept: str) -> str:
    """Somebody is to be heard in the round again, to be planned anew."""
    place = dropped_places(by).select_related("round").get(pk=kept_key(kept))
    restore_place(by=by, place=place)
    return _told(by, place.round, "round_detail", round_id=place.round_id)


@command
def put_back_choice_day(*, by: Actor, kept: str) -> str:
    """The solution was chosen on the day that was noted before."""
    for day in values_back(kept, choice_day(by)).values():
        set_choice_day(by=by, chosen_on=dt.date.fromisoformat(day) if day else None)
    record_on(BACK, by=by, subject=("programmes.programme", by.programme_id))
    return to(by, "conversations:coverage")


@command
def put_back_layers(*, by: Actor, kept: str) -> str:
    """The groups stand in the layers that they stood in."""
    back = values_back(kept, group_layers(by))
    set_layers(by=by, layers={UUID(group): layer for group, layer in back.items()})
    record_on(BACK, by=by, subject=("programmes.programme", by.programme_id))
    return to(by, "conversations:coverage")


def _told(by: Actor, on: Model, page: str, **keys: UUID) -> str:
    """A line of the trail, and the address of what was put back."""
    record(BACK, by=by, on=on)
    return to(by, f"conversations:{page}", **keys)
