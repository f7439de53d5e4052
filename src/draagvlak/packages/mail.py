"""Mails about packages: that one was asked for, that one is ready; no content, no code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from draagvlak.accounts.models import User
from draagvlak.core.outbox import promise
from draagvlak.core.policy import GUIDES
from draagvlak.packages.models import Package
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

TOPIC = "packages.mail"
ASKED, READY = "asked", "ready"


def promise_mails(package: Package, kind: str) -> None:
    """Write down who is to be mailed: the guides when one is asked for, the asker when ready."""
    for user_id in _readers(package, kind):
        promise(
            TOPIC,
            {
                "workspace": str(package.workspace_id),
                "package": str(package.pk),
                "user": str(user_id),
                "kind": kind,
            },
            workspace_id=package.workspace_id,
            key=f"{TOPIC}:{package.pk}:{kind}:{user_id}",
        )


def send(payload: Mapping[str, str]) -> None:
    """Send one mail from the outbox (topic `packages.mail`); not about what is gone meanwhile."""
    package = (
        Package.objects.filter(
            workspace_id=payload["workspace"],
            pk=payload["package"],
            state__in=[Package.State.MAKING, Package.State.READY],
        )
        .select_related("workspace")
        .first()
    )
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if package is None or user is None:
        return
    path = reverse("packages:package_list", kwargs={"workspace": package.workspace.slug})
    context = {"user": user, "package": package, "address": f"{settings.ADDRESS}{path}"}
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject, text, html = (
            render_to_string(f"packages/mail/{payload['kind']}.{form}", context)
            for form in ("subject.txt", "txt", "html")
        )
    mail = EmailMultiAlternatives(" ".join(subject.split()), text.strip(), to=[user.email])
    mail.attach_alternative(html, "text/html")
    mail.send()


def _readers(package: Package, kind: str) -> list[UUID]:
    if kind == READY:
        return [package.asked_by_id]
    rows = Membership.objects.present().filter(
        workspace_id=package.workspace_id, role__in=[*GUIDES], programme__isnull=False
    )
    return sorted(set(rows.values_list("user_id", flat=True)) - {package.asked_by_id})
