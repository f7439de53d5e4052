"""Digests and mails at once: what waits in counts and released words, with a link to each page.

The outbox holds no address and no words, only whom it is for. What a mail says is made when it
leaves. An address that refuses a mail for good is paused, and the mail is not tried again.
"""

from __future__ import annotations

import datetime as dt
import smtplib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from draagvlak.accounts.models import User
from draagvlak.core.models import Workspace
from draagvlak.core.outbox import promise
from draagvlak.notices.models import How, Kind, Mailbox
from draagvlak.notices.queries.boxes import is_open, mark_of, stop_address
from draagvlak.notices.queries.wishes import (
    NOW,
    Section,
    mark_of_news,
    sections_for,
    spaces_of,
    wishes,
)
from draagvlak.programmes.queries import find_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Model

    from draagvlak.core.actor import Actor, WorkspaceRef

DIGEST: Final = "notices.digest"
AT_ONCE: Final = "notices.at_once"
AGAIN: Final = dt.timedelta(days=7)
"""The same news is told again after so many days: it still waits."""
LASTING: Final = 500
"""From this code on a mail server says no for good."""
OF_THE_ADDRESS: Final = ("5.1", "5.2")
"""What a server may say after reading a mail, and that is about the address and not the mail."""


class Pause(Protocol):
    """Pauses an address that refused a mail, with the code it gave."""

    def __call__(self, box: Mailbox, status: str) -> None: ...


@dataclass(frozen=True)
class Part:
    """What a digest says of one workspace, and the mailbox that its stop link is for."""

    box: Mailbox
    sections: Sequence[Section]


def promise_digest(user_id: UUID, day: dt.date) -> None:
    """Write down that a user gets the digest of a day; the same day is promised once."""
    payload = {"user": str(user_id), "on": day.isoformat()}
    promise(DIGEST, payload, key=f"{DIGEST}:{user_id}:{day}")


def promise_at_once(by: Actor, user_id: UUID, kind: Kind, on: Model) -> None:
    """Write down that a user hears of one thing at once, if that is what they chose.

    Nobody is told what they did themselves, and each thing is told once a day.
    """
    if by.user_id == user_id or by.programme is None:
        return
    if wishes(by.tenant, user_id)[kind] is not How.AT_ONCE:
        return
    payload = {
        "user": str(user_id),
        "workspace": str(by.tenant),
        "programme": by.programme.slug,
        "kind": kind.value,
        "object": str(on.pk),
    }
    key = f"{AT_ONCE}:{user_id}:{kind}:{on.pk}:{timezone.localdate()}"
    promise(AT_ONCE, payload, workspace_id=by.tenant, key=key)


def send_digest(payload: Mapping[str, str], pause: Pause) -> None:
    """Send one user what is new in all their workspaces (topic `notices.digest`).

    Nothing new is no mail. The day is written down first: a worker that dies sends none twice.
    """
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None:
        return
    day = dt.date.fromisoformat(payload["on"])
    with translation.override(user.language):
        parts = [part for space in spaces_of(user) if (part := _part(user, space, day))]
        if not parts:
            return
        sections = [section for part in parts for section in part.sections]
        mail = _written(user, parts[0].box, sections)
    for part in parts:
        _keep(part.box, digest_on=day)
    try:
        deliver(mail, parts[0].box, pause)
    except Exception:
        for part in parts:  # it did not leave: the next attempt may send it
            _keep(part.box, digest_on=part.box.digest_on)
        raise
    for part in parts:
        _keep(part.box, digest_mark=mark_of_news(part.sections))


def _part(user: User, space: WorkspaceRef, day: dt.date) -> Part | None:
    """What a digest says of one workspace; None when nothing is new or may be mailed."""
    if space.is_demo and settings.EMAIL_HOST:  # people of a demo do not exist
        return None
    box = box_for(space.id, user.email, user_id=user.pk)
    if not is_open(box) or (box.digest_on is not None and box.digest_on >= day):
        return None
    since = box.digest_on or day - dt.timedelta(days=1)
    sections = sections_for(user, since, space)
    if not sections:
        return None
    is_known = mark_of_news(sections) == box.digest_mark
    if is_known and box.digest_on is not None and day < box.digest_on + AGAIN:
        return None
    return Part(box, sections)


def send_at_once(payload: Mapping[str, str], pause: Pause) -> None:
    """Send one line at once (topic `notices.at_once`), if it is still so and still wanted."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    space = Workspace.objects.filter(pk=payload["workspace"]).first()
    if user is None or space is None or (space.is_demo and settings.EMAIL_HOST):
        return
    kind, provider = Kind(payload["kind"]), NOW.get(payload["kind"])
    actor = find_place(
        user_id=user.pk, name=user.name, workspace=space.slug, programme=payload["programme"]
    )
    if provider is None or actor is None or actor.programme is None:
        return
    box = box_for(space.pk, user.email, user_id=user.pk)
    if wishes(space.pk, user.pk)[kind] is not How.AT_ONCE or not is_open(box):
        return
    with translation.override(user.language):
        line = provider(actor, UUID(payload["object"]))
        if line is None:
            return
        section = Section(actor.programme.name, space.name, space.slug, [line])
        mail = _written(user, box, [section])
    deliver(mail, box, pause)


def box_for(
    workspace_id: UUID, address: str, *, user_id: UUID | None = None, person_id: UUID | None = None
) -> Mailbox:
    """The mailbox of an address in a workspace, made when it is first mailed."""
    made, _new = Mailbox.objects.select_related("workspace").get_or_create(
        workspace_id=workspace_id,
        mark=mark_of(address),
        defaults={"user_id": user_id, "person_id": person_id},
    )
    return made


def deliver(mail: EmailMultiAlternatives, box: Mailbox, pause: Pause) -> None:
    """Send a mail with its stop link. Refused for good: the mailbox is paused, and that is all.

    Refused for a while, or a server that is away: raises, so that the outbox tries again.
    """
    stop = stop_address(box)
    mail.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    mail.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        if code < LASTING:
            raise
        pause(box, _status(code, words))
    except smtplib.SMTPDataError as refusal:
        status = _status(refusal.smtp_code, refusal.smtp_error)
        if not status.startswith(OF_THE_ADDRESS):
            raise
        pause(box, status)


def _status(code: int, words: bytes | str) -> str:
    """The code of a refusal: 5.1.1 where the server says so, else 550."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    first = text.split(maxsplit=1)[0] if text.split() else ""
    is_status = first.count(".") == 2 and first.replace(".", "").isdigit()  # noqa: PLR2004 as 5.1.1
    return first if is_status else str(code)


def _written(user: User, box: Mailbox, sections: Sequence[Section]) -> EmailMultiAlternatives:
    """A mail about these programmes, in the language that is on now."""
    spaces = {one.slug: one.workspace for one in sections}
    context = {
        "user": user,
        "sections": sections,
        "count": sum(len(one.lines) for one in sections),
        "site": settings.ADDRESS,
        "choices": [(name, f"{settings.ADDRESS}{_choose(slug)}") for slug, name in spaces.items()],
        "stop": stop_address(box),
    }
    subject, text, html = (
        render_to_string(f"notices/mail/digest.{kind}", context)
        for kind in ("subject.txt", "txt", "html")
    )
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip(), to=[user.email])
    mail.attach_alternative(html, "text/html")
    return mail


def _choose(slug: str) -> str:
    return reverse("notices:preference_edit", kwargs={"workspace": slug})


def _keep(box: Mailbox, **values: object) -> None:
    Mailbox.objects.filter(workspace_id=box.workspace_id, pk=box.pk).update(**values)
