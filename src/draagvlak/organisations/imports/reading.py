"""From an uploaded file to rows of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from draagvlak.lib.people_table import Column, Mapping, is_header, iter_people, recognise
from draagvlak.lib.table_file import Limits, Table, read_table
from draagvlak.organisations.imports.staged import mapping_of, open_table_of
from draagvlak.organisations.models import PeopleImport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from draagvlak.lib.people_table import PersonRow

LIMITS = Limits()
SAMPLE = 50
PIECE = 2000
USED = frozenset(Column) - {Column.MANAGER}
"""What the register keeps. Who manages whom is no part of it."""


@dataclass(frozen=True)
class CheckedPeople:
    """The rows of an import as people, read with these columns."""

    columns: tuple[Column | None, ...]
    people: Sequence[PersonRow]


def read_file(data: bytes, filename: str) -> Table:
    """The table in a file. Raises `TableError`; `words.about_file` says it in words."""
    return read_table(data, filename, LIMITS, is_header=is_header)


def recognised(table: Table) -> Mapping:
    """What each column holds, as far as the register keeps it."""
    found = recognise(table.header, table.rows[:SAMPLE])
    columns = tuple(column if column in USED else None for column in found.columns)
    return Mapping(columns, found.sure)


def check_people(table: Table, mapping: Mapping) -> CheckedPeople:
    """Every row as a person, each with its problems."""
    people = list(iter_people(table, mapping)) if mapping.has_name else []
    return CheckedPeople(mapping.columns, people)


def checked_people(staged: PeopleImport) -> CheckedPeople:
    """The rows of a staged import as people."""
    return check_people(open_table_of(staged), mapping_of(staged))


def checked_in_pieces(staged: PeopleImport, tell: Callable[[int], None]) -> CheckedPeople:
    """The same, telling now and then how many rows were read."""
    mapping = mapping_of(staged)
    people = []
    for count, person in enumerate(iter_people(open_table_of(staged), mapping), start=1):
        people.append(person)
        if count % PIECE == 0:
            tell(count)
    return CheckedPeople(mapping.columns, people)


def tell_progress(staged: PeopleImport, checked: int) -> None:
    """Note how many rows were read, for the page that waits. No content, no state."""
    rows = PeopleImport.objects.filter(workspace_id=staged.workspace_id, pk=staged.pk)
    rows.update(checked=checked)
