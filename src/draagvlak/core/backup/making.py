"""Making a backup while people work."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from draagvlak.core.backup.archive import (
    BackupUnusable,
    Manifest,
    Packer,
    key_mark,
    packing,
    read_manifest,
)
from draagvlak.core.backup.engines import take_snapshot
from draagvlak.core.durable import durable_file, make_folder
from draagvlak.core.storage import store
from draagvlak.lib.bucket import StoreAway

ENDING = ".draagvlak"
PREFIX = "draagvlak-"


def make_backup(folder: Path, *, passphrase: str = "", key: Path | None = None) -> Path:
    """Write a backup into a folder, read it back, and give its place.

    `key` is the key file to take along, which asks for a passphrase. A backup that could not be
    finished leaves nothing. Raises `BackupUnusable`, or OSError when the disk is full.
    """
    if key is not None and not passphrase:
        raise BackupUnusable("The key goes along in a sealed backup only: give a passphrase.")
    make_folder(folder)
    moment = dt.datetime.now(dt.UTC)
    target = folder / f"{PREFIX}{moment:%Y-%m-%dT%H%M%S%f}Z{ENDING}"
    scratch = Path(tempfile.mkdtemp(prefix=".backup-", dir=folder))
    try:
        # while this is held no file is swept away, so every row of the snapshot keeps its file
        with store().held(alone=False) as may:
            if not may:
                raise BackupUnusable("Files are being cleared up just now. Try again in a minute.")
            snapshot = take_snapshot(scratch)
            with durable_file(target) as file, packing(file, passphrase) as packer:
                for name, path in snapshot.parts.items():
                    packer.add(name, path)
                    path.unlink()
                for name in snapshot.files:
                    _add_file(packer, name)
                if key is not None:
                    packer.add("key", key)
                packer.end(
                    Manifest(
                        made_at=moment.isoformat(timespec="seconds"),
                        version=product_version(),
                        engine=connection.vendor,
                        migrations=applied_migrations(),
                        key_mark=key_mark(settings.SERVER_KEY),
                        key_included=key is not None,
                        tables=snapshot.marks,
                    )
                )
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    try:
        read_manifest(target, passphrase)
    except BackupUnusable:
        target.unlink()
        raise
    return target


def latest_backup(folder: Path) -> Path | None:
    """The newest backup in a folder; names are in the order of time."""
    found = sorted(folder.glob(f"{PREFIX}*{ENDING}"))
    return found[-1] if found else None


def keep_latest(folder: Path, count: int) -> int:
    """Remove all backups but the newest; returns how many went."""
    old = sorted(folder.glob(f"{PREFIX}*{ENDING}"))[:-count]
    for path in old:
        path.unlink()
    return len(old)


def applied_migrations() -> dict[str, list[str]]:
    """The migrations that this database has had, by app."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        found.setdefault(app, []).append(name)
    return found


def _add_file(packer: Packer, name: str) -> None:
    try:
        with store().reading(name) as (size, content):
            packer.add_content(f"files/{name}", size, content)
    except FileNotFoundError:
        raise BackupUnusable(
            f"The file {name} is missing. `draagvlak check` says what more is."
        ) from None
    except StoreAway as away:
        raise BackupUnusable(f"The files cannot be read. {away}") from None


def product_version() -> str:
    """The version of the product; empty in a checkout that was not installed."""
    try:
        return metadata.version("draagvlak")
    except metadata.PackageNotFoundError:
        return ""
