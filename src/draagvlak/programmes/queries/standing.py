"""In which workspaces a user holds roles, for the app that signs users in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.accounts.queries import Standing
from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


def standings(user_id: UUID) -> Sequence[Standing]:
    """One per workspace, with every role that holds there. One query."""
    rows = (
        Membership.objects.present()
        .filter(user_id=user_id)
        .values_list("workspace_id", "workspace__is_demo", "workspace__all_prove_twice", "role")
    )
    found: dict[UUID, Standing] = {}
    for workspace_id, is_demo, twice, role in rows:
        known = found[workspace_id].roles if workspace_id in found else frozenset()
        found[workspace_id] = Standing(workspace_id, known | {Role(role)}, is_demo, twice)
    return list(found.values())
