"""Organisations, units, people, groups and imports, made by the product's own commands."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from draagvlak.organisations import commands
from draagvlak.organisations.imports.reading import checked_people, read_file

if TYPE_CHECKING:
    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group, Organisation, PeopleImport, Person, Unit

_numbers = count(1)

CSV = """\
Personeelsnummer;Naam;Functie;Afdeling;E-mail
1;Joke van Dam;Secretaresse;Directie / Secretariaat;joke@stad.example
2;Achmed el Idrissi;Adviseur;Ruimte;achmed@stad.example
3;Willemijn Bos;Beheerder;Directie / ICT;willemijn@stad.example
"""


def make_organisation(by: Actor, name: str = "") -> Organisation:
    return commands.add_organisation(by=by, name=name or f"Gemeente {next(_numbers)}")


def make_unit(
    by: Actor, organisation: Organisation | None = None, name: str = "", parent: Unit | None = None
) -> Unit:
    organisation = organisation or (parent.organisation if parent else make_organisation(by))
    name = name or f"Afdeling {next(_numbers)}"
    return commands.add_unit(by=by, organisation=organisation, name=name, parent=parent)


def make_person(
    by: Actor,
    name: str = "Pieter van der Jansen",
    *,
    organisation: Organisation | None = None,
    unit: Unit | None = None,
    function: str = "Secretaris",
    email: str = "",
    external_id: str = "",
) -> Person:
    organisation = organisation or (unit.organisation if unit else make_organisation(by))
    details = commands.PersonDetails(
        name=name,
        organisation=organisation,
        unit=unit,
        function=function,
        email=email,
        external_id=external_id,
    )
    return commands.add_person(by=by, details=details)


def make_group(by: Actor, *people: Person, name: str = "") -> Group:
    group = commands.add_group(by=by, name=name or f"Groep {next(_numbers)}")
    if people:
        commands.add_to_group(by=by, group=group, people=[person.pk for person in people])
        group.refresh_from_db()
    return group


def make_import(
    by: Actor,
    text: str = CSV,
    organisation: Organisation | None = None,
    filename: str = "mensen.csv",
) -> PeopleImport:
    """An import that waits to be looked at."""
    return commands.stage_import(
        by=by,
        organisation=organisation or make_organisation(by),
        filename=filename,
        table=read_file(text.encode(), filename),
    )


def apply(by: Actor, staged: PeopleImport) -> PeopleImport:
    return commands.apply_import(by=by, staged=staged, checked=checked_people(staged))
