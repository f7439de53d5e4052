"""`manage.py create_guide`: a further guide with a workspace of their own."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import IntegrityError

from draagvlak.core.actor import SYSTEM
from draagvlak.programmes.commands import welcome_guide

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Make a sign-in for a guide, with a workspace of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--workspace", required=True, help="such as the name of the client")
        parser.add_argument("--password-file", type=Path, help="else the password is asked for")

    def handle(self, *args: object, **options: object) -> None:
        del args
        email, name = str(options["email"]), str(options["name"])
        password = _password(options["password_file"])
        try:
            validate_email(email)
            validate_password(password)
            space = welcome_guide(
                by=SYSTEM,
                email=email,
                name=name,
                password=password,
                workspace=str(options["workspace"]),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except IntegrityError:
            raise CommandError(f"{email} has a sign-in already.") from None
        self.stdout.write(f"{email} is the guide of {space.name}.")


def _password(file: object) -> str:
    if not isinstance(file, Path):
        return getpass.getpass("Password (at least 12 characters): ")
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CommandError(f"{file} cannot be read ({error.strerror}).") from None
