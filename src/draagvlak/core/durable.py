"""Files that are there after a power cut: written aside, synced, put in place by one rename."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: one process writes there, and a folder cannot be synced
    fcntl = None  # type: ignore[assignment]

ASIDE = ".new"


@contextlib.contextmanager
def durable_file(target: Path) -> Iterator[IO[bytes]]:
    """A file to write; when the block ends well it stands at `target`, whole and on the disk.

    Until then it stands beside it under another name. When the block fails nothing is left.
    """
    make_folder(target.parent)
    aside = target.with_name(f"{target.name}.{secrets.token_hex(4)}{ASIDE}")
    descriptor = os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
        sync_folder(target.parent)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder for this account only, and have its name on the disk, level by level."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    if fcntl is None:
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def held(folder: Path, *, alone: bool) -> Iterator[bool]:
    """Hold a folder: several may look at it together, one alone may clear it up.

    Gives False at once when it cannot be held.
    """
    make_folder(folder)
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _lock(descriptor, alone=alone)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, *, alone: bool) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
