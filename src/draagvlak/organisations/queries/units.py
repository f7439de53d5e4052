"""Organisations and their units, with how many people work there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import Length
from django.shortcuts import get_object_or_404

from draagvlak.core.remembered import remembered
from draagvlak.core.web import to
from draagvlak.lib.fold import fold_key
from draagvlak.organisations.models import Organisation, Person, Unit
from draagvlak.organisations.queries.sight import (
    organisations_in_sight,
    people_in_sight,
    sees_everyone,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from draagvlak.core.actor import Actor
    from draagvlak.core.search import Named

STEP = 4
"""Signs of `Unit.path` per level."""
DEEPEST = 20
"""Levels that fit into `Unit.path`."""
MANY_PLACES = 250
KIND_UNIT = "unit"
"""What search calls a unit."""


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation with the number of its units and of the people who work there now."""

    id: UUID
    name: str
    units: int
    people: int


@dataclass(frozen=True)
class UnitBranch:
    """A unit in its tree. `people` counts those in the units below it too.

    `hidden`: how many units stand below it that this page leaves out.
    """

    id: UUID
    name: str
    people: int
    branches: tuple[UnitBranch, ...]
    hidden: int = 0

    @property
    def below(self) -> int:
        """How many units stand below it."""
        return sum(1 + branch.below for branch in self.branches)


@dataclass(frozen=True)
class UnitPage:
    """A part of a tree that fits on a page: below one unit, or from the top.

    `way`: the units above it and the unit itself. `count`: the branches on this level together;
    `start`: how many of them come before those that are shown.
    """

    branches: tuple[UnitBranch, ...]
    way: tuple[UnitBranch, ...] = ()
    count: int = 0
    start: int = 0


@dataclass(frozen=True)
class Place:
    """A unit as a choice in a list: its name with the units above it."""

    id: UUID
    label: str
    depth: int


@dataclass(frozen=True)
class OrganisationPlaces:
    """An organisation with its units, in the order of the tree."""

    id: UUID
    name: str
    units: tuple[Place, ...]


def access_organisation(actor: Actor, organisation_id: UUID) -> Organisation:
    """An organisation that the actor sees, or Http404."""
    return get_object_or_404(organisations_in_sight(actor), pk=organisation_id)


def access_unit(actor: Actor, unit_id: UUID) -> Unit:
    """A unit of an organisation that the actor sees, with that organisation; or Http404."""
    units = units_in_sight(actor).select_related("organisation", "parent")
    return get_object_or_404(units, pk=unit_id)


def units_in_sight(actor: Actor) -> QuerySet[Unit]:
    """The units that the actor sees: all, or those where people in sight work."""
    units = Unit.objects.filter(workspace_id=actor.tenant)
    if sees_everyone(actor):
        return units
    return units.filter(pk__in=people_in_sight(actor).values("unit_id"))


def placed_units(actor: Actor, query: str, found: Sequence[Named]) -> list[Named]:
    """Units that were found, each in the tree of its organisation (one statement)."""
    del query
    rows = Unit.objects.filter(workspace_id=actor.tenant, pk__in=[one.id for one in found])
    homes = {
        key: (organisation_id, name)
        for key, organisation_id, name in rows.values_list(
            "pk", "organisation_id", "organisation__name"
        )
    }
    return [
        one._replace(
            note=homes[one.id][1],
            url=to(actor, "organisations:unit_tree", organisation_id=homes[one.id][0]),
        )
        for one in found
        if one.id in homes
    ]


def organisation_rows(actor: Actor) -> list[OrganisationRow]:
    """All organisations in sight by name, with their counts (three queries)."""
    seen = organisations_in_sight(actor).order_by("name").values_list("id", "name")
    people = _counts(people_in_sight(actor).present().values_list("organisation_id"))
    units = _counts(units_in_sight(actor).order_by().values_list("organisation_id"))
    return [OrganisationRow(pk, name, units[pk], people[pk]) for pk, name in seen]


def unit_page(
    actor: Actor, organisation: Organisation, under: UUID | None = None, number: int = 1
) -> UnitPage:
    """As many levels of the tree as fit on a page, below a unit or from the top.

    A unit that is not there is the top. A level of more than a page comes in parts, from part 1.
    """
    way = _way_to(unit_tree(actor, organisation), under) if under else ()
    level = way[-1].branches if way else unit_tree(actor, organisation)
    start = (number - 1) * MANY_PLACES
    shown = level[start : start + MANY_PLACES]
    depth, total, row = 0, 0, shown
    while row and (depth == 0 or total + len(row) <= MANY_PLACES):
        total += len(row)
        depth += 1
        row = tuple(below for branch in row for below in branch.branches)
    return UnitPage(tuple(_pruned(branch, depth) for branch in shown), way, len(level), start)


