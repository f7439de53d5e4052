"""Who may come in by the provider of a workspace: its members, and who was invited there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.accounts.commands import register_user
from draagvlak.accounts.queries import RoleLine, user_by_email
from draagvlak.core.actor import VISITOR
from draagvlak.core.gate import actor_of
from draagvlak.core.policy import Role
from draagvlak.programmes.commands.members import accept_invitation
from draagvlak.programmes.models import Invitation, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from draagvlak.accounts.models import User


def enter(workspace_id: UUID, email: str) -> User | None:
    """The member with this verified address, or who was invited under it and joins now; or None."""
    user = user_by_email(email)
    open_ones = Invitation.objects.filter(
        workspace_id=workspace_id,
        email__iexact=email,
        accepted_at=None,
        revoked_at=None,
        expires_at__gt=timezone.now(),
    )
    invitations = list(open_ones.order_by("invited_at"))
    if user is None and invitations:
        user = register_user(by=VISITOR, email=email, name=invitations[0].name, password=None)
    if user is None:
        return None
    for invitation in invitations:
        accept_invitation(by=actor_of(user), invitation=invitation, user=user)
    here = Membership.objects.present().filter(workspace_id=workspace_id, user_id=user.pk)
    return user if here.exists() else None


def role_lines(workspace_id: UUID, roles: Iterable[Role], limit: int) -> Sequence[RoleLine]:
    """Who holds one of these roles in a workspace, by name. One query."""
    rows = (
        Membership.objects.present()
        .filter(workspace_id=workspace_id, role__in=[*roles])
        .select_related("user")
        .order_by("user__name", "user_id", "role")[: limit * 2]
    )
    found: dict[UUID, RoleLine] = {}
    for row in rows:
        known = found.get(row.user_id)
        words = str(Role(row.role).label)
        said = known.roles if known else ()
        found[row.user_id] = RoleLine(
            row.user_id, str(row.user), said if words in said else (*said, words)
        )
    return list(found.values())[:limit]
