"""Reading a package that may be damaged, cut off, too new or made to do harm.

Nothing of it is ever unpacked to a place that it names. It is read piece by piece, no more than its
sealed list of contents tells, so that memory stays bounded whatever the file holds.
"""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from draagvlak.core.crypto import Tampered
from draagvlak.core.sealed_stream import opened
from draagvlak.packages.packing.archive import (
    BLOCK,
    FILE_SUMS,
    KIND,
    MANIFEST,
    READ_ME,
    SEALED_PART,
    AsFile,
    Contents,
    Origin,
    Part,
    Parts,
    Summing,
    Told,
    damaged,
    lines_of,
    read_contents,
    read_json,
    read_origin,
    read_told,
    refuse_newer,
)
from draagvlak.packages.packing.contents import SETTINGS, Table, tables
from draagvlak.packages.packing.locks import CONTEXT, Lock, open_lock, read_lock
from draagvlak.packages.packing.trouble import PackageUnusable, TooNew

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOST_ENTRIES: Final = 300
LONGEST_DIRECTORY: Final = 256 * 1024
LONGEST_MANIFEST: Final = 1024 * 1024
LONGEST_CONTENTS: Final = 64 * 1024 * 1024
LONGEST_LINE: Final = 4 * 1024 * 1024
LONGEST_IMPORT: Final = 64 * 1024 * 1024
"""A row of an import holds the file that was imported."""
MOST_TIMES: Final = 200
"""A package tells at most so many times its own size: honest rows shrink ten to twenty times."""
_SLACK: Final = 16 * 1024 * 1024
_IMPORTS: Final = "organisations.peopleimport"
_ENTRY: Final = re.compile(r"tables/[a-z]+\.[a-z]+\.jsonl|lijsten/[a-z-]+\.csv")
_FILE: Final = re.compile(r"files/([0-9a-f]{32})")


class TakeTable(Protocol):
    """Is given every table in turn, with its lines; has to take them all."""

    def __call__(self, table: Table, lines: Iterator[bytes], /) -> None: ...


class TakeFile(Protocol):
    """Is given every file in turn, with its bytes; has to take them all."""

    def __call__(self, key: UUID, pieces: Iterator[bytes], /) -> None: ...


@dataclass(frozen=True)
class Closed:
    """A package of which only the outside was read."""

    path: Path
    origin: Origin
    lock: Lock
    sealed: Told


@dataclass(frozen=True)
class Verified:
    """A package that was opened, read to its end and compared with its list of contents."""

    path: Path
    key: bytes
    contents: Contents
    sealed: Told

    def __repr__(self) -> str:
        return f"Verified({self.path})"


def look_at(path: Path) -> Closed:
    """The outside of a package. Raises `PackageUnusable`."""
    with _reading(), _opened(path) as archive:
        if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
            raise damaged()
        with archive.open(MANIFEST) as file:
            told = read_json(file.read(LONGEST_MANIFEST))
    if told.get("kind") != KIND:
        raise _no_package(path)
    refuse_newer(told)
    origin = read_origin(told.get("origin"))
    parts, lock = told.get("parts"), told.get("lock")
    if not isinstance(parts, dict) or not isinstance(lock, dict):
        raise damaged()
    sealed = read_told(parts.get(SEALED_PART))
    _refuse_unknown(origin)
    return Closed(path, origin, read_lock(lock), sealed)


def verify(closed: Closed, words: Sequence[str]) -> Verified:
    """Open a package and read all of it: every count and sum has to be right.

    Raises `WrongWords` or another `PackageUnusable`.
    """
    key = open_lock(closed.lock, words)
    with _reading():
        contents = _contents(closed, key)
        package = Verified(closed.path, key, contents, closed.sealed)
        _refuse_swollen(package)
        walk(package, _drain, _drain)
    return package


