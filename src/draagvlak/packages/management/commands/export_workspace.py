"""`draagvlak export-workspace`: everything of a workspace in one file, to go on elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management.base import BaseCommand

from draagvlak.core.actor import SYSTEM
from draagvlak.core.durable import durable_file
from draagvlak.core.models import Workspace
from draagvlak.lib.codes import new_code
from draagvlak.packages.commands import note_taken_along
from draagvlak.packages.management.exits import Exit
from draagvlak.packages.packing.making import make_package
from draagvlak.packages.packing.trouble import PackageUnusable

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Write everything of a workspace into one file, while people go on working. Exit codes: "
        "0 done, 2 wrong call, 3 it could not be made (nothing of it is left)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workspace", help="its short name in the address")
        parser.add_argument("--to", type=Path, required=True, help="the file to write")
        parser.add_argument(
            "--passphrase-file", type=Path, help="the passphrase; else a code is made and shown"
        )

    def handle(self, *args: object, **options: object) -> None:
        del args
        space = Workspace.objects.filter(slug=str(options["workspace"])).first()
        if space is None:
            self._leave(Exit.WRONG_CALL, f"There is no workspace {options['workspace']}.")
            return
        target = Path(str(options["to"])).absolute()
        if target.exists():
            self._leave(Exit.WRONG_CALL, f"{target} exists already; nothing is overwritten.")
            return
        words = self._words(options["passphrase_file"])
        try:
            with durable_file(target) as file:
                made = make_package(space, file, [words], target.parent, lambda _done, _all: None)
        except PackageUnusable as error:
            self._leave(Exit.REFUSED, error.in_both())
            return
        except OSError as error:
            self._leave(Exit.REFUSED, f"{target} was not written ({error.strerror}).")
            return
        note_taken_along(by=SYSTEM, space=space)
        self.stdout.write(
            f"{target}\n{made.rows} rows, {made.files} files, {made.size / 1_000_000:.1f} MB, "
            f"SHA-256 {made.checksum}"
        )
        if options["passphrase_file"] is None:
            self.stdout.write(
                f"\n*** The sealed part opens with this code. It stands nowhere else:\n{words}"
            )

    def _words(self, file: object) -> str:
        if file is None:
            return new_code()
        try:
            words = Path(str(file)).read_text(encoding="utf-8").strip()
        except OSError as error:
            self._leave(Exit.WRONG_CALL, f"{file} cannot be read ({error.strerror}).")
            raise
        if len(words) < settings.SHORTEST_BACKUP_PASSPHRASE:
            fewest = settings.SHORTEST_BACKUP_PASSPHRASE
            self._leave(Exit.WRONG_CALL, f"The passphrase has fewer than {fewest} characters.")
        return words

    def _leave(self, code: Exit, words: str) -> None:
        self.stderr.write(words)
        sys.exit(code)
