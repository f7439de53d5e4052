"""What an import would do: who is new, who changes, who is left out and why.

Nothing is written here. A person is recognised by staff number, else by e-mail address, else by
name within the unit (when neither number nor address contradicts it). An empty cell says nothing:
what the register knows stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from draagvlak.core.ids import uuid7
from draagvlak.lib.fold import fold_key
from draagvlak.lib.people_table import Column
from draagvlak.lib.unit_tree import join_path
from draagvlak.organisations.imports.staged import (
    Incoming,
    RowProblem,
    SampleRow,
    StoredPerson,
    many_at_once,
)
from draagvlak.organisations.imports.units import UnitMaker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from draagvlak.organisations.imports.units import KnownUnit, NewUnit

NAME_LENGTH = 150
SAMPLE = 8
DEEPEST = 20


class Outcome(StrEnum):
    """What happens with one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


class Clash(StrEnum):
    """Problems that only show beside the register; see `words` for what each says."""

    TOO_LONG = "too_long"
    EMAIL_TAKEN = "email_taken"
    EMAIL_ELSEWHERE = "email_elsewhere"
    SAME_PERSON = "same_person"
    SAME_NAME = "same_name"
    SEVERAL_FIT = "several_fit"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    UNIT_TOO_DEEP = "unit_too_deep"


@dataclass(frozen=True)
class Register:
    """What stands in the workspace before the import. Organisations by folded name."""

    organisations: dict[str, UUID]
    units: list[KnownUnit]
    people: list[StoredPerson]


@dataclass
class Plan:
    """The rows to write, and what to tell."""

    new: list[StoredPerson] = field(default_factory=list)
    changed: list[tuple[StoredPerson, StoredPerson]] = field(default_factory=list)
    unchanged: int = 0
    skipped: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    units: list[NewUnit] = field(default_factory=list)
    sample: list[SampleRow] = field(default_factory=list)

    @property
    def warnings(self) -> int:
        return sum(problem.warning for problem in self.problems)


@many_at_once()
def plan_import(people: Iterable[Incoming], register: Register, organisation_id: UUID) -> Plan:
    """Decide for every row. People without an organisation of their own join `organisation_id`."""
    planner = _Planner(register, organisation_id)
    for row in people:
        planner.take(row)
    planner.plan.units = planner.units.made
    return planner.plan


