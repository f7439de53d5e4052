"""Everything that changes doors and threads."""

from __future__ import annotations

from draagvlak.contributions.commands.entrances import (
    EntranceDraft,
    close_entrance,
    edit_entrance,
    open_entrance,
    reopen_entrance,
)
from draagvlak.contributions.commands.speaking import (
    Draft,
    join_own,
    react,
    say_more,
    send_contribution,
    stop_mail,
)
from draagvlak.contributions.commands.working import (
    Goal,
    redact_message,
    refer_contribution,
    send_waiting_mail,
    settle_contribution,
    take_up_again,
    tie_contribution,
    untie_contribution,
    write_back,
)

__all__ = [
    "Draft",
    "EntranceDraft",
    "Goal",
    "close_entrance",
    "edit_entrance",
    "join_own",
    "open_entrance",
    "react",
    "redact_message",
    "refer_contribution",
    "reopen_entrance",
    "say_more",
    "send_contribution",
    "send_waiting_mail",
    "settle_contribution",
    "stop_mail",
    "take_up_again",
    "tie_contribution",
    "untie_contribution",
    "write_back",
]
