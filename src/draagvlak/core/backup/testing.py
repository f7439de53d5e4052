"""The self-test: does the latest backup really come back?"""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tempfile
from pathlib import Path

from draagvlak.core.backup.archive import Manifest, read_manifest
from draagvlak.core.backup.engines import Marks, marks_of_sqlite
from draagvlak.core.backup.restoring import compare, unpack, unpacked_database


def try_backup(backup: Path, *, passphrase: str = "") -> Manifest:
    """Unpack a backup in a scratch place and compare every table and file with its manifest.

    SQLite's database is opened and checked; PostgreSQL's rows are counted and marked from the
    backup. Raises `BackupUnusable`. Nothing of it stays.
    """
    manifest = read_manifest(backup, passphrase)
    scratch = Path(tempfile.mkdtemp(prefix=".trying-", dir=backup.parent))
    try:
        unpack(backup, passphrase, scratch)
        if manifest.engine == "sqlite":
            compare(marks_of_sqlite(unpacked_database(scratch)), manifest)
        else:
            compare(_marks_of_parts(scratch / "tables"), manifest)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _marks_of_parts(folder: Path) -> Marks:
    found: Marks = {}
    for path in folder.glob("*.gz"):
        count, total = 0, 0
        with gzip.open(path) as packed:
            next(packed)
            for line in packed:
                count += 1
                digest = hashlib.sha256(line.rstrip(b"\n")).digest()
                total += int.from_bytes(digest[:16], "big")
        found[path.name.removesuffix(".gz")] = [count, f"{total % (1 << 128):032x}"]
    return found
