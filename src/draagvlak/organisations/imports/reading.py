"""From an uploaded file to rows of people."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils import timezone

from draagvlak.lib.people_table import (
    Column,
    Mapping,
    Severity,
    header_key,
    is_header,
    iter_people,
    mended,
    recognise,
)
from draagvlak.lib.people_table.apart import read_apart
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
    from collections.abc import Callable, Sequence

    from draagvlak.lib.people_table import PersonRow, Repair

LIMITS = Limits()
SAMPLE = 50
SMALL_TEXT = 256 * 1024
AT_ONCE = 5000
"""Rows that are checked while the browser waits; more go on in the background."""
PROGRESS = 2000
SORT_KEY_LENGTH = 180
USED = frozenset(Column) - {Column.MANAGER}
"""What the register keeps. Who manages whom is no part of it."""


@dataclass(frozen=True)
class CheckedPeople:
    """The rows of an import, read with these columns."""

    columns: tuple[Column | None, ...]
    people: Sequence[Incoming]


@many_at_once()
def read_file(
    data: bytes, filename: str, *, sheet: str | None = None, header_row: int | None = None
) -> Table:
    """The table in a file. Raises `TableError`; `words.about_file` says it in words.

    Workbooks and long texts are read in a process of their own, with a bound on its memory.
    """
    if len(data) <= SMALL_TEXT and not data.startswith(b"PK"):
        return read_table(data, filename, LIMITS, header_row=header_row, is_header=is_header)
    return read_apart(data, filename, LIMITS, sheet=sheet, header_row=header_row)


def fingerprint(header: Sequence[str]) -> str:
    """By which a source is known again: its header words, in their order."""
    return sha256("\n".join(map(header_key, header)).encode()).hexdigest()


def recognised(table: Table) -> Mapping:
    """What each column holds, as far as the register keeps it."""
    found = recognise(table.header, table.rows[:SAMPLE], table.beside)
    columns = tuple(column if column in USED else None for column in found.columns)
    return Mapping(columns, found.sure)


@many_at_once()
def check_people(
    table: Table,
    mapping: Mapping,
    repairs: Sequence[Repair] = (),
    tell: Callable[[int], None] | None = None,
) -> CheckedPeople:
    """Every row as a person, each with its problems. `tell` hears now and then how far it is."""
    table, passed = mended(table, repairs)
    today = timezone.localdate()
    rows = iter_people(table, mapping, passed, today) if mapping.has_name else iter(())
    people: list[Incoming] = []
    for row in rows:
        people.append(_incoming(row))
        if tell is not None and not len(people) % PROGRESS:
            tell(len(people))
    return CheckedPeople(mapping.columns, people)


def checked_people(staged: PeopleImport) -> CheckedPeople:
    """The rows of a staged import, as they were read with its columns."""
    return CheckedPeople(mapping_of(staged).columns, open_people_of(staged))


def _incoming(row: PersonRow) -> Incoming:
    return Incoming(
        row.number,
        row.name.display,
        row.name.sort_key[:SORT_KEY_LENGTH],
        row.email,
        row.function,
        row.unit_path,
        row.organisation,
        row.personnel_number,
        _as_kept(row) if row.problems else (),
        row.second_email,
        row.left_on.isoformat() if row.left_on else "",
    )


def _as_kept(row: PersonRow) -> tuple[RowProblem, ...]:
    return tuple(
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


def tell_progress(staged: PeopleImport, checked: int) -> None:
    """Note how many rows were read, for the page that waits. No content, no state."""
    rows = PeopleImport.objects.filter(workspace_id=staged.workspace_id, pk=staged.pk)
    rows.update(checked=checked)
