"""`manage.py demo`: the demo programme, built or put back as it was."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand

from draagvlak.core.actor import SYSTEM
from draagvlak.kits.commands import build_demo

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Build the demo programme Voorbeeldstad; what stands already is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo away first")
        parser.add_argument("--credentials", action="store_true", help="print the sign-ins as JSON")

    def handle(self, *args: object, **options: object) -> None:
        del args
        accounts = build_demo(by=SYSTEM, reset=bool(options["reset"]))
        if options["credentials"]:
            self.stdout.write(json.dumps([asdict(account) for account in accounts]))
