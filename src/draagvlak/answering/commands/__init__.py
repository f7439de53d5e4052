"""What is done about answers: asking for drafts, promising, telling, showing what became of it."""

from __future__ import annotations

from draagvlak.answering.commands.drafting import (
    DraftWords,
    ask_draft,
    pass_drafts,
    put_back_draft,
    refuse_draft,
    use_draft,
    withdraw_draft,
    write_draft,
)
from draagvlak.answering.commands.promising import promise_about
from draagvlak.answering.commands.showing import hide_outcomes, mail_outcomes, share_outcomes
from draagvlak.answering.commands.telling import tell_voice, untell_voice

__all__ = [
    "DraftWords",
    "ask_draft",
    "hide_outcomes",
    "mail_outcomes",
    "pass_drafts",
    "promise_about",
    "put_back_draft",
    "refuse_draft",
    "share_outcomes",
    "tell_voice",
    "untell_voice",
    "use_draft",
    "withdraw_draft",
    "write_draft",
]
