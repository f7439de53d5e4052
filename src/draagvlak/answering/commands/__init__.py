"""What is done about answers: promising, telling, and showing what became of it."""

from __future__ import annotations

from draagvlak.answering.commands.promising import promise_about

__all__ = ["promise_about"]
