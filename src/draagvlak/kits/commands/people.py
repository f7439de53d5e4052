"""The organisations, units, people and groups of a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from draagvlak.core.search import index_new
from draagvlak.lib.person_name import parse_name
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person, Unit
from draagvlak.organisations.queries import KIND_UNIT

if TYPE_CHECKING:
    from draagvlak.kits.commands.place import Place
    from draagvlak.kits.imports import Entry


def put_people(place: Place, content: Entry) -> None:
    """Write everybody down, in a handful of statements."""
    space = place.workspace.pk
    for entry in content.entries("organisations"):
        place.organisations[entry.text("key")] = Organisation(
            workspace_id=space, name=entry.text("name")
        )
    Organisation.objects.bulk_create(place.organisations.values())
    units = _units(place, content)
    for entry in content.entries("people"):
        unit = units[entry.text("unit")]
        place.people[entry.text("key")] = Person(
            workspace_id=space,
            organisation_id=unit.organisation_id,
            unit=unit,
            name=entry.text("name"),
            sort_key=parse_name(entry.text("name")).sort_key[:180],
            function=entry.text("function"),
            email=entry.text("email"),
        )
    Person.objects.bulk_create(place.people.values())
    _groups(place, content)


def _units(place: Place, content: Entry) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    beside: dict[str, int] = {}
    for entry in content.entries("units"):
        parent = units.get(entry.text("parent"))
        branch = parent.path if parent else f"{entry.text('organisation')}:"
        beside[branch] = beside.get(branch, 0) + 1
        step = f"{beside[branch]:04d}"
        units[entry.text("key")] = Unit(
            workspace_id=place.workspace.pk,
            organisation=place.organisations[entry.text("organisation")],
            parent=parent,
            name=entry.text("name"),
            path=(parent.path if parent else "") + step,
            depth=parent.depth + 1 if parent else 0,
        )
    Unit.objects.bulk_create(units.values())
    names = {unit.pk: [unit.name] for unit in units.values()}
    index_new(KIND_UNIT, names, workspace_id=place.workspace.pk, programme_id=None)
    return units


def _groups(place: Place, content: Entry) -> None:
    space = place.workspace.pk
    members = []
    for entry in content.entries("groups"):
        people = [place.people[key] for key in entry.texts("people")]
        group = Group(
            workspace_id=space,
            name=entry.text("name"),
            description=entry.text("description"),
            size=len(people),
        )
        place.groups[entry.text("key")] = group
        for person in people:
            members.append(GroupMember(workspace_id=space, group=group, person=person))
            place.group_of.setdefault(person.pk, group.pk)
    Group.objects.bulk_create(place.groups.values())
    GroupMember.objects.bulk_create(members)
