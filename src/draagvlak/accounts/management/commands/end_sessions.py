"""Sign somebody out everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from draagvlak.accounts.commands import sign_out_everywhere
from draagvlak.accounts.queries import user_by_email
from draagvlak.core.actor import SYSTEM

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    """For the operator: a lost laptop, or somebody who takes part in several workspaces."""

    help = "Sign somebody out in every browser. It is put on the trail, and told to them by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, **options: object) -> None:
        del args
        user = user_by_email(str(options["email"]))
        if user is None:
            raise CommandError("Nobody has this e-mail address.")
        count = sign_out_everywhere(by=SYSTEM, user=user)
        self.stdout.write(f"{user.email} is signed out; browsers: {count}.")
