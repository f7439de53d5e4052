"""What guides do with conversations, notes, quotes and what is released."""

from __future__ import annotations

from draagvlak.conversations.commands.notes import (
    Choice,
    Written,
    choose_text,
    reopen_choice,
    write_note,
)
from draagvlak.conversations.commands.planning import (
    Plan,
    cancel_conversation,
    edit_conversation,
    mark_held,
    plan_conversation,
    reopen_conversation,
    restore_conversation,
)
from draagvlak.conversations.commands.questions import (
    add_questions,
    edit_question,
    move_question,
    remove_question,
    restore_question,
)
from draagvlak.conversations.commands.quotes import (
    LATER,
    Goal,
    Heard,
    edit_quote,
    remove_quote,
    restore_quote,
    take_quote,
)
from draagvlak.conversations.commands.releasing import (
    Preparation,
    prepare_release,
    release_quotes,
    restore_released,
    withdraw_released,
)
from draagvlak.conversations.commands.sharing import share_conversation, unshare_conversation

__all__ = [
    "LATER",
    "Choice",
    "Goal",
    "Heard",
    "Plan",
    "Preparation",
    "Written",
    "add_questions",
    "cancel_conversation",
    "choose_text",
    "edit_conversation",
    "edit_question",
    "edit_quote",
    "mark_held",
    "move_question",
    "plan_conversation",
    "prepare_release",
    "release_quotes",
    "remove_question",
    "remove_quote",
    "reopen_choice",
    "reopen_conversation",
    "restore_conversation",
    "restore_question",
    "restore_quote",
    "restore_released",
    "share_conversation",
    "take_quote",
    "unshare_conversation",
    "withdraw_released",
    "write_note",
]
