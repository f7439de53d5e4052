"""`draagvlak check`: is everything that was stored still whole?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand

from draagvlak.core.checking import examine

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Look whether database, guards, files, outbox and chores are whole. Exit code 1 if not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="do not read every file")

    def handle(self, *args: object, **options: object) -> None:
        del args
        wrong = 0
        for finding in examine(deep=not options["quick"]):
            sign = "ok " if finding.fine else "NOT"
            self.stdout.write(f"{sign}  {finding.what}: {finding.words}")
            wrong += not finding.fine
        if wrong:
            self.stdout.write(f"\n{wrong} not as it should be.")
            sys.exit(1)
