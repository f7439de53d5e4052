"""Everything that changes concerns, causes, voices and answers."""

from __future__ import annotations

from draagvlak.concerns.commands.answers import (
    answer_concern,
    correct_answer,
    reopen_concern,
    tell_again,
)
from draagvlak.concerns.commands.causes import (
    add_cause,
    edit_cause,
    make_cause,
    remove_cause,
)
from draagvlak.concerns.commands.filters import (
    choose_default_filter,
    put_back_filter,
    remove_filter,
    save_filter,
)
from draagvlak.concerns.commands.merging import MOVERS, merge_concerns, take_apart
from draagvlak.concerns.commands.plans import plan_concern, unplan_concern
from draagvlak.concerns.commands.reactions import close_solved, reopen_unsolved
from draagvlak.concerns.commands.registers import (
    archive_concern,
    edit_concern,
    raise_concern,
    restore_concern,
    set_answer_due,
    set_groups,
    set_owner,
    set_severity,
    write_origin,
)
from draagvlak.concerns.commands.taking_back import (
    put_back_archived,
    put_back_cause,
    put_back_changes,
)
from draagvlak.concerns.commands.together import change_together
from draagvlak.concerns.commands.voices import (
    join_voice,
    record_solved,
    split_concern,
    tally_voices,
    withdraw_voice,
)

__all__ = [
    "MOVERS",
    "add_cause",
    "answer_concern",
    "archive_concern",
    "change_together",
    "choose_default_filter",
    "close_solved",
    "correct_answer",
    "edit_cause",
    "edit_concern",
    "join_voice",
    "make_cause",
    "merge_concerns",
    "plan_concern",
    "put_back_archived",
    "put_back_cause",
    "put_back_changes",
    "put_back_filter",
    "raise_concern",
    "record_solved",
    "remove_cause",
    "remove_filter",
    "reopen_concern",
    "reopen_unsolved",
    "restore_concern",
    "save_filter",
    "set_answer_due",
    "set_groups",
    "set_owner",
    "set_severity",
    "split_concern",
    "take_apart",
    "tally_voices",
    "tell_again",
    "unplan_concern",
    "withdraw_voice",
    "write_origin",
]
