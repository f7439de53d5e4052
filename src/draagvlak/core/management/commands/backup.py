"""`draagvlak backup`: one file with everything, made while people work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from draagvlak.config.env import KEY_FILE
from draagvlak.core.backup import BackupUnusable, make_backup, read_manifest

if TYPE_CHECKING:
    from argparse import ArgumentParser

WITHOUT_KEY = (
    "The key is NOT in it. Without the key nothing that the server sealed can be read, and a\n"
    "restore refuses to go on. Keep a copy of {key}\n"
    "in another place than the backups. (Or: --with-key, in a backup sealed by a passphrase.)"
)
WITH_KEY = (
    "The key is IN it. Who has this file and the passphrase can read what the server can read.\n"
    "Keep the passphrase in another place than the backups: without it nobody opens this file."
)


class Command(BaseCommand):
    help = "Write a backup of database and files, and read it back. Draagvlak may go on working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder; else DRAAGVLAK_BACKUP_FOLDER")
        parser.add_argument("--passphrase-file", type=Path, help="seal it with the words in a file")
        parser.add_argument("--with-key", action="store_true", help="take the key along")

    def handle(self, *args: object, **options: object) -> None:
        del args
        passphrase = read_passphrase(options["passphrase_file"])
        key = settings.DATA / KEY_FILE
        if options["with_key"] and not key.is_file():
            raise CommandError(f"There is no file {key}: the key comes from DRAAGVLAK_KEY.")
        folder = Path(str(options["to"] or settings.BACKUP_FOLDER)).absolute()
        try:
            made = make_backup(
                folder, passphrase=passphrase, key=key if options["with_key"] else None
            )
            manifest = read_manifest(made, passphrase)
        except BackupUnusable as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(
                f"The backup was not made ({error.strerror}). Nothing of it is left in {folder}. "
                "Is there room on that disk, and may this account write there?"
            ) from None
        size = made.stat().st_size / 1_000_000
        self.stdout.write(
            f"{made}\n{manifest.rows} rows, {manifest.files} files, {size:.1f} MB"
            f"{', sealed with your passphrase' if passphrase else ''}; read back and compared.\n"
        )
        words = WITH_KEY if manifest.key_included else WITHOUT_KEY.format(key=key)
        self.stdout.write(f"\n*** {words}")


def read_passphrase(file: object) -> str:
    """The passphrase in a file, or that of the settings; empty when there is none."""
    if file is None:
        return str(settings.BACKUP_PASSPHRASE)
    try:
        words = Path(os.fspath(str(file))).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}).") from None
    if len(words) < settings.SHORTEST_BACKUP_PASSPHRASE:
        raise CommandError(
            f"The passphrase has fewer than {settings.SHORTEST_BACKUP_PASSPHRASE} characters."
        )
    return words
