"""What taking back an act on the register would come to, for many acts at once.

Whether a name or an address is free again, the rules say when it is taken back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from draagvlak.core.returning import Edited, look_at, look_away
from draagvlak.organisations.models import Group, GroupMember, Organisation, Person, Unit
from draagvlak.organisations.queries.sight import (
    groups_in_sight,
    organisations_in_sight,
    people_in_sight,
)
from draagvlak.organisations.queries.units import units_in_sight

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from draagvlak.core.actor import Actor
    from draagvlak.core.undo import Outlook

ORGANISATIONS: Edited[Organisation] = Edited(organisations_in_sight, {"name": _("the name")})
UNITS: Edited[Unit] = Edited(
    lambda actor: units_in_sight(actor).select_related("organisation"),
    {"name": _("the name"), "parent": _("the unit above")},
    together=[frozenset({"name", "parent"})],
)
GROUPS: Edited[Group] = Edited(
    groups_in_sight, {"name": _("the name"), "description": _("the description")}
)
PEOPLE: Edited[Person] = Edited(
    lambda actor: people_in_sight(actor).select_related("organisation", "unit"),
    {
        "name": _("the name"),
        "organisation": _("the organisation"),
        "unit": _("the unit"),
        "function": _("the function"),
        "email": _("the e-mail address"),
        "external_id": _("the staff number"),
    },
    together=[frozenset({"organisation", "unit"})],
)
look_at_left = look_away(lambda actor: people_in_sight(actor).exclude(left_on=None))


def keep_unit(unit: Unit) -> str:
    """What the way back needs of a unit that was removed."""
    parent = str(unit.parent_id) if unit.parent_id else ""
    ends = {"organisation": str(unit.organisation_id), "parent": parent}
    return json.dumps({"id": str(unit.pk), "name": unit.name, **ends})


def kept_unit(kept: str) -> dict[str, str]:
    """What `keep_unit` wrote."""
    found: dict[str, str] = json.loads(kept)
    return found


def look_at_removed_units(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """A unit comes back where it was, while what it hung under is there (two statements)."""
    units = [kept_unit(each) for each in kept]
    keys = {unit["id"] for unit in units} | {unit["parent"] for unit in units if unit["parent"]}
    rows = Unit.objects.filter(workspace_id=actor.tenant, pk__in=keys)
    there = {str(key) for key in rows.values_list("pk", flat=True)}
    owners = organisations_in_sight(actor).filter(pk__in={unit["organisation"] for unit in units})
    kept_by = {str(key) for key in owners.values_list("pk", flat=True)}
    still = {
        unit["id"]
        for unit in units
        if unit["id"] not in there
        and unit["organisation"] in kept_by
        and (not unit["parent"] or unit["parent"] in there)
    }
    return look_at([unit["id"] for unit in units], still)


def keep_members(group: Group, people: Iterable[UUID]) -> str:
    """What the way back needs of people who came into a group or went."""
    return json.dumps({"group": str(group.pk), "people": [str(each) for each in people]})


def kept_members(kept: str) -> tuple[UUID, list[UUID]]:
    """What `keep_members` wrote."""
    found = json.loads(kept)
    return UUID(found["group"]), [UUID(each) for each in found["people"]]


def look_at_taken_out(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Somebody comes back into a group that they are not in (three statements)."""
    acts = [kept_members(each) for each in kept]
    inside = members_standing(actor, acts)
    here = _groups(actor, acts)
    wanted = {person for _group, people in acts for person in people}
    rows = people_in_sight(actor).filter(pk__in=wanted)
    known = set(rows.values_list("pk", flat=True))
    keys = [(group, people[0]) for group, people in acts]
    still = {key for key in keys if key[0] in here and key[1] in known and key not in inside}
    return look_at(keys, still)


def look_at_put_in(actor: Actor, kept: Sequence[str]) -> list[Outlook]:
    """Those who came into a group go out again, as far as they still are in it."""
    acts = [kept_members(each) for each in kept]
    inside = members_standing(actor, acts)
    here = _groups(actor, acts)
    places = list(range(len(acts)))
    still = {
        place
        for place, (group, people) in enumerate(acts)
        if group in here and any((group, person) in inside for person in people)
    }
    return look_at(places, still)


def members_standing(
    actor: Actor, acts: Sequence[tuple[UUID, Sequence[UUID]]]
) -> set[tuple[UUID, UUID]]:
    """Who of these still is in which group."""
    rows = GroupMember.objects.filter(
        workspace_id=actor.tenant,
        group_id__in={group for group, _people in acts},
        person_id__in={person for _group, people in acts for person in people},
    )
    return set(rows.values_list("group_id", "person_id"))


def _groups(actor: Actor, acts: Sequence[tuple[UUID, Sequence[UUID]]]) -> set[UUID]:
    rows = groups_in_sight(actor).filter(pk__in={group for group, _people in acts})
    return set(rows.values_list("pk", flat=True))
