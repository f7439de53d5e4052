"""What SQLite knows of its tables, so that it begins a question at the right one.

PostgreSQL gathers this by itself. SQLite does so only when it is asked: after every change of the
tables, for an index without figures looks better than it is, and every night, for tables grow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LOOK_AT = 20_000
"""So many rows of each index are looked at; the largest installation takes less than a second.

With a thousand every table of a workspace seemed to have a thousand rows, so that a question about
those who were heard began at all the people.
"""


def gather(using: str = "default") -> Mapping[str, int | str]:
    """Look at every index again. Nothing to do on PostgreSQL."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return {"gathered": "by the server"}
    with connection.cursor() as cursor:
        cursor.execute(f"pragma analysis_limit = {LOOK_AT}")
        cursor.execute("analyze")
    return {"gathered": "all"}


def after_migrate(*, using: str, plan: Sequence[object] = (), **_rest: object) -> None:
    """Only when tables changed (signal `post_migrate`)."""
    if plan:
        gather(using)
