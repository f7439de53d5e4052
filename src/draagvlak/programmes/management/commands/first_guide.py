"""`manage.py first_guide`: the person who starts an installation, as JSON on standard input.

The start command asks for the details and gives them here, so that no password stands in a list of
processes: {"name": …, "email": …, "password": …, "workspace": …}. Does nothing when somebody can
sign in already, so that a start that broke off can be repeated.
"""

from __future__ import annotations

import json
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from draagvlak.accounts.models import User
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
        if User.objects.exists():
            self.stdout.write("Somebody can sign in already; nobody was added.")
            return
        try:
            validate_email(wanted["email"])
            validate_password(wanted["password"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        space = welcome_guide(by=SYSTEM, **wanted)
        self.stdout.write(f"{wanted['email']} is the guide of {space.name}.")
