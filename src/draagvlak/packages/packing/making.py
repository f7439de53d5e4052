"""Making a package: rows as of one moment, then the files, in memory that does not grow."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from draagvlak.accounts.models import User
from draagvlak.core import crypto
from draagvlak.core.backup.making import applied_migrations, product_version
from draagvlak.core.durable import make_folder
from draagvlak.core.envelope import key_for_workspace
from draagvlak.core.models import Attachment, Workspace
from draagvlak.core.storage import pieces_of, store
from draagvlak.lib.bucket import StoreAway
from draagvlak.packages.packing.archive import (
    BLOCK,
    FILE_SUMS,
    MANIFEST,
    READ_ME,
    SEALED_PART,
    Contents,
    Origin,
    Sealing,
    Summing,
    Told,
    outer_manifest,
    pieces_of_file,
    put_part,
)
from draagvlak.packages.packing.contents import SETTINGS, Table, tables
from draagvlak.packages.packing.lists import LISTS, write_list
from draagvlak.packages.packing.locks import CONTEXT, make_lock
from draagvlak.packages.packing.rows import as_line, is_account_column, rows_of, users
from draagvlak.packages.packing.trouble import PackageUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typing_extensions import Buffer

    from draagvlak.packages.packing.archive import Writable
    from draagvlak.packages.packing.rows import Values

READ_ME_WORDS: Final = """\
Draagvlak: een werkruimte in één bestand / one workspace in one file

NEDERLANDS
lijsten/     tabellen om te lezen, voor een rekenblad (CSV)
tables/      dezelfde gegevens voor een programma (JSON, een rij per regel)
sealed.bin   al het andere: gesprekken, intake, bestanden en de kluis. Het gaat alleen open met
             alle codes (of de wachtzin) van dit pakket. Wat in de kluis ligt, blijft ook dan dicht:
             dat opent alleen de wachtzin van de begeleider zelf.
Inbrengen in een andere installatie: draagvlak import-workspace BESTAND
Let op: lijsten/ en tables/ bevatten namen en e-mailadressen. Bewaar dit bestand zorgvuldig.

ENGLISH
lijsten/     tables for people, for a spreadsheet (CSV, Dutch headers)
tables/      the same for a program (JSON, one row per line)
sealed.bin   everything else: conversations, intake, files and the vault. It opens only with all
             codes (or the passphrase) of this package. What lies in the vault stays shut even then:
             only the passphrase of its guide opens it.
To bring it into another installation: draagvlak import-workspace FILE
Take care: lijsten/ and tables/ hold names and e-mail addresses. Keep this file safe.

The format: docs/en/workspace-package.md of Draagvlak.
"""


class Progress(Protocol):
    """Is told how many of how many tables are done."""

    def __call__(self, done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Made:
    """What was made."""

    rows: int
    files: int
    size: int
    checksum: str


@dataclass
class _Scratch:
    """What stands aside until all is known."""

    folder: Path
    tables: dict[str, Told] = field(default_factory=dict)
    lists: dict[str, Told] = field(default_factory=dict)
    files: dict[UUID, int] = field(default_factory=dict)
    accounts: set[UUID] = field(default_factory=set)
    programmes: list[str] = field(default_factory=list)

    def path(self, table: Table) -> Path:
        return self.folder / (f"{table.name}.jsonl" if table.is_open else f"{table.name}.gz")


def make_package(
    space: Workspace, target: Writable, words: Sequence[str], folder: Path, tell: Progress
) -> Made:
    """Write the package of a workspace; `folder` is for what stands aside meanwhile.

    People go on working: the rows are those of one moment. Raises `PackageUnusable`.
    """
    make_folder(folder)
    scratch = _Scratch(Path(tempfile.mkdtemp(prefix=".packing-", dir=folder)))
    key_for_workspace(space.pk, "packages")  # while reading nothing can be written
    try:
        with store().held(alone=False) as may:
            if not may:
                raise PackageUnusable(_("Files are being cleared up just now. Try again later."))
            moment = dt.datetime.now(dt.UTC)
            with one_moment():
                _write_rows(space, scratch, tell)
            origin = Origin(
                id=str(space.pk),
                slug=space.slug,
                name=space.name,
                created_at=space.created_at.astimezone(dt.UTC).isoformat(),
                made_at=moment.isoformat(timespec="seconds"),
                version=product_version(),
                engine=connection.vendor,
                migrations=_our_migrations(),
            )
            return _pack(space, scratch, origin, words, target)
    finally:
        shutil.rmtree(scratch.folder, ignore_errors=True)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything that is read inside is as of one moment, and nobody waits for it."""
    if connection.in_atomic_block:
        yield
        return
    begin = "begin deferred"
    if connection.vendor == "postgresql":
        begin = "begin isolation level repeatable read read only"
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("rollback")


