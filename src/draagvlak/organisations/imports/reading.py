"""From an uploaded file to rows of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.lib.people_table import Column, Mapping, Severity, is_header, iter_people, recognise
from draagvlak.lib.table_file import Limits, Table, read_table
from draagvlak.organisations.imports.staged import (
    Incoming,
    RowProblem,
    many_at_once,
    mapping_of,
    open_people_of,
)
from draagvlak.organisations.models import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from draagvlak.lib.people_table import PersonRow

LIMITS = Limits()
SAMPLE = 50
SORT_KEY_LENGTH = 180
USED = frozenset(Column) - {Column.MANAGER}
"""What the register keeps. Who manages whom is no part of it."""


@dataclass(frozen=True)
class CheckedPeople:
    """The rows of an import, read with these columns."""

    columns: tuple[Column | None, ...]
    people: Sequence[Incoming]


@many_at_once()
def read_file(data: bytes, filename: str) -> Table:
    """The table in a file. Raises `TableError`; `words.about_file` says it in words."""
    return read_table(data, filename, LIMITS, is_header=is_header)


def recognised(table: Table) -> Mapping:
    """What each column holds, as far as the register keeps it."""
    found = recognise(table.header, table.rows[:SAMPLE])
    columns = tuple(column if column in USED else None for column in found.columns)
    return Mapping(columns, found.sure)


@many_at_once()
def check_people(table: Table, mapping: Mapping) -> CheckedPeople:
    """Every row as a person, each with its problems."""
    rows = iter_people(table, mapping) if mapping.has_name else iter(())
    return CheckedPeople(mapping.columns, [_incoming(row) for row in rows])


def checked_people(staged: PeopleImport) -> CheckedPeople:
    """The rows of a staged import, as they were read with its columns."""
    return CheckedPeople(mapping_of(staged).columns, open_people_of(staged))


def _incoming(row: PersonRow) -> Incoming:
    problems = tuple(
        RowProblem(
            row.number,
            problem.code.value,
            problem.column.value,
            problem.value,
            problem.number,
            problem.severity is Severity.WARNING,
        )
        for problem in row.problems
    )
    return Incoming(
        row.number,
        row.name.display,
        row.name.sort_key[:SORT_KEY_LENGTH],
        row.email,
        row.function,
        row.unit_path,
        row.organisation,
        row.personnel_number,
        problems,
    )


def tell_progress(staged: PeopleImport, checked: int) -> None:
    """Note how many rows were read, for the page that waits. No content, no state."""
    rows = PeopleImport.objects.filter(workspace_id=staged.workspace_id, pk=staged.pk)
    rows.update(checked=checked)
