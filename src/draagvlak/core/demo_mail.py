"""Mail without a mail server: kept in a folder, and shown on a page in the demo."""

from __future__ import annotations

import email
import email.policy
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from draagvlak.core.ids import uuid4

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from django.core.mail import EmailMessage

SHOWN = 50
KEPT_SECONDS = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class Mail:
    """One mail, as its reader would see it."""

    to: str
    subject: str
    text: str
    sent_at: dt.datetime


class FolderBackend(BaseEmailBackend):
    """Writes each mail to a file in `EMAIL_FILE_PATH` that only this account can read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            file = folder / f"{time.time_ns():020d}-{uuid4().hex[:8]}.eml"
            file.touch(mode=0o600)
            file.write_bytes(message.message().as_bytes())
        return len(email_messages)


def forget_mails() -> Mapping[str, int | str]:
    """Every night: mails that were kept for want of a mail server, a week long; with one, all.

    They hold codes and links that soon stop working. The demo keeps its own, to show them.
    """
    if settings.DEMO:
        return {"switched": "off"}
    folder, gone = Path(settings.EMAIL_FILE_PATH), 0
    before = 0.0 if settings.EMAIL_HOST else KEPT_SECONDS
    for file in folder.glob("*.eml"):
        if time.time() - file.stat().st_mtime >= before:
            file.unlink(missing_ok=True)
            gone += 1
    return {"mails": gone}


def latest_mails(folder: Path, limit: int = SHOWN) -> list[Mail]:
    """The last mails in a folder, the newest first. File names begin with the time."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.name, reverse=True)
    return [_read(file) for file in files[:limit]]


def _read(file: Path) -> Mail:
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    return Mail(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=str(body.get_content()).strip() if body is not None else "",
        sent_at=parsedate_to_datetime(str(message["Date"])),
    )
