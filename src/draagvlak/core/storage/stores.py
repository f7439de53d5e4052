"""Where sealed files stand: a folder of this machine, or a bucket of an S3-compatible store."""

from __future__ import annotations

import contextlib
import re
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

from django.conf import settings
from django.db import DatabaseError, connection

from draagvlak.core import durable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from uuid import UUID

    from draagvlak.core.sealed_stream import Readable
    from draagvlak.lib.bucket import Bucket
    from draagvlak.lib.s3 import S3

_OURS: Final = re.compile(r"[0-9a-f]{32}/[0-9a-f]{2}/[0-9a-f]{32}")
_IN_MEMORY: Final = 1024 * 1024
_LOCK: Final = 0x6472_6161_6766_6C73


class Store(Protocol):
    """What holds sealed files by name. Each of these may raise `StoreAway`."""

    def writing(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """A file to write; when the block ends well the store has all of it, else nothing."""

    def reading(self, name: str) -> AbstractContextManager[tuple[int, Readable]]:
        """Length and content of a file. Raises FileNotFoundError."""

    def size(self, name: str) -> int | None:
        """How long a file is; None when there is none."""

    def remove(self, name: str) -> None:
        """Remove a file for good; one that is gone already is fine."""

    def names(self, *, before: float) -> Iterator[str]:
        """The files written before a moment, those of one workspace together."""

    def held(self, *, alone: bool) -> AbstractContextManager[bool]:
        """Several may read together, one alone may clear up; gives False when it cannot be."""

    def is_empty(self) -> bool:
        """Whether no file stands there."""


def store() -> Store:
    """The store of this installation."""
    if settings.BUCKET is not None:
        return _bucket_store(settings.BUCKET)
    return FolderStore(Path(settings.FILES))


def name_of(workspace_id: UUID, key: UUID) -> str:
    """The name of the file of a row; the same in every store and in a backup."""
    return f"{workspace_id.hex}/{key.hex[:2]}/{key.hex}"


class FolderStore:
    """Files in a folder: written aside, synced, and put in place by a rename."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def writing(self, name: str) -> AbstractContextManager[IO[bytes]]:
        return durable.durable_file(self._root / name)

    @contextlib.contextmanager
    def reading(self, name: str) -> Iterator[tuple[int, Readable]]:
        path = self._root / name
        with path.open("rb") as file:
            yield path.stat().st_size, file

    def size(self, name: str) -> int | None:
        path = self._root / name
        return path.stat().st_size if path.is_file() else None

    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def names(self, *, before: float) -> Iterator[str]:
        for path in self._root.glob("*/*/*"):
            name = path.relative_to(self._root).as_posix()
            ours = _OURS.match(name) and path.is_file()
            if ours and path.stat().st_mtime < before:
                yield name

    def held(self, *, alone: bool) -> AbstractContextManager[bool]:
        return durable.held(self._root, alone=alone)

    def is_empty(self) -> bool:
        return not any(path.is_file() for path in self._root.glob("*/*/*"))


class BucketStore:
    """Files in a bucket. What is written is gathered here, sealed, and sent in one request."""

    def __init__(self, s3: S3) -> None:
        self._s3 = s3

    @contextlib.contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(settings.DATA)) as file:
            yield file
            self._s3.put(name, file)

    @contextlib.contextmanager
    def reading(self, name: str) -> Iterator[tuple[int, Readable]]:
        with self._s3.opened(name) as content:
            yield content.size, content

    def size(self, name: str) -> int | None:
        return self._s3.size(name)

    def remove(self, name: str) -> None:
        self._s3.remove(name)

    def names(self, *, before: float) -> Iterator[str]:
        for item in self._s3.items():
            if item.changed < before and _OURS.fullmatch(item.key):
                yield item.key

    @contextlib.contextmanager
    def held(self, *, alone: bool) -> Iterator[bool]:
        """By PostgreSQL, which all machines share; SQLite has one machine, and a lock on a file."""
        if connection.vendor != "postgresql":
            with durable.held(Path(settings.FILES), alone=alone) as may:
                yield may
            return
        kind = "" if alone else "_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"select pg_try_advisory_lock{kind}(%s)", [_LOCK])
            may = bool(cursor.fetchone()[0])
        try:
            yield may
        finally:
            # a connection that broke has let go by itself
            with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
                if may:
                    cursor.execute(f"select pg_advisory_unlock{kind}(%s)", [_LOCK])

    def is_empty(self) -> bool:
        return not any(True for _ in self._s3.items(most=1))


@lru_cache(maxsize=4)
def _bucket_store(bucket: Bucket) -> BucketStore:
    """One per process, so that its lines to the store are used again."""
    from draagvlak.lib.s3 import S3  # noqa: PLC0415 most installations never talk with one

    return BucketStore(S3(bucket))
