"""`manage.py first_guide`: the person who starts an installation, as JSON on standard input.

The start command asks for the details and gives them here, so that no password stands in a list of
processes: {"name": …, "email": …, "password": …, "workspace": …}.
"""

from __future__ import annotations

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from draagvlak.core.actor import SYSTEM
from draagvlak.programmes.commands import welcome_guide

WANTED = ("name", "email", "password", "workspace")


class Command(BaseCommand):
    help = "Make the first guide and their workspace, from JSON on standard input."

    def handle(self, *args: object, **options: object) -> None:
        del args, options
        try:
            given: dict[str, str] = json.load(sys.stdin)
            wanted = {key: str(given[key]) for key in WANTED}
        except (ValueError, KeyError, TypeError):
            raise CommandError(f"Give JSON with {', '.join(WANTED)}.") from None
        try:
            space = welcome_guide(by=SYSTEM, **wanted)
        except IntegrityError:
            raise CommandError(f"{wanted['email']} has a sign-in already.") from None
        self.stdout.write(f"{wanted['email']} is the guide of {space.name}.")
