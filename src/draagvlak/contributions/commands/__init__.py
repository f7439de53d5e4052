"""Everything that changes doors and threads."""

from __future__ import annotations

from draagvlak.contributions.commands.agreeing import AgreementDraft, write_agreement
from draagvlak.contributions.commands.approving import (
    Answer,
    Proposal,
    WordsChanged,
    answer_approval,
    ask_approval,
)
from draagvlak.contributions.commands.asking import ask_along, reply
from draagvlak.contributions.commands.entrances import (
    EntranceDraft,
    close_entrance,
    edit_entrance,
    open_entrance,
    reopen_entrance,
)
from draagvlak.contributions.commands.erasing import erase_contribution, withdraw_contribution
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
    quote_contribution,
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
    "AgreementDraft",
    "Answer",
    "Draft",
    "EntranceDraft",
    "Goal",
    "Proposal",
    "WordsChanged",
    "answer_approval",
    "ask_along",
    "ask_approval",
    "close_entrance",
    "edit_entrance",
    "erase_contribution",
    "join_own",
    "open_entrance",
    "quote_contribution",
    "react",
    "redact_message",
    "refer_contribution",
    "reopen_entrance",
    "reply",
    "say_more",
    "send_contribution",
    "send_waiting_mail",
    "settle_contribution",
    "stop_mail",
    "take_up_again",
    "tie_contribution",
    "untie_contribution",
    "withdraw_contribution",
    "write_agreement",
    "write_back",
]
