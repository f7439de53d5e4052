"""Choosing mail, stopping it, pausing an address and trying it again."""

from __future__ import annotations

from draagvlak.notices.commands.boxes import pause_box, retry_box, stop_mail, take_mail_again
from draagvlak.notices.commands.wishes import choose_mail

__all__ = ["choose_mail", "pause_box", "retry_box", "stop_mail", "take_mail_again"]
