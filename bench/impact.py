"""What it costs to see what changes for whom: `python bench/impact.py [10 100]`.

For each number of processes (20 steps each, now and later, two in five different) a workspace with
40 groups in a scratch SQLite database. Prints CPU milliseconds of this process and statements: the
first time (every process compared), the next time (nothing changed), the reasons behind one cell,
and the page of one group.
"""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from draagvlak.core.actor import Actor
    from draagvlak.organisations.models import Group

ROOT = Path(__file__).parents[1]
SIZES = (10, 100)
GROUPS, STEPS = 40, 20


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
    """One workspace per size."""
    from tests.factories.places import make_member  # noqa: PLC0415

    from draagvlak.organisations.models import Group  # noqa: PLC0415
    from draagvlak.processes.models import (  # noqa: PLC0415
        Performer,
        Process,
        Situation,
        Step,
    )

    for size in sizes:
        guide = make_member()
        own = {"workspace_id": guide.tenant}
        groups = [Group(name=f"Groep {number:02}", size=9, **own) for number in range(GROUPS)]
        Group.objects.bulk_create(groups)
        Performer.objects.bulk_create(
            Performer(
                programme_id=guide.programme_id, role=f"Rol {n}", role_key=f"rol {n}",
                group=group, **own,
            )
            for n, group in enumerate(groups)
        )  # fmt: skip
        for number in range(size):
            process = Process.objects.create(
                programme_id=guide.programme_id, name=f"Proces {number}", kind="primary", **own
            )
            for moment in ("now", "later"):
                situation = Situation.objects.create(process=process, moment=moment, **own)
                Step.objects.bulk_create(_steps(Step, situation, number, later=moment == "later"))
        readings = _readings(guide, groups[0])
        for name, read in readings.items():
            print(f"{size:>4} processes, {GROUPS} groups  {name:<10} {_cost(read)}")


def _readings(guide: Actor, group: Group) -> dict[str, Callable[[], object]]:
    from draagvlak.processes import queries  # noqa: PLC0415

    return {
        "first": lambda: (queries.heat_lines(guide), queries.calendar_of(guide)),
        "again": lambda: (queries.heat_lines(guide), queries.calendar_of(guide)),
        "one cell": lambda: queries.reasons_of(guide, group.pk, queries.Aspect.LESS),
        "one group": lambda: queries.group_changes(guide, group),
        "the gate": lambda: queries.unconfirmed_count(guide),
    }


def _steps(step: type, situation: object, number: int, *, later: bool) -> list[object]:
    rows = []
    for place in range(STEPS):
        kind = place % 10 if later else 9
        if kind == 0:
            continue
        rows.append(
            step(
                workspace_id=situation.workspace_id, situation=situation, key=f"s{place}",
                place=place, name=f"Stap {place} van {number}",
                role=f"Rol {(number + place + (kind == 1)) % GROUPS}",
                system="iBabs" if kind == 2 else "Word",
                minutes=10 if kind == 3 else 20, often=5,
            )
        )  # fmt: skip
    return rows


def _cost(read: Callable[[], object]) -> str:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        start = time.process_time()
        read()
        spent = time.process_time() - start
    return f"{spent * 1000:7.0f} ms  {len(asked):>3} statements"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        prepare(scratch)
        measure([int(each) for each in sys.argv[1:]] or list(SIZES))