def _write_rows(space: Workspace, scratch: _Scratch, tell: Progress) -> None:
    every = tables()
    signed_in = set(User.objects.values_list("pk", flat=True).iterator(chunk_size=BLOCK))
    first, *rest = every
    total = len(every) + len(LISTS)
    for done, table in enumerate(rest):
        tell(done, total)
        columns = [f.attname for f in table.fields if is_account_column(table, f)]
        rows = _noting(rows_of(table, space.pk), columns, signed_in, scratch.accounts)
        scratch.tables[table.name] = _write_table(scratch.path(table), table, rows)
    found = users(sorted(scratch.accounts), first)
    scratch.tables[first.name] = _write_table(scratch.path(first), first, found)
    for done, one in enumerate(LISTS, start=len(every)):
        tell(done, total)
        path = scratch.folder / f"{one.name}.csv"
        scratch.lists[one.name] = write_list(one, space.pk, path)
    files = Attachment.objects.filter(workspace_id=space.pk).order_by("pk")
    scratch.files = dict(files.values_list("pk", "size"))
    programmes = next(table for table in rest if table.name == "programmes.programme")
    scratch.programmes = [str(row["name"]) for row in rows_of(programmes, space.pk)]


def _noting(
    rows: Iterator[Values], columns: list[str], signed_in: set[UUID], found: set[UUID]
) -> Iterator[Values]:
    """The rows, while the accounts that they name are noted."""
    for row in rows:
        for column in columns:
            key = row[column]
            if isinstance(key, UUID) and key in signed_in:
                found.add(key)
        yield row


def _write_table(path: Path, table: Table, rows: Iterator[Values]) -> Told:
    seen = Summing()
    with path.open("xb") as plain:
        file = plain if table.is_open else gzip.GzipFile(fileobj=plain, mode="wb", mtime=0)
        for row in rows:
            file.write(seen.add(as_line(row), rows=1))
        if file is not plain:
            file.close()
    return seen.told


def _pack(
    space: Workspace, scratch: _Scratch, origin: Origin, words: Sequence[str], target: Writable
) -> Made:
    contents = Contents(
        origin=origin,
        tables=scratch.tables,
        files={key.hex: size for key, size in scratch.files.items()},
        programmes=scratch.programmes,
        settings={name: bool(getattr(space, name)) for name in SETTINGS},
    )
    key, lock = make_lock(words)
    sealed_at = scratch.folder / SEALED_PART
    with sealed_at.open("xb") as file:
        sealing = Sealing(file, key, CONTEXT)
        _put_sealed(space, scratch, contents, sealing)
        sealing.end()
    parts = {f"tables/{t.name}.jsonl": scratch.tables[t.name] for t in tables() if t.is_open}
    parts |= {f"lijsten/{name}.csv": told for name, told in scratch.lists.items()}
    parts[SEALED_PART] = sealing.out.told
    counted = _Counted(target)
    with zipfile.ZipFile(counted, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        archive.writestr(READ_ME, READ_ME_WORDS)
        archive.writestr(MANIFEST, outer_manifest(origin, lock.told(), parts))
        for name in scratch.lists:
            archive.write(scratch.folder / f"{name}.csv", f"lijsten/{name}.csv")
        for table in tables():
            if table.is_open:
                archive.write(scratch.path(table), f"tables/{table.name}.jsonl")
        archive.write(sealed_at, SEALED_PART, zipfile.ZIP_STORED)
    counted.flush()
    told = counted.seen.told
    return Made(contents.rows, len(contents.files), told.bytes, told.sha256)


def _put_sealed(space: Workspace, scratch: _Scratch, contents: Contents, sealing: Sealing) -> None:
    out = io.BufferedWriter(sealing, BLOCK)
    text = contents.as_json()
    put_part(out, MANIFEST, len(text), [text])
    for table in tables():
        if not table.is_open:
            path = scratch.path(table)
            put_part(
                out, f"tables/{table.name}.jsonl.gz", path.stat().st_size, pieces_of_file(path)
            )
            path.unlink()
    sums: dict[str, str] = {}
    for key, size in scratch.files.items():
        seen = Summing()
        pieces = _file(Attachment(pk=key, workspace_id=space.pk), seen)
        put_part(out, f"files/{key.hex}", size, pieces)
        sums[key.hex] = seen.told.sha256
    text = json.dumps(sums, sort_keys=True).encode()
    put_part(out, FILE_SUMS, len(text), [text])
    out.flush()


def _file(attachment: Attachment, seen: Summing) -> Iterator[bytes]:
    try:
        for piece in pieces_of(attachment):
            yield seen.add(piece)
    except (FileNotFoundError, crypto.Tampered):
        raise PackageUnusable(
            _("The file %(key)s is missing or damaged. `draagvlak check` says what more is."),
            key=attachment.pk,
        ) from None
    except StoreAway:
        raise PackageUnusable(
            _("The storage for files does not answer. Nothing of the package is left. Try later.")
        ) from None


def _our_migrations() -> dict[str, list[str]]:
    ours = {table.model._meta.app_label for table in tables()}
    return {app: names for app, names in applied_migrations().items() if app in ours}


class _Counted(io.RawIOBase):
    """A file that is written from begin to end, and the sum of it."""

    def __init__(self, target: Writable) -> None:
        super().__init__()
        self._target, self.seen = target, Summing()

    def writable(self) -> bool:
        return True

    def write(self, content: Buffer, /) -> int:
        return self._target.write(self.seen.add(bytes(content)))
