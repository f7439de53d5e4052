"""Backups: one file with the database and the files, made while people work, put back elsewhere.

A backup is a tar with a `manifest.json` at its end that names the sum of every part and, per table,
the number of rows and a mark of their content. With a passphrase the whole tar is sealed.
"""

from __future__ import annotations

from draagvlak.core.backup.archive import BackupUnusable, Manifest, read_manifest
from draagvlak.core.backup.making import ENDING, latest_backup, make_backup
from draagvlak.core.backup.restoring import restore
from draagvlak.core.backup.testing import try_backup

__all__ = [
    "ENDING",
    "BackupUnusable",
    "Manifest",
    "latest_backup",
    "make_backup",
    "read_manifest",
    "restore",
    "try_backup",
]
