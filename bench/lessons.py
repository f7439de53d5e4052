"""What lessons cost: reading the library, searching in it, and finding what resembles a concern.

Run: `python bench/lessons.py [0 200]`. For each number of own lessons a workspace in a scratch
SQLite database. Prints CPU milliseconds (of this process; the database is in it), the median of
some rounds, and statements. The first line is what a process does once, when somebody first asks.
"""

from __future__ import annotations

import os
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SIZES = (0, 200)
ROUNDS = 15
SAID = "Onduidelijk wie er meeleest in mijn aantekeningen als een stuk wordt vervangen"


def prepare(folder: str) -> None:
    """A scratch installation, as it is served."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "draagvlak.config.settings"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["DRAAGVLAK_DATA"] = folder
    key = Path(folder) / "key"
    key.write_text(secrets.token_hex(32))
    key.chmod(0o600)
    os.environ["DRAAGVLAK_DEBUG"] = "1"
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

    import django  # noqa: PLC0415 after the environment
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def measure(sizes: list[int]) -> None:
    """One workspace per size; every reading some rounds."""
    from tests.factories.measures import make_understood, make_why  # noqa: PLC0415
    from tests.factories.places import make_member  # noqa: PLC0415

    from draagvlak.lessons.models import Lesson  # noqa: PLC0415
    from draagvlak.lessons.queries import shipped  # noqa: PLC0415

    start = time.process_time()
    shipped.shelves()
    shipped.words_of("")
    print(f"once per process: {(time.process_time() - start) * 1000:.0f} ms")
    for size in sizes:
        guide = make_member()
        entries = list(shipped.shelves()["teams"].entries)
        Lesson.objects.bulk_create(
            Lesson(
                workspace_id=guide.tenant, is_brought=True, state="kept", system="teams",
                kind=entry.kind, title=f"{entry.title} {number}", year=2026,
                cause=entry.causes[0].title, about=entry.causes[0].about,
                where=entry.causes[0].sits, measure=entry.causes[0].measures[0].title,
                measure_kind="train", helped=entry.causes[0].measures[0].worked,
            )
            for number in range(size)
            for entry in [entries[number % len(entries)]]
        )  # fmt: skip
        cause = make_why(guide, "Een nieuwe versie schuift aantekeningen weg")
        concern = make_understood(guide, cause, SAID)
        for name, read in _readings(guide, cause, concern).items():
            print(f"{size:>4} own lessons  {name:<24} {_cost(read)}")


def _readings(guide, cause, concern) -> dict[str, Callable[[], object]]:  # noqa: ANN001 rows
    from draagvlak.lessons.queries.library import Asked, library  # noqa: PLC0415
    from draagvlak.lessons.queries.likeness import causes_like, entries_like  # noqa: PLC0415

    return {
        "the whole library": lambda: library(guide, Asked()),
        "the library, with words": lambda: library(guide, Asked("", "papier lezen")),
        "beside a cause": lambda: entries_like(guide, SAID),
        "beside a measure": lambda: causes_like(guide, cause, concern),
    }


def _cost(read: Callable[[], object]) -> str:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        read()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        read()
        taken.append((time.process_time() - start) * 1000)
    return f"{statistics.median(taken):6.1f} ms  {len(queries)} statements"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        prepare(scratch)
        measure([int(each) for each in sys.argv[1:]] or list(SIZES))
