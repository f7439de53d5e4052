"""Several management commands in one process: loading Django once makes a first start quicker.

`python -m draagvlak.config.prepare '[["migrate", "--verbosity=0"], ["demo"]]'` runs them in order
and prints a list of what each said, as JSON.
"""

from __future__ import annotations

import gc
import io
import json
import os
import sys

import django
from django.core.management import CommandError, call_command
from django.db import connection

from draagvlak.config.env import Misconfigured

NEEDED = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def main() -> int:
    """Run the commands that the first argument lists; a wrong setting is told in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "draagvlak.config.settings")
    # Migrating makes and drops thousands of classes; a process this short need not tidy up.
    gc.disable()
    try:
        django.setup()
        check_durability()
        said = [_said(words) for words in json.loads(sys.argv[1])]
    except (Misconfigured, CommandError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(said))
    return 0


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