def walk(package: Verified, take_table: TakeTable, take_file: TakeFile) -> None:
    """Every table of a package after those that it names, then every file; sums are watched."""
    contents, sums = package.contents, {}
    with _reading(), _opened(package.path) as archive:
        outside = Summing()
        parts = iter(Parts(_unsealed(archive, package.key, outside)))
        _drain(None, _next(parts, MANIFEST).pieces)
        for table in tables():
            told = contents.tables.get(table.name)
            if told is not None and table.is_open:
                name = f"tables/{table.name}.jsonl"
                if name not in archive.NameToInfo:
                    raise damaged()
                with archive.open(name) as file:
                    take_table(table, lines_of(file, told, LONGEST_LINE))
            elif told is not None:
                take_table(table, _packed_lines(parts, table, told))
        for name in contents.files:
            part = _next(parts, f"files/{name}")
            if part.size != contents.files[name] or not _FILE.fullmatch(part.name):
                raise damaged()
            seen = Summing()
            take_file(UUID(hex=name), (seen.add(piece) for piece in part.pieces))
            sums[name] = seen.told.sha256
        last = _next(parts, FILE_SUMS)
        if last.size > LONGEST_CONTENTS or read_json(b"".join(last.pieces)) != sums:
            raise damaged()
        if next(parts, None) is not None or outside.told != package.sealed:
            raise damaged()


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The ZIP, when it holds what a package holds and nothing else."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise PackageUnusable(
            _("%(path)s cannot be read (%(reason)s)."), path=path, reason=error.strerror
        ) from None
    with file:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # noqa: SLF001 what ZipFile will believe
        if not end:
            raise _no_package(path)
        if end[4] > MOST_ENTRIES or end[5] > LONGEST_DIRECTORY:
            raise damaged()
        with zipfile.ZipFile(file) as archive:
            names = [entry.filename for entry in archive.infolist()]
            if MANIFEST not in names or SEALED_PART not in names:
                raise _no_package(path)
            for entry in archive.infolist():
                known = entry.filename in {MANIFEST, SEALED_PART, READ_ME}
                plain = not entry.flag_bits & 0x1
                usual = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
                if not (plain and usual and (known or _ENTRY.fullmatch(entry.filename))):
                    raise damaged()
            if len(set(names)) != len(names):
                raise damaged()
            yield archive


@contextmanager
def _reading() -> Iterator[None]:
    """Whatever is wrong with the bytes becomes `PackageUnusable`."""
    try:
        yield
    except (Tampered, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError):
        raise damaged() from None
    except (NotImplementedError, UnicodeDecodeError, OverflowError):
        raise damaged() from None


def _contents(closed: Closed, key: bytes) -> Contents:
    with _opened(closed.path) as archive:
        parts = iter(Parts(_unsealed(archive, key, Summing())))
        first = _next(parts, MANIFEST)
        if first.size > LONGEST_CONTENTS:
            raise damaged()
        contents = read_contents(b"".join(first.pieces))
    unknown = contents.tables.keys() - {table.name for table in tables()}
    unknown |= contents.settings.keys() - {*SETTINGS}
    if unknown:
        raise TooNew(
            _("This package holds tables that this version does not know (%(table)s). Update this "
              "installation first."),
            table=min(unknown),
        )  # fmt: skip
    _refuse_unknown(contents.origin)
    if contents.origin.id != closed.origin.id:
        raise damaged()
    return contents


def _unsealed(archive: zipfile.ZipFile, key: bytes, outside: Summing) -> Iterator[bytes]:
    with archive.open(SEALED_PART) as file:
        source = AsFile(outside.add(piece) for piece in iter(lambda: file.read(BLOCK), b""))
        yield from opened(key, source, CONTEXT)


def _next(parts: Iterator[Part], name: str) -> Part:
    part = next(parts, None)
    if part is None or part.name != name:
        raise damaged()
    return part


def _packed_lines(parts: Iterator[Part], table: Table, told: Told) -> Iterator[bytes]:
    part = _next(parts, f"tables/{table.name}.jsonl.gz")
    longest = LONGEST_IMPORT if table.name == _IMPORTS else LONGEST_LINE
    with gzip.GzipFile(fileobj=AsFile(part.pieces), mode="rb") as file:  # type: ignore[call-overload]  # it only reads
        yield from lines_of(file, told, longest)


def _drain(_what: object, pieces: Iterator[bytes]) -> None:
    for _piece in pieces:
        pass


def _refuse_unknown(origin: Origin) -> None:
    """Refuse what was made with migrations that this version does not have."""
    known = MigrationLoader(None).disk_migrations
    newer = [
        f"{app}.{name}"
        for app, names in origin.migrations.items()
        for name in names
        if (app, name) not in known
    ]
    if newer:
        raise TooNew(
            _("This package was made by a newer Draagvlak (%(version)s). Update this installation "
              "first."),
            version=origin.version or "?",
        )  # fmt: skip


def _refuse_swollen(package: Verified) -> None:
    told = sum(each.bytes for each in package.contents.tables.values())
    if told > package.path.stat().st_size * MOST_TIMES + _SLACK:
        raise damaged()


def _no_package(path: Path) -> PackageUnusable:
    return PackageUnusable(
        _("%(path)s is no package of a workspace. Choose the file that was downloaded."),
        path=path.name,
    )
