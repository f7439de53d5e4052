"""`manage.py migrate`: Django's own, and quick for a database in which nothing stands yet."""

from __future__ import annotations

from django.core.management.base import no_translations
from django.core.management.commands import migrate
from django.db import connections

from draagvlak.core.fresh import is_empty, make_tables

ASKED = ("app_label", "migration_name", "plan", "check_unapplied", "prune", "fake", "fake_initial")
"""With one of these somebody wants something else than a database that is up to date."""


class Command(migrate.Command):
    @no_translations
    def handle(self, *args: object, **options: object) -> None:
        connection = connections[str(options["database"])]
        if any(options[name] for name in ASKED) or not is_empty(connection):
            super().handle(*args, **options)
            return
        done = make_tables(connection)
        if options["verbosity"]:
            self.stdout.write(f"Made all tables of an empty database ({done} migrations).")
