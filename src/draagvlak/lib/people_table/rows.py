"""From rows to people, each with its problems; one broken row never stops the others."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol

from draagvlak.lib.fold import fold_key
from draagvlak.lib.people_table.leaving import read_day, says_gone
from draagvlak.lib.people_table.unit_codes import code_key, find_codes
from draagvlak.lib.people_table.words import Column
from draagvlak.lib.person_name import PersonName, compose_name, parse_name
from draagvlak.lib.unit_tree import ResolvedUnits, join_path, resolve, split_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from draagvlak.lib.people_table.columns import Mapping
    from draagvlak.lib.table_file import Row, SmallSheet
    from draagvlak.lib.unit_tree import Path

FIELD_LIMITS = {
    Column.NAME: 200,
    Column.GIVEN_NAME: 100,
    Column.INITIALS: 30,
    Column.INFIX: 40,
    Column.FAMILY_NAME: 120,
    Column.EMAIL: 254,
    Column.SECOND_EMAIL: 1000,
    Column.FUNCTION: 150,
    Column.UNIT: 150,
    Column.PARENT_UNIT: 150,
    Column.ORGANISATION: 150,
    Column.MANAGER: 254,
    Column.PERSONNEL_NUMBER: 50,
    Column.UNIT_CODE: 150,
    Column.LEFT_ON: 50,
    Column.STATUS: 150,
}
"""Characters per field; for units per name in the path."""

_SHOWN = 80
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}"
)
_BETWEEN = re.compile(r"[;,/\s]+")
_WRAPPED_EMAIL = re.compile(r"(?:mailto:)|^[^<>]*<([^<>]+)>$", re.IGNORECASE)
# UTF-8 that was once read as Windows-1252 ("JosÃ©"), and the sign for a lost character.
_BROKEN = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|ï¿½")


class Severity(StrEnum):
    """Whether the row can be imported."""

    ERROR = "error"
    WARNING = "warning"


class ProblemCode(StrEnum):
    """One code per message about one row. `number` of the problem is explained here."""

    MISSING_NAME = "missing_name"
    BAD_EMAIL = "bad_email"
    DUPLICATE_EMAIL = "duplicate_email_in_file"
    """number: the row that has this address first."""
    DUPLICATE_NUMBER = "duplicate_number_in_file"
    """number: the row that has this personnel number first."""
    FORMULA_IN_CELL = "formula_in_cell"
    TOO_LONG = "too_long"
    """number: the most characters."""
    UNIT_CYCLE = "unit_cycle"
    """value: the cycle, "ICT > Bedrijfsvoering > ICT"."""
    PASSED_OVER = "passed_over"
    """Somebody chose to leave this row out."""
    SEVERAL_EMAILS = "several_emails"
    """A warning: the cell holds more addresses; the first one counts. value: the cell."""
    UNKNOWN_CODE = "unknown_unit_code"
    """A warning: no list explains this unit code; the code becomes the name."""
    BAD_DAY = "bad_day"
    """A warning: the last day of work cannot be read."""
    BROKEN_CHARACTER = "broken_character"
    """A warning: a character was lost before the file came here ("JosÃ©")."""
    UNIT_MISSING = "unit_missing"
    """A warning: the table has units, this row has none."""
    UNIT_TWO_PARENTS = "unit_two_parents"
    """A warning: the file names several units above this one; the first is taken. value: them."""


_WARNINGS = frozenset(
    (
        ProblemCode.BROKEN_CHARACTER,
        ProblemCode.UNIT_MISSING,
        ProblemCode.UNIT_TWO_PARENTS,
        ProblemCode.SEVERAL_EMAILS,
        ProblemCode.UNKNOWN_CODE,
        ProblemCode.BAD_DAY,
    )
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell. `value` is what stands there, cut to 80 characters."""

    code: ProblemCode
    column: Column
    value: str = ""
    number: int = 0

    @property
    def severity(self) -> Severity:
        """An error keeps the row out of the import; a warning does not."""
        return Severity.WARNING if self.code in _WARNINGS else Severity.ERROR


class PersonRow(NamedTuple):
    """One row as a person. Texts are squeezed; an empty text means that the row says nothing."""

    number: int
    """Row number in the file, as a spreadsheet shows it."""
    name: PersonName
    email: str
    """In lower case; as written when it is no address."""
    function: str
    unit_path: tuple[str, ...]
    """From the top down."""
    organisation: str
    manager: str
    personnel_number: str
    problems: tuple[Problem, ...]
    second_email: str = ""
    """Another address, by which the person may be known."""
    left_on: dt.date | None = None
    """The day since which the person no longer works here."""

    @property
    def ok(self) -> bool:
        """Whether this row can be imported."""
        return all(problem.severity is Severity.WARNING for problem in self.problems)


