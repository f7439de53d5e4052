"""Many people into the register at once: COPY and merge on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.db import connection

from draagvlak.core import search
from draagvlak.organisations.models import Person, Unit
from draagvlak.organisations.queries.units import KIND_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.backends.utils import CursorWrapper

    from draagvlak.organisations.imports.staged import StoredPerson
    from draagvlak.organisations.imports.units import NewUnit

PEOPLE = Person._meta.db_table
COLUMNS = (
    "id",
    "organisation_id",
    "unit_id",
    "name",
    "sort_key",
    "function",
    "email",
    "external_id",
    "left_on",
    "version",
)
ROOM_KIB = 256 * 1024
_LISTED = ", ".join(COLUMNS)


class Writer(Protocol):
    """Writes rows of one workspace within the transaction that is open."""

    def add(self, workspace_id: UUID, people: Sequence[StoredPerson]) -> None:
        """Insert people. An address or number that is taken: IntegrityError."""

    def change(self, workspace_id: UUID, people: Sequence[StoredPerson]) -> None:
        """Overwrite people by their key."""

    def remove(self, workspace_id: UUID, ids: Sequence[UUID]) -> None:
        """Delete people to whom nothing refers."""


class SqliteWriter:
    """`executemany`: one prepared statement, a row at a time, no objects in between."""

    def add(self, workspace_id: UUID, people: Sequence[StoredPerson]) -> None:
        space = workspace_id.hex
        marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
        self._each(
            f"insert into {PEOPLE} (workspace_id, {_LISTED}) values ({marks})",  # noqa: S608 our own names
            [(space, *_hexed(person)) for person in people],
        )

    def change(self, workspace_id: UUID, people: Sequence[StoredPerson]) -> None:
        space = workspace_id.hex
        settings = ", ".join(f"{column} = %s" for column in COLUMNS[1:])
        self._each(
            f"update {PEOPLE} set {settings} where workspace_id = %s and id = %s",  # noqa: S608 our own names
            [(*_hexed(person)[1:], space, person.id.hex) for person in people],
        )

    def remove(self, workspace_id: UUID, ids: Sequence[UUID]) -> None:
        space = workspace_id.hex
        self._each(
            f"delete from {PEOPLE} where workspace_id = %s and id = %s",  # noqa: S608 our own names
            [(space, pk.hex) for pk in ids],
        )

    def _each(self, statement: str, rows: Sequence[tuple[str | int | None, ...]]) -> None:
        """Run a statement for every row, with room in memory for the pages that it changes.

        What does not fit is read back out of the growing log: at 40,000 rows 70 times as slow.
        """
        with connection.cursor() as cursor:
            cursor.execute("pragma cache_size")
            (usual,) = cursor.fetchone()
            cursor.execute(f"pragma cache_size = -{ROOM_KIB}")
            try:
                cursor.executemany(statement, rows)
            finally:
                cursor.execute(f"pragma cache_size = {usual:d}")


class PostgresWriter:
    """COPY straight in for new rows; for changes COPY into a temporary table and merge."""

    def add(self, workspace_id: UUID, people: Sequence[StoredPerson]) -> None:
        statement = f"copy {PEOPLE} (workspace_id, {_LISTED}) from stdin"
        rows = ((workspace_id, *person) for person in people)
        with connection.cursor() as cursor:
            _copy(cursor, statement, rows)

    def change(self, workspace_id: UUID, people: Sequence[StoredPerson]) -> None:
        settings = ", ".join(f"{column} = c.{column}" for column in COLUMNS[1:])
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists people_changed")
            cursor.execute(
                f"create temporary table people_changed on commit drop as "  # noqa: S608 our own names
                f"select {_LISTED} from {PEOPLE} where workspace_id = %s with no data",
                [workspace_id],
            )
            _copy(cursor, f"copy people_changed ({_LISTED}) from stdin", people)
            cursor.execute(
                f"update {PEOPLE} p set {settings} from people_changed c "  # noqa: S608 our own names
                f"where p.workspace_id = %s and p.id = c.id",
                [workspace_id],
            )

    def remove(self, workspace_id: UUID, ids: Sequence[UUID]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"delete from {PEOPLE} where workspace_id = %s and id = any(%s)",  # noqa: S608 our own names
                [workspace_id, list(ids)],
            )


def _copy(cursor: CursorWrapper, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Send rows by COPY; what the database refuses comes back as an error of Django."""
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def writer() -> Writer:
    """The writer for the database in use."""
    return PostgresWriter() if connection.vendor == "postgresql" else SqliteWriter()


def make_units(workspace_id: UUID, units: Sequence[NewUnit]) -> None:
    """Insert the units that are missing, those above first."""
    for depth in range(max((unit.depth for unit in units), default=-1) + 1):
        Unit.objects.bulk_create(
            [
                Unit(
                    id=unit.id,
                    workspace_id=workspace_id,
                    organisation_id=unit.organisation_id,
                    parent_id=unit.parent_id,
                    name=unit.name,
                    path=unit.path,
                    depth=unit.depth,
                )
                for unit in units
                if unit.depth == depth
            ],
            batch_size=500,
        )


def index_units(workspace_id: UUID, units: Sequence[NewUnit]) -> None:
    """Let new units be found.

    After the people: once SQLite's index of words holds something that is not committed, it looks
    at that for every row that comes after. At 100,000 people that is a minute instead of ten
    seconds.
    """
    search.index_new(
        KIND_UNIT,
        {unit.id: [unit.name] for unit in units},
        workspace_id=workspace_id,
        programme_id=None,
    )


def _hexed(person: StoredPerson) -> tuple[str | int | None, ...]:
    """The values as SQLite stores them: keys without dashes, dates as text."""
    pk, organisation, unit, name, sort_key, function, email, number, left, version = person
    return (
        pk.hex,
        organisation.hex,
        unit.hex if unit else None,
        name,
        sort_key,
        function,
        email,
        number,
        left.isoformat() if left else None,
        version,
    )
