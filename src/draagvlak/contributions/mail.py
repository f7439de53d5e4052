"""Mails to who spoke up: never what was said, only that there is something to read, and a link.

The outbox holds neither address nor link: only which letter. A letter stands sealed by the server
until it left, then it is gone.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from draagvlak.contributions.models import Letter
from draagvlak.contributions.queries.threads import link_key
from draagvlak.core.envelope import open_for_workspace, seal_for_workspace
from draagvlak.core.ids import uuid4
from draagvlak.core.models import Workspace
from draagvlak.core.outbox import promise
from draagvlak.core.untraced import speak_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from draagvlak.contributions.models import Contribution
    from draagvlak.contributions.queries.threads import Reach

TOPIC: Final = "contributions.letter"
KEPT: Final = dt.timedelta(days=14)
LINK, WORDS, ANSWER = "link", "words", "answer"


@dataclass(frozen=True)
class Written:
    """What stands sealed in a letter."""

    address: str
    token: str
    kind: str
    programme: str


def write_letter(workspace_id: UUID, reach: Reach, kind: str, programme: str) -> None:
    """Write a letter and promise that it leaves."""
    key = uuid4()
    plain = json.dumps(
        {"address": reach.address, "token": reach.token, "kind": kind, "programme": programme}
    )
    Letter.objects.create(
        id=key,
        workspace_id=workspace_id,
        sealed=seal_for_workspace(workspace_id, plain.encode(), aad=_bound(key)),
    )
    payload = {"workspace": str(workspace_id), "letter": str(key)}
    promise(TOPIC, payload, workspace_id=workspace_id)


def send_letter(payload: Mapping[str, str]) -> None:
    """Send one letter from the outbox (topic `contributions.letter`); then it is gone."""
    rows = Letter.objects.filter(workspace_id=payload["workspace"], pk=payload["letter"])
    letter = rows.first()
    if letter is None:
        return
    plain = open_for_workspace(letter.workspace_id, bytes(letter.sealed), aad=_bound(letter.pk))
    space = Workspace.objects.get(pk=letter.workspace_id)
    with translation.override(settings.LANGUAGE_CODE):
        mail = _mail(Written(**json.loads(plain)), space.slug)
    mail.send()
    rows.delete()


def forget_letters() -> int:
    """Every night: letters that did not leave in two weeks, with the address in them."""
    before = timezone.localdate() - KEPT
    gone, _each = Letter.objects.filter(made_on__lt=before).delete()
    return gone


def forget_letters_to(contribution: Contribution) -> int:
    """Letters that are still to leave to who spoke, for their contribution is erased."""
    if not contribution.link_hash:
        return 0
    rows = Letter.objects.filter(workspace_id=contribution.workspace_id)
    gone = 0
    for letter in rows:
        sealed = bytes(letter.sealed)
        plain = open_for_workspace(letter.workspace_id, sealed, aad=_bound(letter.pk))
        if link_key(json.loads(plain)["token"]).hash == contribution.link_hash:
            gone += rows.filter(pk=letter.pk).delete()[0]
    return gone


def _mail(written: Written, space: str) -> EmailMultiAlternatives:
    address = reverse("speak_own", kwargs={"space": space, "token": written.token})
    context = {
        "kind": written.kind,
        "programme": written.programme,
        "address": f"{speak_address()}{address}",
    }
    subject, text, html = (
        render_to_string(f"contributions/mail/letter.{form}", context)
        for form in ("subject.txt", "txt", "html")
    )
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip(), to=[written.address])
    mail.attach_alternative(html, "text/html")
    return mail


def _bound(key: UUID) -> str:
    return f"contributions.letter:{key}:sealed"
