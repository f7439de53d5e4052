"""Where a user is, and as whom: the gate asks this for every request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.core.actor import Actor, ActorKind, ProgrammeRef, WorkspaceRef
from draagvlak.core.policy import GUIDES, Role
from draagvlak.core.prepared import prepared
from draagvlak.programmes.models import Membership, Programme

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

    from django.db.models import QuerySet


@dataclass(frozen=True)
class ProgrammeCard:
    """A programme as its members choose it. `roles` are words for `held`, this user's roles."""

    workspace: WorkspaceRef
    programme: ProgrammeRef
    roles: tuple[str, ...]
    held: frozenset[Role] = frozenset()


def find_place(*, user_id: UUID, name: str, workspace: str, programme: str | None) -> Actor | None:
    """The actor that a user is in a workspace, or in one of its programmes; None for an outsider.

    In a workspace all roles of its programmes count, and one programme is at hand for the menu;
    a workspace administrator is administrator
    in every programme. One query; a second one only for an administrator who holds no role in the
    programme itself.
    """
    held = _held(user_id, workspace)
    if not held:
        return None
    place = held[0][0]
    if programme is None:
        roles = frozenset(role for _, _, role in held)
        home = next((there for _, there, _ in held if there is not None), None)
        return Actor(ActorKind.USER, user_id, name, roles, place, home)
    roles = frozenset(role for _, there, role in held if there is None or there.slug == programme)
    found = next((there for _, there, _ in held if there and there.slug == programme), None)
    if found is None and roles:
        found = _programme(place, programme)
    if found is None:
        return None
    return Actor(ActorKind.USER, user_id, name, roles, place, found)


def programmes_of(user_id: UUID) -> list[ProgrammeCard]:
    """Every programme in which the user holds a role, the newest first."""
    order = list(Role)
    rows = sorted(
        Membership.objects.present()
        .filter(user_id=user_id, programme__isnull=False)
        .select_related("workspace", "programme"),
        key=lambda row: order.index(Role(row.role)),
    )
    found: dict[UUID, ProgrammeCard] = {}
    begun: dict[UUID, dt.datetime] = {}
    for row in rows:
        programme, space = row.programme, row.workspace
        if programme is None:
            continue
        known = found.get(programme.pk)
        begun[programme.pk] = programme.created_at
        found[programme.pk] = ProgrammeCard(
            WorkspaceRef(space.pk, space.slug, space.name, space.is_demo, space.all_prove_twice),
            ProgrammeRef(programme.pk, programme.slug, programme.name, programme.phase),
            (*(known.roles if known else ()), row.get_role_display()),
            (known.held if known else frozenset()) | {Role(row.role)},
        )
    return sorted(found.values(), key=lambda card: begun[card.programme.id], reverse=True)


def home_of(user_id: UUID, name: str) -> Actor | None:
    """The user in the newest workspace (no demo) where they may open a programme, or None."""
    row = (
        Membership.objects.present()
        .filter(
            user_id=user_id,
            role__in=[*GUIDES, Role.ADMINISTRATOR],
            workspace__is_demo=False,
        )
        .order_by("-workspace__created_at", "id")
        .values_list("workspace__slug", flat=True)
        .first()
    )
    if row is None:
        return None
    return find_place(user_id=user_id, name=name, workspace=row, programme=None)


def keeps_anywhere(user_id: UUID) -> bool:
    """Whether the user guides or administers any workspace, a demo counts too."""
    return (
        Membership.objects.present()
        .filter(user_id=user_id, role__in=[*GUIDES, Role.ADMINISTRATOR])
        .exists()
    )


def _held(user_id: UUID, workspace: str) -> list[tuple[WorkspaceRef, ProgrammeRef | None, Role]]:
    return [
        (
            WorkspaceRef(space, slug, label, demo, twice),
            ProgrammeRef(programme, its_slug, its_name, phase) if programme else None,
            Role(role),
        )
        for space, slug, label, demo, twice, programme, its_slug, its_name, phase, role in _roles(
            user_id, workspace
        )
    ]


@prepared
def _roles(
    user_id: UUID, workspace: str
) -> QuerySet[Membership, tuple[UUID, str, str, bool, bool, UUID | None, str, str, str, str]]:
    rows = Membership.objects.present().filter(workspace__slug=workspace, user_id=user_id)
    return rows.values_list(
        "workspace_id",
        "workspace__slug",
        "workspace__name",
        "workspace__is_demo",
        "workspace__all_prove_twice",
        "programme_id",
        "programme__slug",
        "programme__name",
        "programme__phase",
        "role",
    )


def _programme(place: WorkspaceRef, slug: str) -> ProgrammeRef | None:
    found = Programme.objects.filter(workspace_id=place.id, slug=slug).first()
    if found is None:
        return None
    return ProgrammeRef(found.pk, found.slug, found.name, found.phase)
