"""What an import would do: who is new, who changes, who is left out and why.

Nothing is written here. A person is recognised by staff number, else by e-mail address, else by
name within the unit (when neither number nor address contradicts it). An empty cell says nothing:
what the register knows stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from draagvlak.core.ids import uuid7
from draagvlak.lib.fold import fold_key
from draagvlak.lib.people_table import Column
from draagvlak.lib.unit_tree import join_path
from draagvlak.organisations.imports.staged import (
    Difference,
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
SHOWN = 50
"""Differences that a preview shows of each kind."""
DEEPEST = 20


class Outcome(StrEnum):
    """What happens with one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    LEAVER = "leaver"
    PASSED = "passed"


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
    moved: int = 0
    gone: list[StoredPerson] = field(default_factory=list)
    changes: list[Difference] = field(default_factory=list)
    moves: list[Difference] = field(default_factory=list)
    passed: list[tuple[int, str]] = field(default_factory=list)
    leavers: int = 0
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
    planner.plan.gone = planner.gone(register)
    return planner.plan


def unit_names(register: Register, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The way to these units, as people read it."""
    known = {unit.id: unit for unit in register.units}
    found: dict[UUID, str] = {}
    for pk in ids:
        way: list[str] = []
        here = known.get(pk) if pk else None
        while here is not None:
            way.append(here.name)
            here = known.get(here.parent_id) if here.parent_id else None
        if pk and way:
            found[pk] = join_path(tuple(reversed(way)))
    return found


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
        self.register = register
        self.met: dict[UUID, int] = {}
        self.seen: set[UUID] = {organisation_id}
        self.doubtful: set[str] = set()
        self.bare: dict[tuple[UUID, tuple[str, ...], str], int] = {}

    def take(self, row: Incoming) -> None:
        """Decide what happens with one row."""
        if row.passed_over:
            outcome = Outcome.PASSED
            self.plan.passed.append((row.row, row.name))
        else:
            outcome = self._decide(row)
            self.plan.problems += row.problems
        if outcome is Outcome.SKIPPED:
            self.plan.skipped += 1
        if outcome is Outcome.LEAVER:
            self.plan.leavers += 1
        if outcome in (Outcome.SKIPPED, Outcome.PASSED):
            self.doubtful.update(
                each for each in (row.number, row.email, fold_key(row.name)) if each
            )
        if len(self.plan.sample) < SAMPLE:
            unit = join_path(row.way)
            self.plan.sample.append(
                SampleRow(row.row, row.name, row.function, unit, row.email, outcome)
            )

    def gone(self, register: Register) -> list[StoredPerson]:
        """Who works here and is not in the file, in the organisations that it is about.

        Whoever may be meant by a row with a problem is not gone.
        """
        return [
            person
            for person in register.people
            if person.left_on is None
            and person.organisation_id in self.seen
            and person.id not in self.met
            and not (
                self.doubtful
                and {person.external_id, person.email, fold_key(person.name)} & self.doubtful
            )
        ]

    def _decide(self, row: Incoming) -> Outcome:
        if row.problems and not row.ok:
            return Outcome.SKIPPED
        organisation = self._organisation(row)
        if organisation is None:
            value = row.organisation
            return self._skip(row, Clash.UNKNOWN_ORGANISATION, Column.ORGANISATION, value)
        self.seen.add(organisation)
        found = self._too_much(row) or self._find(row, organisation)
        if isinstance(found, Outcome):
            return found
        if found is None and row.left_on:
            return Outcome.LEAVER
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
        known = holder or (self.by_email.get(row.second_email) if row.second_email else None)
        if row.number:
            person = self.by_number.get((organisation, row.number))
        if person is None and known is not None:
            if known.organisation_id != organisation:
                return self._skip(row, Clash.EMAIL_ELSEWHERE, Column.EMAIL, row.email)
            person = known
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
            left_on=self._left_on(row, person),
        )
        if after == person:
            self.plan.unchanged += 1
            return Outcome.UNCHANGED
        self.plan.changed.append((person, after._replace(version=person.version + 1)))
        moved = person.unit_id is not None and after.unit_id != person.unit_id
        self.plan.moved += moved
        shown = self.plan.moves if moved else self.plan.changes
        if len(shown) < SHOWN:
            shown.append(self._difference(row, person, after))
        return Outcome.CHANGED

    @staticmethod
    def _left_on(row: Incoming, person: StoredPerson) -> dt.date | None:
        if not row.left_on:
            return None
        return person.left_on or dt.date.fromisoformat(row.left_on)

    def _difference(self, row: Incoming, old: StoredPerson, new: StoredPerson) -> Difference:
        fields = [
            (column, before, after)
            for column, before, after in (
                (Column.NAME, old.name, new.name),
                (Column.FUNCTION, old.function, new.function),
                (Column.EMAIL, old.email, new.email),
                (Column.PERSONNEL_NUMBER, old.external_id, new.external_id),
            )
            if before != after
        ]
        if old.unit_id != new.unit_id:
            names = unit_names(self.register, [old.unit_id])
            before = names.get(old.unit_id, "") if old.unit_id else ""
            fields.append((Column.UNIT, before, join_path(row.way)))
        if old.left_on != new.left_on:
            days = [day.isoformat() if day else "" for day in (old.left_on, new.left_on)]
            fields.append((Column.LEFT_ON, days[0], days[1]))
        return Difference(row.row, new.name, [(str(column), a, b) for column, a, b in fields])

    def _skip(
        self, row: Incoming, clash: Clash, column: Column, value: str = "", number: int = 0
    ) -> Outcome:
        self.plan.problems.append(RowProblem(row.row, clash, column, value[:150], number))
        return Outcome.SKIPPED
