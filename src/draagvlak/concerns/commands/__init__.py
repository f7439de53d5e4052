"""Everything that changes concerns, causes, voices and answers."""

from __future__ import annotations

from draagvlak.concerns.commands.answers import answer_concern, reopen_concern, tell_again
from draagvlak.concerns.commands.causes import (
    add_cause,
    edit_cause,
    make_cause,
    remove_cause,
)
from draagvlak.concerns.commands.merging import MOVERS, merge_concerns, take_apart
from draagvlak.concerns.commands.plans import plan_concern, unplan_concern
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
    "edit_cause",
    "edit_concern",
    "join_voice",
    "make_cause",
    "merge_concerns",
    "plan_concern",
    "put_back_archived",
    "put_back_cause",
    "put_back_changes",
    "raise_concern",
    "record_solved",
    "remove_cause",
    "reopen_concern",
    "restore_concern",
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
