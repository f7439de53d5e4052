"""How each engine gives its rows as of one moment, and takes them back."""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction

from draagvlak.core.backup.archive import BackupUnusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

# of the moment, and half a key to an open vault stands in a session: nobody gets that from a backup
PASSING = ("django_session", "cache")
DATABASE = "database.sqlite3.gz"
Marks = dict[str, list[int | str]]
_SUM = 1 << 128


@dataclass
class Snapshot:
    """What a backup takes along: parts that stand as files, marks, and where added files are."""

    parts: dict[str, Path] = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def take_snapshot(scratch: Path) -> Snapshot:
    """The rows of this moment, written into an empty folder while others go on writing."""
    if connection.vendor == "sqlite":
        return _from_sqlite(scratch)
    return _from_postgresql(scratch)


def marks_of_sqlite(path: Path) -> Marks:
    """Per table the number of rows and a mark of their content. Raises `BackupUnusable`."""
    with closing(sqlite3.connect(path)) as rows:
        try:
            if rows.execute("pragma integrity_check").fetchone()[0] != "ok":
                raise BackupUnusable(f"The database in {path} is damaged.")
            return {
                table: _mark(
                    repr(row).encode()
                    for row in rows.execute(f'select * from "{table}"')  # noqa: S608 our own tables
                )
                for table in _sqlite_tables(rows)
            }
        except sqlite3.DatabaseError as error:
            raise BackupUnusable(f"The database in {path} cannot be read ({error}).") from None


def marks_of_postgresql() -> Marks:
    """The same of the PostgreSQL database of this installation."""
    return {table: _mark(_copied(table, columns)) for table, columns in _pg_tables().items()}


def load_postgresql(parts: dict[str, Path]) -> None:
    """Fill the tables of an empty database, all or none."""
    tables = _pg_tables()
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(f'"{table}"' for table in tables)
        cursor.execute(f"truncate {names}")
        for table, columns in tables.items():
            path = parts.get(f"tables/{table}.gz")
            if path is None:
                continue
            with gzip.open(path) as packed:
                written = packed.readline().decode().split()
                if set(written) - set(columns):
                    raise BackupUnusable(f"The table {table} has other columns here.")
                with cursor.copy(f"copy {_named(table, written)} from stdin") as copy:
                    while block := packed.read(1024 * 1024):
                        copy.write(block)
            _set_sequence(table, columns)


def _from_sqlite(scratch: Path) -> Snapshot:
    copied, packed = scratch / "database.sqlite3", scratch / DATABASE
    source_name = str(connection.settings_dict["NAME"])
    with (
        closing(sqlite3.connect(source_name, timeout=60)) as source,
        closing(sqlite3.connect(copied)) as target,
    ):
        source.backup(target)  # in one go: readers and writers go on (WAL)
        target.execute("pragma journal_mode=delete")
        target.execute("pragma secure_delete=on")
        present = _sqlite_tables(target, all_of_them=True)
        for table in PASSING:
            if table in present:
                target.execute(f'delete from "{table}"')  # noqa: S608 our own tables
        target.commit()
        found = target.execute("select workspace_id, id from core_attachment order by 1, 2")
        files = [_file(str(space), str(key)) for space, key in found]
    marks = marks_of_sqlite(copied)
    with copied.open("rb") as plain, gzip.open(packed, "wb", compresslevel=4) as file:
        while block := plain.read(1024 * 1024):
            file.write(block)
    copied.unlink()
    return Snapshot({DATABASE: packed}, marks, files)


def _from_postgresql(scratch: Path) -> Snapshot:
    found = Snapshot()
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute("select workspace_id, id from core_attachment order by 1, 2")
            found.files = [_file(space.hex, key.hex) for space, key in cursor.fetchall()]
        for table, columns in _pg_tables().items():
            path = scratch / f"{table}.gz"
            with gzip.open(path, "wb", compresslevel=4) as file:
                file.write((" ".join(columns) + "\n").encode())
                found.marks[table] = _mark(_written(_copied(table, columns), file))
            found.parts[f"tables/{table}.gz"] = path
    return found


def _file(space: str, key: str) -> str:
    return f"{space}/{key[:2]}/{key}"


def _sqlite_tables(rows: sqlite3.Connection, *, all_of_them: bool = False) -> list[str]:
    """Our tables; those of the word index are made again, and a virtual one has no rows to read."""
    found = rows.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' "
        "and name not like 'core_search_words%' order by name"
    )
    return [name for (name,) in found if all_of_them or name not in PASSING]


def _pg_tables() -> dict[str, list[str]]:
    """Our tables with the columns that are stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.table_name, array_agg(c.column_name::text order by c.ordinal_position) "
            "from information_schema.columns c join information_schema.tables t "
            "using (table_schema, table_name) where c.table_schema = current_schema() "
            "and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER' group by 1 order by 1"
        )
        return {table: columns for table, columns in cursor.fetchall() if table not in PASSING}


def _copied(table: str, columns: list[str]) -> Iterator[bytes]:
    """The rows of a table as lines."""
    with connection.cursor() as cursor:
        left = bytearray()
        with cursor.copy(f"copy {_named(table, columns)} to stdout") as copy:
            for block in copy:
                left += block
                *lines, rest = bytes(left).split(b"\n")
                left = bytearray(rest)
                yield from lines


def _written(lines: Iterable[bytes], file: gzip.GzipFile) -> Iterator[bytes]:
    for line in lines:
        file.write(line + b"\n")
        yield line


def _named(table: str, columns: list[str]) -> str:
    quoted = ", ".join(f'"{column}"' for column in columns)
    return f'"{table}" ({quoted})'


def _set_sequence(table: str, columns: list[str]) -> None:
    if "id" not in columns:
        return
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
        if (sequence := cursor.fetchone()[0]) is not None:
            cursor.execute(
                f'select setval(%s, coalesce((select max(id) from "{table}"), 0) + 1, false)',  # noqa: S608 our own tables
                [sequence],
            )


def _mark(rows: Iterable[bytes]) -> list[int | str]:
    """Count and content of some rows, in whatever order they come."""
    count, total = 0, 0
    for row in rows:
        count += 1
        total += int.from_bytes(hashlib.sha256(row).digest()[:16], "big")
    return [count, f"{total % _SUM:032x}"]
