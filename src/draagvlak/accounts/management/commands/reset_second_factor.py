"""Take away the second factor of somebody who lost it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from draagvlak.accounts.commands import reset_second_factor
from draagvlak.accounts.queries import user_by_email
from draagvlak.core.actor import SYSTEM

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """For the operator, when somebody lost both device and recovery codes."""

    help = "Take away a lost second factor. It is put on the trail, and told to its owner by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, **options: object) -> None:
        del args
        user = user_by_email(str(options["email"]))
        if user is None:
            raise CommandError("Nobody has this e-mail address.")
        reset_second_factor(by=SYSTEM, user=user)
        self.stdout.write(f"{user.email} sets up a new second factor at the next sign-in.")
