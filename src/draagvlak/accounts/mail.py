"""Mails about signing in.

They leave through the outbox, so that the answer to a request takes as long for an unknown address
as for a known one, and so that a mail server that is away for a moment loses no code. The row in
the outbox holds the mail sealed: the key lies outside the database, and what is inside expires
within the hour.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from draagvlak.core import crypto
from draagvlak.core.models import OutboxMessage
from draagvlak.core.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Mapping

TOPIC = "accounts.mail"
_CONTEXT = b"core_outboxmessage:payload:accounts.mail"


def promise_mail(name: str, to: str, context: Mapping[str, object]) -> None:
    """Write down a mail made of `accounts/mail/<name>.{subject.txt,txt,html}`, sealed."""
    text, html = (
        render_to_string(f"accounts/mail/{name}.{kind}", dict(context)) for kind in ("txt", "html")
    )
    subject = " ".join(render_to_string(f"accounts/mail/{name}.subject.txt").split())
    written = json.dumps({"to": to, "subject": subject, "text": text.strip(), "html": html})
    sealed = crypto.encrypt(_key(), written.encode(), _CONTEXT)
    promise(TOPIC, {"sealed": b64encode(sealed).decode()})


def send(payload: Mapping[str, str]) -> None:
    """Send a mail from the outbox (topic `accounts.mail`)."""
    written: dict[str, str] = json.loads(
        crypto.decrypt(_key(), b64decode(payload["sealed"]), _CONTEXT)
    )
    mail = EmailMultiAlternatives(written["subject"], written["text"], to=[written["to"]])
    mail.attach_alternative(written["html"], "text/html")
    mail.send()


def reseal_mails(old: bytes, new: bytes) -> int:
    """Mails that wait (or gave up), sealed with a key from another master key."""
    before, after, count = crypto.derive(old, TOPIC), crypto.derive(new, TOPIC), 0
    for row in OutboxMessage.objects.filter(topic=TOPIC).order_by("pk").iterator():
        if "sealed" not in row.payload:
            continue
        sealed = crypto.reseal(before, after, b64decode(row.payload["sealed"]), _CONTEXT)
        payload = row.payload | {"sealed": b64encode(sealed).decode()}
        count += OutboxMessage.objects.filter(pk=row.pk).update(payload=payload)
    return count


def _key() -> bytes:
    return crypto.derive(settings.SERVER_KEY, TOPIC)