class NumberedRows(Protocol):
    """A `Table` or a `TableSource`."""

    @property
    def header(self) -> tuple[str, ...]:
        """The header."""

    @property
    def beside(self) -> tuple[SmallSheet, ...]:
        """The other sheets, as far as they are small."""

    def numbered(self) -> Iterator[Row]:
        """The rows with their numbers; may be called more than once."""


def parse_people(
    table: NumberedRows,
    mapping: Mapping,
    passed: AbstractSet[int] = frozenset(),
    today: dt.date | None = None,
) -> list[PersonRow]:
    """Every row of the table as a person, in its order. Raises nothing.

    The mapping must have as many columns as the table. `passed`: numbers of rows to leave out;
    `today`: what last days of work are compared with.
    """
    return list(iter_people(table, mapping, passed, today))


def iter_people(
    table: NumberedRows,
    mapping: Mapping,
    passed: AbstractSet[int] = frozenset(),
    today: dt.date | None = None,
) -> Iterator[PersonRow]:
    """The same one by one; only addresses and personnel numbers are kept in memory."""
    reader = _Reader(table, mapping, today or dt.datetime.now(tz=dt.UTC).date())
    for row in table.numbered():
        yield reader.passed_over(row) if row.number in passed else reader.person(row)


class _Reader:
    """What has to be known across rows: the columns, the units, the addresses seen."""

    def __init__(self, table: NumberedRows, mapping: Mapping, today: dt.date) -> None:
        self.today = today
        self.at = {
            column: index
            for index, column in reversed(list(enumerate(mapping.columns)))
            if column is not None
        }
        self.columns = mapping.columns
        self.units = mapping.unit_indexes(table.header)
        self.emails: dict[str, int] = {}
        self.numbers: dict[str, int] = {}
        self.codes = self._codes(table) if Column.UNIT_CODE in self.at else {}
        self.resolved = self._resolve(table) if Column.PARENT_UNIT in self.at else None

    def _codes(self, table: NumberedRows) -> dict[str, Path]:
        at = self.at[Column.UNIT_CODE]
        return find_codes(table.beside, [row.cells[at] for row in islice(table.numbered(), 500)])

    def _resolve(self, table: NumberedRows) -> ResolvedUnits:
        own, above = self.units[-1:], self.at[Column.PARENT_UNIT]
        rows = table.numbered() if own else iter(())
        return resolve((row.cells[own[0]], row.cells[above]) for row in rows)

    def passed_over(self, row: Row) -> PersonRow:
        """A row that somebody left out: who it is, so that nobody takes them for gone."""
        texts = {column: " ".join(row.cells[index].split()) for column, index in self.at.items()}
        return PersonRow(
            number=row.number,
            name=_name(texts),
            email=texts.get(Column.EMAIL, "").lower(),
            function="",
            unit_path=(),
            organisation=texts.get(Column.ORGANISATION, ""),
            manager="",
            personnel_number=texts.get(Column.PERSONNEL_NUMBER, ""),
            problems=(Problem(ProblemCode.PASSED_OVER, Column.NAME),),
        )

    def person(self, row: Row) -> PersonRow:
        """The person in a row, with its problems in the order of the columns."""
        cells = row.cells
        texts = {column: " ".join(cells[index].split()) for column, index in self.at.items()}
        problems = self._formulas(row) if row.formulas else []
        name = _name(texts)
        if not name:
            problems.append(Problem(ProblemCode.MISSING_NAME, Column.NAME))
        email, second = self._emails(texts, row.number, problems)
        left_on = self._left_on(texts, problems)
        unit_path = self._unit_path(row, problems)
        number = texts.get(Column.PERSONNEL_NUMBER, "")
        if number:
            self._note_number(number, row.number, problems)
        if self.units:
            texts[Column.UNIT] = max(unit_path, key=len, default="")
        for column, text in texts.items():
            limit = FIELD_LIMITS[column]
            if len(text) > limit:
                problems.append(Problem(ProblemCode.TOO_LONG, column, text[:_SHOWN], limit))
            seen = join_path(unit_path) if column is Column.UNIT else text
            if not seen.isascii() and _BROKEN.search(seen):
                problems.append(Problem(ProblemCode.BROKEN_CHARACTER, column, seen[:_SHOWN]))
        return PersonRow(
            number=row.number,
            name=name,
            email=email,
            function=texts.get(Column.FUNCTION, ""),
            unit_path=unit_path,
            organisation=texts.get(Column.ORGANISATION, ""),
            manager=texts.get(Column.MANAGER, ""),
            personnel_number=number,
            problems=tuple(problems),
            second_email=second,
            left_on=left_on,
        )

    def _formulas(self, row: Row) -> list[Problem]:
        return [
            Problem(ProblemCode.FORMULA_IN_CELL, column, row.cells[index][:_SHOWN])
            for index in row.formulas
            if (column := self.columns[index]) is not None
        ]

    def _emails(
        self, texts: dict[Column, str], number: int, problems: list[Problem]
    ) -> tuple[str, str]:
        """The address that counts, and another by which the person may be known."""
        first = texts.get(Column.EMAIL, "")
        if not first.isalnum() and _BETWEEN.search(first):
            parts = [part for part in _BETWEEN.split(first) if part]
            if len(parts) > 1 and all(_EMAIL.fullmatch(part) for part in parts):
                value = first[:_SHOWN]
                problems.append(Problem(ProblemCode.SEVERAL_EMAILS, Column.EMAIL, value))
                texts[Column.EMAIL] = first = parts[0]
        second = texts.get(Column.SECOND_EMAIL, "")
        if second:
            second = next((p for p in _BETWEEN.split(second) if _EMAIL.fullmatch(p)), "").lower()
        if not first and second:
            first, second = second, ""
        return self._email(first, number, problems), second

    def _left_on(self, texts: dict[Column, str], problems: list[Problem]) -> dt.date | None:
        written = texts.get(Column.LEFT_ON, "")
        day = read_day(written) if written else None
        if written.strip("-0. ") and day is None:
            problems.append(Problem(ProblemCode.BAD_DAY, Column.LEFT_ON, written[:_SHOWN]))
        if day is not None and day < self.today:
            return day
        if day is None and says_gone(texts.get(Column.STATUS, "")):
            return self.today
        return None

    def _email(self, written: str, number: int, problems: list[Problem]) -> str:
        if not _EMAIL.fullmatch(written):
            wrapped = _WRAPPED_EMAIL.search(written)
            if wrapped:
                written = (wrapped[1] or _WRAPPED_EMAIL.sub("", written)).strip()
            if not written or len(written) > FIELD_LIMITS[Column.EMAIL]:
                return written
            if not _EMAIL.fullmatch(written):
                problems.append(Problem(ProblemCode.BAD_EMAIL, Column.EMAIL, written[:_SHOWN]))
                return written
        email = written.lower()
        first = self.emails.setdefault(email, number)
        if first != number:
            value = email[:_SHOWN]
            problems.append(Problem(ProblemCode.DUPLICATE_EMAIL, Column.EMAIL, value, first))
        return email

    def _note_number(self, number: str, row_number: int, problems: list[Problem]) -> None:
        first = self.numbers.setdefault(number, row_number)
        if first != row_number:
            column = Column.PERSONNEL_NUMBER
            value = number[:_SHOWN]
            problems.append(Problem(ProblemCode.DUPLICATE_NUMBER, column, value, first))

    def _unit_path(self, row: Row, problems: list[Problem]) -> tuple[str, ...]:
        cells = [row.cells[index] for index in self.units]
        code = row.cells[self.at[Column.UNIT_CODE]] if Column.UNIT_CODE in self.at else ""
        if code and code_key(code) in self.codes:
            return self.codes[code_key(code)]
        if code and not any(cells):
            problems.append(Problem(ProblemCode.UNKNOWN_CODE, Column.UNIT_CODE, code[:_SHOWN]))
            return (code,)
        if self.units and not any(cells):
            problems.append(Problem(ProblemCode.UNIT_MISSING, Column.UNIT))
            return ()
        if self.resolved is not None and cells:
            return _resolved_path(self.resolved, cells[-1], problems)
        path: tuple[str, ...] = ()
        for cell in cells:
            names = split_path(cell) if cell else ()
            if names and path and fold_key(names[0]) == fold_key(path[-1]):
                names = names[1:]  # a team that bears the name of its unit is that unit
            path += names
        return path


def _name(texts: dict[Column, str]) -> PersonName:
    given = texts.get(Column.GIVEN_NAME, "") or texts.get(Column.INITIALS, "")
    family, whole = texts.get(Column.FAMILY_NAME, ""), texts.get(Column.NAME, "")
    if family or (given and not whole):
        return compose_name(given=given, infix=texts.get(Column.INFIX, ""), family=family)
    return parse_name(whole)


def _resolved_path(units: ResolvedUnits, unit: str, problems: list[Problem]) -> tuple[str, ...]:
    key = fold_key(unit)
    if key in units.cycles:
        value = " > ".join(units.cycles[key])[: 4 * _SHOWN]
        problems.append(Problem(ProblemCode.UNIT_CYCLE, Column.PARENT_UNIT, value))
        return ()
    if key in units.parents:
        value = ", ".join(units.parents[key])[:_SHOWN]
        problems.append(Problem(ProblemCode.UNIT_TWO_PARENTS, Column.PARENT_UNIT, value))
    return units.paths.get(key, ())
