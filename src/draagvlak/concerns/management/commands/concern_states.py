"""`manage.py concern_states`: draw the states of a concern for the documentation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand
from django.utils.translation import override

from draagvlak.concerns.queries import state_diagram

if TYPE_CHECKING:
    from argparse import ArgumentParser

DRAWING = "docs/en/concern-states.svg"


class Command(BaseCommand):
    help = "Draw the states of a concern, from the table that the code obeys, into the docs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", default=DRAWING)

    def handle(self, *args: object, **options: object) -> None:
        del args
        with override("en"):
            drawing = state_diagram()
        Path(str(options["path"])).write_text(f"{drawing}\n", encoding="utf-8")
        self.stdout.write(f"{options['path']} is drawn.")
