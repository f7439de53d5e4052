"""What guides do with conversations, notes, quotes and what is released."""

from __future__ import annotations

from draagvlak.conversations.commands.coverage import set_choice_day, set_layers
from draagvlak.conversations.commands.inviting import answer_cannot, invite_places, remind_places
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
from draagvlak.conversations.commands.rounds import (
    RoundDraft,
    drop_place,
    edit_round,
    open_round,
    plan_places,
    restore_place,
    seat_people,
)
from draagvlak.conversations.commands.sharing import share_conversation, unshare_conversation
from draagvlak.conversations.commands.taking_back import (
    put_back_cancelled,
    put_back_choice_day,
    put_back_conversation,
    put_back_held,
    put_back_layers,
    put_back_place,
    put_back_question,
    put_back_question_words,
    put_back_round,
)

__all__ = [
    "LATER",
    "Choice",
    "Goal",
    "Heard",
    "Plan",
    "Preparation",
    "RoundDraft",
    "Written",
    "add_questions",
    "answer_cannot",
    "cancel_conversation",
    "choose_text",
    "drop_place",
    "edit_conversation",
    "edit_question",
    "edit_quote",
    "edit_round",
    "invite_places",
    "mark_held",
    "move_question",
    "open_round",
    "plan_conversation",
    "plan_places",
    "prepare_release",
    "put_back_cancelled",
    "put_back_choice_day",
    "put_back_conversation",
    "put_back_held",
    "put_back_layers",
    "put_back_place",
    "put_back_question",
    "put_back_question_words",
    "put_back_round",
    "release_quotes",
    "remind_places",
    "remove_question",
    "remove_quote",
    "reopen_choice",
    "reopen_conversation",
    "restore_conversation",
    "restore_place",
    "restore_question",
    "restore_quote",
    "restore_released",
    "seat_people",
    "set_choice_day",
    "set_layers",
    "share_conversation",
    "take_quote",
    "unshare_conversation",
    "withdraw_released",
    "write_note",
]
