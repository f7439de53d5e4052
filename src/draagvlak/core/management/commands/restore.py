"""`draagvlak restore`: put a backup into an empty place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from draagvlak.config.env import KEY_FILE
from draagvlak.config.installation import Installation, write_once
from draagvlak.core.backup import BackupUnusable, restore
from draagvlak.core.management.commands.backup import read_passphrase

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Put a backup into an empty data folder and database; nothing is ever overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--passphrase-file", type=Path)
        parser.add_argument("--key", type=Path, help="the file with the key")

    def handle(self, *args: object, **options: object) -> None:
        del args
        installation = Installation(settings.ENV)
        master = _master(installation, options["key"])
        try:
            manifest = restore(
                Path(str(options["backup"])),
                installation.data,
                passphrase=read_passphrase(options["passphrase_file"]),
                master=master,
            )
        except BackupUnusable as error:
            raise CommandError(f"Nothing was restored. {error}") from None
        except OSError as error:
            raise CommandError(f"The restore was not finished ({error.strerror}).") from None
        if settings.ENV.flag("DRAAGVLAK_KEYLESS") and not installation.key.exists():
            write_once(installation.key, master + "\n")
        installation.remember("first guide", "restored")
        self.stdout.write(
            f"{manifest.rows} rows and {manifest.files} files of {manifest.made_at} stand in "
            f"{installation.data}, compared row for row.\nEverybody signs in again. Start with: "
            f"draagvlak serve --data {installation.data}"
        )


def _master(installation: Installation, file: object) -> str:
    """The master key as given, or as it stands there already; empty when neither."""
    if file is None and installation.key.exists():
        file = installation.data / KEY_FILE
    if file is None:
        return "" if settings.ENV.flag("DRAAGVLAK_KEYLESS") else settings.ENV.text("DRAAGVLAK_KEY")
    try:
        return Path(str(file)).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}).") from None
