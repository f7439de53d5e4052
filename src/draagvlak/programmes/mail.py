"""The mail that asks somebody to take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from draagvlak.accounts.queries import names_of
from draagvlak.programmes.models import Invitation
from draagvlak.programmes.queries.members import closed_addresses, token_of

if TYPE_CHECKING:
    from collections.abc import Mapping

TOPIC = "programmes.mail_invitation"


def invitation_address(invitation: Invitation) -> str:
    """The link in the mail. It is the key to the door, so nothing may keep or log it."""
    path = reverse(
        "programmes:invitation_accept",
        kwargs={"space": invitation.workspace.slug, "token": token_of(invitation)},
    )
    return f"{settings.ADDRESS}{path}"


def send_invitation(payload: Mapping[str, str]) -> None:
    """Send an invitation from the outbox (topic `programmes.mail_invitation`).

    One that was used, taken back or outlived meanwhile is not sent any more, and none goes to an
    address that wants no mail from this workspace or refused it: the list of members says so.
    """
    invitation = (
        Invitation.objects.filter(
            workspace_id=payload["workspace"],
            pk=payload["invitation"],
            accepted_at=None,
            revoked_at=None,
            expires_at__gt=timezone.now(),
        )
        .select_related("workspace", "programme")
        .first()
    )
    if invitation is None:
        return
    if closed_addresses(invitation.workspace_id, [invitation.email]):
        return
    with translation.override(settings.LANGUAGE_CODE):
        mail = _written(invitation)
    mail.send()


def _written(invitation: Invitation) -> EmailMultiAlternatives:
    inviter = names_of([invitation.invited_by_id]).get(invitation.invited_by_id, "")
    context = {
        "invitation": invitation,
        "inviter": inviter or invitation.workspace.name,
        "address": invitation_address(invitation),
    }
    subject, text, html = (
        render_to_string(f"programmes/mail/invitation.{kind}", context)
        for kind in ("subject.txt", "txt", "html")
    )
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip(), to=[invitation.email])
    mail.attach_alternative(html, "text/html")
    return mail
