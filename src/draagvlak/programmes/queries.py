"""Programmes as a user finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.actor import Actor, ActorKind, ProgrammeRef, WorkspaceRef
from draagvlak.core.models import Workspace
from draagvlak.core.policy import Role
from draagvlak.programmes.models import Membership, Programme

if TYPE_CHECKING:
    from uuid import UUID


def find_place(*, user_id: UUID, name: str, workspace: str, programme: str | None) -> Actor | None:
    """The actor that a user is in a workspace, or in one of its programmes; None for an outsider.

    In a workspace all roles of its programmes count; a workspace administrator is administrator
    in every programme.
    """
    space = Workspace.objects.filter(slug=workspace).first()
    if space is None:
        return None
    held = list(
        Membership.objects.filter(workspace_id=space.pk, user_id=user_id).values_list(
            "programme_id", "role"
        )
    )
    if not held:
        return None
    place = WorkspaceRef(space.pk, space.slug, space.name, space.is_demo)
    if programme is None:
        roles = frozenset(Role(role) for _, role in held)
        return Actor(ActorKind.USER, user_id, name, roles, place)
    found = Programme.objects.filter(workspace_id=space.pk, slug=programme).first()
    if found is None:
        return None
    roles = frozenset(Role(role) for there, role in held if there in (None, found.pk))
    if not roles:
        return None
    ref = ProgrammeRef(found.pk, found.slug, found.name, found.phase)
    return Actor(ActorKind.USER, user_id, name, roles, place, ref)