class _Planner:
    """The register in the ways in which rows look for it."""

    def __init__(self, register: Register, organisation_id: UUID) -> None:
        self.plan = Plan()
        self.default = organisation_id
        self.organisations = register.organisations
        self.units = UnitMaker(register.units)
        self.by_email = {person.email: person for person in register.people if person.email}
        self.by_number = {
            (person.organisation_id, person.external_id): person
            for person in register.people
            if person.external_id
        }
        self.by_name: dict[tuple[UUID, str], list[StoredPerson]] = {}
        for person in register.people:
            key = (person.organisation_id, fold_key(person.name))
            self.by_name.setdefault(key, []).append(person)
        self.met: dict[UUID, int] = {}
        self.bare: dict[tuple[UUID, tuple[str, ...], str], int] = {}

    def take(self, row: Incoming) -> None:
        """Decide what happens with one row."""
        outcome = self._decide(row)
        self.plan.problems += row.problems
        if outcome is Outcome.SKIPPED:
            self.plan.skipped += 1
        if len(self.plan.sample) < SAMPLE:
            unit = join_path(row.way)
            self.plan.sample.append(
                SampleRow(row.row, row.name, row.function, unit, row.email, outcome)
            )

    def _decide(self, row: Incoming) -> Outcome:
        if row.problems and not row.ok:
            return Outcome.SKIPPED
        organisation = self._organisation(row)
        if organisation is None:
            value = row.organisation
            return self._skip(row, Clash.UNKNOWN_ORGANISATION, Column.ORGANISATION, value)
        found = self._too_much(row) or self._find(row, organisation)
        if isinstance(found, Outcome):
            return found
        if found is None:
            return self._add(row, organisation)
        return self._change(row, found)

    def _too_much(self, row: Incoming) -> Outcome | None:
        if len(row.name) > NAME_LENGTH:
            return self._skip(row, Clash.TOO_LONG, Column.NAME, row.name[:80], NAME_LENGTH)
        if len(row.way) > DEEPEST:
            return self._skip(row, Clash.UNIT_TOO_DEEP, Column.UNIT, "", DEEPEST)
        return None

    def _organisation(self, row: Incoming) -> UUID | None:
        if not row.organisation:
            return self.default
        return self.organisations.get(fold_key(row.organisation))

    def _find(self, row: Incoming, organisation: UUID) -> StoredPerson | Outcome | None:
        """The person in the register that this row is about, None for nobody."""
        person = None
        holder = self.by_email.get(row.email) if row.email else None
        if row.number:
            person = self.by_number.get((organisation, row.number))
        if person is None and holder is not None:
            if holder.organisation_id != organisation:
                return self._skip(row, Clash.EMAIL_ELSEWHERE, Column.EMAIL, row.email)
            person = holder
        if person is None:
            fitting = self._namesakes(row, organisation)
            if len(fitting) > 1:
                return self._skip(row, Clash.SEVERAL_FIT, Column.NAME, row.name, len(fitting))
            person = fitting[0] if fitting else None
        if person is None:
            return None
        if holder is not None and holder.id != person.id:
            return self._skip(row, Clash.EMAIL_TAKEN, Column.EMAIL, holder.name)
        first = self.met.setdefault(person.id, row.row)
        if first != row.row:
            return self._skip(row, Clash.SAME_PERSON, Column.NAME, row.name, first)
        return person

    def _namesakes(self, row: Incoming, organisation: UUID) -> list[StoredPerson]:
        """People of this name (in this unit) whom nothing in the row tells apart from it."""
        if not self.by_name:
            return []
        fitting = self.by_name.get((organisation, fold_key(row.name)), [])
        if row.way and fitting:
            unit = self.units.find(organisation, row.way)
            fitting = [person for person in fitting if unit and person.unit_id == unit]
        return [
            person
            for person in fitting
            if not (row.email and person.email) and not (row.number and person.external_id)
        ]

    def _add(self, row: Incoming, organisation: UUID) -> Outcome:
        if not row.email and not row.number:
            key = (organisation, tuple(map(fold_key, row.way)), fold_key(row.name))
            first = self.bare.setdefault(key, row.row)
            if first != row.row:
                return self._skip(row, Clash.SAME_NAME, Column.NAME, row.name, first)
        self.plan.new.append(
            StoredPerson(
                uuid7(),
                organisation,
                self.units.find_or_make(organisation, row.way),
                row.name,
                row.sort_key,
                row.function,
                row.email,
                row.number,
                None,
                1,
            )
        )
        return Outcome.NEW

    def _change(self, row: Incoming, person: StoredPerson) -> Outcome:
        unit = self.units.find_or_make(person.organisation_id, row.way)
        renamed = row.name != person.name
        after = person._replace(
            unit_id=unit or person.unit_id,
            name=row.name,
            sort_key=row.sort_key if renamed else person.sort_key,
            function=row.function or person.function,
            email=row.email or person.email,
            external_id=row.number or person.external_id,
            left_on=None,
        )
        if after == person:
            self.plan.unchanged += 1
            return Outcome.UNCHANGED
        self.plan.changed.append((person, after._replace(version=person.version + 1)))
        return Outcome.CHANGED

    def _skip(
        self, row: Incoming, clash: Clash, column: Column, value: str = "", number: int = 0
    ) -> Outcome:
        self.plan.problems.append(RowProblem(row.row, clash, column, value[:150], number))
        return Outcome.SKIPPED
