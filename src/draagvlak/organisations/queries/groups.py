"""Groups of people who will use a solution alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import get_object_or_404

from draagvlak.core.remembered import remembered
from draagvlak.organisations.models import Group, GroupMember
from draagvlak.organisations.queries.sight import groups_in_sight, sees_everyone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Person


class GroupRow(NamedTuple):
    """A group as a line in a list."""

    id: UUID
    name: str
    description: str
    size: int


def access_group(actor: Actor, group_id: UUID) -> Group:
    """A group that the actor sees, or Http404."""
    return get_object_or_404(groups_in_sight(actor), pk=group_id)


def groups(actor: Actor) -> list[GroupRow]:
    """The groups in sight, by name (one query; none while nothing changes and all are seen)."""
    if sees_everyone(actor):
        return remembered(actor, "organisations.groups", lambda: _groups(actor))
    return _groups(actor)


def _groups(actor: Actor) -> list[GroupRow]:
    found = groups_in_sight(actor).order_by("name")
    return [GroupRow(*row) for row in found.values_list("id", "name", "description", "size")]


def findable_groups(actor: Actor) -> Iterator[tuple[UUID, str, str]]:
    """The groups in sight with their names and descriptions, for a search."""
    rows = groups_in_sight(actor).order_by("name")
    return rows.values_list("id", "name", "description").iterator()


def groups_of(actor: Actor, person: Person) -> list[GroupRow]:
    """The groups in sight that a person belongs to, by name (one query)."""
    own = GroupMember.objects.filter(workspace_id=actor.tenant, person_id=person.pk)
    found = groups_in_sight(actor).filter(pk__in=own.values("group_id")).order_by("name")
    return [GroupRow(*row) for row in found.values_list("id", "name", "description", "size")]


def members_among(actor: Actor, group: Group, ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people who belong to the group."""
    inside = GroupMember.objects.filter(
        workspace_id=actor.tenant, group_id=group.pk, person_id__in=list(ids)
    )
    return set(inside.values_list("person_id", flat=True))
