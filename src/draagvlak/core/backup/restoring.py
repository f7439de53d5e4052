"""Putting a backup back, into an empty place only."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from draagvlak.config.env import KEY_FILE, Environment
from draagvlak.core.backup.archive import (
    MANIFEST,
    BackupUnusable,
    Manifest,
    key_mark,
    parts_of,
    read_manifest,
    reading,
)
from draagvlak.core.backup.engines import (
    DATABASE,
    load_postgresql,
    marks_of_postgresql,
    marks_of_sqlite,
)
from draagvlak.core.durable import make_folder, sync_folder
from draagvlak.core.storage import store
from draagvlak.lib.bucket import StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

_BLOCK = 1024 * 1024


def restore(backup: Path, data: Path, *, passphrase: str = "", master: str = "") -> Manifest:
    """Put database, files and (when it is in there) key into place, and compare with the manifest.

    `master` is the master key when the backup has none. The database of the settings must be empty
    and `data` must hold no database and no files; else nothing is touched. Raises `BackupUnusable`.
    """
    manifest = read_manifest(backup, passphrase)
    _refuse_unknown(manifest)
    _refuse_full(data, manifest)
    make_folder(data)
    scratch = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
    try:
        unpack(backup, passphrase, scratch)
        _check_key(scratch / "key", data / KEY_FILE, manifest, master)
        with _placed_files(scratch / "files", data):
            if manifest.engine == "sqlite":
                _place_sqlite(scratch, Path(connection.settings_dict["NAME"]), manifest)
            else:
                _place_postgresql(scratch, manifest)
        if (scratch / "key").is_file() and not (data / KEY_FILE).exists():
            (scratch / "key").replace(data / KEY_FILE)
        sync_folder(data)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    call_command("migrate", verbosity=0)  # a newer version, and the guards of this one
    return manifest


def unpack(backup: Path, passphrase: str, scratch: Path) -> None:
    """Write the parts of a backup (read and compared before) into a folder; SQLite's unpacked."""
    with reading(backup):
        for name, content in parts_of(backup, passphrase):
            if name != MANIFEST:
                _unpack_part(content, name, scratch)


def _unpack_part(content: IO[bytes], name: str, scratch: Path) -> None:
    target = (scratch / name).resolve()
    if not target.is_relative_to(scratch.resolve()):
        raise BackupUnusable(f"{name} does not belong in a backup.")
    make_folder(target.parent)
    with target.open("xb") as file:
        target.chmod(0o600)
        _pour(content, file)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(target.parent)


def unpacked_database(scratch: Path) -> Path:
    """SQLite's database from its part."""
    target = scratch / "database.sqlite3"
    with gzip.open(scratch / DATABASE) as packed, target.open("xb") as file:
        target.chmod(0o600)
        _pour(packed, file)
        file.flush()
        os.fsync(file.fileno())
    return target


def compare(found: dict[str, list[int | str]], manifest: Manifest) -> None:
    """Raise `BackupUnusable` when the tables are not those of the manifest, row for row."""
    wrong = [name for name, mark in manifest.tables.items() if found.get(name) != mark]
    if wrong:
        raise BackupUnusable(f"Not all rows came back: {', '.join(wrong[:5])}.")


def _pour(source: IO[bytes] | gzip.GzipFile, target: IO[bytes]) -> None:
    while block := source.read(_BLOCK):
        target.write(block)


def _refuse_unknown(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupUnusable(
            f"This backup is of {manifest.engine}, and this installation uses {connection.vendor}. "
            "Set DATABASE_URL to fit, or move workspaces with their own export."
        )
    known = MigrationLoader(None).disk_migrations  # without the database, which is not there yet
    ours = {app for app, _ in known}
    unknown = [
        f"{app}.{name}"
        for app, names in manifest.migrations.items()
        for name in names
        if app in ours and (app, name) not in known
    ]
    if unknown:
        raise BackupUnusable(
            f"This backup was made by a newer Draagvlak ({manifest.version}). Install that first."
        )


def _refuse_full(data: Path, manifest: Manifest) -> None:
    try:
        full = settings.BUCKET is not None and not store().is_empty()
    except StoreAway as away:
        raise BackupUnusable(f"The files cannot be stored. {away}") from None
    full = full or ((data / "files").is_dir() and any((data / "files").rglob("*")))
    if manifest.engine == "sqlite":
        full = full or Path(connection.settings_dict["NAME"]).exists()
    else:
        full = full or bool(connection.introspection.table_names())
    if full:
        raise BackupUnusable(
            f"There is data in {data}, in its database or in its bucket already, and a restore "
            "never overwrites. Choose an empty folder with --data (and an empty database, and an "
            "empty place in the bucket)."
        )


def _check_key(packed: Path, present: Path, manifest: Manifest, master: str) -> None:
    if packed.is_file() and not present.exists():
        master = packed.read_text(encoding="utf-8").strip()
    if not master:
        raise BackupUnusable(
            "The key is not in this backup. Give the file with it: --key FILE. "
            "Without the key nothing that the server sealed can be read."
        )
    own = Environment({"DRAAGVLAK_KEY": master}, present.parent).derived_key("server envelope")
    if key_mark(own) != manifest.key_mark:
        raise BackupUnusable("This is another key than the one this backup was made with.")


@contextmanager
def _placed_files(found: Path, data: Path) -> Iterator[None]:
    """The files in place; in a bucket before the rows, and gone again when the rows fail."""
    if settings.BUCKET is None:
        yield
        if found.is_dir():
            found.replace(data / "files")
        return
    sent: list[str] = []
    try:
        for path in sorted(path for path in found.glob("*/*/*") if path.is_file()):
            name = path.relative_to(found).as_posix()
            sent.append(name)
            with path.open("rb") as source, store().writing(name) as target:
                shutil.copyfileobj(source, target, _BLOCK)
        yield
    except BaseException as error:
        with suppress(StoreAway):
            for name in sent:
                store().remove(name)
        if isinstance(error, StoreAway):
            raise BackupUnusable(f"The files cannot be stored. {error}") from None
        raise


def _place_sqlite(scratch: Path, target: Path, manifest: Manifest) -> None:
    found = unpacked_database(scratch)
    compare(marks_of_sqlite(found), manifest)
    make_folder(target.parent)
    found.replace(target)
    sync_folder(target.parent)


def _place_postgresql(scratch: Path, manifest: Manifest) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([(app, names[-1]) for app, names in manifest.migrations.items()])
    tables = scratch / "tables"
    load_postgresql({f"tables/{path.name}": path for path in tables.glob("*.gz")})
    compare(marks_of_postgresql(), manifest)
