"""`draagvlak manage read_bounces`: pause the addresses that mail servers refused.

Reads one returned mail, or a file with many of them, from a file or from standard input: so that a
mail server can hand over what comes back (`|draagvlak manage read_bounces -`).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from draagvlak.lib.bounces import read_bounces
from draagvlak.notices.commands.sending import pause_bounced

if TYPE_CHECKING:
    from argparse import ArgumentParser

MOST = 64 * 1024 * 1024


class Command(BaseCommand):
    help = "Pause the addresses of which mail came back (RFC 3464), from a file or from '-'."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a mail file, a file of many mails (mbox), or -")

    def handle(self, *args: object, **options: str) -> None:
        del args
        bounces = read_bounces(_read(options["file"]))
        paused = pause_bounced(bounces)
        self.stdout.write(f"{len(bounces)} told, {paused} paused")


def _read(name: str) -> bytes:
    try:
        if name == "-":
            found = sys.stdin.buffer.read(MOST + 1)
        else:
            with Path(name).open("rb") as file:
                found = file.read(MOST + 1)
    except OSError as error:
        raise CommandError(f"cannot read {name}: {error.strerror}") from None
    if len(found) > MOST:
        raise CommandError(f"{name} is larger than 64 MB: hand it over in parts")
    return found
