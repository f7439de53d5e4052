"""Taking back what was done with the register, as far as nothing changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from draagvlak.core.audit import record
from draagvlak.core.command import command
from draagvlak.core.returning import kept_key
from draagvlak.core.web import to
from draagvlak.organisations.commands.groups import (
    add_to_group,
    change_group,
    take_out_several,
)
from draagvlak.organisations.commands.organisations import rename_organisation
from draagvlak.organisations.commands.people import PersonDetails, edit_person, mark_returned
from draagvlak.organisations.commands.units import change_unit, restore_unit
from draagvlak.organisations.models import Organisation, Unit
from draagvlak.organisations.queries import access_group, access_organisation, access_person
from draagvlak.organisations.queries.returning import (
    GROUPS,
    ORGANISATIONS,
    PEOPLE,
    UNITS,
    kept_members,
    kept_unit,
)

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Person


@command
def put_back_organisation(*, by: Actor, kept: str) -> str:
    """An organisation has its former name."""
    for row, back in ORGANISATIONS.returning(by, kept):
        name = str(back["name"])
        rename_organisation(by=by, organisation=row, name=name, was=row.name)
        record("organisations.changed_back", by=by, on=row)
    return to(by, "organisations:organisation_list")


@command
def put_back_unit(*, by: Actor, kept: str) -> str:
    """A unit has its former name and hangs where it hung."""
    for unit, back in UNITS.returning(by, kept):
        key = back["parent_id"]
        parent = Unit.objects.get(workspace_id=by.tenant, pk=str(key)) if key else None
        change_unit(by=by, unit=unit, name=str(back["name"]), parent=parent, was=unit.name)
        record("units.changed_back", by=by, on=unit)
    return to(by, "organisations:organisation_list")


@command
def put_back_removed_unit(*, by: Actor, kept: str) -> str:
    """A removed unit stands where it stood."""
    found = kept_unit(kept)
    rows = Unit.objects.filter(workspace_id=by.tenant)
    unit = restore_unit(
        by=by,
        organisation=access_organisation(by, UUID(found["organisation"])),
        unit_id=UUID(found["id"]),
        name=found["name"],
        parent=rows.get(pk=found["parent"]) if found["parent"] else None,
    )
    record("units.changed_back", by=by, on=unit)
    return to(by, "organisations:organisation_list")


@command
def put_back_group(*, by: Actor, kept: str) -> str:
    """A group is called and described as before."""
    address = to(by, "organisations:group_list")
    for group, back in GROUPS.returning(by, kept):
        change_group(
            by=by,
            group=group,
            name=str(back.get("name", group.name)),
            description=str(back.get("description", group.description)),
            was=(group.name, group.description),
        )
        record("groups.changed_back", by=by, on=group)
        address = to(by, "organisations:group_detail", group_id=group.pk)
    return address


@command
def put_back_member(*, by: Actor, kept: str) -> str:
    """Somebody is in the group again."""
    key, people = kept_members(kept)
    group = access_group(by, key)
    add_to_group(by=by, group=group, people=people)
    record("groups.changed_back", by=by, on=group)
    return to(by, "organisations:group_detail", group_id=group.pk)


@command
def withdraw_members(*, by: Actor, kept: str) -> str:
    """Those who came into a group are out of it again."""
    key, people = kept_members(kept)
    group = access_group(by, key)
    take_out_several(by=by, group=group, people=people)
    record("groups.changed_back", by=by, on=group)
    return to(by, "organisations:group_detail", group_id=group.pk)


@command
def put_back_person(*, by: Actor, kept: str) -> str:
    """What was written about somebody stands there again."""
    address = to(by, "organisations:person_list")
    for person, back in PEOPLE.returning(by, kept):
        details = _details(by, person, back)
        edit_person(by=by, person=person, details=details, version=person.version)
        record("people.changed_back", by=by, on=person)
        address = to(by, "organisations:person_detail", person_id=person.pk)
    return address


def _details(by: Actor, person: Person, back: dict[str, object]) -> PersonDetails:
    organisation, unit = person.organisation, person.unit
    if "organisation_id" in back:
        rows = Organisation.objects.filter(workspace_id=by.tenant)
        organisation = rows.get(pk=str(back["organisation_id"]))
        units = Unit.objects.filter(workspace_id=by.tenant)
        key = back["unit_id"]
        unit = units.filter(pk=str(key)).first() if key else None
    return PersonDetails(
        name=str(back.get("name", person.name)),
        organisation=organisation,
        unit=unit,
        function=str(back.get("function", person.function)),
        email=str(back.get("email", person.email)),
        external_id=str(back.get("external_id", person.external_id)),
    )


@command
def put_back_left(*, by: Actor, kept: str) -> str:
    """Somebody works there after all."""
    person = mark_returned(by=by, person=access_person(by, kept_key(kept)))
    record("people.changed_back", by=by, on=person)
    return to(by, "organisations:person_detail", person_id=person.pk)