def _way_to(branches: tuple[UnitBranch, ...], wanted: UUID) -> tuple[UnitBranch, ...]:
    for branch in branches:
        if branch.id == wanted:
            return (branch,)
        if way := _way_to(branch.branches, wanted):
            return (branch, *way)
    return ()


def _pruned(branch: UnitBranch, depth: int) -> UnitBranch:
    if depth == 1:
        return replace(branch, branches=(), hidden=branch.below)
    return replace(branch, branches=tuple(_pruned(each, depth - 1) for each in branch.branches))


def unit_tree(actor: Actor, organisation: Organisation) -> tuple[UnitBranch, ...]:
    """The units of an organisation as a tree, by name.

    Two queries; none while nothing changes, for who sees everyone.
    """
    if not sees_everyone(actor):
        return _unit_tree(actor, organisation)
    return remembered(
        actor, "organisations.tree", lambda: _unit_tree(actor, organisation), organisation.pk
    )


def _unit_tree(actor: Actor, organisation: Organisation) -> tuple[UnitBranch, ...]:
    own = units_in_sight(actor).filter(organisation_id=organisation.pk).order_by("path")
    rows = list(own.values_list("id", "name", "path"))
    people = _counts(
        people_in_sight(actor)
        .present()
        .filter(organisation_id=organisation.pk, unit__isnull=False)
        .values_list("unit_id")
    )
    paths = {path for _, _, path in rows}
    below: defaultdict[str, list[tuple[UUID, str, str]]] = defaultdict(list)
    for row in rows:
        above = row[2][:-STEP]
        below[above if above in paths else ""].append(row)

    def branches(path: str) -> tuple[UnitBranch, ...]:
        found = []
        for pk, name, own_path in sorted(below[path], key=lambda row: fold_key(row[1])):
            under = branches(own_path)
            found.append(UnitBranch(pk, name, people[pk] + sum(b.people for b in under), under))
        return tuple(found)

    return branches("")


def places(actor: Actor, *, most: int | None = None) -> list[OrganisationPlaces]:
    """Every organisation in sight with its units as choices.

    With `most`, only as many levels as stay below that number of units. Asked once per version of
    the workspace for who sees everyone (three queries).
    """
    if not sees_everyone(actor):
        return _places(actor, most)
    return remembered(actor, "organisations.places", lambda: _places(actor, most), most)


def _places(actor: Actor, most: int | None) -> list[OrganisationPlaces]:
    units_seen = units_in_sight(actor)
    if most is not None:
        levels = units_seen.order_by().annotate(length=Length("path")).values_list("length")
        per_level = dict(levels.annotate(count=Count("*")))
        fits, total = STEP, 0
        for length in sorted(per_level):
            total += per_level[length]
            fits = length if total <= most else fits
        units_seen = units_seen.annotate(length=Length("path")).filter(length__lte=fits)
    rows = units_seen.order_by("path").values_list("id", "name", "path", "organisation_id")
    names = {(org, path): name for _, name, path, org in rows}
    units: defaultdict[UUID, list[Place]] = defaultdict(list)
    for pk, _, path, org in rows:
        units[org].append(Place(pk, " › ".join(_way(names, org, path)), len(path) // STEP - 1))
    seen = organisations_in_sight(actor).order_by("name").values_list("id", "name")
    return [
        OrganisationPlaces(pk, name, tuple(sorted(units[pk], key=lambda p: fold_key(p.label))))
        for pk, name in seen
    ]


def _way(names: dict[tuple[UUID, str], str], organisation: UUID, path: str) -> Iterator[str]:
    for end in range(STEP, len(path) + 1, STEP):
        if (organisation, path[:end]) in names:
            yield names[organisation, path[:end]]


def unit_below(unit: Unit) -> QuerySet[Unit]:
    """The unit itself and everything under it."""
    return Unit.objects.filter(
        workspace_id=unit.workspace_id,
        organisation_id=unit.organisation_id,
        path__startswith=unit.path,
    )


def siblings_named(
    workspace_id: UUID, organisation_id: UUID, parent_id: UUID | None, name: str
) -> list[UUID]:
    """Units beside each other that bear this name, however it is spelled."""
    beside = Unit.objects.filter(
        workspace_id=workspace_id, organisation_id=organisation_id, parent_id=parent_id
    )
    key = fold_key(name)
    return [pk for pk, other in beside.values_list("id", "name") if fold_key(other) == key]


def unit_holds(unit: Unit) -> tuple[bool, bool]:
    """Whether other units, and whether people (also those who left), hang under a unit."""
    units = Unit.objects.filter(workspace_id=unit.workspace_id, parent_id=unit.pk).exists()
    people = Person.objects.filter(workspace_id=unit.workspace_id, unit_id=unit.pk).exists()
    return units, people


def _counts(ids: QuerySet[Person, tuple[UUID]] | QuerySet[Unit, tuple[UUID]]) -> Counter[UUID]:
    counted: Iterable[tuple[UUID, int]] = ids.annotate(n=Count("pk")).order_by()
    return Counter(dict(counted))
