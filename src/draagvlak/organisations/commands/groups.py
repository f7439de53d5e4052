"""Groups come, are described anew, and gain or lose members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.undo import leave
from draagvlak.core.versions import EditConflict
from draagvlak.organisations.imports.sizes import count_groups
from draagvlak.organisations.models import Group, GroupMember
from draagvlak.organisations.queries import people_in_sight
from draagvlak.organisations.queries.returning import GROUPS, keep_members
from draagvlak.organisations.rules import may_keep_register, may_name_group

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Person

SOME = 500
"""People per statement, below the limit on parameters of every database; the way back of adding
people keeps so many at most."""


@command
def add_group(*, by: Actor, name: str, description: str = "", once: str = "") -> Group:
    """Add a group, still without members."""
    del once
    may_name_group(by, name).demand()
    group = Group.objects.create(workspace_id=by.tenant, name=name, description=description)
    record("groups.added", by=by, on=group)
    return group


@command
def change_group(
    *, by: Actor, group: Group, name: str, description: str, was: tuple[str, str]
) -> Group:
    """Rename or describe a group. `was`: name and description as seen; else `EditConflict`."""
    may_name_group(by, name, besides=group).demand()
    rows = Group.objects.filter(workspace_id=by.tenant, pk=group.pk)
    seen = rows.filter(name=was[0], description=was[1])
    if not seen.update(name=name, description=description):
        raise EditConflict(rows.get())
    fresh = rows.get()
    event = record("groups.changed", by=by, on=fresh)
    before = {"name": was[0], "description": was[1]}
    leave(event, by=by, kept=GROUPS.kept(before, fresh), touches=[fresh.pk])
    return fresh


@command
def add_to_group(*, by: Actor, group: Group, people: Collection[UUID]) -> int:
    """Add people of this workspace to a group; returns how many were not in it yet."""
    may_keep_register(by).demand()
    wanted = list(people)
    before = GroupMember.objects.filter(workspace_id=by.tenant, group_id=group.pk)
    count = before.count()
    present = list(before.filter(person_id__in=wanted[:SOME]).values_list("person_id", flat=True))
    for start in range(0, len(wanted), SOME):
        some = people_in_sight(by).filter(pk__in=wanted[start : start + SOME])
        GroupMember.objects.bulk_create(
            [
                GroupMember(workspace_id=by.tenant, group_id=group.pk, person_id=pk)
                for pk in some.values_list("pk", flat=True)
            ],
            ignore_conflicts=True,
        )
    count_groups(by.tenant, Group.objects.filter(workspace_id=by.tenant, pk=group.pk))
    event = record("groups.people_added", by=by, on=group)
    if len(wanted) <= SOME:
        inside = before.filter(person_id__in=wanted).values_list("person_id", flat=True)
        came = sorted(set(inside) - set(present))
        if came:
            leave(event, by=by, kept=keep_members(group, came), touches=[group.pk, *came])
    return before.count() - count


@command
def take_out_of_group(*, by: Actor, group: Group, person: Person) -> bool:
    """Take somebody out of a group; False when they were not in it."""
    may_keep_register(by).demand()
    gone = _take_out(by, group, [person.pk])
    event = record("groups.person_taken_out", by=by, on=group)
    if gone:
        kept = keep_members(group, [person.pk])
        leave(event, by=by, kept=kept, touches=[group.pk, person.pk])
    return bool(gone)


@command
def take_out_several(*, by: Actor, group: Group, people: Collection[UUID]) -> int:
    """Take people out of a group who came in together; returns how many were in it."""
    may_keep_register(by).demand()
    gone = _take_out(by, group, people)
    record("groups.person_taken_out", by=by, on=group)
    return gone


def _take_out(by: Actor, group: Group, people: Collection[UUID]) -> int:
    rows = GroupMember.objects.filter(workspace_id=by.tenant, group_id=group.pk)
    gone, _rows = rows.filter(person_id__in=list(people)).delete()
    count_groups(by.tenant, Group.objects.filter(workspace_id=by.tenant, pk=group.pk))
    return gone
