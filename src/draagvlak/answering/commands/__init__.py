"""What is done about answers: promising, telling, and showing what became of it."""

from __future__ import annotations

from draagvlak.answering.commands.promising import promise_about
from draagvlak.answering.commands.showing import hide_outcomes, mail_outcomes, share_outcomes
from draagvlak.answering.commands.telling import tell_voice, untell_voice

__all__ = [
    "hide_outcomes",
    "mail_outcomes",
    "promise_about",
    "share_outcomes",
    "tell_voice",
    "untell_voice",
]
