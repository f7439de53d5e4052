"""What has to be done before a start: management commands, in a process that ends with them.

`python -m draagvlak.config.prepare '[["migrate", "--verbosity=0"], ["demo"]]'` runs them in order
and prints a list of what each said, as JSON.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys
from typing import Final

import django
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from draagvlak.config.env import Misconfigured
from draagvlak.config.installation import our_migrations

MIGRATE: Final = ["migrate", "--verbosity=0"]
NEEDED = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def main() -> int:
    """Run the commands that the first argument lists; a wrong setting is told in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "draagvlak.config.settings")
    try:
        said = carry_out(json.loads(sys.argv[1]))
    except (Misconfigured, CommandError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(said)
    return 0


def load() -> None:
    """Load every app, once."""
    # Loading makes thousands of things that stay; looking whether they may go only takes time.
    gc.disable()
    if not apps.ready:
        django.setup()


def carry_out(todo: list[list[str]], migrated: bool = False) -> str:  # noqa: FBT001, FBT002
    """Run commands and return what they said, as JSON.

    `migrated`: as far as this machine knows. A database on a server is asked, for others use it.
    """
    load()
    check_durability()
    if migrated and not has_ours():
        todo = [MIGRATE, *todo]
    return json.dumps([_said(words) for words in todo])


def manage(command: str, given: str) -> str:
    """Run one command that reads something, and return what it said."""
    load()
    sys.stdin = io.StringIO(given)
    return _said([command])


def has_ours() -> bool:
    """Whether the database had all our migrations."""
    return our_migrations() <= set(MigrationRecorder(connection).applied_migrations())


def _said(words: list[str]) -> str:
    told = io.StringIO()
    call_command(*words, stdout=told)
    return told.getvalue()


def check_durability() -> None:
    """Refuse a PostgreSQL server that may lose what it has acknowledged (Misconfigured)."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name, wanted in NEEDED.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            row = cursor.fetchone()
            if row is not None and row[0] == "off":
                raise Misconfigured(
                    f"This PostgreSQL server runs with {name} off: it may lose what people wrote. "
                    f"Set {name} = {wanted} on the server."
                )


if __name__ == "__main__":
    sys.exit(main())
