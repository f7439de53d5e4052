"""Mailboxes: whose they are, whether mail may go there, and the link that stops it."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from draagvlak.accounts.models import User
from draagvlak.notices.models import Mailbox
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor

SIGNS: Final = 22
"""Signs of the proof in a link: 132 bits."""
MOST: Final = 100


@dataclass(frozen=True)
class Paused:
    """A mailbox that refused mail: whose it is, since when, and why in words."""

    id: UUID
    name: str
    address: str
    since: dt.date
    why: str
    is_member: bool


def mark_of(address: str, key: bytes = b"") -> str:
    """A keyed hash of an address: who reads the database can neither find nor guess it.

    `key`: another key of the server than that of now.
    """
    words = f"notices.mailbox:{address.strip().lower()}".encode()
    return hmac.digest(key or settings.SERVER_KEY, words, "sha256").hex()


def address_of(box: Mailbox) -> str:
    """The address of a mailbox, from who it belongs to."""
    if box.person is not None:
        return box.person.email
    if box.user_id is None:
        return ""
    return User.objects.filter(pk=box.user_id).values_list("email", flat=True).first() or ""


def is_open(box: Mailbox) -> bool:
    """Whether mail of this kind may go there."""
    return box.stopped_on is None and box.paused_on is None


def closed_to(workspace_id: UUID, addresses: Sequence[str]) -> set[str]:
    """Which of these addresses stopped the mail of a workspace, or refused it. One statement."""
    marks = {mark_of(address): address for address in addresses}
    rows = Mailbox.objects.filter(workspace_id=workspace_id, mark__in=list(marks))
    rows = rows.exclude(stopped_on=None, paused_on=None)
    return {marks[mark] for mark in rows.values_list("mark", flat=True)}


def token_for(box: Mailbox) -> str:
    """What proves in a link that its holder got the mail, made again whenever needed."""
    words = f"notices.stop:{box.pk}:{box.mark}".encode()
    made = hmac.digest(settings.SECRET_KEY.encode(), words, "sha256")
    return f"{box.pk.hex}{urlsafe_b64encode(made).decode()[:SIGNS]}"


def stop_address(box: Mailbox) -> str:
    """The link by which somebody stops mail without signing in."""
    keys = {"space": box.workspace.slug, "token": token_for(box)}
    return f"{settings.ADDRESS}{reverse('mail_stop', kwargs=keys)}"


def box_by_token(space: str, token: str) -> Mailbox | None:
    """The mailbox behind a link; None when the link is not whole."""
    try:
        key = UUID(hex=token[:32])
    except ValueError:
        return None
    rows = Mailbox.objects.filter(workspace__slug=space, pk=key)
    found = rows.select_related("workspace").first()
    if found is None or not hmac.compare_digest(token_for(found).encode(), token.encode()):
        return None
    return found


def paused_boxes(actor: Actor) -> list[Paused]:
    """Members of this programme and people of the register who cannot be reached by mail."""
    members = Membership.objects.present().filter(
        workspace_id=actor.tenant, programme_id=actor.programme_id
    )
    names = dict(
        User.objects.filter(pk__in=members.values("user_id")).values_list("pk", "name")
        if (rows := list(_paused(actor))) and any(row.user_id for row in rows)
        else ()
    )
    found = []
    for row in rows:
        if row.user_id is not None and row.user_id not in names:
            continue
        name = row.person.name if row.person else names.get(row.user_id or row.pk, "")
        found.append(
            Paused(
                row.pk,
                name,
                row.person.email if row.person else "",
                row.paused_on or row.stopped_on,  # type: ignore[arg-type]
                why_words(row.refused_with),
                row.user_id is not None,
            )
        )
    return found


def _paused(actor: Actor) -> QuerySet[Mailbox]:
    rows = Mailbox.objects.filter(workspace_id=actor.tenant, paused_on__isnull=False)
    return rows.select_related("person").order_by("-paused_on", "pk")[:MOST]


def why_words(status: str) -> str:
    """Why a mail was refused, for who never saw a mail server."""
    if status.startswith(("5.1", "550", "551", "553")):
        return _("This address does not exist (any more). Ask for the right one.")
    if status.startswith(("5.2.2", "552")):
        return _("This mailbox is full. Its owner has to clear it.")
    if status.startswith("5.2"):
        return _("This mailbox accepts no mail. It may be closed.")
    if status.startswith(("5.7", "554")):
        return _("The mail server there refuses our mail. Ask the IT department to let it in.")
    return _("The mail server there refused the mail for good.")


def access_box(actor: Actor, key: UUID) -> Mailbox:
    """A mailbox that this actor may try again, or Http404."""
    if key not in {one.id for one in paused_boxes(actor)}:
        raise Http404
    return Mailbox.objects.select_related("person").get(workspace_id=actor.tenant, pk=key)


def boxes_of_user(spaces: Sequence[UUID], user_id: UUID) -> QuerySet[Mailbox]:
    """The mailboxes of one user in these workspaces."""
    return Mailbox.objects.filter(workspace_id__in=list(spaces), user_id=user_id)
